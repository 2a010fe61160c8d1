// The signature in a sealed PDF: CMS (RFC 5652) as PAdES has it, by a P-256 key whose certificate the school's authority signed.
// What no signature covers can be written in one way only: the container is built anew from its parts and compared.
import { p256 } from "@noble/curves/nist.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { type AsnType, fromBER, type ObjectIdentifier, OctetString } from "asn1js";
import { Certificate } from "pkijs";
import { characters, fromBase64, joined, same } from "./bytes.ts";
import { stamped } from "./stamp.ts";

const SIGNED_DATA = "1.2.840.113549.1.7.2";
const MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
const SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47";
const ECDSA_SHA256 = "1.2.840.10045.4.3.2";
const KEY_USAGE = "2.5.29.15";
const ALGORITHM = Uint8Array.of(0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1, 5, 0); // SHA-256, NULL
const DATA = Uint8Array.of(0x30, 0x0b, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1); // id-data
const SIGNED = Uint8Array.of(0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2); // id-signedData
const ECDSA = Uint8Array.of(0x30, 0x0a, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2); // ecdsa-with-SHA256
const ONE = Uint8Array.of(2, 1, 1);
const DIGITAL_SIGNATURE_AND_CONTENT_COMMITMENT = 0xc0;

/** The seal does not hold; `code` says how. */
export class Broken extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

export interface Sealer {
  certificate: Certificate;
  authority: Certificate;
}

/** One DER value. Throws for anything else, or where something follows. */
export function der(data: Uint8Array): AsnType {
  const { offset, result } = fromBER(data as Uint8Array<ArrayBuffer>);
  if (offset !== data.length) throw new Broken("changed");
  return result;
}

/** The members of a SEQUENCE, a SET or a constructed tag. */
export function members(node: AsnType | undefined): AsnType[] {
  const value = (node?.valueBlock as { value?: unknown } | undefined)?.value;
  if (!Array.isArray(value)) throw new Broken("changed");
  return value as AsnType[];
}

/** The bytes of a value as they stand in the file. */
export const bytesOf = (node: AsnType): Uint8Array => new Uint8Array(node.valueBeforeDecodeView);

export const oid = (node: AsnType | undefined): string => (node as ObjectIdentifier).valueBlock.toString();

export function octets(node: AsnType | undefined): Uint8Array {
  if (!(node instanceof OctetString) || node.idBlock.isConstructed) throw new Broken("changed");
  return node.valueBlock.valueHexView;
}

/** Tag, length and content. */
export function tlv(tag: number, ...parts: Uint8Array[]): Uint8Array {
  const content = joined(...parts);
  const digits = content.length > 127 ? content.length.toString(16) : "";
  const length =
    content.length > 127
      ? Uint8Array.from((digits.length % 2 ? `0${digits}` : digits).match(/../gu)!, (pair) => Number.parseInt(pair, 16))
      : Uint8Array.of(content.length);
  const head = content.length > 127 ? Uint8Array.of(tag, 0x80 | length.length) : Uint8Array.of(tag);
  return joined(head, length, content);
}

export const pem = (text: string): Certificate =>
  Certificate.fromBER(fromBase64(text.replace(/-----[A-Z ]+-----/gu, "").replace(/\s+/gu, "")) as Uint8Array<ArrayBuffer>);

/** The certificates of seal and authority, where the signature is theirs and over this digest. Throws Broken. */
export async function signers(data: Uint8Array, digest: Uint8Array, authorities: Certificate[]): Promise<Sealer> {
  const [type, content] = members(der(data));
  const parts = members(members(content)[0]);
  const certificates = members(parts[3]).map((one) => Certificate.fromBER(bytesOf(one) as Uint8Array<ArrayBuffer>));
  const infos = members(parts[4]);
  const info = members(infos[0]);
  if (oid(type) !== SIGNED_DATA || infos.length !== 1) throw new Broken("changed");
  const attributes = attributesOf(info[3]);
  const sealer = named(certificates, members(info[1])[1]);
  const signature = octets(info[5]);
  if (!same(octets(attributes.get(MESSAGE_DIGEST)), digest)) throw new Broken("changed");
  const authority = authorities.find((one) => issued(sealer, one));
  if (!authority) throw new Broken("foreign");
  const named_certificate = members(members(members(attributes.get(SIGNING_CERTIFICATE_V2))[0])[0])[0];
  if (!same(octets(named_certificate), sha256(encoded(sealer)))) throw new Broken("changed");
  const attributes_content = contentOf(info[3]!);
  const signedBytes = tlv(0x31, attributes_content);
  if (!p256.verify(signature, signedBytes, publicKeyOf(sealer), { format: "der", lowS: true })) throw new Broken("changed");
  if (!same(anew(sealer, authority, attributes_content, signature, info[6]), data)) throw new Broken("changed");
  if (info[6] && !(await stamped(info[6], signature))) throw new Broken("changed");
  return { certificate: sealer, authority };
}

