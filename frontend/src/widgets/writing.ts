/**
 * <writing-desk data-limits>: counts what is written in its text area and says live what can be seen of it by its form: the
 * length, a choice that is still missing, a place-holder left over, a sentence twice. It knows nothing of gold.
 */
import { define, element, Strings } from "../dom.ts";
import { Polite } from "../polite.ts";
import { reachWhileScrolling } from "../scrolling.ts";

const SAID = 1500; // aloud only when the hands rest, and only what has changed
const PLACEHOLDER = /\[[^\][\n]{0,30}\]|<[^<>\n]{1,30}>|\{[^{}\n]{1,30}\}|_{3,}|[○◯]{2,}|\bTODO\b|\bXX+\b/u;

type Limits = Readonly<Partial<Record<"min_characters" | "max_characters" | "min_words" | "max_words", number | null>>>;

/** One line of the list: whether it holds, and what it says. */
interface Check {
  readonly key: string;
  readonly good: boolean;
  readonly text: string;
}

class WritingDesk extends HTMLElement {
  #area!: HTMLTextAreaElement;
  #strings!: Strings;
  #limits: Limits = {};
  #sentences!: Intl.Segmenter;
  #figures = element("p", { class: "small quiet writing-figures" });
  #list = element("ul", { class: "live-checks" });
  #said = new Polite();
  #before = "";

  connectedCallback(): void {
    const area = this.querySelector<HTMLTextAreaElement>("textarea[name=text]");
    if (!area || this.#area) return;
    this.#area = area;
    this.#strings = new Strings(this);
    this.#limits = JSON.parse(this.dataset["limits"] ?? "{}") as Limits;
    this.#sentences = new Intl.Segmenter(area.lang, { granularity: "sentence" });
    this.#said.line.classList.add("visually-hidden");
    this.#list.setAttribute("aria-label", this.#strings.say("list"));
    area.after(this.#figures, this.#list, this.#said.line);
    this.addEventListener("input", () => this.#draw());
    this.addEventListener("change", () => this.#draw());
    this.closest("form")?.addEventListener("form-restored", () => this.#draw());
    reachWhileScrolling(this.querySelector(".split > .sheet:first-child"));
    this.#draw();
  }

  #draw(): void {
    const text = normalised(this.#area.value);
    const sentences = this.#sentencesOf(text);
    const counts = { characters: [...text].length, words: (text.match(/\S+/gu) ?? []).length };
    this.#figures.textContent = this.#strings.say("figures", {
      ...counts, sentences: sentences.length, paragraphs: text.split(/\n+/u).filter(Boolean).length,
    });
    const checks = [...this.#lengths(counts), ...this.#choices(), ...(text ? this.#slips(text, sentences) : [])];
    this.#list.replaceChildren(...checks.map(({ good, text: said }) =>
      element("li", {}, element("span", { class: good ? "tag ok" : "tag" }, this.#strings.say(good ? "good" : "open")), element("span", {}, said))));
    this.#tell(checks);
  }

  #lengths(counts: { characters: number; words: number }): Check[] {
    return (["characters", "words"] as const).flatMap((unit) => {
      const [least, most] = [this.#limits[`min_${unit}`] ?? 0, this.#limits[`max_${unit}`] ?? Infinity];
      if (!least && most === Infinity) return [];
      const given = counts[unit];
      const [key, off] = given < least ? ["short", least - given] : given > most ? ["long", given - most] : ["fits", 0];
      return [{ key: `${unit}-${key}`, good: key === "fits", text: this.#strings.say(`${unit}_${key}`, { off }) }];
    });
  }

  /** Groups of choices beside the text of which none is made yet. */
  #choices(): Check[] {
    return [...this.querySelectorAll<HTMLFieldSetElement>("fieldset[data-needed]")].map((group) => {
      const good = Boolean(group.querySelector(":checked"));
      return { key: `${group.id}-${good}`, good, text: this.#strings.say(good ? `${group.id}_chosen` : `${group.id}_missing`) };
    });
  }

  /** Slips that every editor looks for; said only where there is one. */
  #slips(text: string, sentences: readonly string[]): Check[] {
    const slips: Check[] = [];
    const placeholder = PLACEHOLDER.exec(text)?.[0];
    if (placeholder) slips.push({ key: "placeholder", good: false, text: this.#strings.say("placeholder", { placeholder }) });
    const long = sentences.filter((sentence) => sentence.length > 8);
    const twice = long.find((sentence, index) => long.indexOf(sentence) < index);
    if (twice) slips.push({ key: "twice", good: false, text: this.#strings.say("twice", { sentence: twice.length > 40 ? `${twice.slice(0, 40)}…` : twice }) });
    return slips;
  }

  #sentencesOf(text: string): string[] {
    const found = [...this.#sentences.segment(text)].map(({ segment }) => segment.trim());
    return found.filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
  }

  #tell(checks: readonly Check[]): void {
    const now = checks.map(({ key }) => key).join(" ");
    const first = !this.#before;
    if (now === this.#before) return;
    const told = checks.filter(({ key }) => !this.#before.split(" ").includes(key)).map(({ text }) => text);
    this.#before = now;
    if (!first) this.#said.later(told.join(" "), SAID);
  }
}

/** A text as the server keeps and counts it. */
function normalised(text: string): string {
  const lines = text.normalize("NFC").replace(/\r\n?/gu, "\n").split("\n");
  return lines.map((line) => line.trimEnd()).join("\n").trim();
}

define("writing-desk", WritingDesk);
