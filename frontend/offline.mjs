// Makes the page that checks certificates without the server: one file with its script, its style and the notices of the
// packages in it. The school's keys and lists are put in by the server when somebody downloads it.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "..", "curriculum_app", "verification", "material");
const browsers = ["chrome123", "edge123", "firefox125", "safari17.5"];

/** One bundle as text, and the packages that went into it. */
async function bundle(entry, more = {}) {
  const result = await build({
    absWorkingDir: here, entryPoints: [entry], bundle: true, minify: true, write: false, metafile: true, target: browsers,
    platform: "browser", charset: "utf8", legalComments: "none", logLevel: "warning", outdir: "out", ...more,
  });
  const packages = Object.keys(result.metafile.inputs).map((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/u.exec(path)?.[1]);
  return { text: result.outputFiles[0].text.trim(), packages: new Set(packages.filter(Boolean)) };
}

/** A package's name, version and licence, word by word. */
async function notice(name) {
  const folder = join(here, "node_modules", name);
  const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const file = (await readdir(folder)).find((one) => /^licen[cs]e/iu.test(one));
  const text = file ? (await readFile(join(folder, file), "utf8")).trim() : `License: ${license}`;
  return `${name} ${version}\n\n${text}`;
}

const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
const inText = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const style = await bundle("css/offline.css");
const script = await bundle("src/offline/page.ts", { format: "esm", define: { "process.env.NODE_ENV": '"production"', global: "globalThis" } });
// An inline script is no module: its one await at the top needs a function around it.
const run = `(async()=>{${script.text}})();`;
const notices = await Promise.all([...script.packages].sort().map(notice));
const policy = `default-src 'none'; script-src ${hash(run)}; style-src ${hash(style.text)}; base-uri 'none'; form-action 'none'`;
const parts = { __POLICY__: policy, __STYLE__: style.text, __LICENCES__: inText(notices.join("\n\n\n")), __SCRIPT__: run };

let page = await readFile(join(here, "src/offline/page.html"), "utf8");
for (const [name, text] of Object.entries(parts)) page = page.replace(name, () => text);
await mkdir(target, { recursive: true });
await writeFile(join(target, "offline.html.part"), page);
await rename(join(target, "offline.html.part"), join(target, "offline.html"));
console.log(`offline.html  ${page.length} characters, ${script.packages.size} packages`);
