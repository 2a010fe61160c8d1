/** <issue-progress data-url>: looks again how far an issue of certificates is, and shows the whole page anew at its end. */
import { define } from "../dom.ts";

const EVERY = 3000;

interface Standing {
  readonly printed: number;
  readonly total: number;
  readonly done: boolean;
  readonly said: string;
}

class IssueProgress extends HTMLElement {
  #timer = 0;

  connectedCallback(): void {
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
      if (answer.ok) this.#show((await answer.json()) as Standing);
    } catch {
      // The connection is away; the next look will tell.
    }
  }

  #show({ printed, done, said }: Standing): void {
    if (done) {
      window.location.reload();
      return;
    }
    const bar = this.querySelector("progress");
    if (bar) {
      bar.value = printed;
      const count = bar.nextElementSibling;
      if (count) count.textContent = `${printed}/${bar.max}`;
    }
    const status = this.querySelector("[role=status]");
    if (status && status.textContent !== said) status.textContent = said;
  }
}

define("issue-progress", IssueProgress);
