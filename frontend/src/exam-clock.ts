/**
 * <exam-clock data-now data-deadline data-form data-strings>: time left by the server's clock. The page's own clock only
 * measures what has passed since; drafts bring the server's time along and correct it. At zero the form is handed in.
 */
import { define, Strings } from "./dom.ts";

const WARNINGS = [5, 1];

/** Minutes and seconds (or hours) left, as people read a clock. */
export function clockFace(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  const hours = Math.floor(seconds / 3600);
  const two = (n: number): string => String(n).padStart(2, "0");
  const rest = `${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}

class ExamClock extends HTMLElement {
  #offset = 0;
  #timer = 0;
  #said = new Set<number>();
  readonly #corrected = (event: Event): void => {
    const time = (event as CustomEvent<number>).detail;
    if (Number.isFinite(time)) this.#offset = time - Date.now();
    this.#show();
  };

  connectedCallback(): void {
    this.#offset = Date.parse(this.dataset["now"] ?? "") - Date.now() || 0;
    const left = this.#left();
    for (const minutes of WARNINGS) if (left <= (minutes - 1) * 60_000) this.#said.add(minutes);
    document.addEventListener("server-time", this.#corrected);
    this.#timer = window.setInterval(() => this.#show(), 1000);
    this.#show();
  }

  disconnectedCallback(): void {
    document.removeEventListener("server-time", this.#corrected);
    window.clearInterval(this.#timer);
  }

  #left(): number {
    return Date.parse(this.dataset["deadline"] ?? "") - (Date.now() + this.#offset);
  }

  #show(): void {
    const left = this.#left();
    const face = this.querySelector("[data-part=face]");
    if (face) face.textContent = clockFace(left);
    this.toggleAttribute("data-late", left < WARNINGS[0]! * 60_000);
    this.#warn(left);
    if (left <= 0) this.#end();
  }

  #warn(left: number): void {
    const strings = new Strings(this);
    for (const minutes of WARNINGS) {
      if (left > minutes * 60_000 || this.#said.has(minutes)) continue;
      this.#said.add(minutes);
      if (left > 0) this.#announce(strings.say("left", { minutes }));
    }
  }

  #announce(sentence: string): void {
    const status = this.querySelector("[role=status], [role=alert]");
    if (status) status.textContent = sentence;
  }

  #end(): void {
    window.clearInterval(this.#timer);
    this.#announce(new Strings(this).say("over"));
    const form = document.getElementById(this.dataset["form"] ?? "");
    if (form instanceof HTMLFormElement) form.requestSubmit();
  }
}

define("exam-clock", ExamClock);
