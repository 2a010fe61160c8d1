/** The rows of the form that hold boxes: four numbers and a label each. They are the answer; what is drawn follows them. */
import type { Box, Size } from "./rectangles.ts";

const SIDES = ["x", "y", "width", "height"] as const;
type Side = (typeof SIDES)[number];

export class BoxRow {
  readonly fieldset: HTMLFieldSetElement;
  readonly label: HTMLSelectElement;
  readonly #sides: Readonly<Record<Side, HTMLInputElement>>;

  constructor(fieldset: HTMLFieldSetElement) {
    const control = (name: string): Element => fieldset.querySelector(`[name$="-${name}"]`) ?? fieldset;
    this.fieldset = fieldset;
    this.label = control("label") as HTMLSelectElement;
    this.#sides = Object.fromEntries(SIDES.map((side) => [side, control(side)])) as Record<Side, HTMLInputElement>;
  }

  /** Nothing is typed or chosen in it. */
  get empty(): boolean {
    return !this.label.value && SIDES.every((side) => !this.#sides[side].value);
  }

  /** The box as typed; null where the numbers are none yet, or of no box in the picture. */
  box(within: Size): Box | null {
    const typed = SIDES.map((side) => this.#sides[side].value.trim());
    const [x, y, width, height] = typed.map(Number) as [number, number, number, number];
    const drawable = typed.every(Boolean) && x >= 0 && y >= 0 && width > 0 && height > 0;
    return drawable && x + width <= within.width && y + height <= within.height ? { x, y, width, height } : null;
  }

  write(box: Box | null): void {
    for (const side of SIDES) this.#sides[side].value = box ? String(box[side]) : "";
  }

  /** The label's name; empty where none is chosen. */
  get name(): string {
    return this.label.value ? (this.label.selectedOptions[0]?.text ?? "") : "";
  }

  /** Which label of the list, from 0; -1 where none is chosen. */
  get labelIndex(): number {
    return this.label.selectedIndex - 1;
  }

  clear(): void {
    this.write(null);
    this.label.value = "";
  }
}
