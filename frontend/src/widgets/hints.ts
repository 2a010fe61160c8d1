/** Hints opened one after another without leaving the page. The server says every sentence, and what the next one costs. */
import { csrfToken, define, element } from "../dom.ts";

interface Opened {
  readonly text: string;
  readonly left: string;
  readonly cost: string;
  readonly label: string;
}

class HintSteps extends HTMLElement {
  #busy = false;

  connectedCallback(): void {
    this.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest<HTMLButtonElement>("button[formaction]") : null;
      if (!button) return;
      event.preventDefault();
      if (!this.#busy) void this.#open(button);
    });
  }

  async #open(button: HTMLButtonElement): Promise<void> {
    this.#busy = true;
    const said = await ask(button, csrfToken(this));
    this.#busy = false;
    this.#part("[role=status]").textContent = said ? "" : (this.dataset["failed"] ?? "");
    if (!said) return;
    const shown = element("li", { tabindex: -1 }, said.text);
    this.#part("ol").append(shown);
    this.#part("[data-left]").textContent = said.left;
    this.#part("#hint-cost").textContent = said.cost;
    button.value = String(Number(button.value) + 1);
    button.textContent = said.label;
    if (!said.label) button.remove();
    shown.focus();
  }

  #part(selector: string): Element {
    const found = this.querySelector(selector);
    if (!found) throw new Error(`hints without ${selector}`);
    return found;
  }
}

async function ask(button: HTMLButtonElement, token: string): Promise<Opened | null> {
  try {
    const answer = await fetch(button.formAction, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams({ csrf_token: token, hint: button.value }),
    });
    return answer.ok ? ((await answer.json()) as Opened) : null;
  } catch {
    return null;
  }
}

define("hint-steps", HintSteps);
