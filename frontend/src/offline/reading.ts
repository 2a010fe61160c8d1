// Reading a JSON file the way this school's own verifier does: UTF-8, an object, no name twice, nothing beyond its closed shape.
import { type Schema, Validator } from "@cfworker/json-schema";
import { text } from "./bytes.ts";
import { type Document, type Json, Unreadable } from "./kept.ts";

/** A JSON object in UTF-8 in which no name stands twice. Throws Unreadable. */
export function parsed(data: Uint8Array, limit: number): Document {
  if (data.length > limit) throw new Unreadable("too_large");
  let found: Json;
  try {
    const source = text(data);
    found = JSON.parse(source) as Json;
    if (namesTwice(source)) throw new SyntaxError("a name stands twice");
  } catch {
    throw new Unreadable("no_json");
  }
  if (typeof found !== "object" || found === null || Array.isArray(found)) throw new Unreadable("no_certificate");
  return found;
}

/** Whether an object of this JSON, which is known to be well formed, has a name twice. */
function namesTwice(source: string): boolean {
  const open: (Set<string> | null)[] = [];
  const tokens = source.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?|[[\]{}]/gu);
  for (const [token, colon] of tokens) {
    if (token === "{") open.push(new Set());
    else if (token === "[") open.push(null);
    else if (token === "}" || token === "]") open.pop();
    else if (colon) {
      const names = open.at(-1);
      const name = JSON.parse(token.slice(0, -colon.length)) as string;
      if (names?.has(name)) return true;
      names?.add(name);
    }
  }
  return false;
}

/** Whether a document has this closed shape, and every text of it is Unicode. */
export function fits(document: Document, shape: Schema): boolean {
  return wellFormed(document) && new Validator(shape, "2020-12").validate(document).valid;
}

function wellFormed(value: Json): boolean {
  const waiting: Json[] = [value];
  while (waiting.length > 0) {
    const one = waiting.pop()!;
    if (typeof one === "string" && !one.isWellFormed()) return false;
    if (typeof one === "object" && one !== null)
      for (const [name, inner] of Object.entries(one)) {
        if (!name.isWellFormed()) return false;
        waiting.push(inner);
      }
  }
  return true;
}
