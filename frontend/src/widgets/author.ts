/** <file-watch data-url data-hash data-saved>: loads the page again when the author saves the file it shows. */
import { define } from "../dom.ts";

const EVERY = 2000;

class FileWatch extends HTMLElement {
  #timer = 0;
  #touched = false;

  connectedCallback(): void {
    this.setAttribute("role", "status");
    document.querySelector("form[data-hand-in]")?.addEventListener("input", () => (this.#touched = true), { once: true });
    this.#timer = window.setInterval(() => void this.#look(), EVERY);
  }

  disconnectedCallback(): void {
    window.clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    const url = this.dataset["url"];
    if (!url || document.visibilityState !== "visible") return;
    try {
      const answer = await fetch(url, { headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      const { hash } = (await answer.json()) as { hash: string };
      if (hash === this.dataset["hash"]) return;
    } catch {
      return; // the server is being started again: the next look finds it
    }
    window.clearInterval(this.#timer);
    this.textContent = this.dataset["saved"] ?? "";
    // A try-out that was begun is not thrown away: then the author loads the page by hand.
    if (!this.#touched) location.reload();
  }
}

define("file-watch", FileWatch);
