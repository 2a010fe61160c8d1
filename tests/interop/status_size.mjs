// What @digitalbazaar/vc-bitstring-status-list makes of a list with two bits an entry. In (stdin): {list, indexes}.
// Out: for each index what it says of a credential with that place in the list.
import { checkStatus } from "@digitalbazaar/vc-bitstring-status-list";
import { text } from "node:stream/consumers";

const { list, indexes } = JSON.parse(await text(process.stdin));
const said = [];
for (const index of indexes) {
  const credentialStatus = { id: `${list.id}#${index}`, type: "BitstringStatusListEntry", statusPurpose: "message", statusSize: 2,
    statusListIndex: String(index), statusListCredential: list.id };
  const credential = { "@context": list["@context"], issuer: list.issuer, credentialStatus };
  const documentLoader = async () => ({ document: list });
  const found = await checkStatus({ credential, documentLoader, verifyBitstringStatusListCredential: false });
  said.push(found.results?.[0].status ?? null);
}
console.log(JSON.stringify(said));
