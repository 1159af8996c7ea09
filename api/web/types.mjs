// The types of the server's answers, made from the schemas of its OpenAPI document.
//
//     node types.mjs           write src/api/api-types.ts
//     node types.mjs --check   write nothing; exit 1 if the file is another
//
// Only the schemas are read: the calls and their examples would make the file four times as long.
import { readFileSync, writeFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";

const DOCUMENT = new URL("../http/openapi/openapi.json", import.meta.url);
const TYPES = new URL("src/api/api-types.ts", import.meta.url);
const HEAD = "// Made from ../http/openapi/openapi.json by `npm run types`. Do not edit.\n\n";

const { openapi, info, components } = JSON.parse(readFileSync(DOCUMENT, "utf8"));
const schemas = { openapi, info, paths: {}, components: { schemas: components.schemas } };
const made = HEAD + astToString(await openapiTS(schemas, { rootTypes: true, rootTypesNoSchemaPrefix: true }));

if (!process.argv.includes("--check")) {
  writeFileSync(TYPES, made);
} else if (readFileSync(TYPES, "utf8") !== made) {
  console.error("src/api/api-types.ts is not current: run `npm run types`");
  process.exit(1);
}
