/**
 * <quantity-echo data-url>: says how the number and unit typed in its field are read, as the server that grades reads them.
 * Phones get the keyboard with digits first, and a button for the letters of a unit.
 */
import { define, element, Strings } from "../dom.ts";
import { Polite } from "../polite.ts";

const REST = 500; // milliseconds without typing

class QuantityEcho extends HTMLElement {
  #input!: HTMLInputElement;
  #strings!: Strings;
  #status = new Polite();
  #timer = 0;
  #asked: AbortController | null = null;

  connectedCallback(): void {
    const input = this.querySelector("input");
    if (!input || this.#input) return;
    this.#input = input;
    this.#strings = new Strings(this);
    this.#status.line.classList.add("quantity-read");
    input.after(this.#keyboards(), this.#status.line);
    input.addEventListener("input", () => {
      window.clearTimeout(this.#timer);
      this.#timer = window.setTimeout(() => void this.#ask(), REST);
    });
    input.addEventListener("change", () => void this.#ask());
    this.closest("form")?.addEventListener("form-restored", () => void this.#ask());
    void this.#ask();
  }

  #keyboards(): HTMLButtonElement {
    const letters = element("button", { type: "button", class: "button plain compact for-fingers", "aria-pressed": "false" }, this.#strings.say("letters"));
    const set = (on: boolean): void => {
      this.#input.inputMode = on ? "text" : "decimal";
      letters.setAttribute("aria-pressed", String(on));
    };
    letters.addEventListener("click", () => {
      set(this.#input.inputMode === "decimal");
      this.#input.blur(); // a phone changes its keyboard only when the field takes the focus
      this.#input.focus();
    });
    set(/[^\d\s.,+-]/u.test(this.#input.value));
    return letters;
  }

  async #ask(): Promise<void> {
    window.clearTimeout(this.#timer);
    this.#asked?.abort();
    const text = this.#input.value.trim();
    if (!text) return this.#status.say("");
    const asked = (this.#asked = new AbortController());
    try {
      const address = `${this.dataset["url"] ?? ""}?${new URLSearchParams({ text }).toString()}`;
      const answer = await fetch(address, { headers: { Accept: "application/json" }, signal: asked.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      const { said, read } = (await answer.json()) as { said: string; read: boolean };
      this.#status.line.classList.toggle("quiet", read);
      this.#status.say(said);
    } catch {
      // Only a help: without it the answer is read when it is handed in.
      if (!asked.signal.aborted) this.#status.say("");
    }
  }
}

define("quantity-echo", QuantityEcho);
