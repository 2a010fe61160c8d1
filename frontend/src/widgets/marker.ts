/**
 * <span-marker>: marks phrases of a text. The form's rows are what is handed in; this draws them as lines under the words
 * and as a list, and fills them from what is chosen in the text by arrows, mouse or taps, or typed.
 *
 * What is chosen is either fresh words or a mark; then labels, ends and Delete act on that mark. One row at a time is open.
 * Without this script the rows are filled by hand and the form posts the same.
 */
import { define, element, Strings } from "../dom.ts";
import { composes, pressed } from "../keys.ts";
import { Bar, type Tool } from "../marking/bar.ts";
import { Choice } from "../marking/choosing.ts";
import { Editor } from "../marking/editor.ts";
import { type Deed, type Item, MarkList } from "../marking/list.ts";
import { covering, type Drawn, inLanes, line, type Mark } from "../marking/marks.ts";
import { listen, type Press } from "../marking/pointing.ts";
import { type Field, type Row, Rows, type Said } from "../marking/rows.ts";
import { Suggestions } from "../marking/suggestions.ts";
import { Words } from "../marking/words.ts";
import { shortcutsAreOn } from "../preferences.ts";
import { occurrenceOf, type Range } from "../text.ts";

type Values = Readonly<Record<string, string | number>>;

class SpanMarker extends HTMLElement {
  #list!: HTMLElement;
  #words!: Words;
  #rows!: Rows;
  #fields: readonly Field[] = [];
  #label: Field | undefined; // the field whose options are the labels
  #bar!: Bar;
  #entries!: MarkList;
  #editor!: Editor;
  #suggestions!: Suggestions;
  #strings!: Strings;
  #choice!: Choice;
  #row: Row | null = null; // the mark that is chosen; null: fresh words
  #tapped: number | null = null; // the first of two words to press
  #drawn: readonly Drawn[] = [];

