/**
 * <exercise-draft>: keeps the form around it, at once in this browser and within two seconds on the server, hands it in,
 * and says what became of it. Nothing typed is lost to a broken line, an ended session, another tab, or a closed page.
 */
import { csrfToken, define, element, Strings } from "./dom.ts";
import { restore, type State, stateOf } from "./form-state.ts";
import { type Fresh, freshPage, renewToken } from "./fresh-page.ts";
import { bodyOf, handIn, json } from "./handing-in.ts";
import { type Copy, KeptHere } from "./kept-here.ts";

const WAIT = 1000; // from the first change that is not on the server yet to sending it
const SOON = 250; // to the copy in this browser
const LONGEST_WAIT = 30_000;

class ExerciseDraft extends HTMLElement {
  #form!: HTMLFormElement;
  #strings!: Strings;
  #here!: KeptHere;
  #reader = "";
  #version = 0;
  #pages: readonly string[] = []; // this one, and those it took over from until the server has kept what it took over
  #timer = 0;
  #soon = 0;
  #waits = WAIT;
  #unsaved = false;
  #saving = false;
  #choosing = false;
  #handing = false;
  #sent = false; // a hand-in was on its way, and whether it came through is not known
  #gone = false; // handed in, and the page is left
  #closed = false; // this browser keeps nothing
  #note!: HTMLElement; // what somebody has to know or decide; it stays until the next change
  #state!: HTMLElement; // whether all is kept

