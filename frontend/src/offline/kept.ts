// What the school put into this page when it was downloaded: whom to trust, what was revoked, and the words to say it in.
import type { Schema } from "@cfworker/json-schema";

export type Language = "ko" | "en";
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
export type Document = { [name: string]: Json };

export interface Words {
  page: Record<string, string>; // the page's own sentences, by name
  states: Record<string, [tone: string, title: string, text: string]>;
  checks: Record<string, [name: string, passed: string, failed: string, undone: string]>;
  unreadable: Record<string, string>;
}

export interface Kept {
  made_at: string;
  language: Language;
  address: string;
  school: Record<Language, string>;
  issuer: string;
  keys: Record<string, string>; // verification method → Multikey
  distrusted: Record<string, number>; // stolen keys → how many entries of the log still stand for what they signed
  authorities: string[]; // PEM
  contexts: Record<string, Document>;
  certificate_contexts: string[];
  list_contexts: string[];
  shapes: { certificate: Schema; status_list: Schema };
  limits: { certificate: number; list: number; pdf: number; attachment: number; seal: number; entries: number };
  demonstration: string;
  status_lists: string[];
  log: { note: string; leaves: string | null; read_at: string } | null;
  words: Record<Language, Words>;
}

/** A file that can't be examined at all; `code` says why. */
export class Unreadable extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

/** The keys that vouch by themselves: all but the stolen ones. */
export const trusted = (kept: Kept): Record<string, string> =>
  Object.fromEntries(Object.entries(kept.keys).filter(([method]) => !Object.hasOwn(kept.distrusted, method)));

/** The data block of this page. */
export function kept(): Kept {
  return JSON.parse(document.getElementById("kept")?.textContent ?? "null") as Kept;
}
