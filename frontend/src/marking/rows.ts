/** The form's rows, one a mark: plain controls named quote-N, nth-N and by field. They are what is handed in. */
import { locate, type Range } from "../text.ts";

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly sort: "choice" | "text" | "sentences";
  readonly required: boolean;
  readonly options: readonly { readonly id: string; readonly name: string }[];
}

/** What stands in a row. */
export interface Said extends Range {
  readonly quote: string;
  readonly places: number; // how often the phrase stands in the text
  readonly values: Readonly<Record<string, string>>; // of the fields that say something
}

type Control = HTMLInputElement | HTMLTextAreaElement;

export class Row {
  readonly quote: HTMLInputElement;
  readonly nth: HTMLInputElement;
  #said: Said | null | undefined; // undefined: to be read anew

  constructor(readonly box: HTMLFieldSetElement, readonly index: number) {
    this.quote = box.querySelector<HTMLInputElement>(`[name=quote-${index}]`)!;
    this.nth = box.querySelector<HTMLInputElement>(`[name=nth-${index}]`)!;
  }

  /** What stands in it; null where it is empty. */
  said(text: string): Said | null {
    return (this.#said === undefined ? (this.#said = this.#read(text)) : this.#said);
  }

  /** Something in it was changed. */
  changed(): void {
    this.#said = undefined;
  }

  #read(text: string): Said | null {
    const values: Record<string, string> = {};
    let isEmpty = !this.quote.value.trim();
    for (const control of this.box.querySelectorAll<HTMLInputElement>("input, textarea")) {
      if (control === this.quote || control === this.nth) continue;
      const isTick = control.type === "checkbox" || control.type === "radio";
      if (isTick ? !control.checked : !control.value.trim()) continue;
      isEmpty = false;
      values[control.name.slice(0, control.name.lastIndexOf("-"))] = control.value.trim();
    }
    if (isEmpty) return null;
    const nth = /^\d{1,5}$/u.test(this.nth.value) ? Number(this.nth.value) : 1; // as the server reads it
    return { ...locate(text, this.quote.value, nth), quote: this.quote.value, values };
  }

  /** Chooses an option of a field. */
  choose(field: string, option: string): void {
    for (const each of this.box.querySelectorAll<HTMLInputElement>(`[name="${field}-${this.index}"]`)) each.checked = each.value === option;
    this.changed();
  }

  place(quote: string, nth: number): void {
    this.quote.value = quote;
    this.nth.value = String(nth);
    this.changed();
  }

  clear(): void {
    for (const control of this.box.querySelectorAll<Control>("input, textarea")) {
      if (control.type === "checkbox" || control.type === "radio") (control as HTMLInputElement).checked = false;
      else control.value = control === this.nth ? "1" : "";
    }
    this.changed();
  }
}

export class Rows {
  readonly all: Row[];

  /** The rows in a box of the form; more are made by copying, up to `most`. */
  constructor(readonly box: HTMLElement, readonly most: number, readonly legend: (number: number) => string) {
    this.all = [...box.querySelectorAll<HTMLFieldSetElement>(":scope > .mark-row")].map((row, index) => new Row(row, index));
  }

  /** The first row nothing stands in; null where all there may be are filled. */
  empty(isEmpty: (row: Row) => boolean): Row | null {
    const free = this.all.find(isEmpty);
    if (free) return free;
    return this.grow(this.all.length + 1) ? (this.all.at(-1) ?? null) : null;
  }

  /** Makes sure that there are so many rows; false where there may not be. */
  grow(to: number): boolean {
    while (this.all.length < to) {
      const last = this.all.at(-1);
      if (!last || this.all.length >= this.most) return false;
      this.#copy(last);
    }
    return true;
  }

  #copy({ box }: Row): void {
    const index = this.all.length;
    const copy = box.cloneNode(true) as HTMLFieldSetElement;
    for (const each of [copy, ...copy.querySelectorAll("*")]) {
      for (const name of ["id", "name", "for", "aria-describedby"]) {
        const value = each.getAttribute(name);
        if (value) each.setAttribute(name, value.replace(/-\d+(?=-|$)/u, `-${index}`));
      }
      each.removeAttribute("aria-invalid");
    }
    const legend = copy.querySelector("legend");
    if (legend) legend.textContent = this.legend(index + 1);
    copy.hidden = true;
    this.box.append(copy);
    const row = new Row(copy, index);
    row.clear();
    this.all.push(row);
  }
}
