/** Types of what a device sends and gets, out of the API's contract: types/sync.d.ts. */

import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";

const CONTRACT = new URL("../../openapi/core-v1.json", import.meta.url);
const TYPES = new URL("../../types/sync.d.ts", import.meta.url);
const PATH = "/api/v1/sync";
const HEAD = "// Generated from openapi/core-v1.json by `make js-types`. Do not edit.\n\n";

/** The names of all schemas that `part` refers to. */
function* namesIn(part) {
  if (part === null || typeof part !== "object") return;
  if (typeof part.$ref === "string") yield part.$ref.split("/").at(-1);
  for (const value of Object.values(part)) yield* namesIn(value);
}

function only(contract, path) {
  const schemas = {};
  const waiting = [...namesIn(contract.paths[path])];
  while (waiting.length) {
    const name = waiting.pop();
    if (!name || name in schemas || !(name in contract.components.schemas)) continue;
    schemas[name] = contract.components.schemas[name];
    waiting.push(...namesIn(schemas[name]));
  }
  const sorted = Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { ...contract, paths: {}, components: { schemas: sorted } };
}

export async function contractTypes() {
  const contract = JSON.parse(await readFile(CONTRACT, "utf8"));
  return HEAD + astToString(await openapiTS(only(contract, PATH)));
}

export const committedTypes = () => readFile(TYPES, "utf8");

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeFile(TYPES, await contractTypes());
}
