/**
 * <first-bad>: a numbered conversation or record beside the form that reviews it. The first bad one is chosen by a button at
 * the place itself as well as by the form's radio; keys go from one to the next and rate it.
 */
import { define, element, isTyping, Strings } from "../dom.ts";
import { pressed } from "../keys.ts";
import { Polite } from "../polite.ts";
import { shortcutsAreOn } from "../preferences.ts";
import { reachWhileScrolling } from "../scrolling.ts";

interface Suspect {
  readonly number: string;
  readonly place: HTMLElement;
  readonly radio: HTMLInputElement;
  readonly button: HTMLButtonElement;
  readonly levels: readonly HTMLInputElement[];
}

class FirstBad extends HTMLElement {
  #suspects: Suspect[] = [];
  #none: HTMLInputElement | null = null;
  #strings!: Strings;
  #status = new Polite();
  #left = element("p", { class: "small quiet", hidden: true });

  connectedCallback(): void {
    if (this.#suspects.length) return;
    this.#strings = new Strings(this);
    const radios = [...this.querySelectorAll<HTMLInputElement>("input[name=first_bad]")];
    this.#none = radios.find(({ value }) => value === "none") ?? null;
    this.#suspects = radios.flatMap((radio) => this.#suspect(radio) ?? []);
    this.#status.line.classList.add("visually-hidden");
    this.querySelector("#first_bad")?.after(this.#left, this.#status.line);
    this.addEventListener("change", () => this.#draw());
    this.addEventListener("input", () => this.#draw());
    this.addEventListener("keydown", (event) => {
      if (!isTyping(event.target) && this.#key(event)) event.preventDefault();
    });
    this.closest("form")?.addEventListener("form-restored", () => this.#draw());
    reachWhileScrolling(this.querySelector(".split > .sheet:last-child"));
    this.#draw();
  }

  #suspect(radio: HTMLInputElement): Suspect | null {
    const place = this.querySelector<HTMLElement>(`#turn-${CSS.escape(radio.value)}, #step-${CSS.escape(radio.value)}`);
    if (!place) return null;
    const button = element("button", { type: "button", class: "button plain compact first-bad-button", lang: document.documentElement.lang, "aria-pressed": "false" },
      this.#strings.say("choose"), element("span", { class: "visually-hidden" }, ` ${this.#strings.say("number", { number: radio.value })}`));
    button.addEventListener("click", () => this.#choose(radio));
    place.tabIndex = -1;
    place.append(button);
    const levels = [...place.querySelectorAll<HTMLInputElement>("input[name^=ratings-]")];
    return { number: radio.value, place, radio, button, levels };
  }

  /** Chooses the first bad one; the same again takes it back. */
  #choose(radio: HTMLInputElement): true {
    radio.checked = !radio.checked;
    this.#status.say(this.#strings.say(radio.checked ? "chosen" : "taken_back", { number: radio.value }));
    return this.#changed(radio);
  }

  #key(event: KeyboardEvent): boolean {
    if (pressed(event, "review.next")) return this.#go(1);
    if (pressed(event, "review.previous")) return this.#go(-1);
    const here = this.#suspects.find(({ place }) => place.contains(document.activeElement));
    if (!here) return false;
    if (pressed(event, "review.choose")) return this.#choose(here.radio);
    const digit = /^(?:Digit|Numpad)([1-9])$/u.exec(event.code)?.[1];
    const level = digit ? here.levels[Number(digit) - 1] : undefined;
    if (!level || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || !shortcutsAreOn()) return false;
    level.checked = true;
    this.#status.say(this.#strings.say("rated", { number: here.number, level: level.value }));
    return this.#changed(level);
  }

  /** To the next or the one before, from wherever the focus is. */
  #go(by: 1 | -1): true {
    const focus = document.activeElement;
    const side = by > 0 ? Node.DOCUMENT_POSITION_FOLLOWING : Node.DOCUMENT_POSITION_PRECEDING;
    const inside = this.#suspects.findIndex(({ place }) => place.contains(focus));
    const order = by > 0 ? this.#suspects : [...this.#suspects].reverse();
    const next = inside >= 0 ? this.#suspects[inside + by] : order.find(({ place }) => focus && focus.compareDocumentPosition(place) & side);
    (next ?? (inside >= 0 ? undefined : order[0]))?.place.focus();
    return true;
  }

  #changed(control: HTMLInputElement): true {
    control.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  }

  #draw(): void {
    for (const { place, radio, button } of this.#suspects) {
      place.classList.toggle("first-bad", radio.checked);
      button.setAttribute("aria-pressed", String(radio.checked));
    }
    this.#drawWhy();
    this.#drawLeft();
  }

  /** Where nothing goes wrong, there is nothing to say of it; what was written already stays in sight. */
  #drawWhy(): void {
    const why = this.querySelector<HTMLElement>(".first-bad-why");
    const written = [...(why?.querySelectorAll<HTMLSelectElement | HTMLTextAreaElement>("select, textarea") ?? [])].some(({ value }) => value);
    if (why) why.hidden = Boolean(this.#none?.checked) && !written;
  }

  #drawLeft(): void {
    const rated = this.#suspects.filter(({ levels }) => levels.length);
    const left = rated.filter(({ levels }) => !levels.some(({ checked }) => checked));
    this.#left.hidden = !left.length;
    const links = left.flatMap(({ number }) => [" ", element("a", { href: `#ratings-${number}` }, this.#strings.say("number", { number }))]);
    this.#left.replaceChildren(this.#strings.say("left"), ...links);
  }
}

define("first-bad", FirstBad);
