/** Building pages without markup in strings, as Trusted Types ask. */

type Attributes = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** An element with attributes (false, null and undefined leave one out) and children. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const key in attributes) {
    const value = attributes[key];
    if (value === false || value === null || value === undefined) continue;
    made.setAttribute(key, value === true ? "" : String(value));
  }
  if (children.length) made.append(...children);
  return made;
}

/** Defines a custom element once, whichever bundle comes first. */
export function define(name: string, type: CustomElementConstructor): void {
  if (!customElements.get(name)) customElements.define(name, type);
}

/** The page's sentences for a widget, from its data-strings attribute; {name} stands for a value. */
export class Strings {
  readonly #strings: Readonly<Record<string, string>>;

  constructor(owner: HTMLElement) {
    this.#strings = JSON.parse(owner.dataset["strings"] ?? "{}") as Record<string, string>;
  }

  say(key: string, values: Readonly<Record<string, string | number>> = {}): string {
    const sentence = this.#strings[key] ?? key;
    return sentence.replace(/\{(\w+)\}/gu, (whole, name: string) => String(values[name] ?? whole));
  }
}

/** True where typing belongs to the control itself. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button", "submit"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}

/** The token every changing request carries. */
export function csrfToken(near: Element): string {
  const field = near.closest("form")?.querySelector<HTMLInputElement>("input[name=csrf_token]") ??
    near.querySelector<HTMLInputElement>("input[name=csrf_token]");
  return field?.value ?? document.querySelector<HTMLMetaElement>("meta[name=csrf-token]")?.content ?? "";
}