  connectedCallback(): void {
    const list = this.querySelector<HTMLElement>(".marking-text");
    const box = this.querySelector<HTMLElement>(".mark-rows");
    const bar = this.querySelector<HTMLElement>(".marker-bar");
    if (!list || !box || !bar || this.#list) return;
    this.#list = list;
    this.#strings = new Strings(this);
    this.#fields = JSON.parse(this.dataset["fields"] ?? "[]") as Field[];
    this.#label = this.#fields.find(({ sort }) => sort === "choice");
    this.#words = new Words(list, (number) => this.#say("sentence", { number }));
    this.#choice = new Choice(this.#words);
    this.#rows = new Rows(box, Number(this.dataset["most"]), (number) => this.#say("mark_number", { number }));
    this.#suggestions = new Suggestions(this.dataset["suggestions"], this.#words.text, this.querySelector("[name=reviewed]"));
    const labels = this.#fields.length === 1 ? (this.#label?.options ?? []) : [];
    this.#bar = new Bar(bar, this.#strings, labels, list.lang, (tool) => this.#use(tool), (number) => this.#mark(number));
    this.#entries = new MarkList(list.lang, this.#strings, (deed, number) => this.#judge(deed, number));
    this.#editor = new Editor(box, this.#strings, this.#fields, (row) => this.#saidIn(row), () => this.#backToText());
    this.#dress(box);
    this.#listen(box);
    const asked = this.#asked();
    if (asked) this.#editor.open(asked);
    this.#read();
    this.#words.point(0);
  }

  #dress(box: HTMLElement): void {
    this.#list.tabIndex = 0;
    this.#list.setAttribute("role", "listbox");
    this.#list.setAttribute("aria-multiselectable", "true");
    this.#list.setAttribute("aria-label", this.#say("list"));
    const type = element("button", { type: "button", class: "button plain compact mark-type" }, this.#say("type"));
    type.addEventListener("click", () => {
      const row = this.#rows.empty((each) => !this.#saidIn(each));
      if (row) this.#open(row, true);
      else this.#tell("full", { count: this.#rows.most });
    });
    box.after(this.#editor.back, this.#entries.element, element("p", { class: "quiet mark-none" }, this.#say("none")), type);
  }

  /** The row that an error of the page, or its address, points into. */
  #asked(): Row | null {
    const links = [...document.querySelectorAll<HTMLAnchorElement>(".error-summary a")].map(({ hash }) => hash);
    return [location.hash, ...links].map((hash) => this.#rowOf(document.getElementById(hash.slice(1)))).find(Boolean) ?? null;
  }

  #rowOf(node: EventTarget | null): Row | null {
    const box = node instanceof Element ? node.closest(".mark-row") : null;
    return this.#rows.all.find((row) => row.box === box) ?? null;
  }

  #listen(box: HTMLElement): void {
    const form = this.closest("form");
    this.#list.addEventListener("keydown", (event) => {
      if (!composes(event) && this.#key(event)) event.preventDefault();
    });
    listen(this.#list, this.#words, (range) => {
      this.#choose(range, this.#words.wordAt(range.start), this.#words.wordAt(range.end - 1));
    }, (press) => this.#press(press));
    box.addEventListener("input", (event) => {
      this.#rowOf(event.target)?.changed();
      this.#read();
    });
    form?.addEventListener("form-restoring", (event) => {
      const names = [...(event as CustomEvent<ReadonlySet<string>>).detail];
      this.#rows.grow(Math.max(0, ...names.map((name) => Number(/^quote-(\d+)$/u.exec(name)?.[1] ?? -1) + 1)));
    });
    form?.addEventListener("form-restored", () => {
      for (const row of this.#rows.all) row.changed();
      this.#read();
    });
    document.addEventListener("click", (event) => {
      const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href^='#']") : null;
      const row = link && this.#rowOf(document.getElementById(link.hash.slice(1)));
      if (row) this.#open(row, false);
    });
  }

  // What stands in the form, and drawing it

  /** Draws what stands in the form; only what differs from before is touched. */
  #read(): void {
    const marks: Mark[] = [];
    const items: Item[] = [];
    for (const row of this.#rows.all) {
      const isOpen = row === this.#editor.row;
      if (row.box.hidden === isOpen) row.box.hidden = !isOpen;
      const said = this.#saidIn(row);
      if (!said) continue;
      const shown = { number: row.index + 1, quote: said.quote, line: this.#line(said), state: this.#suggestions.state(said) };
      if (said.start >= 0) marks.push({ start: said.start, end: said.end, number: shown.number, label: shown.line, suggested: shown.state === "suggested" });
      items.push({ ...shown, said: this.#choices(said), lacks: this.#lacks(said), open: isOpen });
    }
    this.#drawn = inLanes(marks);
    this.#entries.show(items);
    this.toggleAttribute("data-open", this.#editor.row !== null);
    this.toggleAttribute("data-marked", items.length > 0);
    this.#editor.draw();
    if (this.#row) {
      const mark = this.#markOf(this.#row);
      this.#choice.range = mark && { start: mark.start, end: mark.end };
      if (!mark) this.#row = null;
    }
    this.#paint();
  }

  #paint(): void {
    this.#words.paint(this.#drawn, this.#choice.range);
    const said = this.#row && this.#saidIn(this.#row);
    this.#bar.show(this.#choice.range !== null, said ? this.#suggestions.state(said) : "none");
  }

  /** Draws anew and lets the page around know: what a script sets tells nobody by itself. */
  #changed(): void {
    this.#read();
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #saidIn(row: Row): Said | null {
    return row.said(this.#words.text);
  }

  #markOf(row: Row | null): Drawn | null {
    return this.#drawn.find(({ number }) => number - 1 === row?.index) ?? null;
  }

  /** Where a label is all there is to say of a mark, each has a line of its own. */
  #line(said: Said): number {
    const [label, more] = this.#fields;
    return label && !more ? line(label.options.findIndex(({ id }) => id === said.values[label.name])) : 0;
  }

  #choices(said: Said): string {
    const chosen = this.#fields.flatMap(({ name, options }) => options.find(({ id }) => id === said.values[name])?.name ?? []);
    return chosen.join(" · ");
  }

  #lacks(said: Said): string {
    if (said.start < 0) return this.#say(!said.quote ? "no_phrase" : said.places ? "several" : "nowhere", { count: said.places });
    const missing = this.#fields.filter(({ name, required }) => required && !said.values[name]).map(({ label }) => label);
    return missing.length ? this.#say("lacks", { fields: missing.join(", ") }) : "";
  }

  // Choosing

  #key(event: KeyboardEvent): boolean {
    const tool = KEYS.find(([action]) => pressed(event, action))?.[1];
    if (tool) return tool === "next" ? this.#go(1) : tool === "previous" ? this.#go(-1) : this.#use(tool);
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const to = this.#choice.target(event.code);
    if (to !== null) return event.shiftKey ? this.#extend(to) : this.#move(to);
    if (/^(?:Enter|NumpadEnter|Space)$/u.test(event.code)) return this.#mark(0, true);
    if (event.code === "Escape") return this.#use("let-go");
    if (event.code === "Delete" || event.code === "Backspace") return this.#use("remove");
    const digit = event.shiftKey || !shortcutsAreOn() ? null : /^(?:Digit|Numpad)([1-9])$/u.exec(event.code)?.[1];
    return digit ? this.#mark(Number(digit)) : false;
  }

  #move(to: number): true {
    const here = this.#words.tokens[to];
    if (!here) return true;
    this.#choose(here, to, to);
    const mark = covering(this.#drawn, here)[0];
    // The listbox reads the word out by itself; only what else there is to know is told.
    this.#bar.say(mark ? this.#described(mark) : "");
    return true;
  }

  /** Chooses up to a word; where a mark is chosen, it grows or shrinks along. */
  #extend(to: number): true {
    if (!this.#choice.extend(to)) return this.#tell("one_paragraph");
    return this.#resized();
  }

  /** The chosen range is another one than before; the chosen mark, where there is one, goes with it. */
  #resized(): true {
    const { range } = this.#choice;
    if (this.#row && range) this.#place(this.#row, range);
    else this.#paint();
    return range ? this.#tell("selected", { quote: this.#quote(range) }) : true;
  }

  #press({ index, isMouse, extends: extend }: Press): void {
    const first = this.#tapped;
    const here = this.#words.tokens[index];
    if (!here) return;
    this.#tapped = null;
    if (extend || (first !== null && first !== index && this.#words.tokens[first]?.paragraph === here.paragraph)) {
      this.#extend(index);
      return;
    }
    const mark = first === null ? this.#markUnder(here) : null;
    if (mark) this.#pick(mark);
    else this.#choose(here, index, index);
    if (mark || isMouse || first === index) return;
    this.#tapped = index;
    this.#tell("tapped", { quote: this.#quote(here) });
  }

  /** The next mark that covers a word: pressing again goes on to the longer ones, and at last to the word itself. */
  #markUnder(word: Range): Drawn | null {
    const all = covering(this.#drawn, word);
    return all[all.findIndex(({ number }) => number - 1 === this.#row?.index) + 1] ?? null;
  }

  /** Makes a place the chosen one; `row` is its mark where it is one. */
  #choose(range: Range | null, from = this.#choice.at, to = this.#choice.at, row: Row | null = null): true {
    this.#choice.set(range, from, to);
    [this.#row, this.#tapped] = [row, null];
    this.#paint();
    return range ? this.#tell("selected", { quote: this.#quote(range) }) : this.#tell("nothing");
  }

  #pick(mark: Drawn): true {
    const { start, end, number } = mark;
    this.#choose({ start, end }, this.#words.wordAt(start), this.#words.wordAt(end - 1), this.#rows.all[number - 1]);
    this.#bar.say(this.#described(mark));
    return true;
  }

  /** Goes to the next or the previous mark in the text, round and round. */
  #go(by: 1 | -1, marks = this.#drawn): true {
    const here = this.#choice.here?.start ?? 0;
    const chosen = marks.findIndex(({ number }) => number - 1 === this.#row?.index);
    const before = marks.filter(({ start }) => (by > 0 ? start < here : start <= here)).length;
    const next = chosen >= 0 ? chosen + by : before - (by < 0 ? 1 : 0);
    const mark = marks.at(next % Math.max(1, marks.length));
    return mark ? this.#pick(mark) : this.#tell("no_marks");
  }

  // Marking

  #use(tool: Tool): true {
    if (tool === "mark") return this.#mark(0, true);
    if (tool === "let-go") return this.#choose(null);
    if (tool === "edit" || tool === "remove" || tool === "accept" || tool === "reject") {
      const mark = this.#markOf(this.#row) ?? (this.#choice.token && covering(this.#drawn, this.#choice.token)[0]);
      return mark ? this.#judge(tool, mark.number, true) : this.#tell("no_mark_here");
    }
    if (!this.#choice.range) return this.#tell("nothing");
    const [end, how] = tool.split("-") as ["start" | "end", "less" | "more"];
    this.#choice.trim(end, (end === "end") === (how === "more") ? 1 : -1);
    return this.#resized();
  }

  /** Marks the chosen words, with the label of a number where one is given; of a chosen mark it sets the label. */
  #mark(number = 0, goOn = false): true {
    const option = this.#label?.options[number - 1];
    const range = this.#choice.here;
    if (number && !option) return this.#tell("no_label", { number });
    if (!range) return this.#tell("nothing");
    const row = this.#row ?? this.#same(range, option?.id) ?? this.#rows.empty((each) => !this.#saidIn(each));
    if (!row) return this.#tell("full", { count: this.#rows.most });
    const isNew = !this.#saidIn(row);
    const isOther = option && this.#label && this.#saidIn(row)?.values[this.#label.name] !== option.id;
    if (isOther && this.#label) row.choose(this.#label.name, option.id);
    this.#row = row;
    if (isNew) this.#place(row, range);
    else if (isOther) this.#changed();
    if (this.#fields.length > 1 || !option) this.#open(row, goOn);
    else this.#read();
    const told = { quote: this.#quote(range), label: option?.name ?? "", number: row.index + 1 };
    return this.#tell(option ? "labelled" : isNew ? "marked" : "chosen", told);
  }

  /** A mark that stands exactly there already: with this label, or with any where none is asked for. */
  #same({ start, end }: Range, option: string | undefined): Row | null {
    const there = this.#drawn.filter((mark) => mark.start === start && mark.end === end).map(({ number }) => this.#rows.all[number - 1]);
    return there.find((row) => row && (!option || this.#saidIn(row)?.values[this.#label?.name ?? ""] === option)) ?? null;
  }

  #place(row: Row, range: Range): void {
    row.place(this.#quote(range), occurrenceOf(this.#words.text, range));
    this.#changed();
  }

  /** What list and bar offer for a mark; done in the text, judging a suggestion leads on to the next one. */
  #judge(deed: Deed, number: number, isInText = false): true {
    const row = this.#rows.all[number - 1];
    const said = row && this.#saidIn(row);
    if (!row || !said) return true;
    const mark = this.#markOf(row);
    if (deed === "edit") {
      if (mark) this.#pick(mark);
      return this.#open(row, true);
    }
    const state = this.#suggestions.state(said);
    if (state !== "suggested" && deed !== "remove") return this.#tell("not_suggested");
    const next = this.#nextEntries(number);
    if (deed === "accept") this.#suggestions.accept(said);
    else this.#empty(row);
    this.#changed();
    const told = this.#say(deed === "accept" ? "accepted_now" : "removed", { quote: said.quote, number });
    this.#bar.say(told);
    if (isInText && state === "suggested") {
      this.#go(1, this.#drawn.filter(({ suggested }) => suggested));
      this.#bar.say(`${told} ${this.#row ? this.#bar.said : this.#say("all_judged")}`);
    }
    if (isInText) this.#list.focus();
    else (next.map((each) => this.#entries.button(each, deed)).find(Boolean) ?? this.#entries.button(number, "edit") ?? this.#list).focus();
    return true;
  }

  /** The marks whose buttons take the focus when this one is judged in the list, so that going through them is quick. */
  #nextEntries(number: number): number[] {
    const numbers = this.#rows.all.filter((row) => this.#saidIn(row)).map(({ index }) => index + 1);
    const at = numbers.indexOf(number);
    return [...numbers.slice(at + 1), ...numbers.slice(0, at).reverse()];
  }

  #empty(row: Row): void {
    row.clear();
    if (this.#editor.row === row) this.#editor.row = null;
    if (this.#row === row) [this.#row, this.#choice.range] = [null, null];
  }

  /** Opens a row below the text; with `goOn` the focus goes there. */
  #open(row: Row, goOn: boolean): true {
    this.#editor.open(row);
    this.#read();
    if (goOn) this.#editor.focus();
    return true;
  }

  #backToText(): void {
    this.#read();
    this.#list.focus();
  }

  // Words

  #quote({ start, end }: Range): string {
    return this.#words.text.slice(start, end);
  }

  #described({ number }: Drawn): string {
    const said = this.#saidIn(this.#rows.all[number - 1]!);
    if (!said) return "";
    const state = this.#suggestions.state(said);
    return [this.#say("chosen", { number, quote: said.quote }), this.#choices(said), state === "own" ? "" : this.#say(state)].filter(Boolean).join(" · ");
  }

  #say(key: string, values: Values = {}): string {
    return this.#strings.say(key, values);
  }

  #tell(key: string, values: Values = {}): true {
    this.#bar.say(this.#say(key, values));
    return true;
  }
}

const KEYS = [
  ["mark.end-earlier", "end-less"], ["mark.end-later", "end-more"], ["mark.start-earlier", "start-more"], ["mark.start-later", "start-less"],
  ["mark.next", "next"], ["mark.previous", "previous"], ["mark.edit", "edit"], ["mark.accept", "accept"], ["mark.reject", "reject"],
] as const;

define("span-marker", SpanMarker);
