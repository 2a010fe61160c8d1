/**
 * Which key does what. Every widget asks here, so that keys can be switched off and changed in one place.
 *
 * A chord is `event.code` with its modifiers before it, in this order: "Ctrl+", "Alt+", "Shift+" (⌘ counts as Ctrl). Codes
 * and not characters, so that a Korean input method or another layout cannot swallow a key.
 */
import { read, shortcutsAreOn, write } from "./preferences.ts";

/** Every action that has a key, with its chord as shipped; widgets add theirs here. */
export const DEFAULTS = {
  "hand-in": "Ctrl+Enter",
  undo: "Ctrl+KeyZ",
  redo: "Ctrl+Shift+KeyZ",
  sheet: "Shift+Slash",
  "mark.end-earlier": "BracketLeft",
  "mark.end-later": "BracketRight",
  "mark.start-earlier": "Shift+BracketLeft",
  "mark.start-later": "Shift+BracketRight",
  "ranking.up": "Alt+ArrowUp",
  "ranking.down": "Alt+ArrowDown",
  "ranking.top": "Alt+Shift+ArrowUp",
  "ranking.bottom": "Alt+Shift+ArrowDown",
  "ranking.level": "Equal",
  "mark.next": "KeyN",
  "mark.previous": "Shift+KeyN",
  "mark.edit": "KeyE",
  "mark.accept": "KeyA",
  "mark.reject": "KeyR",
  "boxes.add": "KeyN",
  "boxes.larger": "Equal",
  "boxes.smaller": "Minus",
  // With Alt, as the text is typed meanwhile; J K L as editors of film and sound have them, free in browsers and input methods.
  "player.toggle": "Alt+KeyK",
  "player.back": "Alt+KeyJ",
  "player.forward": "Alt+KeyL",
  "player.slower": "Alt+Comma",
  "player.faster": "Alt+Period",
  "player.mark": "Alt+KeyM",
  "review.next": "KeyJ",
  "review.previous": "KeyK",
  "review.choose": "KeyB",
} as const;

export type Action = keyof typeof DEFAULTS;

/** The chord of an event. */
export function chord(event: KeyboardEvent): string {
  return `${event.ctrlKey || event.metaKey ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}${event.shiftKey ? "Shift+" : ""}${event.code}`;
}

/** The chord an action has for this person. */
export function keyOf(action: Action): string {
  return read(`key.${action}`) ?? DEFAULTS[action];
}

/** Gives an action another chord; null gives it back the shipped one. */
export function rebind(action: Action, to: string | null): void {
  write(`key.${action}`, to);
}

/** True where the event is the key of the action, shortcuts are on and no input method is composing. */
export function pressed(event: KeyboardEvent, action: Action): boolean {
  return !composes(event) && shortcutsAreOn() && chord(event) === keyOf(action);
}

/** True while an input method composes; Safari ends the composition before it tells of the key that ended it. */
export function composes(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}

/** The number a digit key stands for, 1 to 10 (0 is the tenth); null for other keys, with modifiers, or where shortcuts are off. */
export function digit(event: KeyboardEvent): number | null {
  if (composes(event) || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || !shortcutsAreOn()) return null;
  const found = /^(?:Digit|Numpad)(\d)$/u.exec(event.code)?.[1];
  return found === undefined ? null : Number(found) || 10;
}
