/**
 * What is typed, kept in this browser until the server has it. Every open page has a copy of its own, so that two tabs away
 * from the network cannot write over each other; the next page of the same exercise and person takes over what it finds.
 */
import type { State } from "./form-state.ts";

export interface Copy {
  readonly state: State;
  readonly version: number; // of the draft it was made on
  readonly pages: readonly string[]; // that cannot know whether their last words reached the server
  readonly edition: string;
  readonly key: string; // of the form's hand-in
  readonly sent: boolean; // whether that hand-in was on its way when the copy was made
  readonly at: number; // milliseconds
}

const PREFIX = "work:";
const LONGEST = 30 * 24 * 3600 * 1000;

export class KeptHere {
  readonly #all: string;
  readonly #own: string;
  readonly page = `${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`;

  constructor(reader: string, path: string) {
    this.#all = `${PREFIX}${reader}:${path}:`;
    this.#own = `${this.#all}${this.page}`;
  }

  /** Keeps it; false where this browser keeps nothing. */
  keep(copy: Copy): boolean {
    try {
      localStorage.setItem(this.#own, JSON.stringify(copy));
      return true;
    } catch {
      return false;
    }
  }

  /** Forgets this page's copy. */
  drop(): void {
    remove(this.#own);
  }

  /** The newest copy other pages left, which are forgotten; copies of anybody older than a month are too. */
  take(): Copy | null {
    let newest: Copy | null = null;
    for (const name of names()) {
      const copy = read(name);
      if (name.startsWith(this.#all) && name !== this.#own) {
        if (copy && (!newest || copy.at > newest.at)) newest = copy;
        remove(name);
      } else if (!copy || Date.now() - copy.at > LONGEST) {
        remove(name);
      }
    }
    return newest;
  }
}

function names(): string[] {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
  } catch {
    return [];
  }
}

function read(name: string): Copy | null {
  try {
    const copy = JSON.parse(localStorage.getItem(name) ?? "null") as Copy | null;
    return copy && Array.isArray(copy.state) && Array.isArray(copy.pages) ? copy : null;
  } catch {
    return null;
  }
}

function remove(name: string): void {
  try {
    localStorage.removeItem(name);
  } catch {
    // Storage is closed, so there is nothing to forget.
  }
}
