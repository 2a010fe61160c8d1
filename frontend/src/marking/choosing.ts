/** What is chosen in a text: the word the cursor is on, and the range from the word where choosing began. */
import type { Range, Token } from "../text.ts";
import type { Words } from "./words.ts";

export class Choice {
  at = 0; // the word the cursor is on
  range: Range | null = null;
  #anchor: number | null = null; // where choosing began
  #x: number | null = null; // where the cursor wants to be while it goes up and down

  constructor(readonly words: Words) {}

  /** The words chosen, or the one the cursor is on. */
  get here(): Range | null {
    return this.range ?? this.token ?? null;
  }

  get token(): Token | undefined {
    return this.words.tokens[this.at];
  }

  /** Makes a place the one chosen, from one word to another on which the cursor then is; null lets go. */
  set(range: Range | null, from = this.at, to = this.at): void {
    [this.range, this.#anchor, this.at] = [range, range && from, to];
    this.words.point(to);
    this.words.option(to)?.scrollIntoView({ block: "nearest" });
  }

  /** The word a key of movement leads to; null for other keys. */
  target(code: string): number | null {
    if (code === "ArrowUp" || code === "ArrowDown") {
      this.#x ??= this.words.middle(this.at);
      return this.words.vertical(this.at, code === "ArrowUp" ? -1 : 1, this.#x);
    }
    const last = this.words.tokens.length - 1;
    const forward = this.words.isRightToLeft(this.at) ? "ArrowLeft" : "ArrowRight";
    const steps: Readonly<Record<string, number>> = {
      ArrowRight: -1, ArrowLeft: -1, [forward]: 1, Home: -Infinity, End: Infinity,
    };
    const step = steps[code];
    if (step === undefined) return null;
    this.#x = null;
    return Math.min(last, Math.max(0, this.at + step));
  }

  /** Chooses up to a word, from where choosing began; the end that stays keeps its trimming. False: it is in another paragraph. */
  extend(to: number): boolean {
    const from = this.#anchor ?? this.at;
    const [first, last] = [this.words.tokens[Math.min(from, to)], this.words.tokens[Math.max(from, to)]];
    if (!first || !last || first.paragraph !== last.paragraph) return false;
    const kept = this.#anchor === null ? null : this.range;
    const start = kept && to >= from && first.start <= kept.start && kept.start < first.end ? kept.start : first.start;
    const end = kept && to < from && last.start < kept.end && kept.end <= last.end ? kept.end : last.end;
    this.set({ start, end }, from, to);
    return true;
  }

  /** Moves one end by a grapheme. */
  trim(end: "start" | "end", by: -1 | 1): void {
    if (this.range) this.range = this.words.trimmed(this.range, end, by);
  }
}
