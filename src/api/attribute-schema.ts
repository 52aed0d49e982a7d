/** What a component schema says of the attributes of a resource, for filters and selectors. */
import { readDocument } from '../document.ts';
import { DomainError } from '../problem.ts';
import type { AttributeType } from '../store/filter.ts';

export type AttributeSchema = ObjectSchema | ArraySchema | SimpleSchema;

export interface ObjectSchema {
  kind: 'object';
  /** Names of the declared attributes. */
  names: readonly string[];
  isMandatory(name: string): boolean;
  /** Undefined when there is no such attribute; a map has any. */
  attribute(name: string): AttributeSchema | undefined;
  isMap: boolean;
}

export interface ArraySchema {
  kind: 'array';
  element: AttributeSchema;
}

export interface SimpleSchema {
  kind: 'simple';
  type: Exclude<AttributeType, 'any'>;
  isEnumeration: boolean;
}

/** A part of a bundled document, as far as it is looked at. */
interface Schema {
  $ref?: string;
  allOf?: readonly Schema[];
  oneOf?: readonly Schema[];
  type?: string;
  format?: string;
  enum?: readonly unknown[];
  properties?: Record<string, Schema>;
  required?: readonly string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
}

/** What may be anything: a map of whatever, or a value of any type. */
export const ANYTHING: ObjectSchema = {
  kind: 'object',
  names: [],
  isMandatory: () => false,
  attribute: () => ANYTHING,
  isMap: true,
};

/** The attributes of a component schema of a bundled document. */
export function resourceSchema(document: string, schema: string): ObjectSchema {
  const { components } = readDocument(document) as { components: { schemas: Record<string, Schema | undefined> } };
  const described = describe(components.schemas, [{ $ref: `${COMPONENT}${schema}` }]);
  if (described.kind !== 'object' || described === ANYTHING) throw new Error(`${document} has no resource ${schema}`);
  return described;
}

const COMPONENT = '#/components/schemas/';
type Components = Record<string, Schema | undefined>;

/** What holds when all of the schemas hold. */
function describe(components: Components, schemas: readonly Schema[]): AttributeSchema {
  const parts = schemas.flatMap((schema) => partsOf(components, schema));
  const type = parts.map((part) => part.type).find((declared) => declared !== undefined);
  if (type === 'object') return describeObject(components, parts);
  if (type === 'array') {
    return {
      kind: 'array',
      element: describe(
        components,
        parts.flatMap(({ items }) => items ?? []),
      ),
    };
  }
  const isEnumeration = parts.some((part) => part.enum !== undefined);
  if (type === 'boolean') return { kind: 'simple', type, isEnumeration: false };
  if (type === 'integer' || type === 'number') return { kind: 'simple', type: 'number', isEnumeration };
  if (type !== 'string') return ANYTHING;
  const isDateTime = parts.some(({ format }) => format === 'date-time');
  return { kind: 'simple', type: isDateTime ? 'dateTime' : 'string', isEnumeration };
}

/** A schema with what it refers to and what it is made of. */
function partsOf(components: Components, schema: Schema): Schema[] {
  const referenced = schema.$ref === undefined ? undefined : components[schema.$ref.slice(COMPONENT.length)];
  const further = [...(referenced === undefined ? [] : [referenced]), ...(schema.allOf ?? [])];
  return [schema, ...further.flatMap((part) => partsOf(components, part))];
}

function describeObject(components: Components, parts: readonly Schema[]): ObjectSchema {
  // What only one of several alternatives requires is mandatory too: without it none of them would fit any more.
  const alternatives = parts.flatMap(({ oneOf = [] }) => oneOf);
  const mandatory = new Set([...parts, ...alternatives].flatMap(({ required = [] }) => required));
  const declared = new Map<string, Schema[]>();
  for (const [name, schema] of parts.flatMap(({ properties = {} }) => Object.entries(properties))) {
    declared.set(name, [...(declared.get(name) ?? []), schema]);
  }
  const open = parts.map(({ additionalProperties }) => additionalProperties).find(isOpen);
  const others = open === undefined || open === true ? open : [open];
  const described = new Map<readonly Schema[], AttributeSchema>();
  return {
    kind: 'object',
    names: [...declared.keys()],
    isMandatory: (name) => mandatory.has(name),
    attribute: (name) => {
      const schemas = declared.get(name) ?? others;
      if (schemas === undefined) return undefined;
      if (schemas === true) return ANYTHING;
      const attribute = described.get(schemas) ?? describe(components, schemas);
      described.set(schemas, attribute);
      return attribute;
    },
    isMap: others !== undefined,
  };
}

function isOpen(additionalProperties: boolean | Schema | undefined): additionalProperties is true | Schema {
  return additionalProperties !== undefined && additionalProperties !== false;
}

/** The name that an attribute is written as in a filter or a selector, where `/`, `,`, `@` and `~` are escaped (SOL013 5.2.2). */
export function readAttributeName(written: string, refuse: (reason: string) => never): string {
  const wrong = /~(?![01ab]).?/u.exec(written);
  if (wrong !== null) refuse(`"${wrong[0]}" is no escape; there are ~0 for ~, ~1 for /, ~a for a comma and ~b for @`);
  if (written === '') refuse('an attribute has no name');
  return written.replaceAll(/~([01ab])/g, (_, escaped: '0' | '1' | 'a' | 'b') => ESCAPED[escaped]);
}

const ESCAPED = { 0: '~', 1: '/', a: ',', b: '@' };

/** What is possible at an object, for the person who reads why something is not. */
export function possibleNames({ names, isMap }: ObjectSchema): string {
  const declared = names.filter((name) => name !== LINKS);
  return [...declared, ...(isMap ? ['any key of the map'] : [])].join(', ');
}

/** Made by the gateway at each reading: it cannot be filtered on, and no selector leaves it out. */
export const LINKS = '_links';

/** Refuses query parameters, named as in `fields and exclude_fields`. */
export function refuseParameters(names: string, reason: string): never {
  throw new DomainError('Malformed', `${names}: ${reason}`);
}
