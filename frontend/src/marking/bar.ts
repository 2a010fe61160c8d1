/** What can be done with the words chosen or the mark selected, as buttons: labels, ends, and the deeds of the list. */
import { element, type Strings } from "../dom.ts";
import type { Deed } from "./list.ts";
import { line } from "./marks.ts";

export type Tool = "mark" | "start-less" | "start-more" | "end-less" | "end-more" | "let-go" | Deed;

const ENDS = ["start-less", "start-more", "end-less", "end-more"] as const;
// Which tools stand in the first place: of nothing or fresh words, of one's own mark, of a suggested one.
const PLACES: Readonly<Record<"none" | "own" | "suggested" | "accepted", readonly Tool[]>> = {
  none: ["mark"], own: ["edit", "remove"], suggested: ["accept", "edit", "reject"], accepted: ["edit", "remove"],
};

export class Bar {
  readonly #tools = new Map<Tool, HTMLButtonElement>();
  readonly #status: HTMLElement;

  constructor(readonly box: HTMLElement, strings: Strings, labels: readonly { name: string }[], language: string,
    act: (tool: Tool) => void, label: (number: number) => void) {
    this.#status = element("p", { role: "status", class: "small marker-status" }, strings.say("nothing"));
    const tool = (name: Tool, ...more: string[]): HTMLButtonElement => {
      const button = element("button", { type: "button", class: "button plain compact", "data-tool": name }, strings.say(name), ...more.map(hidden));
      this.#tools.set(name, button);
      return button;
    };
    const chooser = element("div", { class: "row marker-labels", role: "group", "aria-label": strings.say("labels") },
      ...labels.map(({ name }, option) => element("button", { type: "button", class: "button plain compact", "data-label": option + 1 },
        element("span", { class: `label-line line-${line(option)}`, lang: language }, name),
        ...(option < 9 ? [element("kbd", { "aria-hidden": "true" }, String(option + 1))] : []))));
    const tools = element("div", { class: "row marker-tools", role: "group", "aria-label": strings.say("tools") },
      tool("mark"), tool("accept"), tool("edit"), tool("reject"), tool("remove"),
      ...ENDS.map((name) => tool(name, strings.say(name.endsWith("less") ? "less" : "more"))), tool("let-go"));
    box.replaceChildren(this.#status, ...(labels.length ? [chooser] : []), tools);
    box.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest<HTMLElement>("button") : null;
      if (button?.dataset["tool"]) act(button.dataset["tool"] as Tool);
      if (button?.dataset["label"]) label(Number(button.dataset["label"]));
    });
    this.show(false, "none");
  }

  /** Shows the tools that fit: whether words are chosen, and of what sort the selected mark is. */
  show(isChosen: boolean, mark: keyof typeof PLACES): void {
    const first = new Set(Object.values(PLACES).flat());
    for (const [name, button] of this.#tools) {
      if (first.has(name)) button.hidden = !PLACES[mark].includes(name);
      else button.setAttribute("aria-disabled", String(!isChosen));
    }
  }

  say(sentence: string): void {
    this.#status.textContent = sentence;
  }

  get said(): string {
    return this.#status.textContent ?? "";
  }
}

function hidden(text: string): HTMLElement {
  return element("span", { class: "visually-hidden" }, ` ${text}`);
}