  connectedCallback(): void {
    const form = this.closest("form");
    if (!form || this.#form) return;
    this.#form = form;
    this.#strings = new Strings(this);
    this.#reader = this.dataset["reader"] ?? "";
    this.#version = Number(this.dataset["version"]);
    this.#here = new KeptHere(this.#reader, location.pathname);
    this.#pages = [this.#here.page];
    this.#note = element("span", { role: "status", class: "draft-note" });
    this.#state = element("span", { role: "status" });
    this.replaceChildren(this.#note, " ", this.#state);
    form.addEventListener("submit", (event) => this.#submit(event));
    window.addEventListener("online", () => this.#online());
    window.addEventListener("pagehide", () => this.#keepHere());
    window.addEventListener("pageshow", (event) => {
      if (event.persisted && this.#gone) location.reload(); // back after handing in: what stood here was handed in
      else if (event.persisted) this.#handing = false;
    });
    window.addEventListener("beforeunload", (event) => {
      if (this.#unsaved && this.#closed && !this.#gone) event.preventDefault();
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.#keepHere();
      else if (this.#unsaved) this.#later(0);
    });
    // Widgets may still add controls of their own while they start, and a copy needs them all.
    if (document.readyState === "complete") void this.#begin();
    else document.addEventListener("DOMContentLoaded", () => void this.#begin(), { once: true });
  }

  async #begin(): Promise<void> {
    const copy = this.#here.take();
    const form = this.#form;
    for (const type of ["input", "change", "form-restored"]) form.addEventListener(type, () => this.#changed());
    if ("again" in this.dataset) this.#changed(); // what came back with its mistakes is newer than any copy
    else if (copy) await this.#takeOver(copy);
  }

  /** What another page left: it is put in, and the server asked whether something else was kept in the meantime. */
  async #takeOver(copy: Copy): Promise<void> {
    if (copy.sent && (await this.#arrived(copy.key))) return;
    const key = this.#form.querySelector<HTMLInputElement>("input[name=key]");
    if (copy.sent && key) key.value = copy.key;
    this.#sent = copy.sent;
    this.#version = copy.version;
    this.#pages = [this.#here.page, ...copy.pages];
    restore(this.#form, copy.state);
    this.#tell("restored", { time: clock(copy.at) });
    this.#later(0);
  }

  /** Whether a hand-in came through of which no answer came back; then its result is shown the way to. */
  async #arrived(key: string): Promise<boolean> {
    const url = this.dataset["arrived"];
    if (!url) return false;
    try {
      const asked = await fetch(`${url}?key=${encodeURIComponent(key)}`, { headers: { Accept: "application/json" } });
      const address = asked.ok ? (await json(asked)).location : undefined;
      if (!address) return false;
      this.#tell("arrived", {}, element("a", { href: address }, this.#strings.say("result")));
      return true;
    } catch {
      return false;
    }
  }

  #changed(): void {
    if (this.#gone) return;
    if (!this.#choosing && !this.#unsaved) this.#note.replaceChildren();
    this.#unsaved = true;
    window.clearTimeout(this.#soon);
    this.#soon = window.setTimeout(() => this.#keepHere(), SOON);
    if (!this.#timer) this.#later(this.#waits);
  }

  #later(wait: number): void {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#save(), wait);
  }

  #keepHere(): void {
    window.clearTimeout(this.#soon);
    if (!this.#unsaved || this.#gone) return;
    const key = this.#form.querySelector<HTMLInputElement>("input[name=key]")?.value ?? "";
    const edition = this.dataset["edition"] ?? "";
    const copy = { state: stateOf(this.#form), version: this.#version, pages: this.#pages, edition, key, sent: this.#sent, at: Date.now() };
    this.#closed = !this.#here.keep(copy);
  }

  /** Keeps the form on the server. Away from the network it tries again and again, at growing distances. */
  async #save(retried = false): Promise<void> {
    this.#timer = 0;
    const url = this.dataset["url"];
    if (!url || this.#saving || this.#choosing || this.#handing || this.#gone) return;
    this.#saving = true;
    this.#unsaved = false;
    const body = bodyOf(this.#form);
    body.set("version", String(this.#version));
    body.set("pages", this.#pages.join(" "));
    let answer: Response | null = null;
    try {
      const headers = { "X-CSRFToken": csrfToken(this), Accept: "application/json" };
      answer = await fetch(url, { method: "PUT", headers, body, signal: AbortSignal.timeout(15_000) });
    } catch {
      answer = null;
    }
    this.#saving = false;
    if (this.#gone || this.#handing) return;
    if (answer?.ok) return this.#kept(await json(answer));
    const changedSince = this.#unsaved;
    this.#unsaved = true;
    this.#keepHere();
    await this.#notKept(answer, retried);
    if (changedSince && !this.#timer && !this.#choosing) this.#later(WAIT);
  }

  #kept(said: Record<string, unknown>): void {
    this.#version = Number(said["version"]);
    this.#pages = [this.#here.page];
    this.#waits = WAIT;
    if (this.#unsaved) this.#later(WAIT);
    else this.#here.drop();
    this.#say("saved", { time: clock(Date.parse(String(said["saved_at"]))) });
  }

  async #notKept(answer: Response | null, retried: boolean): Promise<void> {
    if (answer && (answer.status === 400 || answer.status === 401) && !retried) {
      if (await this.#session()) await this.#save(true);
    } else if (answer?.status === 409) {
      const said: Record<string, unknown> = await json(answer);
      if (typeof said["version"] === "number") await this.#conflict(said["version"], said["saved_at"]);
      else this.#state.textContent = String(said["detail"] ?? this.#strings.say("refused"));
    } else if (answer?.status === 413) {
      this.#say("large");
    } else if (answer && answer.status < 500 && answer.status !== 429) {
      this.#say("refused");
    } else {
      this.#waits = Math.min(LONGEST_WAIT, this.#waits * 2);
      this.#later(this.#waits);
      this.#say(this.#closed ? "closed" : answer ? "waiting" : "offline");
    }
  }

  /** After a refusal for want of a session or token: true where a new token was to be had. Else it says why not. */
  async #session(): Promise<boolean> {
    const fresh = await freshPage(this.#reader);
    if (fresh.sort === "page") renewToken(fresh.form);
    else this.#sayWhoIsMissing(fresh);
    return fresh.sort === "page";
  }

  #sayWhoIsMissing(fresh: Fresh): void {
    this.#waits = LONGEST_WAIT;
    if (fresh.sort === "away") this.#say("offline");
    else if (fresh.sort === "other-person") this.#tell("other_person");
    else this.#tell("signed_out", {}, element("a", { href: this.dataset["signIn"] ?? "/" }, this.#strings.say("sign_in")));
  }

  /** Another tab kept something else (or, at version 0, handed in): both states are there until one is chosen. */
  async #conflict(version: number, savedAt: unknown): Promise<void> {
    const fresh = await freshPage(this.#reader);
    if (fresh.sort !== "page") return this.#sayWhoIsMissing(fresh);
    const theirs = stateOf(fresh.form);
    this.#choosing = true;
    const choose = (key: string, act: () => void): HTMLElement => {
      const button = element("button", { type: "button", class: "button plain compact" }, this.#strings.say(key));
      button.addEventListener("click", () => {
        this.#choosing = false;
        this.#version = version;
        act();
        this.#tell("chose");
        this.#form.querySelector<HTMLElement>("[data-undo]")?.focus();
      });
      return button;
    };
    const mine = choose("mine", () => {
      this.#form.dispatchEvent(new CustomEvent<State>("form-other", { detail: theirs }));
      this.#unsaved = true;
      this.#later(0);
    });
    const other = choose("theirs", () => {
      restore(this.#form, theirs);
      this.#unsaved = false;
      window.clearTimeout(this.#timer);
      this.#timer = 0;
      this.#here.drop();
    });
    this.#tell(version ? "conflict" : "handed_in", { time: clock(Date.parse(String(savedAt))) }, mine, other);
  }

  #submit(event: SubmitEvent): void {
    // A button with an address of its own (a hint) is the browser's; so is a form that came with no way to hand it in.
    if (event.defaultPrevented || event.submitter?.hasAttribute("formaction")) return this.#keepHere();
    event.preventDefault();
    if (!this.#handing && !this.#gone) void this.#handIn(event.submitter);
  }

  async #handIn(submitter: HTMLElement | null, retried = false): Promise<void> {
    this.#handing = true;
    window.clearTimeout(this.#timer);
    this.#timer = 0;
    this.#unsaved = true;
    this.#sent = true;
    this.#keepHere();
    this.#note.replaceChildren();
    this.#say("sending");
    const outcome = await handIn(this.#form, bodyOf(this.#form, submitter));
    if (outcome.sort === "done") return this.#leave(outcome.location);
    if (outcome.sort === "page") return this.#form.submit(); // the server shows what is wrong, beside what was typed
    this.#handing = false;
    this.#sent = outcome.sort === "away" || outcome.sort === "busy";
    this.#state.replaceChildren();
    if (outcome.sort === "said") this.#note.textContent = outcome.sentence;
    else if (outcome.sort === "session") {
      if (!retried && (await this.#session())) await this.#handIn(submitter, true);
    } else this.#tell(outcome.sort === "away" ? "not_sent" : outcome.sort);
  }

  #leave(address: string): void {
    this.#gone = true;
    this.#here.drop();
    location.assign(address);
  }

  #online(): void {
    if (this.#note.dataset["said"] === "not_sent") this.#tell("back");
    if (this.#unsaved) this.#later(0);
  }

  /** Says how things stand. */
  #say(key: string, values: Readonly<Record<string, string>> = {}): void {
    this.#state.textContent = this.#strings.say(key, values);
  }

  /** Says what somebody has to know, with what they may do about it. */
  #tell(key: string, values: Readonly<Record<string, string>> = {}, ...further: Node[]): void {
    this.#note.dataset["said"] = key;
    this.#note.replaceChildren(this.#strings.say(key, values), ...further.flatMap((node) => [" ", node]));
  }
}

function clock(milliseconds: number): string {
  return new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date(milliseconds));
}

define("exercise-draft", ExerciseDraft);
