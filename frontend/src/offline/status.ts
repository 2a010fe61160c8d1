// Who is revoked: signed lists (W3C Bitstring Status List v1.0) that came with this page or were dropped on it later.
import { canonicalDate } from "./dates.ts";
import { fromBase64, inflated, utf8 } from "./bytes.ts";
import { type Document, type Kept, trusted, Unreadable } from "./kept.ts";
import { verifies } from "./proof.ts";
import { fits, parsed } from "./reading.ts";

const BYTES = 131_072 / 8;

export interface StatusList {
  id: string;
  from: Date;
  until: Date;
  bits: Uint8Array;
}

/** A list as it is signed by the school, fresh or not. Throws Unreadable. */
export async function readList(data: Uint8Array, kept: Kept): Promise<StatusList> {
  const document = parsed(data, kept.limits.list);
  if (!fits(document, kept.shapes.status_list)) throw new Unreadable("no_status_list");
  const ours = document.issuer === kept.issuer && String(document["@context"]) === String(kept.list_contexts);
  if (!ours || !(await verifies(document, trusted(kept), kept))) throw new Unreadable("foreign_status_list");
  const [from, until] = [canonicalDate(document.validFrom), canonicalDate(document.validUntil)];
  const bits = decoded((document.credentialSubject as Document).encodedList as string);
  if (!from || !until || !bits) throw new Unreadable("no_status_list");
  return { id: document.id as string, from, until, bits };
}

/** Whether a file sets out to be a list and not a certificate. */
export const isList = (document: Document): boolean =>
  Array.isArray(document.type) && document.type.includes("BitstringStatusListCredential");

/** The lists of the school by their address, the newest of each. */
export class Lists {
  private readonly known = new Map<string, StatusList>();

  add(list: StatusList): void {
    const other = this.known.get(list.id);
    if (!other || other.from < list.from) this.known.set(list.id, list);
  }

  all(): StatusList[] {
    return [...this.known.values()];
  }

  /** The list a certificate names, and whether its place is set there; null where nobody can say today. */
  look(status: Document, now: Date): { list: StatusList | undefined; revoked: boolean | null } {
    const list = this.known.get(status.statusListCredential as string);
    const index = /^\d{1,6}$/u.test(status.statusListIndex as string) ? Number(status.statusListIndex) : BYTES * 8;
    if (!list || index >= BYTES * 8 || now < list.from || now >= list.until) return { list, revoked: null };
    return { list, revoked: (list.bits[index >> 3]! & (0x80 >> (index % 8))) !== 0 };
  }
}

function decoded(encoded: string): Uint8Array | null {
  if (!/^u[A-Za-z0-9_-]+$/u.test(encoded)) return null;
  try {
    const squeezed = fromBase64(encoded.slice(1).replaceAll("-", "+").replaceAll("_", "/"));
    const { data, whole } = inflated(squeezed, BYTES);
    return whole && data.length === BYTES ? data : null;
  } catch {
    return null;
  }
}

/** The lists this page came with; one that can't be read is as good as none. */
export async function listsOf(kept: Kept): Promise<Lists> {
  const lists = new Lists();
  for (const data of kept.status_lists)
    try {
      lists.add(await readList(utf8(data), kept));
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
    }
  return lists;
}
