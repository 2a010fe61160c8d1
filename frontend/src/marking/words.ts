/**
 * A text drawn as words in a listbox: paragraphs hold sentences (groups), sentences hold words (options). What changes is
 * drawn word by word, so that a long text with many marks costs no more at a key than a short one.
 */
import { element } from "../dom.ts";
import { Graphemes, type Range, snap, type Token, tokens, trim } from "../text.ts";
import { changes, type Drawn } from "./marks.ts";

/** A word, or the blanks between two words. */
interface Unit extends Range {
  readonly option: HTMLElement | null; // null: blanks
  holder: ChildNode; // what stands for it in the page: the option, bare blanks, or blanks with lines under them
  drawn: string; // what was drawn last, in short
}

interface Paragraph extends Range {
  readonly element: HTMLElement;
  graphemes: Graphemes | null;
}

let lists = 0;

export class Words {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly #paragraphs: Paragraph[] = [];
  readonly #units: Unit[] = [];
  readonly #options: HTMLElement[] = [];
  readonly #indexes = new Map<Element, number>();
  readonly #list: HTMLElement;
  readonly #number = (lists += 1);
  readonly #word = element("span", { role: "option", "aria-selected": "false" });
  #marks: readonly Drawn[] = [];
  #selection: Range | null = null;
  #here: HTMLElement | null = null;

  /** Draws the lines of a list as words; `sentence` names the groups. */
  constructor(list: HTMLElement, sentence: (number: number) => string) {
    this.#list = list;
    const lines = [...list.querySelectorAll<HTMLElement>("p")];
    this.text = lines.map((each) => each.textContent ?? "").join("\n");
    this.tokens = tokens(this.text);
    let next = 0;
    let start = 0;
    lines.forEach((each, number) => {
      const end = start + (each.textContent?.length ?? 0);
      const first = next;
      while (this.tokens[next]?.paragraph === number) next += 1;
      this.#paragraphs.push({ start, end, element: each, graphemes: null });
      each.setAttribute("role", "presentation");
      each.replaceChildren(this.#lay(first, next, start, end, sentence));
      start = end + 1;
    });
  }

  /** The words of one paragraph with the blanks around them, in their sentences. */
  #lay(first: number, next: number, start: number, end: number, sentence: (number: number) => string): DocumentFragment {
    const laid = document.createDocumentFragment();
    let group: HTMLElement | null = null;
    let at = start;
    for (let index = first; index < next; index += 1) {
      const token = this.tokens[index];
      if (!token) continue;
      const opens = this.tokens[index - 1]?.sentence !== token.sentence || !group;
      if (at < token.start) this.#blanks(opens ? laid : (group ?? laid), at, token.start);
      if (opens || !group) {
        group = element("span", { role: "group", "aria-label": sentence(token.sentence + 1) });
        laid.append(group);
      }
      const option = this.#word.cloneNode() as HTMLElement;
      option.textContent = this.text.slice(token.start, token.end);
      group.append(option);
      this.#options.push(option);
      this.#indexes.set(option, index);
      this.#units.push({ start: token.start, end: token.end, option, holder: option, drawn: "" });
      at = token.end;
    }
    if (at < end) this.#blanks(laid, at, end);
    return laid;
  }

