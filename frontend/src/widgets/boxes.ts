/**
 * <box-editor data-width data-height>: draws the boxes of the form's rows on the picture, and writes into the rows what is
 * drawn, moved, resized and labelled there. Typing into the rows works as well, and without this script is the only way.
 *
 * A box is a button: arrows move it, Shift+arrows resize it, with Alt by one pixel, digits label it, Delete removes it. The
 * corners of the chosen box are buttons too. A mouse draws on the free picture; a finger after "Draw with a finger", so that
 * the page can still be scrolled.
 */
import { BoxRow } from "../box-rows.ts";
import { BoxShape, pattern, place, seen } from "../box-shape.ts";
import { define, element, isTyping, Strings } from "../dom.ts";
import { pressed } from "../keys.ts";
import { Polite } from "../polite.ts";
import { shortcutsAreOn } from "../preferences.ts";
import { amid, type Box, type Corner, CORNERS, moved, type Point, resized, type Size, spanned } from "../rectangles.ts";
import { Zoom } from "../zoom.ts";

const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 }, ArrowRight: { x: 1, y: 0 }, ArrowUp: { x: 0, y: -1 }, ArrowDown: { x: 0, y: 1 },
};
const TREMBLE = 4; // CSS pixels that a hand moves without meaning to draw
const SVG = "http://www.w3.org/2000/svg";

interface Drag {
  readonly from: Point;
  readonly before: Box | null; // null: a new one is drawn
  readonly corner: Corner | null;
  index: number;
  moving: boolean;
}

class BoxEditor extends HTMLElement {
  #size: Size = { width: 1, height: 1 };
  #rows: BoxRow[] = [];
  #shapes = new Map<number, BoxShape>();
  #at: number | null = null; // the row whose box is chosen
  #label = ""; // what the next new box is
  #drag: Drag | null = null;
  #dirty = false;
  #strings!: Strings;
  #status = new Polite();
  #zoom!: Zoom;
  #view = element("div", { class: "box-view" });
  #layer!: HTMLElement;
  #drawn = document.createElementNS(SVG, "g");
  #corners = element("span", { class: "box-corners", hidden: true });
  #add!: HTMLButtonElement;
  #finger!: HTMLButtonElement;
  #palette: HTMLButtonElement[] = [];

