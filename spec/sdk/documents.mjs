/** What the generator is given: for each interface one document with its operations and the types of its notifications. */
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';

export function documentOf(api) {
  const document = read(api);
  const { schemas } = document.components;
  for (const [name, schema] of Object.entries(read(`${api}-notification`).components.schemas)) {
    if (name in schemas && !isDeepStrictEqual(schemas[name], schema)) {
      throw new Error(`${api} and ${api}-notification mean different things by ${name}`);
    }
    schemas[name] = schema;
  }
  for (const schema of Object.values(schemas)) if (schema.properties !== undefined) keepProperties(schema);
  return JSON.parse(JSON.stringify(document), withPrecision);
}

/** Generators lose `properties` over what stands beside them: `allOf`, here which of them go together, and other attributes. */
function keepProperties(schema) {
  delete schema.allOf;
  delete schema.additionalProperties;
}

/** A number without a format becomes a float of 32 bits in Go. */
function withPrecision(_key, value) {
  const isNumber = value?.type === 'number' && value.format === undefined;
  return isNumber ? { ...value, format: 'double' } : value;
}

function read(name) {
  return JSON.parse(readFileSync(`generated/${name}.json`, 'utf8'));
}
