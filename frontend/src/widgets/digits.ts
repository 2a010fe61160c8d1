/**
 * <digit-choice>: while focus is within it, a digit chooses the option of that number among the radios or checkboxes of
 * the focused fieldset. Options are counted as they come, or under [data-digits=value] named by their value; 0 is the tenth.
 *
 * Everything else is the browser's own: the controls are plain ones and change as by a click.
 */
import { define, element, isTyping } from "../dom.ts";
import { digit } from "../keys.ts";
import { shortcutsAreOn } from "../preferences.ts";

const OPTIONS = "input[type=radio], input[type=checkbox]";

class DigitChoice extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("keydown", (event) => {
      if (!event.defaultPrevented && this.#choose(event)) event.preventDefault();
    });
    if (shortcutsAreOn()) this.#print();
  }

  #choose(event: KeyboardEvent): boolean {
    const number = digit(event);
    const group = event.target instanceof Element && !isTyping(event.target) ? event.target.closest("fieldset") : null;
    if (number === null || !group || !this.contains(group)) return false;
    const options = [...group.querySelectorAll<HTMLInputElement>(OPTIONS)];
    const chosen = named(group) ? options.find(({ value }) => value === String(number)) : options[number - 1];
    if (!chosen || chosen.matches(":disabled")) return false;
    chosen.focus();
    chosen.click();
    return true;
  }

  /** Prints each option's digit beside it, where the option itself does not say it. */
  #print(): void {
    for (const group of this.querySelectorAll("fieldset")) {
      if (named(group) || group.querySelector("kbd")) continue;
      [...group.querySelectorAll<HTMLInputElement>(OPTIONS)].slice(0, 9).forEach((option, index) => {
        option.closest("label")?.append(element("kbd", { class: "digit", "aria-hidden": "true" }, String(index + 1)));
      });
    }
  }
}

function named(group: Element): boolean {
  return group.closest("[data-digits=value]") !== null;
}

define("digit-choice", DigitChoice);
