// Bundles the page's scripts and styles into curriculum_app/web/static/: content-hashed names, a .gz beside each,
// and manifest.json, which says what the current name of each entry is.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "..", "curriculum_app", "web", "static");

// Every page has app.js; src/widgets/ are loaded only by the pages that use them (practice/presenting.py says which).
const widgets = (await readdir(join(here, "src/widgets"))).filter((name) => name.endsWith(".ts"));
const scripts = {
  "app.js": "src/app.ts",
  ...Object.fromEntries(widgets.map((name) => [name.replace(/\.ts$/u, ".js"), `src/widgets/${name}`])),
};
const browsers = ["chrome123", "edge123", "firefox125", "safari17.5"];

/** The bytes of one bundle. */
async function bundle(entry) {
  const result = await build({
    absWorkingDir: here,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: browsers,
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
  });
  return Buffer.from(result.outputFiles[0].contents);
}

/** Writes whole or not at all, so that a page asked for during a build never gets half a file. */
async function place(name, bytes) {
  await writeFile(join(target, `${name}.part`), bytes);
  await rename(join(target, `${name}.part`), join(target, name));
}

const files = new Map();
for (const [name, entry] of Object.entries(scripts)) files.set(name, await bundle(entry));
files.set("app.css", await bundle("css/app.css"));
for (const name of await readdir(join(here, "assets"))) files.set(name, await readFile(join(here, "assets", name)));

await mkdir(target, { recursive: true });
const manifest = {};
const kept = new Set(["manifest.json"]);
for (const [name, bytes] of files) {
  const digest = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  const hashed = name.replace(/(\.[^.]+)$/, `-${digest}$1`);
  const squeezed = gzipSync(bytes, { level: 9 });
  await place(hashed, bytes);
  await place(`${hashed}.gz`, squeezed);
  manifest[name] = hashed;
  kept.add(hashed).add(`${hashed}.gz`);
  console.log(`${hashed}  ${bytes.length} bytes, ${squeezed.length} gzipped`);
}
await place("manifest.json", JSON.stringify(manifest, null, 2));
for (const name of await readdir(target)) if (!kept.has(name)) await rm(join(target, name), { recursive: true });
