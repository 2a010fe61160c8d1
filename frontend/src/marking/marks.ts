/** Marks as they are drawn: where they stand, which label they carry, and in which lane their line runs. */
import type { Range } from "../text.ts";

export interface Mark extends Range {
  readonly number: number; // of its row, from 1
  readonly label: number; // which label's line it has, from 1; 0: none is chosen yet
  readonly suggested: boolean; // a model put it here, and nobody has judged it yet
}

export interface Drawn extends Mark {
  readonly lane: number; // 0 nearest to the words; marks that overlap never share one
}

const LINES = 12; // kinds of line the style sheet has

/** The line a label has: the labels beyond the last kind of line begin anew. */
export function line(option: number): number {
  return option < 0 ? 0 : (option % LINES) + 1;
}

/** Every mark with its lane, in the order of the text, the longer first. */
export function inLanes(marks: readonly Mark[]): Drawn[] {
  const ends: number[] = [];
  return [...marks].sort((a, b) => a.start - b.start || b.end - a.end || a.number - b.number).map((mark) => {
    const free = ends.findIndex((end) => end <= mark.start);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = mark.end;
    return { ...mark, lane };
  });
}

/** The stretches of text in which two drawings differ. */
export function changes(before: readonly Drawn[], after: readonly Drawn[]): Range[] {
  const key = (mark: Drawn): string => [mark.start, mark.end, mark.number, mark.label, mark.lane, mark.suggested].join();
  const old = new Map(before.map((mark) => [key(mark), mark]));
  const added = after.filter((mark) => !old.delete(key(mark)));
  return [...old.values(), ...added];
}

/** The marks that cover a place, the shortest first. */
export function covering<M extends Range>(marks: readonly M[], place: Range): M[] {
  return marks.filter(({ start, end }) => start < place.end && place.start < end)
    .sort((a, b) => a.end - a.start - (b.end - b.start));
}
