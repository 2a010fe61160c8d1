/**
 * <ranking-order data-strings data-ties>: puts responses in order by buttons or keys, and writes their ranks into the menus
 * of the form, which stay below it. Nothing is in order from the start: what was never touched is no answer.
 *
 * An order is a list of groups, best first; those in one group stand level. Focus stays on the button of what moves.
 */
import { define, element, Strings } from "../dom.ts";
import { type Action, pressed } from "../keys.ts";

type Order = readonly (readonly string[])[];
type Move = "top" | "up" | "down" | "bottom" | "level";

const MOVES: readonly Move[] = ["top", "up", "down", "bottom", "level"];
const SHOWN = 90; // characters of a response before it is opened

interface Item {
  readonly letter: string;
  readonly menu: HTMLSelectElement;
  readonly box: HTMLLIElement;
  readonly rank: HTMLElement;
  readonly place: HTMLButtonElement;
  readonly tools: HTMLElement;
  readonly buttons: ReadonlyMap<Move, HTMLButtonElement>;
}

class RankingOrder extends HTMLElement {
  #items: Item[] = [];
  #sequence: readonly string[] = []; // as last put: menus do not say in which order level ones stand below each other
  #strings!: Strings;
  #ties = false;
  #order!: HTMLOListElement;
  #rest!: HTMLUListElement;
  #hint!: HTMLElement;
  #status!: HTMLElement;