  connectedCallback(): void {
    const svg = this.querySelector<SVGSVGElement>("svg.drawing");
    if (!svg || this.#rows.length) return;
    this.#size = { width: Number(this.dataset["width"]), height: Number(this.dataset["height"]) };
    this.#strings = new Strings(this);
    this.#rows = [...this.querySelectorAll<HTMLFieldSetElement>(".box-row")].map((fieldset) => new BoxRow(fieldset));
    this.#layPicture(svg);
    this.#dressRows();
    this.#listen();
    this.#draw();
  }

  #layPicture(svg: SVGSVGElement): void {
    this.#layer = element("div", { class: "box-layer", role: "group", "aria-label": this.#strings.say("layer") }, this.#corners);
    for (const corner of CORNERS) {
      const button = element("button", { type: "button", class: `box-corner ${corner}`, "data-corner": corner, "aria-label": this.#strings.say(corner) });
      this.#corners.append(button);
    }
    const stage = element("div", { class: "box-stage" });
    this.#layer.style.aspectRatio = `${this.#size.width} / ${this.#size.height}`; // what is said below the picture stays free
    svg.replaceWith(this.#view);
    this.#drawn.setAttribute("class", "drawn");
    svg.append(this.#drawn);
    stage.append(svg, this.#layer);
    this.#view.append(stage);
    this.#zoom = new Zoom(this.#view, stage, this.#strings, this.#status);
    this.#view.before(this.#tools());
    this.#view.after(this.#status.line);
    this.#watchPicture(svg);
  }

  #tools(): HTMLElement {
    const tool = (key: string, act: () => void): HTMLButtonElement => {
      const button = element("button", { type: "button", class: "button plain compact" }, this.#strings.say(key));
      button.addEventListener("click", act);
      return button;
    };
    this.#add = tool("add", () => this.#addBox());
    this.#finger = tool("finger", () => this.#drawByFinger(this.#finger.getAttribute("aria-pressed") !== "true"));
    this.#finger.setAttribute("aria-pressed", "false");
    this.#finger.classList.add("for-fingers");
    const options = [...(this.#rows[0]?.label.options ?? [])].slice(1);
    this.#palette = options.map((option, index) => {
      const button = tool("", () => this.#setLabel(index));
      button.setAttribute("aria-pressed", "false");
      button.lang = this.#rows[0]?.label.lang ?? "";
      button.replaceChildren(element("span", { class: `box-swatch ${pattern(index)}`, "aria-hidden": "true" }), option.text);
      return button;
    });
    return element("div", { class: "box-tools" },
      element("div", { class: "row widget-tools" }, this.#add, this.#finger, this.#zoom.larger, this.#zoom.smaller),
      element("div", { class: "row widget-tools", role: "group", "aria-label": this.#strings.say("labels") }, ...this.#palette));
  }

  /** Where the picture does not load (<missing-media> says so), the words that stand for it are opened. */
  #watchPicture(svg: SVGSVGElement): void {
    const address = svg.querySelector("image")?.getAttribute("href");
    const words = this.querySelector<HTMLDetailsElement>(".drawing-board details");
    if (!address || !words) return;
    const probe = new Image();
    probe.addEventListener("error", () => {
      words.open = true;
    });
    probe.src = address;
  }

  /** All rows in one list, of which only the used ones and the next are shown. */
  #dressRows(): void {
    const list = this.querySelector<HTMLElement>(".box-rows");
    const more = this.querySelector<HTMLElement>("details.box-more");
    this.#rows.forEach((row, index) => {
      const remove = element("button", { type: "button", class: "button plain compact" }, this.#strings.say("remove"));
      remove.addEventListener("click", () => this.#remove(index));
      row.fieldset.append(remove);
      row.fieldset.addEventListener("focusin", () => this.#choose(row.box(this.#size) ? index : null));
      row.fieldset.addEventListener("input", () => this.#draw());
      list?.append(row.fieldset);
    });
    if (more) more.hidden = true;
  }

  #listen(): void {
    this.closest("form")?.addEventListener("form-restored", () => this.#draw());
    this.#layer.addEventListener("keydown", (event) => {
      if (this.#key(event)) event.preventDefault();
    });
    this.addEventListener("keydown", (event) => {
      if (!event.defaultPrevented && !isTyping(event.target) && this.#shortcut(event)) event.preventDefault();
    });
    this.#layer.addEventListener("keyup", () => this.#settle());
    this.#layer.addEventListener("focusout", () => this.#settle());
    this.#layer.addEventListener("pointerdown", (event) => this.#press(event));
    this.#layer.addEventListener("pointermove", (event) => this.#pull(event));
    this.#layer.addEventListener("pointerup", (event) => this.#release(event));
    this.#layer.addEventListener("pointercancel", () => this.#abandon());
  }

  #shortcut(event: KeyboardEvent): boolean {
    if (pressed(event, "boxes.add")) return this.#addBox();
    if (pressed(event, "boxes.larger")) return this.#zoom.step(1);
    return pressed(event, "boxes.smaller") && this.#zoom.step(-1);
  }

  #key(event: KeyboardEvent): boolean {
    const index = this.#at;
    const box = index === null ? null : this.#box(index);
    if (index === null || !box || event.isComposing || event.ctrlKey || event.metaKey) return false;
    const arrow = ARROWS[event.code];
    if (arrow) {
      const step = event.altKey ? 1 : Math.max(2, Math.round(Math.max(this.#size.width, this.#size.height) / 64));
      const by = { x: arrow.x * step, y: arrow.y * step };
      const corner = (event.target as HTMLElement).dataset["corner"] as Corner | undefined;
      if (corner || event.shiftKey) return this.#put(index, resized(box, corner ?? "lower-right", by, this.#size), "resized");
      return this.#put(index, moved(box, by, this.#size), "moved");
    }
    if (event.altKey || event.shiftKey) return false;
    if (event.code === "Delete" || event.code === "Backspace") return this.#remove(index);
    if (event.code === "Escape") {
      this.#add.focus();
      return this.#choose(null);
    }
    const digit = /^(?:Digit|Numpad)([1-9])$/u.exec(event.code)?.[1];
    return shortcutsAreOn() && digit ? this.#setLabel(Number(digit) - 1) : false;
  }

  #press(event: PointerEvent): void {
    if (event.button !== 0 || this.#drag) return;
    const target = event.target as HTMLElement;
    const corner = (target.dataset["corner"] as Corner | undefined) ?? null;
    const index = corner ? this.#at : target.dataset["row"] === undefined ? null : Number(target.dataset["row"]);
    const byFinger = event.pointerType === "touch";
    // A finger first chooses a box and moves it with the next touch; else nobody could scroll past a large box.
    const steady = byFinger && (index === null ? this.#finger.getAttribute("aria-pressed") !== "true" : index !== this.#at);
    if (index !== null && !corner) this.#choose(index);
    if (steady) return;
    this.#drag = { from: { x: event.clientX, y: event.clientY }, before: index === null ? null : this.#box(index), corner, index: index ?? -1, moving: false };
    this.#layer.setPointerCapture(event.pointerId);
    if (index === null) event.preventDefault(); // no text is selected while a box is drawn
  }

  #pull(event: PointerEvent): void {
    const drag = this.#drag;
    if (!drag) return;
    const far = Math.hypot(event.clientX - drag.from.x, event.clientY - drag.from.y);
    if (!drag.moving && far < TREMBLE) return;
    drag.moving = true;
    const scale = this.#size.width / this.#layer.clientWidth;
    const by = { x: (event.clientX - drag.from.x) * scale, y: (event.clientY - drag.from.y) * scale };
    if (!drag.before) this.#pullNew(drag, event);
    else this.#put(drag.index, drag.corner ? resized(drag.before, drag.corner, by, this.#size) : moved(drag.before, by, this.#size), "");
  }

  #pullNew(drag: Drag, event: PointerEvent): void {
    if (drag.index < 0) drag.index = this.#free();
    const row = this.#rows[drag.index];
    if (!row) return;
    const box = spanned(this.#point(drag.from), this.#point({ x: event.clientX, y: event.clientY }), this.#size);
    row.label.value = this.#label;
    if (box.width && box.height) this.#put(drag.index, box, "");
  }

  #release(event: PointerEvent): void {
    const drag = this.#drag;
    this.#drag = null;
    if (!drag) return;
    if (this.#layer.hasPointerCapture(event.pointerId)) this.#layer.releasePointerCapture(event.pointerId);
    if (!drag.moving) {
      if (!drag.before) this.#choose(null);
      return;
    }
    if (!this.#rows[drag.index]) return this.#status.say(this.#strings.say("full"));
    this.#drawByFinger(false);
    this.#focus(drag.index);
    this.#tell(drag.index, drag.before ? (drag.corner ? "resized" : "moved") : "drawn");
    this.#settle();
  }

  #abandon(): void {
    const drag = this.#drag;
    this.#drag = null;
    this.#dirty = false;
    const row = drag?.moving ? this.#rows[drag.index] : undefined;
    if (drag?.before) row?.write(drag.before);
    else row?.clear();
    this.#draw();
  }

  #point(at: Point): Point {
    const { left, top, width, height } = this.#layer.getBoundingClientRect();
    return { x: ((at.x - left) / width) * this.#size.width, y: ((at.y - top) / height) * this.#size.height };
  }

  #drawByFinger(on: boolean): void {
    this.#finger.setAttribute("aria-pressed", String(on));
    this.#layer.classList.toggle("drawing-by-finger", on);
    if (on) this.#status.say(this.#strings.say("finger_on"));
  }

  /** A new box in the middle of what is seen, a little aside from others that were put there. */
  #addBox(): boolean {
    const index = this.#free();
    const row = this.#rows[index];
    if (!row) {
      this.#status.say(this.#strings.say("full"));
      return true;
    }
    row.label.value = this.#label;
    this.#put(index, amid(seen(this.#view, this.#layer, this.#size), 4 * (this.#shapes.size % 8), this.#size), "");
    this.#focus(index);
    this.#tell(index, "added");
    this.#settle();
    return true;
  }

  #free(): number {
    return this.#rows.findIndex((row) => row.empty);
  }

  #box(index: number): Box | null {
    return this.#rows[index]?.box(this.#size) ?? null;
  }

  /** Writes a box; `said` is what is told of it once the hand rests. */
  #put(index: number, box: Box, said: string): true {
    this.#rows[index]?.write(box);
    this.#dirty = true;
    this.#at = index;
    this.#draw();
    if (said) this.#status.later(this.#sentence(index, said));
    return true;
  }

  #setLabel(index: number): boolean {
    const option = this.#rows[0]?.label.options[index + 1];
    if (!option) return false;
    this.#label = option.value;
    const row = this.#at === null ? undefined : this.#rows[this.#at];
    if (row && this.#at !== null && row.label.value !== option.value) {
      row.label.value = option.value;
      this.#dirty = true;
      this.#draw();
      this.#tell(this.#at, "labelled");
      this.#settle();
    } else {
      this.#draw();
      this.#status.say(this.#strings.say("next_label", { label: option.text }));
    }
    return true;
  }

  #remove(index: number): true {
    this.#rows[index]?.clear();
    this.#dirty = true;
    this.#at = null;
    this.#draw();
    const next = [...this.#shapes.keys()].find((other) => other >= index) ?? [...this.#shapes.keys()].at(-1);
    if (next === undefined) this.#add.focus();
    else this.#focus(next);
    this.#status.say(this.#strings.say("removed", { number: index + 1 }));
    this.#settle();
    return true;
  }

  #focus(index: number): void {
    this.#shapes.get(index)?.button.focus({ preventScroll: this.#view.tabIndex < 0 });
  }

  #choose(index: number | null): true {
    if (index !== this.#at) {
      this.#at = index;
      this.#draw();
    }
    return true;
  }

  #tell(index: number, key: string): void {
    this.#status.say(this.#sentence(index, key));
  }

  #sentence(index: number, key: string): string {
    const label = this.#rows[index]?.name ?? "";
    const said = this.#strings.say(key, { number: index + 1, label, ...this.#box(index) });
    return label ? said : `${said} ${this.#strings.say("choose_label")}`;
  }

  /** Lets the page around know, once an action is over. */
  #settle(): void {
    if (!this.#dirty || this.#drag) return;
    this.#dirty = false;
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /** Draws what stands in the rows. */
  #draw(): void {
    this.#rows.forEach((row, index) => this.#drawRow(row, index));
    if (this.#at !== null && !this.#shapes.has(this.#at)) this.#at = null;
    const next = this.#free();
    this.#rows.forEach((row, index) => {
      row.fieldset.classList.toggle("folded", row.empty && index !== next && !row.fieldset.contains(document.activeElement));
      row.fieldset.classList.toggle("current", index === this.#at);
    });
    const chosen = this.#at === null ? undefined : this.#rows[this.#at];
    const label = chosen ? chosen.labelIndex : [...(this.#rows[0]?.label.options ?? [])].findIndex(({ value }) => value && value === this.#label) - 1;
    this.#palette.forEach((button, index) => button.setAttribute("aria-pressed", String(index === label)));
    this.#drawCorners();
  }

  #drawRow(row: BoxRow, index: number): void {
    const box = row.box(this.#size);
    const shape = this.#shapes.get(index);
    if (box) {
      const name = this.#strings.say("box", { tag: `${index + 1} ${row.name}`.trim(), ...box });
      const look = { number: index + 1, label: row.labelIndex, labelName: row.name, name, chosen: index === this.#at };
      (shape ?? this.#newShape(index)).draw(box, this.#size, look);
    } else if (shape) {
      if (shape.button === document.activeElement) this.#add.focus();
      shape.remove();
      this.#shapes.delete(index);
    }
  }

  #newShape(index: number): BoxShape {
    const shape = new BoxShape(index, this.#drawn);
    shape.button.addEventListener("focus", () => this.#choose(index));
    const after = [...this.#shapes.keys()].filter((other) => other > index).sort((a, b) => a - b)[0];
    this.#layer.insertBefore(shape.button, (after === undefined ? undefined : this.#shapes.get(after)?.button) ?? null);
    this.#shapes.set(index, shape);
    return shape;
  }

  #drawCorners(): void {
    const box = this.#at === null ? null : this.#box(this.#at);
    const button = this.#at === null ? undefined : this.#shapes.get(this.#at)?.button;
    if (!box && this.#corners.contains(document.activeElement)) this.#add.focus();
    this.#corners.hidden = !box || !button;
    if (!box || !button) return;
    place(this.#corners, box, this.#size);
    const near = 40 * (this.#size.width / (this.#layer.clientWidth || 1));
    for (const [edge, free] of [["before", box.x], ["up", box.y], ["after", this.#size.width - box.x - box.width], ["down", this.#size.height - box.y - box.height]] as const) {
      this.#corners.classList.toggle(`at-${edge}`, free < near);
    }
    // Moving an element takes its focus away, so it is moved only where another box was chosen.
    if (button.nextElementSibling !== this.#corners) button.after(this.#corners);
  }
}

define("box-editor", BoxEditor);
