import { send } from '../../peers/send.ts';
import { readDocument } from '../../peers/spec-validator.ts';

type Schema = Record<string, unknown>;
interface Parameter {
  $ref?: string;
  in: string;
  schema: Schema;
}
interface Operation {
  parameters?: Parameter[];
}
type Values = Readonly<Record<string, readonly string[]>>;
interface Document {
  paths: Record<string, Record<string, Operation | Parameter[]>>;
  components: { parameters: Record<string, { schema: Schema }>; schemas: Record<string, Schema> };
}

/** Parameters for which only one who knows the resource, or the other parameters, finds a value. */
const LEFT_OUT = [
  'IfMatch',
  'IfUnmodifiedSince',
  'NextpageOpaqueMarker',
  'Fields',
  'AllFields',
  'ExcludeFields',
  'ExcludeDefault',
];

/**
 * The document of an API with what a tool that makes up values cannot guess: the version, identifiers of resources that the
 * gateway has, and values for properties that have to name something. Everything else is as it is published.
 */
export async function createDocument(api: string, url: string, values: Values): Promise<object> {
  const document = readDocument(api) as Document;
  const { parameters, schemas } = document.components;
  if (parameters['Version'] !== undefined) parameters['Version'].schema = oneOf(['1.0.0']);
  for (const [path, item] of Object.entries(document.paths))
    for (const part of Object.values(item)) {
      if (Array.isArray(part)) await nameResource(part, `${url}/${api}${path.split('/{')[0] ?? ''}`);
      else part.parameters = part.parameters?.filter(({ $ref }) => !isLeftOut($ref)) ?? [];
    }
  if (schemas['EnvironmentData'] !== undefined) schemas['EnvironmentData'] = onlyValues(schemas['EnvironmentData']);
  document.components.schemas = withValues(schemas, values);
  return document;
}

function isLeftOut($ref = ''): boolean {
  return LEFT_OUT.includes($ref.split('/').at(-1) ?? '');
}

async function nameResource(parameters: Parameter[], list: string): Promise<void> {
  for (const parameter of parameters) if (parameter.in === 'path') parameter.schema = oneOf([await identifierOn(list)]);
}

/** Identifier of the first resource of a list. */
async function identifierOn(list: string): Promise<string> {
  const { body } = await send(list);
  const [first] = body as { _links: { self: { href: string } } }[];
  if (first === undefined) throw new Error(`${list} is empty`);
  return decodeURIComponent(first._links.self.href.split('/').at(-1) ?? '');
}

/** The tool sends all properties at once, whatever is said of those that exclude each other. */
function onlyValues({ allOf: _exclusions, ...schema }: Schema): Schema {
  const { resourceZoneId: _zone, variation: _v, state: _s, code: _c, ...rest } = schema['properties'] as Schema;
  const properties = { ...rest, dataType: oneOf(['VALUE']) };
  return { ...schema, properties, required: ['computeHostId', 'parameterType', 'dataType', 'value', 'unit'] };
}

/** Properties are named by themselves, or with the schema before them. */
function withValues(schemas: Record<string, Schema>, values: Values): Record<string, Schema> {
  const choose = (schemaName: string, [name, schema]: [string, Schema]): [string, Schema] => {
    const known = values[`${schemaName}.${name}`] ?? values[name];
    if (known === undefined) return [name, schema];
    return [name, schema['nullable'] === true ? { ...oneOf([...known, null]), nullable: true } : oneOf(known)];
  };
  const chosen = Object.entries(schemas).map(([schemaName, schema]) => {
    const within = (key: string, value: Record<string, Schema>): unknown =>
      key === 'properties' ? Object.fromEntries(Object.entries(value).map((one) => choose(schemaName, one))) : value;
    return [schemaName, JSON.parse(JSON.stringify(schema), within) as Schema] as const;
  });
  return Object.fromEntries(chosen);
}

function oneOf(values: readonly (string | null)[]): Schema {
  return { type: 'string', enum: values };
}
