/**
 * <span-marker>: marks phrases of a text into the rows of the form beside it, which stay the authoritative reading.
 *
 * The words are a listbox: arrows move, Shift+arrows extend, [ ] and { } trim an end by one grapheme, Enter marks,
 * digits mark with a label, Delete removes the mark here, Escape lets go. A pointer drags, or taps first and last word.
 * Without this script the rows are filled by hand and the form posts the same.
 */
import { define, element, Strings } from "./dom.ts";
import { shortcutsAreOn } from "./preferences.ts";
import { Graphemes, occurrences, type Range, snap, type Token, tokens, trim } from "./text.ts";

interface Row {
  readonly box: HTMLFieldSetElement;
  readonly quote: HTMLInputElement;
  readonly nth: HTMLInputElement;
}

class SpanMarker extends HTMLElement {
  #text = "";
  #tokens: Token[] = [];
  #rows: Row[] = [];
  #at = 0;
  #range: Range | null = null;
  #tapped: number | null = null;
  #list!: HTMLElement;
  #status!: HTMLElement;
  #graphemes!: Graphemes;
  #strings!: Strings;

  connectedCallback(): void {
    const list = this.querySelector<HTMLElement>(".marking-text");
    const rows = [...this.querySelectorAll<HTMLFieldSetElement>(".mark-row")];
    if (!list || this.#list) return;
    this.#list = list;
    this.#strings = new Strings(this);
    this.#text = [...list.querySelectorAll("p")].map((line) => line.textContent ?? "").join("\n");
    this.#tokens = tokens(this.#text, list.lang);
    this.#graphemes = new Graphemes(this.#text);
    this.#rows = rows.flatMap((box) => {
      const quote = box.querySelector<HTMLInputElement>("[name^=quote-]");
      const nth = box.querySelector<HTMLInputElement>("[name^=nth-]");
      return quote && nth ? [{ box, quote, nth }] : [];
    });
    this.#dress();
    this.#listen();
    this.#paint();
  }

  #dress(): void {
    this.#list.tabIndex = 0;
    this.#list.setAttribute("role", "listbox");
    this.#list.setAttribute("aria-multiselectable", "true");
    this.#list.setAttribute("aria-label", this.#strings.say("list"));
    this.#status = element("p", { role: "status", class: "small quiet marker-status" });
    const tool = (key: string, act: () => void): HTMLElement => {
      const button = element("button", { type: "button", class: "button plain compact" }, this.#strings.say(key));
      button.addEventListener("click", act);
      return button;
    };
    const bar = element("div", { class: "row marker-tools" },
      tool("mark", () => this.#mark()), tool("shorter", () => this.#trim("end", -1)), tool("longer", () => this.#trim("end", 1)),
      tool("later", () => this.#trim("start", 1)), tool("earlier", () => this.#trim("start", -1)), tool("let_go", () => this.#select(null)));
    this.#list.after(bar, this.#status);
    for (const { box, quote } of this.#rows) {
      const remove = element("button", { type: "button", class: "button plain compact" }, this.#strings.say("remove"));
      remove.addEventListener("click", () => this.#empty(box));
      box.append(remove);
      // While typing, not on leaving the field: rows that unfold on leaving would move the button under the pointer.
      quote.addEventListener("input", () => this.#paint());
    }
  }

  #listen(): void {
    this.#list.addEventListener("keydown", (event) => {
      if (this.#key(event)) event.preventDefault();
    });
    this.#list.addEventListener("pointerup", (event) => this.#pointer(event));
  }

  #key(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return false;
    const move: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 8, ArrowUp: -8, Home: -Infinity, End: Infinity };
    const by = move[event.code];
    if (by !== undefined) return this.#move(by, event.shiftKey);
    if (event.code === "Enter" || event.code === "Space") return this.#mark();
    if (event.code === "Escape") return this.#select(null);
    if (event.code === "Delete" || event.code === "Backspace") return this.#removeHere();
    if (!shortcutsAreOn()) return false;
    if (event.code === "BracketLeft") return this.#trim(event.shiftKey ? "start" : "end", -1);
    if (event.code === "BracketRight") return this.#trim(event.shiftKey ? "start" : "end", 1);
    const digit = /^(?:Digit|Numpad)([1-9])$/u.exec(event.code)?.[1];
    return digit ? this.#mark(Number(digit)) : false;
  }

  #move(by: number, extend: boolean): boolean {
    const last = this.#tokens.length - 1;
    const from = this.#at;
    this.#at = Math.min(last, Math.max(0, by === Infinity ? last : by === -Infinity ? 0 : this.#at + by));
    const here = this.#tokens[this.#at];
    const there = this.#tokens[extend ? (this.#tapped ?? from) : this.#at];
    if (extend) this.#tapped ??= from;
    else this.#tapped = null;
    if (!here || !there || here.paragraph !== there.paragraph) return this.#paint();
    return this.#select({ start: Math.min(here.start, there.start), end: Math.max(here.end, there.end) });
  }

  #pointer(event: PointerEvent): void {
    const dragged = this.#dragged();
    if (dragged) {
      this.#tapped = null;
      this.#select(dragged);
      window.getSelection()?.removeAllRanges();
      return;
    }
    const index = Number((event.target as Element).closest<HTMLElement>("[role=option]")?.dataset["token"] ?? NaN);
    const here = this.#tokens[index];
    if (!here) return;
    const first = this.#tapped === null ? undefined : this.#tokens[this.#tapped];
    this.#at = index;
    if (first && this.#range && first.paragraph === here.paragraph && first !== here) {
      this.#tapped = null;
      this.#select({ start: Math.min(first.start, here.start), end: Math.max(first.end, here.end) });
    } else {
      this.#tapped = index;
      this.#select({ start: here.start, end: here.end });
    }
  }

  /** What the browser's own selection covers, in units of the text; null where nothing is dragged. */
  #dragged(): Range | null {
    const selection = window.getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
    const dragged = selection.getRangeAt(0);
    const start = this.#unit(dragged.startContainer, dragged.startOffset);
    const end = this.#unit(dragged.endContainer, dragged.endOffset);
    if (start === null || end === null || this.#text.slice(start, end).includes("\n")) return null;
    return snap(this.#text, { start, end }, this.#graphemes);
  }

  #unit(node: Node, offset: number): number | null {
    const line = (node instanceof Element ? node : node.parentElement)?.closest<HTMLElement>("p[data-start]");
    if (!line || !this.#list.contains(line)) return null;
    const before = document.createRange();
    before.setStart(line, 0);
    before.setEnd(node, offset);
    return Number(line.dataset["start"]) + length(before);
  }

  #select(range: Range | null): boolean {
    this.#range = range;
    if (!range) this.#tapped = null;
    this.#say(range ? "selected" : "nothing", { quote: range ? this.#text.slice(range.start, range.end) : "" });
    return this.#paint();
  }

  #trim(end: "start" | "end", by: -1 | 1): boolean {
    if (!this.#range) return false;
    const moved = trim(this.#range, end, by, this.#graphemes, this.#text.length);
    if (this.#text.slice(moved.start, moved.end).includes("\n")) return true;
    return this.#select(moved);
  }

  /** Puts the selection into the first empty row and goes to what is to be said of it; a label given by digit is set at once. */
  #mark(label = 0): boolean {
    const token = this.#tokens[this.#at];
    const range = this.#range ?? (token ? { start: token.start, end: token.end } : null);
    const row = this.#rows.find(({ quote }) => !quote.value);
    if (!range || !row) {
      this.#say(range ? "full" : "nothing", {});
      return true;
    }
    const quote = this.#text.slice(range.start, range.end);
    row.quote.value = quote;
    row.nth.value = String(occurrences(this.#text, quote).findIndex(({ start }) => start === range.start) + 1);
    const choice = row.box.querySelector<HTMLSelectElement>("select");
    const option = choice?.options[label];
    this.#range = null;
    this.#tapped = null;
    this.#paint();
    this.#changed();
    if (label && choice && option) {
      choice.value = option.value;
      this.#say("labelled", { quote, label: option.text });
    } else {
      this.#say("marked", { quote });
      choice?.focus();
    }
    return true;
  }

  #removeHere(): boolean {
    const token = this.#tokens[this.#at];
    const found = this.#marks().find(({ range }) => token && range.start < token.end && token.start < range.end);
    if (found) this.#empty(found.row.box);
    return true;
  }

  #empty(box: HTMLFieldSetElement): void {
    for (const field of box.querySelectorAll<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>("input, select, textarea")) {
      if (field instanceof HTMLInputElement && field.type === "checkbox") field.checked = false;
      else field.value = field.name.startsWith("nth-") ? "1" : "";
    }
    this.#say("removed", {});
    this.#paint();
    this.#changed();
    this.#list.focus();
  }

  /** Lets the draft around know; fields set by script tell nobody by themselves. */
  #changed(): void {
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #marks(): { row: Row; range: Range; number: number }[] {
    return this.#rows.flatMap((row, index) => {
      const found = occurrences(this.#text, row.quote.value);
      const range = found[Number(row.nth.value) - 1] ?? found[0];
      return row.quote.value && range ? [{ row, range, number: index + 1 }] : [];
    });
  }

  #say(key: string, values: Record<string, string>): void {
    this.#status.textContent = this.#strings.say(key, values);
  }

  /** Lays the words out anew; empty rows but the next one are folded away. */
  #paint(): boolean {
    const marks = this.#marks();
    const lines = new Map<number, HTMLElement>();
    let end = 0;
    this.#tokens.forEach((token, index) => {
      let line = lines.get(token.paragraph);
      if (!line) lines.set(token.paragraph, (line = element("p", { "data-start": token.start })));
      else line.append(this.#piece({ start: end, end: token.start }, marks));
      const option = element("span", {
        role: "option", id: `token-${index}`, "data-token": index, class: index === this.#at ? "here" : null,
        "aria-selected": String(Boolean(this.#range && token.start < this.#range.end && this.#range.start < token.end)),
      });
      option.append(this.#piece(token, marks));
      line.append(option);
      end = token.end;
    });
    this.#list.replaceChildren(...lines.values());
    this.#list.setAttribute("aria-activedescendant", `token-${this.#at}`);
    const next = this.#rows.find(({ quote }) => !quote.value);
    for (const row of this.#rows) row.box.classList.toggle("folded", !row.quote.value && row !== next);
    return true;
  }

  #piece(stretch: Range, marks: readonly { range: Range; number: number }[]): DocumentFragment {
    const painted = document.createDocumentFragment();
    const ranges = [...marks.map(({ range }) => range), ...(this.#range ? [this.#range] : [])];
    const cuts = ranges.flatMap(({ start, end }) => [start, end]).filter((at) => at > stretch.start && at < stretch.end);
    const ends = [...new Set([stretch.start, ...cuts, stretch.end])].sort((a, b) => a - b);
    ends.slice(0, -1).forEach((start, i) => {
      const end = ends[i + 1] ?? stretch.end;
      const text = this.#text.slice(start, end);
      const over = marks.filter(({ range }) => range.start <= start && end <= range.end);
      const selected = this.#range && this.#range.start <= start && end <= this.#range.end;
      const classes = [over.length ? "mine" : "", selected ? "selected" : ""].join(" ").trim();
      painted.append(classes ? element("mark", { class: classes }, text) : text);
      for (const { number } of over.filter(({ range }) => range.end === end)) {
        painted.append(element("sup", { class: "mark-number", "aria-hidden": "true" }, String(number)));
      }
    });
    return painted;
  }
}

/** Units of the text in a range; the numbers printed after marks are no part of it. */
function length(range: globalThis.Range): number {
  const copy = range.cloneContents();
  for (const number of copy.querySelectorAll(".mark-number")) number.remove();
  return copy.textContent?.length ?? 0;
}

define("span-marker", SpanMarker);
