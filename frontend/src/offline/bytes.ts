// Bytes as text and back: UTF-8, hexadecimal, base64, base58; and inflating them up to a limit.
import { Inflate } from "pako";

/** The text of UTF-8 bytes, a byte order mark kept. Throws where they are none. */
export const text = (data: Uint8Array): string => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);

/** One character a byte, to look for ASCII in a file by regular expression. */
export const characters = (data: Uint8Array): string => new TextDecoder("latin1").decode(data);

export const utf8 = (data: string): Uint8Array => new TextEncoder().encode(data);

export const same = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, place) => byte === other[place]);

export function joined(...parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let start = 0;
  for (const part of parts) {
    whole.set(part, start);
    start += part.length;
  }
  return whole;
}

export const fromHex = (digits: string): Uint8Array => Uint8Array.from(digits.match(/../gu) ?? [], (pair) => Number.parseInt(pair, 16));

/** Throws for what is no base64. */
export const fromBase64 = (given: string): Uint8Array => Uint8Array.from(atob(given), (character) => character.charCodeAt(0));

const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/** The bytes of "z" and base58btc (Multibase). Throws for what is none. */
export function fromMultibase(given: string): Uint8Array {
  if (!given.startsWith("z")) throw new Error("not base58btc");
  let number = 0n;
  for (const character of given.slice(1)) {
    const digit = ALPHABET.indexOf(character);
    if (digit < 0) throw new Error("not base58btc");
    number = number * 58n + BigInt(digit);
  }
  const zeros = /^1*/u.exec(given.slice(1))![0].length;
  const digits = number ? number.toString(16) : "";
  return joined(new Uint8Array(zeros), fromHex(digits.length % 2 ? `0${digits}` : digits));
}

/** What a zlib or gzip stream holds, one byte more than the limit at most; and whether that is all. */
export function inflated(data: Uint8Array, limit: number): { data: Uint8Array; whole: boolean } {
  const inflate = new Inflate({ chunkSize: 16_384 });
  const chunks: Uint8Array[] = [];
  let length = 0;
  inflate.onData = (chunk) => {
    chunks.push(chunk);
    length += chunk.length;
    if (length > limit) throw new RangeError("larger than the limit");
  };
  try {
    for (let start = 0; start < data.length && !inflate.ended && !inflate.err; start += 65_536)
      inflate.push(data.subarray(start, start + 65_536), false);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { data: joined(...chunks).subarray(0, limit + 1), whole: false };
  }
  return inflate.err ? { data: new Uint8Array(), whole: false } : { data: joined(...chunks), whole: inflate.ended };
}
