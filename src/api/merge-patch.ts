import { Ajv } from 'ajv';
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
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(readDocument(document), document);
  const validate = ajv.compile({ $ref: `${document}#/components/schemas/${resource}Request` });
  const pick = createPick(document, `${resource}Modifications`);
  return (entity, patch) => {
    const merged = merge(entity, pick(patch));
    if (validate(merged)) return merged as typeof entity;
    const invalidParams = (validate.errors ?? []).map(({ instancePath, message = 'is wrong' }) => ({
      pointer: instancePath,
      reason: message,
    }));
    const [first] = invalidParams;
    throw new DomainError('Unprocessable', `${first?.pointer ?? ''}: ${first?.reason ?? ''}`, { invalidParams });
  };
}

interface ObjectSchema {
  properties: Record<string, unknown>;
}

/** Leaves of an object what the schema declares: what is unknown is tolerated, but not taken (SOL013 U5). */
export function createPick(document: string, schema: string): <Body extends object>(body: Body) => Body {
  const { components } = readDocument(document) as { components: { schemas: Record<string, ObjectSchema> } };
  const names = new Set(Object.keys(components.schemas[schema]?.properties ?? {}));
  return (body) => Object.fromEntries(Object.entries(body).filter(([name]) => names.has(name))) as typeof body;
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
