/** The one row that is open below the text: what its phrase lacks, what its ticks cite, where the focus goes on. */
import { element, type Strings } from "../dom.ts";
import { composes } from "../keys.ts";
import type { Field, Row, Said } from "./rows.ts";

export class Editor {
  row: Row | null = null;
  readonly back: HTMLButtonElement;
  readonly #note = element("p", { class: "hint mark-note", id: "mark-note" });

  /** `closed` is told when one goes back to the text. */
  constructor(box: HTMLElement, readonly strings: Strings, readonly fields: readonly Field[],
    readonly saidIn: (row: Row) => Said | null, readonly closed: () => void) {
    this.back = element("button", { type: "button", class: "button plain compact mark-back" }, strings.say("back"));
    this.back.addEventListener("click", () => this.#close());
    box.addEventListener("keydown", (event) => {
      if (!composes(event) && this.#key(event)) event.preventDefault();
    });
  }

  open(row: Row): void {
    this.row = row;
    row.quote.after(this.#note);
    row.quote.setAttribute("aria-describedby", this.#note.id);
    for (const tick of row.box.querySelectorAll<HTMLInputElement>("[name^=evidence-]")) saySentence(tick);
  }

  /** Says where the phrase is not in the text, and asks which one is meant where it is there more than once. */
  draw(): void {
    if (!this.row) return;
    const said = this.saidIn(this.row);
    const places = said?.quote ? said.places : 1;
    this.row.box.classList.toggle("several", places > 1);
    if (places === 0) this.row.quote.setAttribute("aria-invalid", "true");
    else this.row.quote.removeAttribute("aria-invalid");
    this.#note.textContent = places === 0 ? this.strings.say("nowhere") : places > 1 ? this.strings.say("several", { count: places }) : "";
  }

  /** Puts the focus on what still lacks something; where nothing does, on what follows `after`. */
  focus(after: HTMLElement | null = null): void {
    if (!this.row) return;
    const { box, index, quote } = this.row;
    const said = this.saidIn(this.row);
    const controls = [...box.querySelectorAll<HTMLElement>("input:not([type=hidden]), textarea")];
    const lacking = this.fields.find(({ name, required }) => required && !said?.values[name]);
    const wanted = !said?.quote ? quote : lacking ? box.querySelector<HTMLElement>(`[name="${lacking.name}-${index}"]`) : null;
    const next = after ? controls[controls.indexOf(after) + 1] : quote;
    (wanted && wanted !== after ? wanted : next)?.focus();
  }

  #key(event: KeyboardEvent): boolean {
    if (event.code === "Escape") {
      this.#close();
      return true;
    }
    // Enter in a line of text would hand the form in, half a mark and all.
    if (event.code !== "Enter" || event.ctrlKey || event.metaKey || !(event.target instanceof HTMLInputElement)) return false;
    this.focus(event.target);
    return true;
  }

  #close(): void {
    this.row = null;
    this.closed();
  }
}

/** Writes a sentence beside its tick, once a row is opened: a page that wrote them into all its rows would be long. */
function saySentence(tick: HTMLInputElement): void {
  const [said, sentence] = [tick.nextElementSibling, document.getElementById(`sentence-${tick.value}`)];
  if (!said || !sentence || said.querySelector(".sentence")) return;
  const lang = sentence.closest<HTMLElement>("[lang]")?.lang;
  said.append(" ", element("span", { class: "sentence", lang, dir: "auto" }, sentence.firstChild?.textContent ?? ""));
}
