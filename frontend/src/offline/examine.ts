// The verdict on a file, by what this page was given: the same closed rules, checks and states as `curriculum verify`, and
// the public log as it was on that day. "Valid" is said only where every check could be done and was passed.
import canonicalize from "canonicalize";
import { canonicalDate } from "./dates.ts";
import { characters, same, utf8 } from "./bytes.ts";
import { type Document, type Kept, Unreadable } from "./kept.ts";
import { type Log, placeIn } from "./log.ts";
import { isPdf, opened } from "./pdf.ts";
import { verifies } from "./proof.ts";
import { fits, parsed } from "./reading.ts";
import type { Lists, StatusList } from "./status.ts";

export interface Check {
  code: string;
  passed: boolean | null; // null: it could not be checked
}

export interface Report {
  state: "valid" | "expired" | "revoked" | "broken" | "undecided";
  checks: Check[];
  certificate: Document | null; // only where its signature holds
  list: StatusList | undefined; // the one that was asked
  place: number | null; // in the public log
}

/** Check a certificate: its signed JSON, or its PDF. Throws Unreadable. */
export async function examined(data: Uint8Array, kept: Kept, lists: Lists, log: Log | null, now: Date): Promise<Report> {
  const checks: Check[] = [];
  let document = data;
  if (isPdf(data)) {
    const sealed = await opened(data, kept);
    document = sealed.credential;
    const held = kept.authorities.length > 0 ? sealed.code === "sealed" : null;
    checks.push({ code: "seal", passed: held }, { code: "print", passed: held || null });
  } else if (/^ey[\w-]+\.[\w-]+\.[\w-]+\s*$/u.test(characters(data.subarray(0, kept.limits.certificate)))) throw new Unreadable("jwt");
  const certificate = read(document, kept);
  const [start, end] = [canonicalDate(certificate.validFrom), canonicalDate(certificate.validUntil)];
  const { list, revoked } = lists.look(certificate.credentialStatus as Document, now);
  const signed = namesKnownContexts(certificate, kept) && (await verifies(certificate, kept.keys, kept));
  const place = log && placeIn(log, document);
  checks.push(
    { code: "untouched", passed: same(utf8(canonicalize(certificate) ?? ""), document) },
    { code: "signature", passed: signed },
    ...keyCheck(certificate, kept, log, place),
    { code: "issuer", passed: isOurs(certificate, kept) },
    { code: "log", passed: place === null ? null : true },
    { code: "revocation", passed: revoked === null ? null : !revoked },
    { code: "validity", passed: start !== null && end !== null && start <= now && now < end },
  );
  return { state: judged(checks), checks, certificate: signed ? certificate : null, list, place };
}

function read(data: Uint8Array, kept: Kept): Document {
  const document = parsed(data, kept.limits.certificate);
  if (!fits(document, kept.shapes.certificate)) throw new Unreadable("no_certificate");
  return document;
}

/** What a stolen key signed is believed only where the log shows it from before the theft. */
function keyCheck(certificate: Document, kept: Kept, log: Log | null, place: number | null): Check[] {
  const method = (certificate.proof as Document[])[0]!.verificationMethod as string;
  if (!Object.hasOwn(kept.distrusted, method)) return [];
  return [{ code: "key", passed: log ? place !== null && place < kept.distrusted[method]! : null }];
}

const namesKnownContexts = (certificate: Document, kept: Kept): boolean =>
  canonicalize(certificate["@context"]) === canonicalize(kept.certificate_contexts);

function isOurs(certificate: Document, kept: Kept): boolean {
  const [proof] = certificate.proof as Document[];
  return (certificate.issuer as Document).id === kept.issuer && String(proof!.verificationMethod).startsWith(`${kept.issuer}#`);
}

/** The one word for it: what is not ours outweighs all, then a revocation, then what nobody could check, then expiry. */
function judged(checks: Check[]): Report["state"] {
  const found = new Map(checks.map((check) => [check.code, check.passed]));
  if (checks.some(({ code, passed }) => passed === false && code !== "revocation" && code !== "validity")) return "broken";
  if (found.get("revocation") === false) return "revoked";
  if (checks.some(({ passed }) => passed === null)) return "undecided";
  return found.get("validity") ? "valid" : "expired";
}
