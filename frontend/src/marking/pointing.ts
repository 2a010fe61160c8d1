/** Mouse, pen and fingers on the words: dragging covers a range; else a word is pressed. */
import type { Range } from "../text.ts";
import type { Words } from "./words.ts";

export interface Press {
  readonly index: number;
  readonly isMouse: boolean; // fingers, pens and screen readers press the first and the last word instead of dragging
  readonly extends: boolean;
}

export function listen(list: HTMLElement, words: Words, dragged: (range: Range) => void, pressed: (press: Press) => void): void {
  let isMouse = false;
  let hasDragged = false;
  const released = (): void => {
    const range = words.dragged();
    hasDragged = range !== null;
    if (!range) return;
    window.getSelection()?.removeAllRanges();
    dragged(range);
  };
  list.addEventListener("pointerdown", (event) => {
    [isMouse, hasDragged] = [event.pointerType === "mouse", false];
    document.addEventListener("pointerup", released, { once: true });
  });
  list.addEventListener("click", (event) => {
    const index = words.indexOf(event.target);
    if (!hasDragged && index >= 0) pressed({ index, isMouse, extends: event.shiftKey });
    [isMouse, hasDragged] = [false, false];
  });
}