  #blanks(into: Node, start: number, end: number): void {
    const holder = document.createTextNode(this.text.slice(start, end));
    into.appendChild(holder);
    this.#units.push({ start, end, option: null, holder, drawn: "" });
  }

  option(index: number): HTMLElement | undefined {
    return this.#options[index];
  }

  /** The word a node of the page belongs to, by number; -1 where it is none of these. */
  indexOf(node: EventTarget | null): number {
    const option = node instanceof Element ? node.closest("[role=option]") : null;
    return option ? (this.#indexes.get(option) ?? -1) : -1;
  }

  /** The word at, or first after, a place in the text. */
  wordAt(place: number): number {
    return Math.max(0, this.tokens.findIndex((token) => token.end > place));
  }

  isRightToLeft(index: number): boolean {
    const paragraph = this.#paragraphs[this.tokens[index]?.paragraph ?? -1];
    return paragraph ? getComputedStyle(paragraph.element).direction === "rtl" : false;
  }

  /** Moves the cursor's outline and what is read out to another word. */
  point(index: number): void {
    const option = this.#options[index];
    if (!option || option === this.#here) return;
    this.#here?.classList.remove("here");
    option.classList.add("here");
    option.id ||= `word-${this.#number}-${index}`;
    this.#here = option;
    this.#list.setAttribute("aria-activedescendant", option.id);
  }

  /** Draws marks and selection; only words in which something differs from before are touched. */
  paint(marks: readonly Drawn[], selection: Range | null): void {
    const dirty = changes(this.#marks, marks);
    if (this.#selection?.start !== selection?.start || this.#selection?.end !== selection?.end) {
      dirty.push(...[this.#selection, selection].filter((range) => range !== null));
    }
    this.#marks = marks;
    this.#selection = selection;
    const drawn = new Set<Unit>();
    for (const range of dirty) for (const unit of this.#within(range)) drawn.add(unit);
    for (const unit of drawn) this.#draw(unit);
  }

  *#within({ start, end }: Range): Generator<Unit> {
    let low = 0;
    let high = this.#units.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#units[middle]?.end ?? Infinity) <= start) low = middle + 1;
      else high = middle;
    }
    for (let unit = this.#units[low]; unit && unit.start < end; unit = this.#units[(low += 1)]) yield unit;
  }

  #draw(unit: Unit): void {
    const over = this.#marks.filter((mark) => mark.start < unit.end && unit.start < mark.end);
    const chosen = this.#selection;
    const isChosen = chosen !== null && chosen.start < unit.end && unit.start < chosen.end;
    const isWhole = isChosen && chosen.start <= unit.start && unit.end <= chosen.end;
    unit.option?.classList.toggle("selected", isWhole);
    unit.option?.setAttribute("aria-selected", String(isChosen));
    const part = isChosen && !(isWhole && unit.option) ? chosen : null;
    const now = JSON.stringify([part && [Math.max(part.start, unit.start), Math.min(part.end, unit.end)], over.map(
      (mark) => [mark.start, mark.end, mark.number, mark.label, mark.lane, mark.suggested])]);
    if (now === unit.drawn || (!unit.drawn && !part && !over.length)) return;
    unit.drawn = now;
    const pieces = this.#pieces(unit, over, part);
    if (unit.option) unit.option.replaceChildren(...pieces);
    else {
      const [only] = pieces;
      const holder = pieces.length === 1 && typeof only === "string" ? document.createTextNode(only) : element("span", { role: "presentation" }, ...pieces);
      unit.holder.replaceWith(holder);
      unit.holder = holder;
    }
  }

  /** A word cut where marks or the selection begin and end; each piece under as many lines as marks cover it. */
  #pieces(unit: Unit, over: readonly Drawn[], part: Range | null): (Node | string)[] {
    const inside = [...over, ...(part ? [part] : [])].flatMap(({ start, end }) => [start, end]).filter((at) => at > unit.start && at < unit.end);
    const cuts = [...new Set([unit.start, ...inside, unit.end])].sort((a, b) => a - b);
    return cuts.slice(1).map((end, i) => {
      const start = cuts[i] ?? unit.start;
      const here = over.filter((mark) => mark.start <= start && end <= mark.end);
      let piece: Node | string = this.text.slice(start, end);
      for (const mark of here.toReversed()) piece = underlined(piece, mark, mark.end === end);
      const isChosen = part && part.start <= start && end <= part.end;
      return isChosen ? element("mark", { class: "selected" }, piece) : piece;
    });
  }

  /** The word above (-1) or below (+1) a word as the lines break now, nearest to `x`; itself where there is none. */
  vertical(index: number, by: -1 | 1, x: number): number {
    const rectangle = (at: number): DOMRect | undefined => {
      const all = this.#options[at]?.getClientRects();
      return all?.[by < 0 ? 0 : all.length - 1];
    };
    const from = rectangle(index);
    if (!from) return index;
    let best = index;
    let nearest = Infinity;
    let line: number | null = null;
    for (let at = index + by; at >= 0 && at < this.#options.length; at += by) {
      const rectangles = [...(this.#options[at]?.getClientRects() ?? [])];
      const there = rectangles.find((each) => (by < 0 ? each.bottom <= from.top + 1 : each.top >= from.bottom - 1));
      if (!there) continue;
      if (line !== null && Math.abs(there.top - line) > there.height / 2) break;
      line ??= there.top;
      const away = Math.max(there.left - x, x - there.right, 0);
      if (away < nearest) [best, nearest] = [at, away];
    }
    return best;
  }

  /** Where a word's middle is from left to right. */
  middle(index: number): number {
    const there = this.#options[index]?.getClientRects()[0];
    return there ? (there.left + there.right) / 2 : 0;
  }

  /** What the browser's own selection covers of the paragraph it began in; null where nothing is dragged. */
  dragged(): Range | null {
    const selection = window.getSelection();
    if (!selection || selection.isCollapsed || !selection.anchorNode || !selection.rangeCount) return null;
    const paragraph = this.#paragraphs.find((each) => each.element.contains(selection.anchorNode)) ??
      this.#paragraphs.find((each) => selection.containsNode(each.element, true));
    if (!paragraph) return null;
    const dragged = selection.getRangeAt(0);
    const upTo = (node: Node, offset: number): number | null => {
      if (!paragraph.element.contains(node)) return null;
      const before = document.createRange();
      before.setStart(paragraph.element, 0);
      before.setEnd(node, offset);
      return before.toString().length;
    };
    const start = upTo(dragged.startContainer, dragged.startOffset) ?? 0;
    const end = upTo(dragged.endContainer, dragged.endOffset) ?? paragraph.end - paragraph.start;
    return this.#locally(paragraph, (text, graphemes) => snap(text, { start, end }, graphemes));
  }

  /** A range with one end moved by one grapheme; blanks at its ends are passed over, and it stays in its paragraph. */
  trimmed(range: Range, end: "start" | "end", by: -1 | 1): Range {
    const paragraph = this.#paragraphs.find((each) => range.start <= each.end && each.start <= range.start);
    if (!paragraph) return range;
    const local = { start: range.start - paragraph.start, end: range.end - paragraph.start };
    return this.#locally(paragraph, (text, graphemes) => {
      let moved = local;
      for (;;) {
        const next = trim(moved, end, by, graphemes, text.length);
        if (next === moved || (next.start === moved.start && next.end === moved.end)) return local;
        moved = next;
        const edge = end === "start" ? text.charAt(moved.start) : text.charAt(moved.end - 1);
        if (edge.trim()) return moved;
      }
    }) ?? range;
  }

  #locally(paragraph: Paragraph, act: (text: string, graphemes: Graphemes) => Range | null): Range | null {
    const text = this.text.slice(paragraph.start, paragraph.end);
    paragraph.graphemes ??= new Graphemes(text);
    const found = act(text, paragraph.graphemes);
    return found && { start: found.start + paragraph.start, end: found.end + paragraph.start };
  }
}

function underlined(piece: Node | string, { number, label, lane, suggested }: Drawn, ends: boolean): HTMLElement {
  const mark = document.createElement("mark");
  mark.className = `mine under line-${label} lane-${Math.min(lane, 3)}${suggested ? " suggested" : ""}`;
  mark.setAttribute("role", "presentation");
  if (ends) mark.dataset["number"] = String(number);
  mark.append(piece);
  return mark;
}
