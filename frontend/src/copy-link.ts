/** <copy-link data-text data-done data-failed>: its button copies an address and says so. */
import { define } from "./dom.ts";

class CopyLink extends HTMLElement {
  connectedCallback(): void {
    this.querySelector("button")?.addEventListener("click", () => void this.#copy());
  }

  async #copy(): Promise<void> {
    const status = this.querySelector("[role=status]");
    let said = this.dataset["done"];
    try {
      await navigator.clipboard.writeText(this.dataset["text"] ?? "");
    } catch {
      said = this.dataset["failed"];
    }
    if (status) status.textContent = said ?? "";
  }
}

define("copy-link", CopyLink);
