// Checks credentials by the JSON Schema of 1EdTech with ajv, strict. In: {schema, cases: {name: credential}}.
// Out: {refused, cases: {name: [errors]}}; `refused` is what the strictest mode says against the schema itself.
import "./offline.mjs";
import Ajv2019 from "ajv/dist/2019.js";
import formats from "ajv-formats";
import { text } from "node:stream/consumers";

const { schema, cases } = JSON.parse(await text(process.stdin));

function compiled(options) {
  const ajv = new Ajv2019.default({ strict: true, strictRequired: true, allErrors: true, ...options });
  formats.default(ajv);
  return ajv.compile(schema);
}

let refused = "";
try {
  compiled({});
} catch (error) {
  refused = error.message;
}
// strictTuples is a lint of schemas: it wants a tuple closed, and an @context may go on.
const validate = compiled({ strictTuples: false });
const errors = (credential) => (validate(credential) ? [] : validate.errors.map((e) => `${e.instancePath} ${e.message}`));
console.log(JSON.stringify({ refused, cases: Object.fromEntries(Object.entries(cases).map(([name, one]) => [name, errors(one)])) }));