/** Pass where the seal's certificate may seal and was in force when the file says it was sealed. Throws Broken. */
export function inForce(sealer: Sealer, at: Date): void {
  const usage = sealer.certificate.extensions?.find((one) => one.extnID === KEY_USAGE)?.parsedValue as
    { valueBlock: { valueHexView: Uint8Array } } | undefined;
  const bits = usage?.valueBlock.valueHexView[0] ?? 0;
  if ((bits & DIGITAL_SIGNATURE_AND_CONTENT_COMMITMENT) !== DIGITAL_SIGNATURE_AND_CONTENT_COMMITMENT) throw new Broken("foreign");
  for (const one of [sealer.certificate, sealer.authority])
    if (!(one.notBefore.value <= at && at < one.notAfter.value)) throw new Broken("out_of_date");
}

/** The signed attributes by their type, each with its one value. */
export function attributesOf(node: AsnType | undefined): Map<string, AsnType> {
  const found = new Map<string, AsnType>();
  for (const attribute of members(node)) {
    const [type, values] = members(attribute);
    const [value, ...more] = members(values);
    if (!value || more.length > 0 || found.has(oid(type))) throw new Broken("changed");
    found.set(oid(type), value);
  }
  return found;
}

/** The one certificate that has this serial number. */
export function named(certificates: Certificate[], serial: AsnType | undefined): Certificate {
  const found = certificates.filter((one) => serial && same(bytesOf(serial), new Uint8Array(one.serialNumber.toBER())));
  if (found.length !== 1) throw new Broken("changed");
  return found[0]!;
}

/** The bytes inside a value, without its tag and length. */
export function contentOf(node: AsnType): Uint8Array {
  const whole = bytesOf(node);
  return whole.subarray(whole.length - members(node).reduce((length, one) => length + one.valueBeforeDecodeView.length, 0));
}

/** A certificate as it was signed. */
export const encoded = (certificate: Certificate): Uint8Array => new Uint8Array(certificate.toSchema(true).toBER());

function issued(certificate: Certificate, authority: Certificate): boolean {
  const [issuer, subject] = [certificate.issuer, authority.subject].map((name) => new Uint8Array(name.toSchema().toBER()));
  const algorithms = [certificate.signatureAlgorithm.algorithmId, certificate.signature.algorithmId];
  if (!same(issuer!, subject!) || algorithms.some((one) => one !== ECDSA_SHA256)) return false;
  const signature = certificate.signatureValue.valueBlock.valueHexView;
  try {
    return p256.verify(signature, certificate.tbsView, publicKeyOf(authority), { format: "der", lowS: false });
  } catch {
    return false;
  }
}

const publicKeyOf = (certificate: Certificate): Uint8Array => certificate.subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView;

/** The container of a signature as this school writes it. */
function anew(sealer: Certificate, authority: Certificate, attributes: Uint8Array, signature: Uint8Array, unsigned?: AsnType): Uint8Array {
  const certificates = [encoded(authority), encoded(sealer)].sort((one, other) => (characters(one) < characters(other) ? -1 : 1));
  const id = tlv(0x30, new Uint8Array(sealer.issuer.toSchema().toBER()), new Uint8Array(sealer.serialNumber.toBER()));
  const info = [ONE, id, ALGORITHM, tlv(0xa0, attributes), ECDSA, tlv(0x04, signature), ...(unsigned ? [bytesOf(unsigned)] : [])];
  const signed = tlv(0x30, ONE, tlv(0x31, ALGORITHM), DATA, tlv(0xa0, ...certificates), tlv(0x31, tlv(0x30, ...info)));
  return tlv(0x30, SIGNED, tlv(0xa0, signed));
}