  connectedCallback(): void {
    const menus = this.querySelector("fieldset");
    if (!menus || this.#order) return;
    this.#strings = new Strings(this);
    this.#ties = this.dataset["ties"] === "yes";
    this.#items = [...menus.querySelectorAll("select")].map((menu) => this.#item(menu));
    this.#sequence = this.#items.map(({ letter }) => letter);
    this.#order = element("ol", { class: "ranking", role: "list", "aria-label": this.#strings.say("order") });
    this.#rest = element("ul", { class: "ranking", role: "list", "aria-label": this.#strings.say("rest") });
    this.#hint = element("p", { class: "hint" });
    this.#status = element("p", { class: "small quiet ranking-status", role: "status" });
    const byNumber = element("details", {}, element("summary", {}, this.#strings.say("by_number")));
    menus.before(this.#order, this.#hint, this.#rest, this.#status, byNumber);
    byNumber.append(menus);
    byNumber.open = document.querySelector(".error-summary") !== null;
    this.addEventListener("keydown", (event) => {
      if (this.#key(event)) event.preventDefault();
    });
    menus.addEventListener("change", () => this.#draw());
    this.closest("form")?.addEventListener("form-restored", () => this.#draw());
    this.#draw();
  }

  #item(menu: HTMLSelectElement): Item {
    const letter = menu.name.slice("ranks-".length);
    const name = this.#name(letter);
    const buttons = new Map(MOVES.filter((move) => move !== "level" || this.#ties).map((move) => [move, this.#button(move, name)]));
    for (const [move, button] of buttons) button.addEventListener("click", () => this.#move(letter, move));
    const place = this.#button("place", name);
    place.addEventListener("click", () => this.#place(letter));
    const rank = element("span", { class: "rank" });
    const tools = element("div", { class: "row ranking-tools" }, ...buttons.values());
    const box = element("li", { "data-letter": letter },
      element("p", { class: "ranked-name" }, rank, element("strong", {}, name), place), this.#text(letter), tools);
    return { letter, menu, box, rank, place, tools, buttons };
  }

  #button(key: string, name: string): HTMLButtonElement {
    return element("button", { type: "button", class: "button plain compact" },
      this.#strings.say(key), element("span", { class: "visually-hidden" }, ` ${name}`));
  }

  #name(letter: string): string {
    return this.#strings.say("response", { letter: letter.toUpperCase() });
  }

  /** The response again, its beginning first: on a phone it is a long way back to it. */
  #text(letter: string): HTMLElement {
    const given = this.closest("form")?.querySelector(`#response-${letter} ~ .given`);
    const text = given?.textContent?.trim().replace(/\s+/gu, " ") ?? "";
    const letters = [...text];
    const lang = given?.getAttribute("lang") ?? null;
    if (letters.length <= SHOWN) return element("p", { lang, class: "ranked-text" }, text);
    return element("details", { class: "ranked-text" },
      element("summary", { lang }, `${letters.slice(0, SHOWN).join("").trimEnd()}…`), given?.cloneNode(true) ?? "");
  }

  /** What the menus say: placed ones by rank, level ones together. */
  #read(): Order {
    const groups = new Map<number, string[]>();
    const known = (letter: string): number => this.#sequence.indexOf(letter);
    for (const { letter, menu } of this.#items.toSorted((a, b) => known(a.letter) - known(b.letter))) {
      if (menu.value) groups.set(Number(menu.value), [...(groups.get(Number(menu.value)) ?? []), letter]);
    }
    return [...groups.keys()].sort((a, b) => a - b).map((rank) => groups.get(rank) ?? []);
  }

  #write(order: Order): void {
    const groups = this.#ties ? order : order.flat().map((letter) => [letter]);
    const ranks = new Map<string, number>();
    for (const group of groups) {
      const rank = ranks.size + 1; // 1 more than there are better ones, as results count
      for (const letter of group) ranks.set(letter, rank);
    }
    this.#sequence = [...order.flat(), ...this.#items.map(({ letter }) => letter).filter((letter) => !ranks.has(letter))];
    for (const { letter, menu } of this.#items) menu.value = String(ranks.get(letter) ?? "");
    this.#draw();
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #key(event: KeyboardEvent): boolean {
    const letter = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-letter]")?.dataset["letter"] : undefined;
    const move = letter ? MOVES.find((name) => pressed(event, `ranking.${name}` satisfies Action)) : undefined;
    if (!letter || !move) return false;
    if (!this.#read().flat().includes(letter)) return false;
    if (move !== "level" || this.#ties) this.#move(letter, move);
    return true;
  }

  #place(letter: string): void {
    this.#write([...this.#read(), [letter]]);
    this.#tell("moved", letter);
    const next = this.#items.find((item) => item.place.isConnected && !item.place.hidden);
    (next?.place ?? this.#of(letter)?.buttons.get("up"))?.focus();
  }

  #move(letter: string, move: Move): void {
    const before = this.#read();
    const after = moved(before, letter, move);
    const focused = this.#of(letter)?.box.contains(document.activeElement) ? document.activeElement : null;
    if (JSON.stringify(after) === JSON.stringify(before)) this.#tell("stays", letter);
    else {
      this.#write(after);
      this.#tell("moved", letter);
    }
    if (focused instanceof HTMLElement) focused.focus(); // an element that is put elsewhere loses focus
  }

  #tell(key: string, letter: string): void {
    const { rank, level } = this.#standing(letter);
    const said = this.#strings.say(level ? "rank_level" : "rank", { rank });
    this.#status.textContent = this.#strings.say(key, { response: this.#name(letter), rank: said, all: this.#items.length });
  }

  #standing(letter: string): { rank: number; level: boolean } {
    const order = this.#read();
    const at = order.findIndex((group) => group.includes(letter));
    return { rank: order.slice(0, at).flat().length + 1, level: (order[at]?.length ?? 0) > 1 };
  }

  #of(letter: string): Item | undefined {
    return this.#items.find((item) => item.letter === letter);
  }

  #draw(): void {
    const order = this.#read();
    const placed = order.flat();
    for (const item of this.#items) {
      const isPlaced = placed.includes(item.letter);
      const { rank, level } = this.#standing(item.letter);
      item.rank.textContent = isPlaced ? this.#strings.say(level ? "rank_level" : "rank", { rank }) : "";
      item.rank.hidden = !isPlaced;
      item.place.hidden = isPlaced;
      item.tools.hidden = !isPlaced;
      for (const [move, button] of item.buttons) this.#dress(button, move, order, item.letter);
    }
    put(this.#order, placed.flatMap((letter) => this.#of(letter)?.box ?? []));
    put(this.#rest, this.#items.filter(({ letter }) => !placed.includes(letter)).map(({ box }) => box));
    this.#order.hidden = placed.length === 0;
    this.#rest.hidden = placed.length === this.#items.length;
    this.#hint.hidden = this.#rest.hidden;
    this.#hint.textContent = this.#strings.say(placed.length ? "next" : "first");
  }

  /** Buttons that would do nothing say so and keep their focus, which a disabled one would drop. */
  #dress(button: HTMLButtonElement, move: Move, order: Order, letter: string): void {
    if (move === "level") button.setAttribute("aria-pressed", String(order.some((group) => group.indexOf(letter) > 0)));
    button.setAttribute("aria-disabled", String(JSON.stringify(moved(order, letter, move)) === JSON.stringify(order)));
  }
}

/** The order after one of them moved: by one rank, to an end, or level with what stands above it and out of that again. */
function moved(order: Order, letter: string, move: Move): Order {
  const at = order.findIndex((group) => group.includes(letter));
  const group = order[at];
  if (!group) return order;
  const wasLevel = group.length > 1;
  const isLower = group.indexOf(letter) > 0;
  const rest = order.map((other) => other.filter((one) => one !== letter)).filter((other) => other.length);
  // Where it would stand among the rest, if it keeps its rank: those before it are the same.
  const put = (place: number): Order => [...rest.slice(0, place), [letter], ...rest.slice(place)];
  if (move === "top") return put(0);
  if (move === "bottom") return put(rest.length);
  if (move === "up") return put(wasLevel ? at : Math.max(0, at - 1));
  if (move === "down") return put(Math.min(rest.length, at + 1));
  if (isLower) return put(at + 1);
  return at === 0 ? order : rest.map((other, place) => (place === at - 1 ? [...other, letter] : other));
}

/** Puts elements into a list in this order, and touches only those that stand elsewhere. */
function put(list: HTMLElement, wanted: readonly HTMLElement[]): void {
  wanted.forEach((box, index) => {
    if (list.children[index] !== box) list.insertBefore(box, list.children[index] ?? null);
  });
  while (list.children.length > wanted.length) list.lastElementChild?.remove();
}

define("ranking-order", RankingOrder);
