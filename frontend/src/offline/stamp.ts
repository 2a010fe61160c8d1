// A time stamp (RFC 3161) beside a seal's signature: it must be intact and over that very signature. Who stamped is not asked:
// the seal says its time itself, under its own signature, and no time stamp makes it older.
import { type AsnType } from "asn1js";
import { ContentInfo, SignedData, TSTInfo } from "pkijs";
import { same } from "./bytes.ts";
import { bytesOf, members, oid } from "./seal.ts";

const TIME_STAMP_TOKEN = "1.2.840.113549.1.9.16.2.14";
const TST_INFO = "1.2.840.113549.1.9.16.1.4";
const HASHES: Record<string, string> = {
  "2.16.840.1.101.3.4.2.1": "SHA-256",
  "2.16.840.1.101.3.4.2.2": "SHA-384",
  "2.16.840.1.101.3.4.2.3": "SHA-512",
};

/** Whether the unsigned attributes are one time stamp over this signature. */
export async function stamped(unsigned: AsnType, signature: Uint8Array): Promise<boolean> {
  const attributes = members(unsigned);
  const [type, values] = members(attributes[0]);
  const tokens = members(values);
  if (attributes.length !== 1 || tokens.length !== 1 || oid(type) !== TIME_STAMP_TOKEN) return false;
  const content = ContentInfo.fromBER(bytesOf(tokens[0]!) as Uint8Array<ArrayBuffer>);
  const stamp = new SignedData({ schema: content.content });
  const stated = stamp.encapContentInfo.eContent?.getValue();
  if (stamp.encapContentInfo.eContentType !== TST_INFO || !stated || stamp.signerInfos.length !== 1) return false;
  const { messageImprint } = TSTInfo.fromBER(stated);
  const hash = HASHES[messageImprint.hashAlgorithm.algorithmId];
  if (!hash) return false;
  const digest = new Uint8Array(await crypto.subtle.digest(hash, signature as Uint8Array<ArrayBuffer>));
  if (!same(new Uint8Array(messageImprint.hashedMessage.valueBlock.valueHexView), digest)) return false;
  return stamp.verify({ signer: 0, checkChain: false, data: stated });
}
