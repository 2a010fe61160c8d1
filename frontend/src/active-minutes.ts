/**
 * <active-minutes data-url>: tells the server once a minute that somebody is at work, and only when the page was visible
 * and touched within that minute. The server does the counting.
 */
import { csrfToken, define } from "./dom.ts";

const MINUTE = 60_000;
const SIGNS = ["pointerdown", "pointermove", "keydown", "wheel", "touchmove", "scroll"] as const;

class ActiveMinutes extends HTMLElement {
  #active = true;
  #timer = 0;
  readonly #touched = (): void => {
    this.#active = true;
  };

  connectedCallback(): void {
    for (const sign of SIGNS) document.addEventListener(sign, this.#touched, { passive: true, capture: true });
    this.#timer = window.setInterval(() => this.#tell(), MINUTE);
  }

  disconnectedCallback(): void {
    for (const sign of SIGNS) document.removeEventListener(sign, this.#touched, { capture: true });
    window.clearInterval(this.#timer);
  }

  #tell(): void {
    const url = this.dataset["url"];
    if (!url || !this.#active || document.visibilityState !== "visible") return;
    this.#active = false;
    const headers = { "X-CSRFToken": csrfToken(this) };
    // A minute that does not arrive is lost on purpose: nobody should be stopped from reading by a lost connection.
    fetch(url, { method: "POST", headers, keepalive: true }).catch(() => undefined);
  }
}

define("active-minutes", ActiveMinutes);
