/** <live-diff data-original>: shows below the text area in it what was changed, and counts it; one button takes all back. */
import { wordChanges, words } from "../diff.ts";
import { define, element, Strings } from "../dom.ts";
import { Polite } from "../polite.ts";

const REST = 300; // milliseconds without typing
const SAID = 1200; // aloud only when the hands rest: nobody wants a count after every word

class LiveDiff extends HTMLElement {
  #strings!: Strings;
  #area!: HTMLTextAreaElement;
  #original = "";
  #timer = 0;
  #count = element("p", { class: "small quiet" });
  #shown = element("p", { class: "diff" });
  #said = new Polite();
  #back!: HTMLButtonElement;

  connectedCallback(): void {
    const area = this.querySelector("textarea");
    if (!area || this.#area) return;
    this.#area = area;
    this.#strings = new Strings(this);
    this.#original = (this.dataset["original"] ?? "").trim();
    this.#back = element("button", { type: "button", class: "button plain compact" }, this.#strings.say("back"));
    this.#back.addEventListener("click", () => this.#takeBack());
    this.#shown.lang = area.lang;
    this.#said.line.classList.add("visually-hidden");
    this.append(
      element("section", { class: "live-diff", "aria-label": this.#strings.say("title") },
        element("div", { class: "row live-diff-head" }, element("h3", {}, this.#strings.say("title")), this.#count, this.#back),
        this.#shown),
      this.#said.line,
    );
    area.addEventListener("input", () => {
      window.clearTimeout(this.#timer);
      this.#timer = window.setTimeout(() => this.#draw(), REST);
    });
    area.addEventListener("change", () => this.#draw());
    this.closest("form")?.addEventListener("form-restored", () => this.#draw());
    this.#draw();
  }

  #takeBack(): void {
    if (this.#area.value.trim() === this.#original) return;
    this.#area.value = this.#original;
    this.#area.dispatchEvent(new Event("change", { bubbles: true }));
    this.#area.focus();
  }

  #draw(): void {
    window.clearTimeout(this.#timer);
    const changes = wordChanges(this.#original, this.#area.value.trim());
    const hidden = (key: string): HTMLElement => element("span", { class: "visually-hidden" }, `${this.#strings.say(key)} `);
    this.#shown.replaceChildren(...changes.flatMap(({ removed, added, kept }) => {
      if (kept) return [added];
      const parts: (Node | string)[] = [];
      if (removed.trim()) parts.push(element("del", {}, hidden("removed"), removed));
      parts.push(added.trim() ? element("ins", {}, hidden("added"), added) : added);
      return parts;
    }));
    const changed = changes.filter(({ kept, removed, added }) => !kept && (removed.trim() || added.trim()));
    const numbers = {
      places: changed.length,
      removed: words(changed.map(({ removed }) => removed).join(" ")).length,
      added: words(changed.map(({ added }) => added).join(" ")).length,
    };
    const text = this.#strings.say(changed.length === 0 ? "none" : changed.length === 1 ? "one" : "many", numbers);
    this.#count.textContent = text;
    this.#shown.hidden = !changed.length;
    this.#back.setAttribute("aria-disabled", String(this.#area.value.trim() === this.#original));
    if (this.contains(document.activeElement)) this.#said.later(text, SAID);
  }
}

define("live-diff", LiveDiff);
