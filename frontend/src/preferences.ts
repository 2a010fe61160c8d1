/** What a person chose for this browser. Storage may be closed (private windows, policies): then the default holds. */

export function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function write(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Nothing to do: the choice holds for this page only.
  }
}

/** Single-key shortcuts are on unless switched off (WCAG 2.1.4). */
export function shortcutsAreOn(): boolean {
  return read("shortcuts") !== "off";
}
