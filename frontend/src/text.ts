/** Positions in text, in UTF-16 units, ends exclusive. They never leave the page: forms carry the quoted phrase and which one it is. */

export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface Token extends Range {
  readonly paragraph: number;
  readonly sentence: number;
}

/** Where a reader's characters begin and end: every boundary of a grapheme cluster, 0 and the length included. */
export class Graphemes {
  readonly #ends: number[] = [0];

  constructor(text: string) {
    for (const part of new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(text)) {
      this.#ends.push(part.index + part.segment.length);
    }
  }

  /** The nearest boundary at or before a position. */
  floor(at: number): number {
    return this.#ends[this.#below(at)] ?? 0;
  }

  /** The nearest boundary at or after a position. */
  ceil(at: number): number {
    const below = this.#below(at);
    const floor = this.#ends[below] ?? 0;
    return floor === at ? at : (this.#ends[below + 1] ?? floor);
  }

  /** One grapheme further left (-1) or right (+1). */
  step(at: number, by: -1 | 1): number {
    const here = this.#below(by < 0 ? at - 1 : at);
    return (by < 0 ? this.#ends[here] : this.#ends[here + 1]) ?? at;
  }

  #below(at: number): number {
    let low = 0;
    let high = this.#ends.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#ends[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** Moves one end of a range by one grapheme; the range never becomes empty. */
export function trim(range: Range, end: "start" | "end", by: -1 | 1, graphemes: Graphemes, length: number): Range {
  const at = graphemes.step(range[end], by);
  const moved = { ...range, [end]: Math.min(Math.max(at, 0), length) };
  return moved.start < moved.end ? moved : range;
}

/** A dragged range as a mark: whole graphemes, no blanks at its ends; null where nothing is left. */
export function snap(text: string, range: Range, graphemes: Graphemes): Range | null {
  let start = graphemes.floor(Math.max(0, range.start));
  let end = graphemes.ceil(Math.min(text.length, range.end));
  while (start < end && /\s/u.test(text.charAt(start))) start += 1;
  while (end > start && /\s/u.test(text.charAt(end - 1))) end -= 1;
  return start < end ? { start, end } : null;
}

/** Words (eojeol) of a text with the paragraph and sentence each stands in. */
export function tokens(text: string, language: string): Token[] {
  const found: Token[] = [];
  let paragraph = 0;
  let sentence = 0;
  const sentences = new Intl.Segmenter(language, { granularity: "sentence" });
  for (const line of text.matchAll(/[^\n]+/gu)) {
    for (const part of sentences.segment(line[0])) {
      const before = found.length;
      for (const word of part.segment.matchAll(/\S+/gu)) {
        const start = line.index + part.index + word.index;
        found.push({ start, end: start + word[0].length, paragraph, sentence });
      }
      if (found.length > before) sentence += 1;
    }
    paragraph += 1;
  }
  return found;
}

/** Every place a phrase occurs, overlapping ones included; the phrase is compared in NFC. */
export function occurrences(text: string, phrase: string): Range[] {
  const wanted = phrase.normalize("NFC").trim();
  const found: Range[] = [];
  if (!wanted) return found;
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    found.push({ start: at, end: at + wanted.length });
  }
  return found;
}
