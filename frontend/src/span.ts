/** A trainee's marks on a text, and the pieces a text falls into under them. Pure: no page, no events. */
import { occurrences, type Positions, type Range } from "./text.ts";

export type Value = string | readonly number[];

export interface Span extends Range {
  readonly uid: number;
  /** What the form says about the span: label, type, severity, correction, evidence ... */
  readonly values: Readonly<Record<string, Value>>;
}

export interface Piece extends Range {
  /** Spans over this piece, the longest first. */
  readonly over: readonly Span[];
  /** Spans that end with this piece. */
  readonly ends: readonly Span[];
}

/** Marks in reading order: by start, the longer first. */
export function inOrder(spans: readonly Span[]): Span[] {
  return [...spans].sort((a, b) => a.start - b.start || b.end - a.end || a.uid - b.uid);
}

/** Cuts a stretch of text at every end of a span inside it. `spans` are in reading order. */
export function pieces(stretch: Range, spans: readonly Span[]): Piece[] {
  const inside = spans.filter((span) => span.start < stretch.end && span.end > stretch.start);
  if (inside.length === 0) return [{ ...stretch, over: [], ends: [] }];
  const cuts = new Set([stretch.start, stretch.end]);
  for (const { start, end } of inside) {
    if (start > stretch.start) cuts.add(start);
    if (end < stretch.end) cuts.add(end);
  }
  const sorted = [...cuts].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((start, i) => {
    const end = sorted[i + 1] ?? stretch.end;
    return {
      start,
      end,
      over: inside.filter((span) => span.start <= start && span.end >= end),
      ends: inside.filter((span) => span.end === end),
    };
  });
}

/** The narrowest span that covers a range, or null. */
export function narrowest(spans: readonly Span[], range: Range): Span | null {
  let best: Span | null = null;
  for (const span of spans) {
    if (span.start >= range.end || span.end <= range.start) continue;
    if (best === null || span.end - span.start < best.end - best.start) best = span;
  }
  return best;
}

/** One mark as the server takes it: code points, the quoted text, the values. */
export function toAnswer(span: Span, text: string, positions: Positions): Record<string, unknown> {
  return {
    start: positions.toCodePoints(span.start),
    end: positions.toCodePoints(span.end),
    quote: text.slice(span.start, span.end),
    ...span.values,
  };
}

/** A mark of a stored answer as a span of this text; null where it is not in it. */
export function fromAnswer(raw: unknown, uid: number, text: string, positions: Positions): Span | null {
  if (typeof raw !== "object" || raw === null) return null;
  const { start, end, quote, occurrence, ...rest } = raw as Record<string, unknown>;
  const range = locate(start, end, quote, occurrence, text, positions);
  if (range === null) return null;
  const values: Record<string, Value> = {};
  for (const [name, value] of Object.entries(rest)) {
    if (typeof value === "string") values[name] = value;
    else if (Array.isArray(value)) values[name] = value.filter((entry) => typeof entry === "number");
  }
  return { ...range, uid, values };
}

function locate(
  start: unknown,
  end: unknown,
  quote: unknown,
  occurrence: unknown,
  text: string,
  positions: Positions,
): Range | null {
  if (typeof start === "number" && typeof end === "number") {
    const range = { start: positions.toUnits(start), end: positions.toUnits(end) };
    const said = text.slice(range.start, range.end);
    if (said && (typeof quote !== "string" || quote.normalize("NFC") === said)) return range;
  }
  if (typeof quote !== "string") return null;
  return occurrences(text, quote)[Math.max(1, Number(occurrence) || 1) - 1] ?? null;
}
