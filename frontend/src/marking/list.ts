/** The list of marks beside the text: what is marked, what was said of it, what is still missing, and what can be done. */
import { element, type Strings } from "../dom.ts";

export type Deed = "edit" | "remove" | "accept" | "reject";

export interface Item {
  readonly number: number;
  readonly quote: string;
  readonly line: number;
  readonly said: string; // what was chosen, in words
  readonly lacks: string; // what is still missing, in words; empty where nothing is
  readonly state: "own" | "suggested" | "accepted";
  readonly open: boolean;
}

export class MarkList {
  readonly element: HTMLOListElement;
  readonly #models = new Map<Item["state"], HTMLLIElement>();
  readonly #shown = new Map<number, { readonly entry: HTMLLIElement; readonly key: string }>();

  constructor(readonly language: string, readonly strings: Strings, act: (deed: Deed, number: number) => void) {
    this.element = element("ol", { class: "mark-list", role: "list" });
    this.element.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest("button") : null;
      if (button) act(button.dataset["deed"] as Deed, Number(button.closest("li")?.dataset["number"]));
    });
  }

  /** Shows these marks; entries that did not change stay the very same. */
  show(items: readonly Item[]): void {
    const wanted = new Set(items.map(({ number }) => number));
    for (const [number, { entry }] of this.#shown) {
      if (wanted.has(number)) continue;
      entry.remove();
      this.#shown.delete(number);
    }
    let before: Element | null = null;
    for (const item of items) {
      const key = JSON.stringify(item);
      const shown = this.#shown.get(item.number);
      let entry = shown?.entry;
      if (!entry || shown?.key !== key) {
        const made = this.#entry(item);
        entry?.replaceWith(made);
        entry = made;
        this.#shown.set(item.number, { entry, key });
      }
      if (entry.parentElement !== this.element || entry.previousElementSibling !== before) {
        if (before) before.after(entry);
        else this.element.prepend(entry);
      }
      before = entry;
    }
  }

  /** The button of a mark, for giving it back the focus. */
  button(number: number, deed: Deed): HTMLButtonElement | null {
    return this.#shown.get(number)?.entry.querySelector<HTMLButtonElement>(`[data-deed=${deed}]`) ?? null;
  }

  #entry(item: Item): HTMLLIElement {
    const entry = this.#model(item.state).cloneNode(true) as HTMLLIElement;
    const [badge, said, deeds] = entry.children as unknown as [HTMLElement, HTMLElement, HTMLElement];
    const [quote, chosen] = said.children as unknown as [HTMLElement, HTMLElement];
    const mark = this.strings.say("of_mark", { number: item.number });
    entry.dataset["number"] = String(item.number);
    entry.classList.toggle("open", item.open);
    badge.className = `mark-badge line-${item.line}`;
    badge.textContent = String(item.number);
    quote.textContent = item.quote;
    chosen.textContent = item.said && ` · ${item.said}`;
    if (item.lacks) said.append(" ", element("span", { class: "mark-lacks" }, item.lacks));
    for (const button of deeds.children) {
      button.setAttribute("aria-label", `${button.textContent} ${mark}`);
      if (button.hasAttribute("aria-expanded")) button.setAttribute("aria-expanded", String(item.open));
    }
    return entry;
  }

  /** What the entries of a state have in common, made once and copied. */
  #model(state: Item["state"]): HTMLLIElement {
    const made = this.#models.get(state) ?? element("li", { "data-state": state }, element("b"),
      element("span", { class: "mark-said" }, element("q", { lang: this.language, dir: "auto" }), element("span", { lang: this.language }),
        ...(state === "own" ? [] : [" ", element("span", { class: "tag" }, this.strings.say(state))])),
      element("span", { class: "mark-deeds" }, ...DEEDS[state].map((deed) => element("button", {
        type: "button", class: "link-button", "data-deed": deed, "aria-expanded": deed === "edit" && "false",
      }, this.strings.say(deed)))));
    this.#models.set(state, made);
    return made;
  }
}

const DEEDS: Readonly<Record<Item["state"], readonly Deed[]>> = {
  own: ["edit", "remove"], suggested: ["accept", "edit", "reject"], accepted: ["edit", "remove"],
};
