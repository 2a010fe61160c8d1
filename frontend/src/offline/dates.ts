// Dates as this school signs them: 2026-11-25T09:00:00Z and no other way.
import type { Json } from "./kept.ts";

/** The moment, or null for what is written otherwise. */
export function canonicalDate(given: Json | undefined): Date | null {
  if (typeof given !== "string" || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/u.test(given)) return null;
  const moment = new Date(given);
  return Number.isNaN(moment.getTime()) ? null : moment;
}

/** A moment as people read it, in their own time. */
export function told(moment: Date, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" }).format(moment);
}
