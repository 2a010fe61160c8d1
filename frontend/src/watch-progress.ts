/** <watch-progress data-source>: asks how far a job is, moves its bar, and loads the page anew when the job is done. */
import { define } from "./dom.ts";

class WatchProgress extends HTMLElement {
  #timer = 0;

  connectedCallback(): void {
    this.#timer = window.setInterval(() => void this.#look(), 1500);
  }

  disconnectedCallback(): void {
    window.clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    const answer = await fetch(this.dataset["source"] ?? "", { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok) return;
    const { done, size } = (await answer.json()) as { done: number; size: number };
    const bar = this.querySelector("progress");
    if (bar) bar.value = done;
    const said = this.querySelector("progress + span");
    if (said) said.textContent = `${done}/${size}`;
    if (done === size) window.location.reload();
  }
}

define("watch-progress", WatchProgress);
