/** Boxes on a picture, in its pixels; every result lies within the picture. */

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Box extends Size {
  readonly x: number;
  readonly y: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export const CORNERS = ["upper-left", "upper-right", "lower-left", "lower-right"] as const;
export type Corner = (typeof CORNERS)[number];

const between = (least: number, value: number, most: number): number => Math.min(Math.max(value, least), Math.max(least, most));

/** The box somewhere else, as far as the picture goes. */
export function moved(box: Box, by: Point, within: Size): Box {
  const x = between(0, Math.round(box.x + by.x), within.width - box.width);
  const y = between(0, Math.round(box.y + by.y), within.height - box.height);
  return { ...box, x, y };
}

/** The box with one corner somewhere else; it keeps at least one pixel. */
export function resized(box: Box, corner: Corner, by: Point, within: Size): Box {
  let [left, top, right, bottom] = [box.x, box.y, box.x + box.width, box.y + box.height];
  if (corner.endsWith("left")) left = between(0, Math.round(left + by.x), right - 1);
  else right = between(left + 1, Math.round(right + by.x), within.width);
  if (corner.startsWith("upper")) top = between(0, Math.round(top + by.y), bottom - 1);
  else bottom = between(top + 1, Math.round(bottom + by.y), within.height);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The box of which two points are opposite corners. */
export function spanned(a: Point, b: Point, within: Size): Box {
  const [x1, x2] = [a.x, b.x].map((x) => between(0, Math.round(x), within.width)) as [number, number];
  const [y1, y2] = [a.y, b.y].map((y) => between(0, Math.round(y), within.height)) as [number, number];
  return { x: Math.min(x1, x2), y: Math.min(y1, y2), width: Math.abs(x2 - x1), height: Math.abs(y2 - y1) };
}

/** A box in the middle of another, a quarter as wide and high, so far aside. */
export function amid(box: Box, aside: number, within: Size): Box {
  const [width, height] = [box.width / 4, box.height / 4];
  const from = { x: box.x + 1.5 * width + aside, y: box.y + 1.5 * height + aside };
  return spanned(from, { x: from.x + width, y: from.y + height }, within);
}
