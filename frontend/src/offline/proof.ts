// Data Integrity proofs with the cryptosuite eddsa-rdfc-2022 (W3C Data Integrity EdDSA Cryptosuites 1.0, section 3.3).
// Contexts come from this page; a document that names another one, or writes one inline, is refused.
import { ed25519 } from "@noble/curves/ed25519.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import jsonld from "jsonld";
import { fromMultibase, joined, utf8 } from "./bytes.ts";
import type { Document, Json, Kept } from "./kept.ts";

/** SHA-256 for the canonicalisation, also where a browser has no WebCrypto for files. */
class MessageDigest {
  private readonly hash = sha256.create();

  update(message: string): void {
    this.hash.update(utf8(message));
  }

  digest(): string {
    return bytesToHex(this.hash.digest());
  }
}

/** Whether the one proof is by one of these keys (verification method → Multikey) and over this very document. */
export async function verifies(signed: Document, keys: Record<string, string>, kept: Kept): Promise<boolean> {
  try {
    const { proof: proofs, ...document } = signed;
    if (!Array.isArray(proofs) || proofs.length !== 1) return false;
    const { proofValue, ...options } = proofs[0] as Record<string, string>;
    const expected = ["DataIntegrityProof", "eddsa-rdfc-2022", "assertionMethod"];
    if ([options.type, options.cryptosuite, options.proofPurpose].some((said, place) => said !== expected[place])) return false;
    const key = Object.hasOwn(keys, options.verificationMethod!) ? publicKey(keys[options.verificationMethod!]!) : null;
    if (!key) return false;
    const config = await canonical({ ...options, "@context": document["@context"]! }, kept);
    const hash = joined(sha256(utf8(config)), sha256(utf8(await canonical(document, kept))));
    return ed25519.verify(fromMultibase(proofValue!), hash, key, { zip215: false });
  } catch {
    return false;
  }
}

/** The 32 bytes of an Ed25519 Multikey. Throws for another. */
export function publicKey(multikey: string): Uint8Array {
  const data = fromMultibase(multikey);
  if (data.length !== 34 || data[0] !== 0xed || data[1] !== 0x01) throw new Error("not an Ed25519 Multikey");
  return data.subarray(2);
}

/** RDFC-1.0 as N-Quads. */
async function canonical(document: Document, kept: Kept): Promise<string> {
  const named = document["@context"] as Json;
  for (const context of Array.isArray(named) ? named : [named])
    if (typeof context !== "string" || !Object.hasOwn(kept.contexts, context)) throw new Error("an unknown context");
  const options = {
    algorithm: "RDFC-1.0",
    format: "application/n-quads",
    safe: false, // the closed shape lets nothing through that no context defines, and the reference drops such terms too
    documentLoader: (url: string) => {
      if (!Object.hasOwn(kept.contexts, url)) throw new Error(`the context ${url} is not on the list`);
      return Promise.resolve({ contextUrl: undefined, documentUrl: url, document: kept.contexts[url]! });
    },
    canonizeOptions: { createMessageDigest: () => new MessageDigest() },
  };
  return (await jsonld.canonize(document as jsonld.JsonLdDocument, options as never)) as unknown as string;
}
