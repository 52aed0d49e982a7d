import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { readDocument } from '../document.ts';
import { DomainError } from '../problem.ts';

/** Merges a patch into an entity and holds the result against the schema of a whole one. */
export type MergePatch = <Entity extends object>(entity: Entity, patch: object) => Entity;

/**
 * JSON merge patch (RFC 7396): null removes, objects merge, everything else replaces. Only the attributes of the resource's
 * `…Modifications` are taken; the result is held against its `…Request`. Throws DomainError `Unprocessable` with the places
 * that do not fit any more.
 */
export function createMergePatch(document: string, resource: string): MergePatch {
  let validator: ValidateFunction | undefined;
  const pick = createPick(document, `${resource}Modifications`);
  return (entity, patch) => {
    const merged = merge(entity, pick(patch));
    const validate = (validator ??= requestValidator(document, `${resource}Request`));
    if (validate(merged)) return merged as typeof entity;
    const invalidParams = (validate.errors ?? []).map(({ instancePath, message = 'is wrong' }) => ({
      pointer: instancePath,
      reason: message,
    }));
    const [first] = invalidParams;
    throw new DomainError('Unprocessable', `${first?.pointer ?? ''}: ${first?.reason ?? ''}`, { invalidParams });
  };
}

interface AnySchema {
  $ref?: string;
  allOf?: AnySchema[];
  properties?: Record<string, unknown>;
}

/** Leaves of an object what the schema declares: what is unknown is tolerated, but not taken (SOL013 U5). */
export function createPick(document: string, schema: string): <Body extends object>(body: Body) => Body {
  const names = attributesOf(document, schema);
  return (body) => Object.fromEntries(Object.entries(body).filter(([name]) => names.has(name))) as typeof body;
}

const ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false });
addFormats.default(ajv);

function requestValidator(document: string, schema: string): ValidateFunction {
  if (ajv.getSchema(document) === undefined) ajv.addSchema(readDocument(document), document);
  return ajv.compile({ $ref: `${document}#/components/schemas/${schema}` });
}

/**
 * Refuses a patch that names an attribute of the resource which its `…Modifications` does not declare: it is read-only.
 * Throws DomainError `Unprocessable` with the places.
 */
export function createReadOnlyCheck(document: string, resource: string): (patch: object) => void {
  const modifiable = attributesOf(document, `${resource}Modifications`);
  const attributes = attributesOf(document, resource);
  return (patch) => {
    const invalidParams = Object.keys(patch)
      .filter((name) => attributes.has(name) && !modifiable.has(name))
      .map((name) => ({ pointer: `/${name}`, reason: 'is read-only' }));
    const [first] = invalidParams;
    if (first !== undefined)
      throw new DomainError('Unprocessable', `${first.pointer}: is read-only`, { invalidParams });
  };
}

/** Names of the attributes of a schema, those of the schemas that it is made of too. */
function attributesOf(document: string, name: string): Set<string> {
  const { components } = readDocument(document) as { components: { schemas: Record<string, AnySchema> } };
  const of = ({ $ref, allOf = [], properties = {} }: AnySchema): string[] => [
    ...($ref === undefined ? [] : of(components.schemas[$ref.split('/').at(-1) ?? ''] ?? {})),
    ...allOf.flatMap(of),
    ...Object.keys(properties),
  ];
  return new Set(of(components.schemas[name] ?? {}));
}

function merge(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const result: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) Reflect.deleteProperty(result, name);
    else result[name] = merge(result[name], value);
  }
  return result;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
