/** One box as it is drawn: its outline in the picture, and a button over it that carries its name. */
import { element } from "./dom.ts";
import type { Box, Size } from "./rectangles.ts";

const PATTERNS = 6; // of colours and dashes; further labels begin anew
const SVG = "http://www.w3.org/2000/svg";

/** The class of a label's colour and dashes; which label of the list, from 0, or -1 for none. */
export function pattern(label: number): string {
  return label < 0 ? "unlabelled" : `label-${(label % PATTERNS) + 1}`;
}

/** The part of a picture of this size that a view shows; `layer` lies over the whole picture. */
export function seen(view: Element, layer: Element, size: Size): Box {
  const { scrollLeft, scrollTop, clientWidth, clientHeight } = view;
  const [whole, high] = [layer.clientWidth || 1, layer.clientHeight || 1];
  return {
    x: (scrollLeft / whole) * size.width, y: (scrollTop / high) * size.height,
    width: Math.min(1, clientWidth / whole) * size.width, height: Math.min(1, clientHeight / high) * size.height,
  };
}

/** What a box is to look like and to be called. */
export interface Look {
  readonly number: number;
  readonly label: number;
  readonly labelName: string;
  readonly name: string; // all that is said of it
  readonly chosen: boolean;
}

export class BoxShape {
  readonly button: HTMLButtonElement;
  readonly #tag = element("span", { class: "box-tag" });
  readonly #outlines: readonly SVGRectElement[];

  constructor(row: number, drawn: SVGGElement) {
    this.button = element("button", { type: "button", "data-row": row }, this.#tag);
    this.#outlines = ["halo", ""].map((name) => {
      const outline = document.createElementNS(SVG, "rect");
      outline.setAttribute("class", name);
      return outline;
    });
    drawn.append(...this.#outlines);
  }

  draw(box: Box, size: Size, look: Look): void {
    const large = box.width * box.height > (size.width * size.height) / 16;
    place(this.button, box, size);
    this.button.className = `box ${pattern(look.label)}${box.y < size.height / 16 ? " at-top" : ""}`;
    this.button.style.zIndex = String(look.chosen ? 3 : large ? 1 : 2); // a small box in a large one can be chosen
    this.button.setAttribute("aria-pressed", String(look.chosen));
    this.button.setAttribute("aria-label", look.name);
    this.#tag.replaceChildren(String(look.number), element("span", { class: "box-name" }, ` ${look.labelName}`));
    for (const outline of this.#outlines) {
      for (const side of ["x", "y", "width", "height"] as const) outline.setAttribute(side, String(box[side]));
    }
    this.#outlines[1]?.setAttribute("class", pattern(look.label));
  }

  remove(): void {
    for (const part of [this.button, ...this.#outlines]) part.remove();
  }
}

/** Lays an element over a box, in shares of the picture, so that it follows every size of it. */
export function place(what: HTMLElement, box: Box, size: Size): void {
  what.style.insetInlineStart = `${(100 * box.x) / size.width}%`;
  what.style.insetBlockStart = `${(100 * box.y) / size.height}%`;
  what.style.inlineSize = `${(100 * box.width) / size.width}%`;
  what.style.blockSize = `${(100 * box.height) / size.height}%`;
}
