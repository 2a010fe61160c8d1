/**
 * <exercise-draft data-url data-version>: keeps the form around it on the server two seconds after a change, and says so.
 * Of two tabs the slower one is told and may load what the other kept. Away from the network it tries again.
 */
import { csrfToken, define, element, Strings } from "./dom.ts";

const WAIT = 1500;

interface Kept {
  readonly version: number;
  readonly saved_at: string;
}

class ExerciseDraft extends HTMLElement {
  #version = 0;
  #timer = 0;
  #sending = false;
  #again = false;
  #strings!: Strings;

  connectedCallback(): void {
    const form = this.closest("form");
    if (!form) return;
    this.#strings = new Strings(this);
    this.#version = Number(this.dataset["version"]);
    this.setAttribute("role", "status");
    const changed = (): void => this.#later();
    form.addEventListener("input", changed);
    form.addEventListener("change", changed);
    window.addEventListener("online", changed);
    form.addEventListener("submit", () => window.clearTimeout(this.#timer));
  }

  #later(): void {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#keep(), WAIT);
  }

  async #keep(): Promise<void> {
    const form = this.closest("form");
    const url = this.dataset["url"];
    if (!form || !url) return;
    if (this.#sending) {
      this.#again = true;
      return;
    }
    this.#sending = true;
    try {
      const body = new URLSearchParams();
      for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
      body.set("version", String(this.#version));
      const answer = await fetch(url, { method: "PUT", headers: { "X-CSRFToken": csrfToken(this) }, body });
      await this.#tell(answer);
    } catch {
      this.textContent = this.#strings.say("offline");
    } finally {
      this.#sending = false;
    }
    if (this.#again) {
      this.#again = false;
      this.#later();
    }
  }

  async #tell(answer: Response): Promise<void> {
    if (answer.status === 409) {
      const load = element("a", { href: location.href }, this.#strings.say("load"));
      this.replaceChildren(this.#strings.say("conflict"), " ", load);
    } else if (answer.ok) {
      const kept = (await answer.json()) as Kept;
      this.#version = kept.version;
      const time = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hour12: false }).format(new Date(kept.saved_at));
      this.textContent = this.#strings.say("saved", { time });
    } else {
      this.textContent = this.#strings.say("refused");
    }
  }
}

define("exercise-draft", ExerciseDraft);
