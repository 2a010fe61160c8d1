/**
 * <form-history>: undo and redo of everything in the form around it, a burst of typing being one step. Where somebody is
 * typing, Ctrl+Z stays the browser's own. The history begins with the page and ends with it, so it never crosses a hand-in.
 */
import { define, Strings } from "./dom.ts";
import { restore, same, type State, stateOf } from "./form-state.ts";
import { pressed } from "./keys.ts";

const BURST = 1000; // milliseconds between two changes of one control that are one step
const MOST = 200;

class FormHistory extends HTMLElement {
  #form!: HTMLFormElement;
  #strings!: Strings;
  #status!: HTMLElement;
  #states: State[] = [];
  #at = 0;
  #burst: { readonly control: EventTarget | null; readonly time: number } | null = null;
  #going = false;

  connectedCallback(): void {
    const form = this.closest("form");
    if (!form || this.#form) return;
    this.#form = form;
    this.#strings = new Strings(this);
    this.#status = document.createElement("span");
    this.#status.setAttribute("role", "status");
    this.#status.className = "visually-hidden";
    this.append(this.#status);
    this.hidden = false;
    this.querySelector("[data-undo]")?.addEventListener("click", () => this.#go(-1));
    this.querySelector("[data-redo]")?.addEventListener("click", () => this.#go(1));
    // Widgets may still add controls of their own while they start.
    if (document.readyState === "complete") this.#begin();
    else document.addEventListener("DOMContentLoaded", () => this.#begin(), { once: true });
  }

  #begin(): void {
    this.#states = [stateOf(this.#form)];
    for (const type of ["input", "change", "form-restored"]) this.#form.addEventListener(type, (event) => this.#note(event));
    this.#form.addEventListener("form-other", (event) => this.#slipIn((event as CustomEvent<State>).detail));
    document.addEventListener("keydown", (event) => {
      const by = pressed(event, "undo") ? -1 : pressed(event, "redo") ? 1 : 0;
      if (!by || event.defaultPrevented || writes(event.target) || document.querySelector("dialog:modal")) return;
      event.preventDefault();
      this.#go(by);
    });
    this.#show();
  }

  #note(event: Event): void {
    if (this.#going) return;
    const state = stateOf(this.#form);
    const here = this.#states[this.#at];
    if (here && same(state, here)) return;
    const now = performance.now();
    const types = event instanceof InputEvent && writes(event.target) && !event.inputType.startsWith("history");
    const burst = types ? { control: event.target, time: now } : null;
    const goesOn = burst && this.#burst?.control === burst.control && now - this.#burst.time < BURST && this.#at === this.#states.length - 1;
    this.#states.length = this.#at + (goesOn ? 0 : 1);
    this.#states.push(state);
    if (this.#states.length > MOST) this.#states.shift();
    this.#at = this.#states.length - 1;
    this.#burst = burst;
    this.#show();
  }

  /** Lays a state before the present one that was never in the form: what another tab had kept. */
  #slipIn(state: State): void {
    const here = this.#states[this.#at] ?? stateOf(this.#form);
    this.#states.length = this.#at + 1;
    this.#states.push(state, here);
    this.#at = this.#states.length - 1;
    this.#burst = null;
    this.#show();
  }

  #go(by: -1 | 1): void {
    const state = this.#states[this.#at + by];
    if (!state) {
      this.#status.textContent = this.#strings.say(by < 0 ? "first" : "last");
      return;
    }
    const focused = document.activeElement;
    this.#at += by;
    this.#burst = null;
    this.#going = true;
    restore(this.#form, state);
    this.#going = false;
    this.#status.textContent = this.#strings.say(by < 0 ? "undone" : "redone");
    this.#show();
    // A row that is folded away takes the focus with it; it comes to the button that can bring the row back.
    if (!focused || focused === document.body || !focused.isConnected || !focused.checkVisibility()) {
      this.querySelector<HTMLElement>(by < 0 ? "[data-redo]" : "[data-undo]")?.focus();
    }
  }

  #show(): void {
    this.querySelector("[data-undo]")?.setAttribute("aria-disabled", String(this.#at === 0));
    this.querySelector("[data-redo]")?.setAttribute("aria-disabled", String(this.#at >= this.#states.length - 1));
  }
}

/** Where the browser undoes typing by itself. */
function writes(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement) return true;
  return target instanceof HTMLInputElement && !["checkbox", "radio", "button", "submit", "range", "hidden"].includes(target.type);
}

define("form-history", FormHistory);
