/** Attribute selectors (SOL013 5.3): which attributes of the resources of a list are given. */
import {
  ANYTHING,
  LINKS,
  possibleNames,
  readAttributeName,
  refuseParameters,
  resourceSchema,
  type AttributeSchema,
  type ObjectSchema,
} from './attribute-schema.ts';
import { setAttribute } from '../engine/entities.ts';

export interface SelectorQuery {
  all_fields?: string;
  fields?: string;
  exclude_fields?: string;
  exclude_default?: string;
}

export interface Selection {
  /** Top-level attributes that `apply` leaves out, so that they need not be read, unless links are made of them. */
  omit: readonly string[];
  /** The representation with what is selected of it, and with all of its links. */
  apply: <T extends object>(representation: T) => T;
}

export type SelectorReader = (query: SelectorQuery) => Selection;

/** Reads the selectors of a list; what cannot be meant is DomainError `Malformed`. */
export function createSelectorReader(
  document: string,
  schema: string,
  excludedByDefault: readonly string[],
): SelectorReader {
  const resource = resourceSchema(document, schema);
  const byDefault = excludedByDefault.map((path) => path.split('/'));
  return (query) => {
    const select = remembering(topLevel(selectOf(resource, byDefault, query)));
    return {
      omit: resource.names.filter((name) => select(name, resource.isMandatory(name)) === 'NONE'),
      apply: (representation) => prune(representation, resource, select) as typeof representation,
    };
  };
}

type Path = readonly string[];

/** How much of an attribute is given; in part: what another select says of its own attributes. */
type Select = (name: string, isMandatory: boolean) => 'WHOLE' | 'NONE' | Select;

const everything: Select = () => 'WHOLE';

/** The same is asked of every resource of a list. */
function remembering(select: Select): Select {
  const parts = new Map<string, ReturnType<Select>>();
  return (name, isMandatory) => {
    const known = parts.get(name);
    if (known !== undefined) return known;
    const part = select(name, isMandatory);
    parts.set(name, part);
    return part;
  };
}

/** The combinations that mean something (SOL013 5.3.2). */
function selectOf(resource: ObjectSchema, byDefault: readonly Path[], query: SelectorQuery): Select {
  const given = SELECTORS.filter((name) => query[name] !== undefined).join(' and ');
  switch (given) {
    case '':
    case 'exclude_default':
      return except(byDefault, []);
    case 'all_fields':
      return everything;
    case 'fields':
      return only(pathsOf(resource, query, 'fields'));
    case 'exclude_default and fields':
      return except(byDefault, pathsOf(resource, query, 'fields'));
    case 'exclude_fields':
      return except(pathsOf(resource, query, 'exclude_fields'), []);
    default:
      return refuseParameters(given, 'cannot be combined');
  }
}

const SELECTORS = ['all_fields', 'exclude_default', 'exclude_fields', 'fields'] as const;

/** What is wanted, and what is mandatory. */
function only(wanted: readonly Path[]): Select {
  return (name, isMandatory) => {
    const wantedBelow = below(wanted, name);
    if (wantedBelow.some(isEnd)) return 'WHOLE';
    return wantedBelow.length > 0 || isMandatory ? only(wantedBelow) : 'NONE';
  };
}

/** Everything but what is unwanted and neither mandatory nor wanted all the same. */
function except(unwanted: readonly Path[], wanted: readonly Path[]): Select {
  return (name, isMandatory) => {
    const unwantedBelow = below(unwanted, name);
    const wantedBelow = below(wanted, name);
    if (unwantedBelow.length === 0 || wantedBelow.some(isEnd)) return 'WHOLE';
    if (!unwantedBelow.some(isEnd)) return except(unwantedBelow, wantedBelow);
    if (isMandatory) return 'WHOLE';
    return wantedBelow.length === 0 ? 'NONE' : only(wantedBelow);
  };
}

function below(paths: readonly Path[], name: string): Path[] {
  return paths.filter(([first]) => first === name).map(([, ...rest]) => rest);
}

function isEnd(path: Path): boolean {
  return path.length === 0;
}

/** The links are the way on: no select is asked for them. */
function topLevel(select: Select): Select {
  return (name, isMandatory) => (name === LINKS ? 'WHOLE' : select(name, isMandatory));
}

function pathsOf(resource: ObjectSchema, query: SelectorQuery, parameter: 'fields' | 'exclude_fields'): Path[] {
  const refuse = (reason: string) => refuseParameters(parameter, reason);
  return (query[parameter] ?? '').split(',').map((written) => {
    const path = written.split('/').map((name) => readAttributeName(name, refuse));
    checkPath(resource, path, refuse);
    return path;
  });
}

function checkPath(resource: ObjectSchema, path: Path, refuse: (reason: string) => never): void {
  let schema: AttributeSchema = resource;
  for (const name of path) {
    const object = elementOf(schema);
    const attribute: AttributeSchema | undefined = object.kind === 'object' ? object.attribute(name) : undefined;
    if (attribute === undefined) {
      const possible = object.kind === 'object' ? possibleNames(object) : 'none';
      return refuse(`there is no attribute ${path.join('/')}; possible in the place of ${name}: ${possible}`);
    }
    schema = attribute;
  }
}

function elementOf(schema: AttributeSchema): Exclude<AttributeSchema, { kind: 'array' }> {
  return schema.kind === 'array' ? elementOf(schema.element) : schema;
}

function prune(value: unknown, schema: AttributeSchema, select: Select): unknown {
  if (Array.isArray(value)) return value.map((element) => prune(element, elementOf(schema), select));
  if (typeof value !== 'object' || value === null || schema.kind !== 'object') return value;
  const pruned = {};
  let isWhole = true;
  for (const name of Object.keys(value)) {
    const attribute = (value as Record<string, unknown>)[name];
    const part = select(name, schema.isMandatory(name));
    if (part === 'WHOLE') setAttribute(pruned, name, attribute);
    else {
      isWhole = false;
      if (part !== 'NONE') setAttribute(pruned, name, prune(attribute, schema.attribute(name) ?? ANYTHING, part));
    }
  }
  return isWhole ? value : pruned;
}
