/**
 * The form is the one truth: widgets write into its controls and draw what stands there. So a state of the work is the
 * form's data; undo, drafts and what was kept offline all go back to one through `restore`, which tells the widgets by an
 * event "form-restored" on the form.
 */

export type State = readonly (readonly [string, string])[];

const OWN = new Set(["csrf_token", "key", "version", "opened", "text_hash"]); // the page's, not the person's

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** What stands in the form now. */
export function stateOf(form: HTMLFormElement): State {
  return [...new FormData(form)].flatMap(([name, value]) => (typeof value === "string" && !OWN.has(name) ? [[name, value] as const] : []));
}

/**
 * Puts a state back into the form's controls and tells the widgets. Before that they hear an event "form-restoring" with
 * the names in the state, so that those which make controls as they are needed can make them.
 */
export function restore(form: HTMLFormElement, state: State): void {
  const values = new Map<string, string[]>();
  for (const [name, value] of state) values.set(name, [...(values.get(name) ?? []), value]);
  form.dispatchEvent(new CustomEvent("form-restoring", { detail: new Set(values.keys()) }));
  for (const control of form.elements) {
    if (!isControl(control) || !control.name || OWN.has(control.name)) continue;
    const wanted = values.get(control.name) ?? [];
    if (control instanceof HTMLInputElement && (control.type === "checkbox" || control.type === "radio")) {
      control.checked = wanted.includes(control.value);
    } else {
      control.value = wanted.shift() ?? "";
    }
  }
  form.dispatchEvent(new Event("form-restored"));
}

function isControl(element: Element): element is Control {
  return element instanceof HTMLInputElement || element instanceof HTMLSelectElement || element instanceof HTMLTextAreaElement;
}

/** Whether two states say the same. */
export function same(one: State, other: State): boolean {
  return one.length === other.length && one.every(([name, value], at) => name === other[at]?.[0] && value === other[at][1]);
}
