/** What every page does: dialogs, focus on the first error or the result, Ctrl+Enter, one hand-in for a double click. */
import { isTyping } from "./dom.ts";
import { composes, DEFAULTS, keyOf, pressed } from "./keys.ts";
import { shortcutsAreOn } from "./preferences.ts";

function openDialogs(event: MouseEvent): void {
  const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-opens], [data-closes]") : null;
  const id = button?.dataset["opens"] ?? button?.dataset["closes"];
  const dialog = id ? document.getElementById(id) : null;
  if (!(dialog instanceof HTMLDialogElement)) return;
  if (button?.dataset["opens"]) dialog.showModal();
  else dialog.close();
}

function askForShortcuts(event: KeyboardEvent): boolean {
  // As shipped it is the character: ? lies elsewhere on other layouts.
  const asked = pressed(event, "sheet") || (event.key === "?" && keyOf("sheet") === DEFAULTS.sheet && shortcutsAreOn() && !composes(event));
  const writes = isTyping(event.target) && !event.ctrlKey && !event.metaKey && !event.altKey;
  const sheet = document.getElementById("shortcuts");
  if (!asked || writes || !(sheet instanceof HTMLDialogElement) || document.querySelector("dialog:modal")) return false;
  sheet.showModal();
  return true;
}

/** The key that hands in hands the form in; on a page without one it follows the way on. */
function goOn(event: KeyboardEvent): boolean {
  if (!pressed(event, "hand-in") || document.querySelector("dialog:modal")) return false;
  const near = event.target instanceof Element ? event.target.closest<HTMLFormElement>("form[data-hand-in]") : null;
  const form = near ?? document.querySelector<HTMLFormElement>("form[data-hand-in]");
  const next = document.querySelector<HTMLAnchorElement>("a[data-next]");
  if (form) form.requestSubmit();
  else if (next) next.click();
  return Boolean(form ?? next);
}

/** A second click while the first is on its way does nothing; coming back to the page frees the form again. */
function handInOnce(event: SubmitEvent): void {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.method === "get" || event.defaultPrevented) return;
  if (form.dataset["sent"]) event.preventDefault();
  else form.dataset["sent"] = "yes";
}

function freeForms(): void {
  for (const form of document.forms) delete form.dataset["sent"];
}

document.addEventListener("click", openDialogs);
document.addEventListener("submit", handInOnce);
window.addEventListener("pageshow", freeForms);
document.addEventListener("keydown", (event) => {
  if (!event.defaultPrevented && (askForShortcuts(event) || goOn(event))) event.preventDefault();
});
document.querySelector<HTMLElement>("[data-focus]")?.focus();
