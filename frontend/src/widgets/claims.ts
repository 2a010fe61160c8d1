/**
 * <claim-checker data-strings data-most>: where the verdict is that there is not enough information nothing is cited, so
 * the numbers are emptied and shut, with a word why; and no more sentences can be ticked than a claim may cite.
 *
 * What is shut follows from the verdicts alone. Choosing sentences in the text itself is linked-sources' part.
 */
import { define, element, Strings } from "../dom.ts";

const NOTHING = "not_enough_information";

interface Claim {
  readonly number: number;
  readonly evidence: HTMLFieldSetElement;
  readonly verdicts: readonly HTMLInputElement[];
  readonly boxes: readonly HTMLInputElement[];
  readonly why: HTMLElement;
}

class ClaimChecker extends HTMLElement {
  #claims: Claim[] = [];
  #strings!: Strings;
  #status!: HTMLElement;

  connectedCallback(): void {
    if (this.#status) return;
    this.#strings = new Strings(this);
    this.#status = element("p", { class: "visually-hidden", role: "status" });
    this.append(this.#status);
    this.#claims = [...this.querySelectorAll<HTMLElement>("[data-claim]")].flatMap((row, index) => this.#claim(row, index + 1));
    // Before the form hears of it: what undo and draft keep is the state with the numbers emptied.
    this.addEventListener("change", (event) => this.#changed(event.target));
    this.closest("form")?.addEventListener("form-restored", () => this.#shut());
    this.#shut();
  }

  #claim(row: HTMLElement, number: number): Claim[] {
    const [verdict, evidence] = row.querySelectorAll("fieldset");
    if (!verdict || !evidence) return [];
    const why = element("p", { class: "hint", hidden: true }, this.#strings.say("none"));
    evidence.before(why);
    return [{ number, evidence, verdicts: [...verdict.querySelectorAll("input")], boxes: [...evidence.querySelectorAll("input")], why }];
  }

  #changed(target: EventTarget | null): void {
    if (!(target instanceof HTMLInputElement)) return;
    const claim = this.#claims.find(({ verdicts, boxes }) => verdicts.includes(target) || boxes.includes(target));
    if (!claim) return;
    const ticked = claim.boxes.filter((box) => box.checked);
    const most = Number(this.dataset["most"]);
    if (needsNone(claim) && ticked.length) {
      for (const box of ticked) box.checked = false;
      this.#say("emptied", claim);
    } else if (claim.boxes.includes(target) && ticked.length > most) {
      target.checked = false;
      this.#say("full", claim);
    }
    this.#shut();
  }

  #say(key: string, { number }: Claim): void {
    this.#status.textContent = this.#strings.say(key, { number, most: this.dataset["most"] ?? "" });
  }

  #shut(): void {
    for (const claim of this.#claims) {
      claim.evidence.disabled = claim.boxes.every((box) => !box.checked) && needsNone(claim);
      claim.why.hidden = !claim.evidence.disabled;
    }
  }
}

function needsNone({ verdicts }: Claim): boolean {
  return verdicts.some(({ checked, value }) => checked && value === NOTHING);
}

define("claim-checker", ClaimChecker);
