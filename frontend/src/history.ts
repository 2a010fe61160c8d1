/** States of an answer, for undo and redo. Changes with the same key in a row count as one. */
export class History<State> {
  #past: State[] = [];
  #future: State[] = [];
  #present: State;
  #key: string | null = null;
  readonly #limit: number;

  constructor(initial: State, limit = 200) {
    this.#limit = limit;
    this.#present = initial;
  }

  get present(): State {
    return this.#present;
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  /** Makes a new state the present one; `key` joins it to the change before where that had the same key. */
  push(state: State, key: string | null = null): void {
    if (key === null || key !== this.#key) {
      this.#past.push(this.#present);
      if (this.#past.length > this.#limit) this.#past.shift();
    }
    this.#key = key;
    this.#present = state;
    this.#future = [];
  }

  undo(): boolean {
    const state = this.#past.pop();
    if (state === undefined) return false;
    this.#future.push(this.#present);
    this.#present = state;
    this.#key = null;
    return true;
  }

  redo(): boolean {
    const state = this.#future.pop();
    if (state === undefined) return false;
    this.#past.push(this.#present);
    this.#present = state;
    this.#key = null;
    return true;
  }
}
