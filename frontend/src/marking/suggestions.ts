/** Marks by which a model began: each is still as suggested, accepted by the person, or no longer there as it was. */
import { locate, type Range } from "../text.ts";
import type { Said } from "./rows.ts";

interface Given {
  readonly quote: string;
  readonly nth: number;
  readonly values: Readonly<Record<string, string>>; // of the choices; words are not compared, as in grading
}

export class Suggestions {
  readonly #numbers = new Map<string, number>(); // by place and choices
  readonly #choices: readonly string[];

  /** `accepted` is the form's field with the numbers of those the person accepted. */
  constructor(given: string | undefined, text: string, readonly accepted: HTMLInputElement | null) {
    const all = JSON.parse(given ?? "[]") as Given[];
    this.#choices = Object.keys(all[0]?.values ?? {});
    all.forEach(({ quote, nth, values }, number) => this.#numbers.set(this.#key(locate(text, quote, nth), values), number));
  }

  /** What a mark is: one's own (also where a suggestion was changed), suggested and not judged yet, or accepted. */
  state(said: Said): "own" | "suggested" | "accepted" {
    const number = this.#numbers.size ? this.#numbers.get(this.#key(said, said.values)) : undefined;
    return number === undefined ? "own" : this.#judged().includes(number) ? "accepted" : "suggested";
  }

  accept(said: Said): void {
    const number = this.#numbers.get(this.#key(said, said.values));
    if (this.accepted && number !== undefined) this.accepted.value = [...this.#judged(), number].join();
  }

  #key({ start, end }: Range, values: Given["values"]): string {
    return [start, end, ...this.#choices.map((name) => values[name])].join();
  }

  #judged(): number[] {
    return (this.accepted?.value ?? "").split(",").filter(Boolean).map(Number);
  }
}
