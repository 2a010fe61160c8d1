/** What a lesson adds: steps opened one after the other, the place kept, notes that keep themselves, print with all open. */
import { csrfToken, define, element, Strings } from "../dom.ts";
import { read, write } from "../preferences.ts";

/** <worked-example data-strings>: shows one step more at a time, so that readers think before they look. */
class WorkedExample extends HTMLElement {
  connectedCallback(): void {
    const strings = new Strings(this);
    const steps = [...this.querySelectorAll<HTMLElement>(".worked-steps > li")];
    const next = element("button", { type: "button", class: "button compact" });
    const all = element("button", { type: "button", class: "button plain compact" }, strings.say("all"));
    const row = element("p", { class: "row worked-tools", lang: document.documentElement.lang }, next, all);

    const seen = (): number => steps.filter((step) => !step.hasAttribute("data-later")).length;
    const show = (count: number): void => {
      steps.forEach((step, number) => step.toggleAttribute("data-later", number >= count));
      next.textContent = strings.say("next", { at: Math.min(count + 1, steps.length), all: steps.length });
      row.hidden = count >= steps.length;
    };
    const open = (to: number): void => {
      const first = seen();
      show(to);
      for (const step of steps.slice(first, to)) step.querySelector("details")!.open = true;
      steps[Math.min(first, steps.length - 1)]?.querySelector("summary")?.focus();
    };
    next.addEventListener("click", () => open(seen() + 1));
    all.addEventListener("click", () => open(steps.length));
    this.append(row);
    show(0);
  }
}

const SETTLED = 1500;

/** <reading-place data-key data-url>: keeps the section being read, here and (for the enrolled) on the server. */
class ReadingPlace extends HTMLElement {
  #timer = 0;
  #last = 0;

  connectedCallback(): void {
    const kept = Number(read(this.#key));
    const heading = document.querySelector(`#section-${kept}-title`);
    if (!this.childElementCount && kept > 1 && heading) {
      const link = element("a", { href: `#section-${kept}` }, new Strings(this).say("resume", { section: heading.textContent ?? "" }));
      this.append("· ", link);
    }
    document.addEventListener("scroll", this.#scrolled, { passive: true });
  }

  disconnectedCallback(): void {
    document.removeEventListener("scroll", this.#scrolled);
  }

  get #key(): string {
    return `place.${this.dataset["key"]}`;
  }

  readonly #scrolled = (): void => {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#note(), SETTLED);
  };

  #note(): void {
    const above = [...document.querySelectorAll(".lesson-section")].filter((one) => one.getBoundingClientRect().top < innerHeight / 2);
    const section = Number(above.at(-1)?.id.replace("section-", "") ?? 0);
    if (section === this.#last) return;
    this.#last = section;
    write(this.#key, String(section));
    const url = this.dataset["url"];
    // A place that does not arrive is lost on purpose, as nobody should be stopped from reading by a lost connection.
    if (url) fetch(url.replace(/\d+$/u, String(section)), { method: "POST", headers: { "X-CSRFToken": csrfToken(this) }, keepalive: true }).catch(() => undefined);
  }
}

interface Kept {
  readonly version: number;
  readonly saved_at: string | null;
}

/** <lesson-note data-key data-most data-strings>: keeps the note in its form a moment after each change; what can't be kept stays here. */
class LessonNote extends HTMLElement {
  #timer = 0;
  #kept = "";
  #sending = false;
  #stopped = false; // after a conflict only the button keeps, so that the other text is not lost by typing on

  connectedCallback(): void {
    const { form, text } = this.#parts();
    this.#kept = text.value;
    const unsent = read(this.#key);
    if (unsent?.trim() === text.value.trim()) {
      write(this.#key, null);
    } else if (unsent !== null) {
      text.value = unsent;
      this.querySelector("details")!.open = true;
      this.#kept = unsent; // kept again when it is changed or the button is pressed: it must not win over what is newer
      this.#say("restored");
    }
    text.addEventListener("input", () => this.#later());
    window.addEventListener("online", () => this.#later());
    window.addEventListener("pagehide", () => void this.#keep());
    form.addEventListener("submit", () => window.clearTimeout(this.#timer));
  }

  #parts(): { form: HTMLFormElement; text: HTMLTextAreaElement; version: HTMLInputElement } {
    const form = this.querySelector("form")!;
    return { form, text: form.querySelector("textarea")!, version: form.querySelector<HTMLInputElement>("[name=version]")! };
  }

  get #key(): string {
    return `note.${this.dataset["key"]}`;
  }

  #say(key: string, values: Record<string, string> = {}): void {
    this.querySelector("[role=status]")!.textContent = new Strings(this).say(key, values);
  }

  #later(): void {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#keep(), SETTLED);
  }

  async #keep(): Promise<void> {
    window.clearTimeout(this.#timer);
    const { form, text, version } = this.#parts();
    const typed = text.value;
    if (typed === this.#kept) return;
    write(this.#key, typed);
    if (this.#sending || this.#stopped) return;
    this.#sending = true;
    const body = new URLSearchParams({ text: typed, version: version.value });
    const headers = { "X-CSRFToken": csrfToken(form), Accept: "application/json" };
    try {
      await this.#tell(typed, await fetch(form.action, { method: "POST", headers, body, keepalive: typed.length < 10_000 }));
    } catch {
      this.#say("offline");
    } finally {
      this.#sending = false;
    }
    if (text.value !== typed && !this.#stopped) this.#later();
  }

  async #tell(typed: string, answer: Response): Promise<void> {
    const { version } = this.#parts();
    if (answer.ok) {
      const kept = (await answer.json()) as Kept;
      version.value = String(kept.version);
      this.#kept = typed;
      write(this.#key, null);
      const at = kept.saved_at ? new Date(kept.saved_at) : null;
      const time = at && new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hour12: false }).format(at);
      if (time) this.#say("saved", { time });
      else this.#say("gone");
    } else if (answer.status === 409) {
      // The text stays as typed, here and in this browser; the button keeps it instead of the other one.
      version.value = String(((await answer.json()) as Kept).version);
      this.#stopped = true;
      this.#say("conflict");
    } else {
      this.#say(answer.status === 422 ? "long" : "refused", { most: this.dataset["most"] ?? "" });
    }
  }
}

/** Paper can't be clicked: everything is open while it is printed, and as before afterwards. */
let closed: HTMLDetailsElement[] = [];
window.addEventListener("beforeprint", () => {
  closed = [...document.querySelectorAll<HTMLDetailsElement>(".prose details:not([open])")];
  for (const one of closed) one.open = true;
});
window.addEventListener("afterprint", () => {
  for (const one of closed) one.open = false;
});

define("worked-example", WorkedExample);
define("reading-place", ReadingPlace);
define("lesson-note", LessonNote);
