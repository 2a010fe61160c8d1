/** Enlarging what lies on a stage inside a view that scrolls. */
import { element, type Strings } from "./dom.ts";
import type { Polite } from "./polite.ts";

const STEPS = [1, 1.5, 2, 3, 4];

export class Zoom {
  readonly larger: HTMLButtonElement;
  readonly smaller: HTMLButtonElement;
  readonly #view: HTMLElement;
  readonly #stage: HTMLElement;
  readonly #strings: Strings;
  readonly #status: Polite;
  #at = 0;

  constructor(view: HTMLElement, stage: HTMLElement, strings: Strings, status: Polite) {
    this.#view = view;
    this.#stage = stage;
    this.#strings = strings;
    this.#status = status;
    this.larger = element("button", { type: "button", class: "button plain compact" }, strings.say("larger"));
    this.smaller = element("button", { type: "button", class: "button plain compact" }, strings.say("smaller"));
    this.larger.addEventListener("click", () => this.step(1));
    this.smaller.addEventListener("click", () => this.step(-1));
    view.classList.add("zoom-view");
    this.#show();
  }

  /** One step larger (1) or smaller (-1); what was in the middle stays there. */
  step(by: -1 | 1): boolean {
    const before = STEPS[this.#at] ?? 1;
    this.#at = Math.min(STEPS.length - 1, Math.max(0, this.#at + by));
    const now = STEPS[this.#at] ?? 1;
    const { scrollLeft, scrollTop, clientWidth, clientHeight } = this.#view;
    this.#show();
    this.#view.scrollLeft = ((scrollLeft + clientWidth / 2) * now) / before - clientWidth / 2;
    this.#view.scrollTop = ((scrollTop + clientHeight / 2) * now) / before - clientHeight / 2;
    this.#status.say(this.#strings.say("zoomed", { percent: 100 * now }));
    return true;
  }

  #show(): void {
    const now = STEPS[this.#at] ?? 1;
    this.#stage.style.inlineSize = `${100 * now}%`;
    this.larger.setAttribute("aria-disabled", String(this.#at === STEPS.length - 1));
    this.smaller.setAttribute("aria-disabled", String(this.#at === 0));
    // A part of the page that scrolls must be reachable by keyboard, and then needs a name.
    for (const [name, value] of [["tabindex", "0"], ["role", "region"], ["aria-label", this.#strings.say("view")]] as const) {
      if (now > 1) this.#view.setAttribute(name, value);
      else this.#view.removeAttribute(name);
    }
  }
}
