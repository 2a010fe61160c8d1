/**
 * <linked-sources data-strings>: ties the numbered sentences to the checkboxes of the form that cite them.
 *
 * A number that has focus or the pointer shows its sentence. A row of the form that was last worked on is the one being
 * cited for: a click on a sentence ticks its number there, and what it cites is marked. On narrow pages a button that
 * stays in view lays the sources over the top of the form, without the page moving. Sentences stay plain text: by
 * keyboard one ticks numbers.
 */
import { define, element, Strings } from "../dom.ts";
import { bringIntoBox, keepReachable } from "../held.ts";

const EVIDENCE = "input[type=checkbox][name*=evidence]";
const NARROW = "(max-width: 56rem)";

class LinkedSources extends HTMLElement {
  #form!: HTMLFormElement;
  #section!: HTMLElement;
  #strings!: Strings;
  #said!: HTMLElement;
  #status!: HTMLElement;
  #row: HTMLElement | null = null;
  #hovered: HTMLElement | undefined;
  readonly #sentences = new Map<number, HTMLElement>();

  connectedCallback(): void {
    const form = this.closest("form");
    const section = this.querySelector<HTMLElement>(".sources");
    if (!form || !section || this.#section) return;
    this.#form = form;
    this.#section = section;
    this.#strings = new Strings(this);
    for (const sentence of section.querySelectorAll<HTMLElement>("li[id^=sentence-]")) {
      this.#sentences.set(Number(sentence.id.slice("sentence-".length)), sentence);
    }
    this.#said = element("p", { class: "hint citing-for", hidden: true });
    this.#status = element("p", { class: "visually-hidden", role: "status" });
    section.querySelector("h2")?.after(this.#said);
    section.append(this.#status);
    this.#listen();
    this.#addBar();
    const held = this.closest<HTMLElement>(".held");
    if (held) keepReachable(held);
    const first = form.querySelector<HTMLElement>("[data-cites]");
    if (first) this.#work(first);
    this.#paint();
  }

  #listen(): void {
    const form = this.#form;
    form.addEventListener("focusin", (event) => this.#focused(event));
    form.addEventListener("focusout", () => this.#point(undefined));
    form.addEventListener("pointerdown", (event) => this.#workAt(event.target));
    form.addEventListener("pointerover", (event) => {
      const sentence = this.#sentenceOf(event.target);
      if (sentence !== this.#hovered) this.#point((this.#hovered = sentence) ?? this.#sentenceOf(document.activeElement));
    });
    form.addEventListener("change", () => this.#paint());
    form.addEventListener("form-restored", () => this.#paint());
    this.#section.addEventListener("click", (event) => this.#cite(event));
  }

  #focused(event: FocusEvent): void {
    this.#workAt(event.target);
    const sentence = this.#sentenceOf(event.target);
    this.#point(sentence);
    if (sentence) bringIntoBox(sentence);
  }

  /** The sentence that a checkbox, or the label around it, cites. */
  #sentenceOf(target: EventTarget | null): HTMLElement | undefined {
    const box = target instanceof Element ? target.closest("label")?.querySelector<HTMLInputElement>(EVIDENCE) : null;
    return box ? this.#sentences.get(Number(box.value)) : undefined;
  }

  #point(at: HTMLElement | undefined): void {
    for (const sentence of this.#sentences.values()) sentence.classList.toggle("pointed", sentence === at);
  }

  #workAt(target: EventTarget | null): void {
    const row = target instanceof Element ? target.closest<HTMLElement>(".mark-row") : null;
    if (row && row !== this.#row && row.querySelector(EVIDENCE)) this.#work(row);
  }

  #work(row: HTMLElement): void {
    this.#row?.classList.remove("citing");
    this.#row = row;
    row.classList.add("citing");
    this.#paint();
  }

  #cite(event: MouseEvent): void {
    const target = event.target instanceof Element && !event.target.closest("a, button") ? event.target : null;
    const sentence = target?.closest<HTMLElement>("li[id^=sentence-]");
    if (!sentence || !window.getSelection()?.isCollapsed || !this.#row || this.#row.hidden) return;
    const number = sentence.id.slice("sentence-".length);
    const box = this.#row.querySelector<HTMLInputElement>(`${EVIDENCE}[value="${number}"]`);
    if (!box) return;
    const before = box.checked;
    box.click(); // nothing where it is disabled
    if (box.checked !== before) this.#tell(box.checked ? "cited" : "uncited", number);
    else if (box.matches(":disabled")) this.#tell("needs_none", number);
  }

  #tell(key: string, number: string): void {
    this.#status.textContent = this.#strings.say(key, { number, row: nameOf(this.#row) });
  }

  /** Marks what is cited, and says by which rows. */
  #paint(): void {
    const citing = new Map<number, string[]>();
    for (const box of this.#form.querySelectorAll<HTMLInputElement>(`${EVIDENCE}:checked:enabled`)) {
      const names = citing.get(Number(box.value)) ?? [];
      citing.set(Number(box.value), [...names, nameOf(box.closest(".mark-row"))]);
    }
    const open = this.#row?.querySelector(`${EVIDENCE}:enabled`) !== null && this.#row !== null;
    this.#section.classList.toggle("citable", open);
    this.#said.hidden = !this.#row;
    this.#said.textContent = this.#strings.say(open ? "citing" : "needs_none", { row: nameOf(this.#row) });
    for (const [number, sentence] of this.#sentences) {
      const names = citing.get(number) ?? [];
      sentence.classList.toggle("cited", names.includes(nameOf(this.#row)));
      let tag = sentence.querySelector<HTMLElement>(".cited-by");
      if (!tag && names.length) sentence.append(" ", (tag = element("span", { class: "cited-by", lang: document.documentElement.lang })));
      if (tag && names.length) tag.textContent = this.#strings.say("cited_by", { rows: names.join(", ") });
      else tag?.remove();
    }
  }

  /** The button that lays the sources over the form, where the two do not stand side by side. */
  #addBar(): void {
    const place = this.#form.querySelector("[data-sources-bar]") ?? this.closest(".split")?.querySelector(":scope > .sheet:last-child");
    if (!place || place.contains(this)) return;
    const title = this.#section.querySelector("h2")?.textContent ?? "";
    const button = element("button", { type: "button", class: "button plain", "aria-expanded": "false" }, title);
    const panel = element("div", { class: "sources-panel", hidden: true, tabindex: 0, role: "group", "aria-label": title });
    const bar = element("div", { class: "sources-bar" }, button, panel);
    place.prepend(bar);
    const open = (wanted: boolean): void => {
      if (wanted) this.style.minBlockSize = `${this.offsetHeight}px`; // the page keeps its length, and so one's place
      (wanted ? panel : this).append(this.#section);
      if (!wanted) this.style.minBlockSize = "";
      panel.hidden = !wanted;
      button.setAttribute("aria-expanded", String(wanted));
    };
    button.addEventListener("click", () => open(Boolean(panel.hidden)));
    bar.addEventListener("keydown", (event) => {
      if (event.code !== "Escape" || panel.hidden) return;
      event.preventDefault();
      open(false);
      button.focus();
    });
    matchMedia(NARROW).addEventListener("change", ({ matches }) => {
      if (!matches && !panel.hidden) open(false);
    });
  }
}

/** What a row of the form is called: by its own word for it, or its legend. */
function nameOf(row: HTMLElement | null): string {
  return row?.dataset["cites"] ?? row?.querySelector("legend")?.textContent ?? "";
}

define("linked-sources", LinkedSources);
