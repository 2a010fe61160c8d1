/** A line that says politely what happened. What follows quickly is said once, when it has come to rest. */
import { element } from "./dom.ts";

const REST = 400;

export class Polite {
  readonly line = element("p", { role: "status", class: "small quiet widget-status" });
  #timer = 0;

  say(text: string): void {
    window.clearTimeout(this.#timer);
    this.line.textContent = text;
  }

  later(text: string, rest = REST): void {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => {
      if (this.line.textContent !== text) this.line.textContent = text;
    }, rest);
  }
}
