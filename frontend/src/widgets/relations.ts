/**
 * <relation-linker data-diagram data-strings>: links entities that are marked in a text.
 *
 * The entities are buttons, one stop of Tab with arrows among them: press where the link begins, choose the relation, press
 * where it ends (or press both ends first). Only relations that may join these labels are offered, only entities that one
 * may lead to can be its end. Links are written into the rows of the form, which are the list of links and stay the truth.
 */
import { define, element, isTyping, Strings } from "../dom.ts";
import { keepReachable } from "../held.ts";
import { digit } from "../keys.ts";
import { type Diagram, type Entity, type Link, Links } from "../links.ts";

interface Row {
  readonly box: HTMLFieldSetElement;
  readonly menus: Readonly<Record<keyof Link, HTMLSelectElement>>;
  readonly words: HTMLElement;
  readonly edit: HTMLButtonElement;
}

const NONE: Link = { head: "", type: "", tail: "" };

class RelationLinker extends HTMLElement {
  #links!: Links;
  #strings!: Strings;
  #rows: Row[] = [];
  #begun: Link = NONE;
  #at = 0;
  #pointing = false; // whoever points sees where they are: focus then moves without the page
  readonly #entities = new Map<string, HTMLElement>();
  #said!: HTMLElement;
  #hint: HTMLElement | null = null;
  #offers!: HTMLElement;

