// Checks JWTs with `jose`, which is not ours. In: {cases: {name: token}, did}. Out: {name: {verified, claims, error}}.
import "./offline.mjs";
import * as multikey from "@digitalbazaar/ed25519-multikey";
import { importJWK, jwtVerify } from "jose";
import { text } from "node:stream/consumers";

const { cases, did } = JSON.parse(await text(process.stdin));
const keys = new Map();
for (const method of did.verificationMethod) {
  const { publicKey } = await (await multikey.from(method)).export({ publicKey: true, raw: true });
  const jwk = { kty: "OKP", crv: "Ed25519", x: Buffer.from(publicKey).toString("base64url") };
  keys.set(method.id, await importJWK(jwk, "Ed25519"));
}

async function keyOf({ kid }) {
  if (!keys.has(kid)) throw new Error(`no key ${kid}`);
  return keys.get(kid);
}

const out = {};
for (const [name, token] of Object.entries(cases)) {
  try {
    const { payload } = await jwtVerify(token, keyOf, { algorithms: ["Ed25519"], issuer: did.id, typ: "vc+jwt" });
    out[name] = { verified: true, claims: payload, error: "" };
  } catch (error) {
    out[name] = { verified: false, claims: null, error: error.message };
  }
}
console.log(JSON.stringify(out));
