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

// Scripts written without spaces: their words are found by dictionary. Among Hangul, Chinese characters are spaced as it is.
const UNSPACED = /^(?!.*\p{sc=Hangul}).*[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]{2}/u;

// Up to a full stop, question or exclamation mark before a blank, or to the line's end: what the server takes for a sentence.
const SENTENCE = /\S.*?(?:[.!?。…]["'”’)\]]*(?=\s|$)|$)/gsu;

/** Words (eojeol) of a text with the paragraph and sentence each stands in. */
export function tokens(text: string): Token[] {
  const found: Token[] = [];
  let paragraph = 0;
  let sentence = 0;
  for (const line of text.matchAll(/[^\n]+/gu)) {
    for (const part of line[0].matchAll(SENTENCE)) {
      const before = found.length;
      for (const word of part[0].matchAll(/\S+/gu)) {
        const start = line.index + part.index + word.index;
        for (const piece of UNSPACED.test(word[0]) ? wordsWithin(word[0]) : [{ start: 0, end: word[0].length }]) {
          found.push({ start: start + piece.start, end: start + piece.end, paragraph, sentence });
        }
      }
      if (found.length > before) sentence += 1;
    }
    paragraph += 1;
  }
  return found;
}

/** The words of a run without blanks; punctuation stays with the word before it. */
function wordsWithin(run: string): Range[] {
  const found: { start: number; end: number }[] = [];
  for (const part of new Intl.Segmenter("ja", { granularity: "word" }).segment(run)) {
    const last = found.at(-1);
    const end = part.index + part.segment.length;
    if (last && !part.isWordLike) last.end = end;
    else found.push({ start: part.index, end });
  }
  return found;
}

// What Python's str.strip takes for white space, so that page and server mean the same phrase.
const BLANK = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+";
const ENDS = new RegExp(`^${BLANK}|${BLANK}$`, "gu");

/** A phrase as the server compares it: NFC, no blanks at its ends. */
export function normalised(phrase: string): string {
  return phrase.normalize("NFC").replace(ENDS, "");
}

/** Where the nth occurrence of a phrase stands, overlapping ones counted (-1: nowhere), and how many there are. */
export function locate(text: string, phrase: string, nth: number): Range & { readonly places: number } {
  const wanted = normalised(phrase);
  let [start, places] = [-1, 0];
  for (let at = wanted ? text.indexOf(wanted) : -1; at >= 0; at = text.indexOf(wanted, at + 1)) {
    places += 1;
    if (places === nth) start = at;
  }
  return { start, end: start + wanted.length, places };
}

/** Which occurrence of its own words a range is, from 1. */
export function occurrenceOf(text: string, range: Range): number {
  const quote = text.slice(range.start, range.end);
  let count = 1;
  for (let at = text.indexOf(quote); at >= 0 && at < range.start; at = text.indexOf(quote, at + 1)) count += 1;
  return count;
}
