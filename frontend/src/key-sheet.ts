/**
 * <key-sheet>: the keys of the page in a dialog, where each may be changed and all be switched off. A key that another
 * action has, or that moving about and typing need, is refused in words.
 */
import { define, element, Strings } from "./dom.ts";
import { type Action, chord, composes, keyOf, rebind } from "./keys.ts";
import { shortcutsAreOn, write } from "./preferences.ts";

// What a page and its widgets are moved and operated by; with Ctrl or Alt they are free.
const NEEDED = /^(?:Shift\+)?(?:Tab|Enter|NumpadEnter|Space|Escape|Backspace|Delete|Home|End|Page\w+|Arrow\w+|Digit\d|Numpad\d)$/u;
const BROWSERS = new Set(["Ctrl+KeyW", "Ctrl+KeyT", "Ctrl+KeyN", "Ctrl+KeyR", "Ctrl+KeyL", "Ctrl+KeyA", "Ctrl+KeyC", "Ctrl+KeyV", "Ctrl+KeyX"]);
const MODIFIER = /^(?:Control|Shift|Alt|Meta|AltGraph|CapsLock|Fn)/u;
const ON_KEYS: Readonly<Record<string, string>> = {
  BracketLeft: "[", BracketRight: "]", Slash: "/", Backslash: "\\", Comma: ",", Period: ".", Semicolon: ";", Quote: "'",
  Minus: "-", Equal: "=", Backquote: "`", ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓",
};
const SHIFTED: Readonly<Record<string, string>> = { "Shift+Slash": "?", "Shift+BracketLeft": "{", "Shift+BracketRight": "}" };

/** A chord as people read it, one part a key. */
export function parts(of: string): string[] {
  if (SHIFTED[of]) return [SHIFTED[of]];
  const mac = navigator.userAgent.includes("Mac");
  return of.split("+").map((part) => {
    if (part === "Ctrl" && mac) return "⌘";
    return ON_KEYS[part] ?? part.replace(/^(?:Key|Digit)(?=.$)/u, "");
  });
}

class KeySheet extends HTMLElement {
  #strings!: Strings;
  #status!: HTMLElement;
  #rows = new Map<Action, HTMLElement>();
  #listening: Action | null = null;

  connectedCallback(): void {
    const status = this.querySelector<HTMLElement>(".key-status");
    const dialog = this.querySelector("dialog");
    if (!status || !dialog || this.#status) return;
    this.#status = status;
    this.#strings = new Strings(this);
    for (const row of this.querySelectorAll<HTMLElement>("li[data-action]")) {
      const action = row.dataset["action"] as Action;
      this.#rows.set(action, row);
      row.querySelector("button")?.addEventListener("click", () => this.#listen(action));
      row.querySelector("button")?.setAttribute("aria-label", `${this.#strings.say("change")}: ${this.#name(action)}`);
    }
    this.querySelector("[data-reset]")?.addEventListener("click", () => this.#reset());
    for (const box of this.querySelectorAll<HTMLInputElement>("input[data-shortcuts]")) {
      box.checked = shortcutsAreOn();
      box.addEventListener("change", () => this.#switch(box.checked));
    }
    dialog.addEventListener("keydown", (event) => this.#key(event));
    dialog.addEventListener("cancel", (event) => {
      if (this.#listening) event.preventDefault();
    });
    dialog.addEventListener("close", () => this.#stop());
    this.#show();
    this.hidden = false;
  }

  #name(action: Action): string {
    return this.#rows.get(action)?.querySelector(".said")?.textContent ?? action;
  }

  #show(): void {
    for (const [action, row] of this.#rows) {
      const keys = parts(keyOf(action)).flatMap((part, at) => (at ? [" + ", element("kbd", {}, part)] : [element("kbd", {}, part)]));
      row.querySelector(".keys")?.replaceChildren(...keys);
    }
  }

  #listen(action: Action): void {
    this.#stop();
    this.#listening = action;
    this.#rows.get(action)?.setAttribute("data-listening", "");
    this.#say("press");
  }

  #stop(): void {
    if (this.#listening) this.#rows.get(this.#listening)?.removeAttribute("data-listening");
    this.#listening = null;
  }

  #key(event: KeyboardEvent): void {
    const action = this.#listening;
    if (!action || composes(event) || MODIFIER.test(event.code)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.code === "Escape") {
      this.#stop();
      this.#say("left");
      return;
    }
    const pressed = chord(event);
    const key = parts(pressed).join(" + ");
    const other = [...this.#rows.keys()].find((one) => one !== action && keyOf(one) === pressed);
    if (other) return this.#say("taken", { key, action: this.#name(other) });
    if (NEEDED.test(pressed) || BROWSERS.has(pressed)) return this.#say("reserved", { key });
    rebind(action, pressed);
    this.#stop();
    this.#show();
    this.#say("changed", { action: this.#name(action), key });
  }

  #reset(): void {
    this.#stop();
    for (const action of this.#rows.keys()) rebind(action, null);
    this.#show();
    this.#say("reset");
  }

  #switch(on: boolean): void {
    write("shortcuts", on ? null : "off");
    this.#say(on ? "on" : "off");
  }

  #say(key: string, values: Readonly<Record<string, string>> = {}): void {
    this.#status.textContent = this.#strings.say(key, values);
  }
}

define("key-sheet", KeySheet);
