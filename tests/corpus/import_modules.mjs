// node import_modules.mjs FOLDER: imports every module below a folder, and builds every codec that one exports.

import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const folder = resolve(process.argv[2]);
const load = (path) => import(pathToFileURL(path).href);
const { resolve: built } = await load(join(folder, "runtime", "codecs.js"));

/** Reaches every codec that one is made of, once. */
function reach(codec, seen) {
  const found = built(codec);
  if (seen.has(found)) {
    return;
  }
  seen.add(found);
  found.kinds();
  found.read({});
  const { item, value, bare } = found.inside ?? {};
  for (const part of [item, value, bare]) {
    if (part !== undefined) {
      reach(part, seen);
    }
  }
}

const seen = new Set();
for (const name of readdirSync(folder, { recursive: true })) {
  if (!name.endsWith(".js")) {
    continue;
  }
  try {
    for (const [exported, value] of Object.entries(await load(join(folder, name)))) {
      if (/(^|\/)models\//.test(name) && /^[^A-Z].*Codec$/.test(exported)) {
        reach(value, seen);
      }
    }
  } catch (error) {
    console.log(`${name}: ${error}`);
    process.exitCode = 1;
  }
}