  connectedCallback(): void {
    const text = this.querySelector<HTMLElement>(".marking-text");
    if (!text || this.#links) return;
    this.#strings = new Strings(this);
    this.#links = new Links(JSON.parse(this.dataset["diagram"] ?? "{}") as Diagram);
    this.#dressText(text);
    this.#rows = [...this.querySelectorAll<HTMLFieldSetElement>(".mark-row")].map((box) => this.#row(box));
    const more = this.querySelector<HTMLElement>("[data-more-rows]");
    more?.replaceWith(...more.querySelectorAll(".mark-row"));
    this.closest("form")?.addEventListener("form-restored", () => this.#draw());
    this.#hint = this.querySelector<HTMLElement>("[data-rows-hint]");
    if (this.#hint) this.#hint.textContent = this.#strings.say("none");
    const held = this.querySelector<HTMLElement>(".held");
    if (held) keepReachable(held);
    this.#draw();
  }

  #dressText(text: HTMLElement): void {
    text.setAttribute("role", "group");
    text.setAttribute("aria-label", this.#strings.say("text"));
    for (const entity of this.#links.entities) {
      const made = buttonIn(text, entity);
      if (!made) continue;
      this.#entities.set(entity.id, made);
      made.addEventListener("click", () => this.#press(entity.id));
    }
    this.addEventListener("pointerdown", () => (this.#pointing = true), { capture: true });
    this.addEventListener("keydown", () => (this.#pointing = false), { capture: true });
    for (const piece of text.querySelectorAll<HTMLElement>("mark.entity")) {
      if (!piece.closest(".entity-button")) piece.addEventListener("click", () => this.#innermost(piece)?.click());
    }
    text.addEventListener("keydown", (event) => {
      if (this.#key(event)) event.preventDefault();
    });
    this.#said = element("p", { class: "link-said", role: "status", id: "link-said" });
    this.#offers = element("div", { class: "row link-offers", role: "group", "aria-labelledby": "link-said" });
    this.#offers.addEventListener("keydown", (event) => {
      if (this.#chooseByKey(event)) event.preventDefault();
    });
    text.after(element("div", { class: "link-builder" }, this.#said, this.#offers));
  }

  /** The button of the shortest entity over a piece of text that is under several. */
  #innermost(piece: HTMLElement): HTMLElement | undefined {
    const over = piece.dataset["entities"]?.split(" ") ?? [];
    const [first] = this.#links.entities.filter(({ id }) => over.includes(id)).sort((a, b) => a.quote.length - b.quote.length);
    return first && this.#entities.get(first.id);
  }

  #row(box: HTMLFieldSetElement): Row {
    const [head, type, tail] = box.querySelectorAll("select");
    if (!head || !type || !tail) throw new Error("a row of links has three menus");
    const words = element("p", { class: "link-words" });
    const tool = (key: string, act: () => void): HTMLButtonElement => {
      const button = element("button", { type: "button", class: "button plain compact" },
        this.#strings.say(key), element("span", { class: "visually-hidden" }, ` ${box.querySelector("legend")?.textContent ?? ""}`));
      button.addEventListener("click", act);
      return button;
    };
    const edit = tool("edit", () => this.#edit(row));
    edit.setAttribute("aria-expanded", "false");
    const row: Row = { box, menus: { head, type, tail }, words, edit };
    box.querySelector("legend")?.after(words, element("div", { class: "row link-tools" }, edit, tool("delete", () => this.#delete(row))));
    box.addEventListener("change", () => this.#draw());
    for (const [start, stop] of [["focusin", "focusout"], ["pointerenter", "pointerleave"]] as const) {
      box.addEventListener(start, () => this.#show(this.#in(row)));
      box.addEventListener(stop, () => this.#show(this.#begun));
    }
    return row;
  }

  #in({ menus }: Row): Link {
    return { head: menus.head.value, type: menus.type.value, tail: menus.tail.value };
  }

  #put({ menus }: Row, link: Link): void {
    for (const end of ["head", "type", "tail"] as const) menus[end].value = link[end];
  }

  #key(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.isComposing) return false;
    const steps: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity };
    const by = steps[event.code];
    if (by !== undefined) return this.#go(Math.min(this.#entities.size - 1, Math.max(0, this.#at + by)));
    const here = this.#links.entities[this.#at];
    if ((event.code === "Enter" || event.code === "Space" || event.code === "NumpadEnter") && here) return this.#press(here.id);
    return this.#chooseByKey(event);
  }

  /** A digit chooses among the relations on offer, Escape takes the last step back. */
  #chooseByKey(event: KeyboardEvent): boolean {
    if (event.code === "Escape") return this.#back();
    const number = isTyping(event.target) ? null : digit(event);
    const offered = number === null ? undefined : this.#offers.querySelectorAll("button")[number - 1];
    offered?.click();
    return Boolean(offered);
  }

  #go(to: number): boolean {
    this.#at = to;
    this.#stop();
    this.#entities.get(this.#links.entities[to]?.id ?? "")?.focus({ preventScroll: this.#pointing });
    return true;
  }

  /** One entity at a time is a stop of Tab. */
  #stop(): void {
    this.#links.entities.forEach(({ id }, index) => this.#entities.get(id)?.setAttribute("tabindex", index === this.#at ? "0" : "-1"));
  }

  #press(id: string): boolean {
    this.#at = this.#links.entities.findIndex((entity) => entity.id === id);
    const { head, type } = this.#begun;
    if (id === head) return this.#back();
    if (!head && !this.#links.offered({ ...NONE, head: id }).length) return this.#refuse("begins_nothing", id);
    if (head && !this.#links.offered({ head, type, tail: id }).length) return this.#refuse("ends_nothing", id);
    this.#begun = head ? { head, type, tail: id } : { ...NONE, head: id };
    return this.#goOn();
  }

  #refuse(key: string, id: string): boolean {
    this.#say(key, { entity: this.#links.name(id) });
    this.#stop();
    return true;
  }

  #choose(type: string): void {
    this.#begun = { ...this.#begun, type };
    this.#goOn();
  }

  #back(): boolean {
    const { head, type, tail } = this.#begun;
    if (!head) return false;
    this.#begun = tail ? { head, type, tail: "" } : type ? { ...NONE, head } : NONE;
    const inOffers = this.#offers.contains(document.activeElement);
    this.#draw();
    if (inOffers) this.#go(this.#at);
    return true;
  }

  /** The next step of a link that was begun, and focus on where it is taken; a whole link is written down. */
  #goOn(): boolean {
    const { head, type, tail } = this.#begun;
    if (head && type && tail) return this.#add(this.#begun);
    this.#draw();
    if (type) return this.#go(this.#nextEnd());
    this.#offers.querySelector("button")?.focus({ preventScroll: this.#pointing });
    return true;
  }

  /** The next entity in the text at which the link may end, or else the first one before. */
  #nextEnd(): number {
    const { head, type } = this.#begun;
    const ends = this.#links.entities.flatMap(({ id }, index) => (this.#links.offered({ head, type, tail: id }).length ? [index] : []));
    return ends.find((index) => index > this.#at) ?? ends[0] ?? this.#at;
  }

  #add(link: Link): boolean {
    const filled = this.#filled();
    const empty = this.#rows[filled.length];
    const said = this.#links.inWords(link);
    const again = filled.some((row) => this.#links.same(this.#in(row), link));
    this.#begun = NONE;
    if (again || !empty) {
      this.#draw();
      this.#say(again ? "again" : "full", { link: said });
    } else {
      [...filled.map((row) => this.#in(row)), link].forEach((one, index) => this.#put(this.#rows[index] ?? empty, one));
      this.#draw();
      this.#say("added", { link: said, count: filled.length + 1 });
      this.#changed();
    }
    return this.#go(this.#at);
  }

  #filled(): Row[] {
    return this.#rows.filter((row) => Object.values(this.#in(row)).some(Boolean));
  }

  #edit(row: Row): void {
    const open = row.box.classList.toggle("editing");
    row.edit.setAttribute("aria-expanded", String(open));
    if (open) row.menus.head.focus();
  }

  /** Takes a link out; those after it move up, so that the rows stay numbered without gaps. */
  #delete(row: Row): void {
    const rest = this.#filled().filter((other) => other !== row).map((other) => this.#in(other));
    const said = this.#links.inWords(this.#in(row));
    const index = this.#rows.indexOf(row);
    this.#rows.forEach((other, number) => {
      this.#put(other, rest[number] ?? NONE);
      other.box.classList.remove("editing");
      other.edit.setAttribute("aria-expanded", "false");
    });
    this.#draw();
    this.#say("deleted", { link: said });
    this.#changed();
    const next = this.#rows[Math.min(index, rest.length - 1)];
    if (next) next.box.querySelector<HTMLButtonElement>(".link-tools button:last-child")?.focus();
    else this.#go(this.#at);
  }

  #changed(): void {
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /** What came of it, and what to do next. */
  #say(key: string, values: Record<string, string | number>): void {
    this.#said.textContent = `${this.#strings.say(key, values)} ${this.#step()}`;
  }

  #step(): string {
    const { head, type } = this.#begun;
    return this.#strings.say(!head ? "step_head" : type ? "step_tail" : "step_relation", { link: this.#links.inWords(this.#begun) });
  }

  #draw(): void {
    for (const row of this.#rows) {
      const link = this.#in(row);
      const empty = !Object.values(link).some(Boolean);
      row.box.classList.toggle("folded", empty);
      row.box.classList.add("as-words");
      row.words.textContent = empty ? "" : this.#links.inWords(link);
      // What may not join these ends can't be chosen by menu either, unless it stands there.
      for (const option of row.menus.type.options) {
        option.disabled = option.value !== "" && option.value !== link.type && !this.#links.fits({ ...link, type: option.value });
      }
    }
    if (this.#hint) this.#hint.hidden = this.#filled().length > 0;
    this.#offer();
    this.#show(this.#begun);
    this.#stop();
  }

  #offer(): void {
    const { head, type } = this.#begun;
    this.#said.textContent = this.#step();
    const offered = head && !type ? this.#links.offered(this.#begun) : [];
    this.#offers.hidden = offered.length === 0;
    this.#offers.replaceChildren(...offered.map((relation, index) => {
      const button = element("button", { type: "button", class: "button plain", lang: this.querySelector(".marking-text")?.getAttribute("lang") ?? null },
        relation.name, ...(index < 9 ? [element("kbd", { "aria-hidden": "true" }, String(index + 1))] : []));
      button.addEventListener("click", () => this.#choose(relation.id));
      return button;
    }));
  }

  /** Shows both ends of a link in the text, and which entities cannot be the end of one that was begun. */
  #show(link: Link): void {
    for (const { id } of this.#links.entities) {
      const shown = this.#entities.get(id);
      shown?.classList.toggle("head", id === link.head);
      shown?.classList.toggle("tail", id === link.tail);
      shown?.setAttribute("aria-pressed", String(id === this.#begun.head || id === this.#begun.tail));
      const { head, type } = this.#begun;
      const closed = Boolean(head) && id !== head && !this.#links.offered({ head, type, tail: id }).length;
      shown?.setAttribute("aria-disabled", String(closed));
    }
  }
}

/** The entity in the text as a button: phrase and label in one, or, where it crosses or holds others, its label alone. */
function buttonIn(text: HTMLElement, { id, quote }: Entity): HTMLElement | null {
  const label = text.querySelector<HTMLElement>(`.entity-label[data-entity="${id}"]`);
  const pieces = [...text.querySelectorAll<HTMLElement>(`mark.entity[data-entities~="${id}"]`)];
  if (!label) return null;
  const alone = pieces.length === 1 && pieces[0]?.dataset["entities"] === id && pieces[0].nextElementSibling === label ? pieces[0] : null;
  const button = element("span", { role: "button", class: "entity-button" });
  (alone ?? label).before(button);
  if (alone) button.append(alone, " ", label);
  else button.append(label, element("span", { class: "visually-hidden" }, ` ${quote}`));
  return button;
}

define("relation-linker", RelationLinker);
