import { readFileSync } from 'node:fs';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import ajvFormats from 'ajv-formats';

/** What was read and compiled once serves everybody. */
const ajvs = new Map<string, Ajv>();

/** Compiles a schema of a document of `generated/` and keeps the type that goes with it. */
export function compileSchema<T>(document: string, schema: string): ValidateFunction<T> {
  const ajv = ajvs.get(document) ?? ajvFor(document);
  ajvs.set(document, ajv);
  return ajv.compile<T>({ $ref: `${document}#/components/schemas/${schema}` });
}

function ajvFor(document: string): Ajv {
  const ajv = new Ajv({ strict: false, allErrors: true, verbose: true });
  ajvFormats.default(ajv);
  ajv.addSchema(readDocument(document), document);
  return ajv;
}

/** One sentence per error, naming the place first. */
export function describeErrors(errors: readonly ErrorObject[] | null | undefined): string[] {
  return (errors ?? []).map((error) => {
    const extra: unknown = error.params['additionalProperty'];
    const allowed: unknown = error.params['allowedValues'];
    const place = error.instancePath === '' ? '/' : error.instancePath;
    if (typeof extra === 'string') return `${place} has the unknown key "${extra}"`;
    const choice = Array.isArray(allowed) ? `: ${allowed.join(', ')}` : '';
    return `${place} ${error.message ?? error.keyword}${choice}`;
  });
}

/** The bundled document, found beside this code both in the sources and in `dist/`. */
export function readDocument(document: string): object {
  const text = readFileSync(new URL(`../../generated/${document}.json`, import.meta.url), 'utf8');
  const parsed: unknown = JSON.parse(text, booleanLimits);
  if (typeof parsed !== 'object' || parsed === null) throw new Error(`generated/${document}.json is not a document`);
  return parsed;
}

/** OpenAPI 3.0 writes `exclusiveMinimum: true` beside `minimum`; JSON schema wants the number. */
function booleanLimits(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('exclusiveMinimum' in value)) return value;
  if (value.exclusiveMinimum !== true || !('minimum' in value)) return value;
  const { minimum, ...rest } = value;
  return { ...rest, exclusiveMinimum: minimum };
}
