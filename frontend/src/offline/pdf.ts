// A sealed PDF, as bytes in which one signature and one attachment are looked for: structure is followed nowhere, so that
// hostile files find nothing to work on. The signature must cover every byte but its own.
import { sha256 } from "@noble/hashes/sha2.js";
import { characters, fromHex, inflated, joined } from "./bytes.ts";
import { type Kept, Unreadable } from "./kept.ts";
import { Broken, inForce, pem, signers } from "./seal.ts";
import { fromBER } from "asn1js";

const SPACE = "[ \\t\\n\\r\\f\\v]";
const ENCRYPTED = new RegExp(`/Encrypt${SPACE}*(?:<<|\\d+${SPACE}+\\d+${SPACE}+R)`, "u");
const EMBEDDED = new RegExp(`/Type${SPACE}*/EmbeddedFile(?![\\w#])`, "gu");
const RANGE = new RegExp(`/ByteRange${SPACE}*\\[${SPACE}*${["\\d{1,9}", "\\d{1,9}", "\\d{1,9}", "\\d{1,9}"].map((one) => `(${one})`).join(`${SPACE}+`)}${SPACE}*\\]`, "u");
const SEALED_AT = /\/M \(D(?:\\072|:)(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z\)/u;
const CERTIFIES = /\/SubFilter \/ETSI\.CAdES\.detached\n.*\/TransformMethod \/DocMDP\n.*\/P 1\n/su;

/** Whether a file sets out to be a PDF. */
export const isPdf = (data: Uint8Array): boolean =>
  characters(data.subarray(0, 1024)).replace(new RegExp(`^${SPACE}+`, "u"), "").startsWith("%PDF-");

/** The attached credential, and how the seal is: "sealed" is the only good news. Throws Unreadable. */
export async function opened(pdf: Uint8Array, kept: Kept): Promise<{ code: string; credential: Uint8Array }> {
  if (pdf.length > kept.limits.pdf) throw new Unreadable("too_large");
  const source = characters(pdf);
  if (!source.startsWith("%PDF-")) throw new Unreadable("not_pdf");
  if (ENCRYPTED.test(source)) throw new Unreadable("encrypted");
  const credential = attachment(pdf, source, kept.limits.attachment);
  try {
    await hold(pdf, source, kept);
  } catch (error) {
    return { code: error instanceof Broken ? error.code : "changed", credential };
  }
  return { code: "sealed", credential };
}

function attachment(pdf: Uint8Array, source: string, limit: number): Uint8Array {
  const found = [...source.matchAll(EMBEDDED)];
  if (found.length !== 1) throw new Unreadable("no_credential");
  const end = found[0]!.index + found[0]![0].length;
  const start = /stream\r?\n/u.exec(source.slice(end, end + 2000));
  if (!start) throw new Unreadable("not_pdf");
  const first = end + start.index + start[0].length;
  let data: Uint8Array;
  let whole = true;
  if (source[first] === "{") {
    const stop = source.indexOf("endstream", first);
    data = pdf.subarray(first, first + source.slice(first, stop < 0 ? -1 : stop).replace(/[\r\n]+$/u, "").length);
  } else ({ data, whole } = inflated(pdf.subarray(first), limit));
  if (data.length > limit) throw new Unreadable("too_large");
  if (!whole) throw new Unreadable("not_pdf");
  return data;
}

async function hold(pdf: Uint8Array, source: string, kept: Kept): Promise<void> {
  const [start, end] = gap(source);
  const digits = /^<([0-9a-f]+)>$/u.exec(source.slice(start, end))?.[1];
  if (!digits || digits.length % 2 || end - start > kept.limits.seal) throw new Broken("changed");
  const padded = fromHex(digits);
  const { offset } = fromBER(padded as Uint8Array<ArrayBuffer>);
  if (offset <= 0 || padded.subarray(offset).some((byte) => byte !== 0)) throw new Broken("changed");
  const digest = sha256(joined(pdf.subarray(0, start), pdf.subarray(end)));
  const sealer = await signers(padded.subarray(0, offset), digest, kept.authorities.map(pem));
  const said = source.slice(end);
  const at = SEALED_AT.exec(said)?.slice(1).map(Number);
  if (!at || !CERTIFIES.test(said)) throw new Broken("changed");
  inForce(sealer, new Date(Date.UTC(at[0]!, at[1]! - 1, at[2]!, at[3]!, at[4]!, at[5]!)));
}

/** Where the one signature stands, which must cover all the rest of the file. */
function gap(source: string): [number, number] {
  const count = source.split("/ByteRange").length - 1;
  if (count !== 1) throw new Broken(count ? "two_seals" : "unsealed");
  const found = RANGE.exec(source)?.slice(1).map(Number);
  if (!found) throw new Broken("changed");
  const [first, start, end, rest] = found as [number, number, number, number];
  if (first === 0 && start < end && end + rest < source.length) throw new Broken("appended");
  const before = source.slice(Math.max(0, start - 64), start).replace(new RegExp(`${SPACE}+$`, "u"), "");
  if (first || start >= end || end + rest !== source.length || !before.endsWith("/Contents")) throw new Broken("changed");
  return [start, end];
}
