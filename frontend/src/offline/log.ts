// The public log as it was when this page was made: every entry's hash, and the checkpoint the school signed over them all
// (RFC 6962 tree; C2SP tlog-checkpoint and signed-note, Ed25519).
import { ed25519 } from "@noble/curves/ed25519.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { fromBase64, joined, same, utf8 } from "./bytes.ts";
import { type Kept, trusted } from "./kept.ts";
import { publicKey } from "./proof.ts";

export interface Log {
  size: number;
  leaves: Map<string, number>; // hash → place
}

/** The log this page holds, where its checkpoint is signed by the school and over these very entries; else null. */
export function logOf(kept: Kept): Log | null {
  if (!kept.log?.leaves) return null;
  try {
    const data = fromBase64(kept.log.leaves);
    const leaves = Array.from({ length: data.length / 32 }, (_, place) => data.subarray(32 * place, 32 * place + 32));
    const [origin, size, root] = kept.log.note.split("\n");
    const right = Number(size) === leaves.length && same(fromBase64(root!), rootOf(leaves)) && isSigned(kept.log.note, origin!, kept);
    return right ? { size: leaves.length, leaves: new Map(leaves.map((leaf, place) => [key(leaf), place])) } : null;
  } catch {
    return null;
  }
}

/** At which place a signed credential stands; null where it stands nowhere. */
export function placeIn(log: Log, document: Uint8Array): number | null {
  return log.leaves.get(key(sha256(joined(Uint8Array.of(0), sha256(document))))) ?? null;
}

const key = (hash: Uint8Array): string => String.fromCharCode(...hash);

function rootOf(leaves: Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return sha256(new Uint8Array());
  let level = leaves;
  while (level.length > 1) {
    const above: Uint8Array[] = [];
    for (let place = 0; place < level.length; place += 2) {
      const [left, right] = [level[place]!, level[place + 1]];
      above.push(right ? sha256(joined(Uint8Array.of(1), left, right)) : left);
    }
    level = above;
  }
  return level[0]!;
}

function isSigned(note: string, name: string, kept: Kept): boolean {
  const [body, below] = note.split("\n\n") as [string, string];
  for (const [, signer, signature] of below.matchAll(/^— ([^ +\n]+) ([A-Za-z0-9+/]+={0,2})$/gmu)) {
    const data = fromBase64(signature!);
    for (const multikey of Object.values(trusted(kept))) {
      const known = publicKey(multikey);
      const hash = sha256(joined(utf8(`${name}\n`), Uint8Array.of(1), known)).subarray(0, 4);
      if (signer === name && same(data.subarray(0, 4), hash) && ed25519.verify(data.subarray(4), utf8(`${body}\n`), known, { zip215: false })) return true;
    }
  }
  return false;
}
