/** The generated documents, to hold what the gateway answers against them. */
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { readDocument } from '../../src/document.ts';

export const DOCUMENTS = ['envnotif', 'vnfmig', 'vrinfo', 'vrfm', 'callback'] as const;

interface Documented {
  operationId: string;
  responses: Record<string, DocumentedResponse | { $ref: string }>;
}
interface DocumentedResponse {
  headers?: Record<string, { $ref: string }>;
  content?: Record<string, { schema: object }>;
}
type Path = Record<string, Documented | undefined>;

export interface Operation {
  /** Name of the document and operationId. */
  id: string;
  document: string;
  method: string;
  path: RegExp;
  documented: Documented;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const documents = new Map(DOCUMENTS.map((name) => [name as string, readDocument(name)]));

/** Every operation of every document. */
export const OPERATIONS: readonly Operation[] = [...documents].flatMap(([document, { paths }]) =>
  Object.entries(paths as Record<string, Path>).flatMap(([template, path]) =>
    METHODS.flatMap((method) => {
      const documented = path[method];
      return documented === undefined
        ? []
        : [
            {
              id: `${document} ${documented.operationId}`,
              document,
              method: method.toUpperCase(),
              path: new RegExp(`^/${document}${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
              documented,
            },
          ];
    }),
  ),
);

/** The operation that a request is for; undefined when it is for none. */
export function operationOf(method: string, path: string): Operation | undefined {
  const [plain = ''] = path.split('?');
  const wanted = method === 'HEAD' ? 'GET' : method;
  return OPERATIONS.find((operation) => operation.method === wanted && operation.path.test(plain));
}

const ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false, addUsedSchema: false });
addFormats.default(ajv);
for (const [name, document] of documents) ajv.addSchema(document, name);
const validators = new Map<string, ValidateFunction>();

/** What is wrong with an answer by the document of its operation; empty when it fits. */
export function misfits(
  { id, document, documented }: Operation,
  answer: { status: number; headers: Record<string, string | undefined>; body: unknown },
): string[] {
  const response = resolve(document, documented.responses[answer.status]) as DocumentedResponse | undefined;
  if (response === undefined) return [`${id}: the document does not know the status ${answer.status}`];
  const required = Object.entries(response.headers ?? {}).filter(
    ([, header]) => (resolve(document, header) as { required?: boolean }).required === true,
  );
  const missing = required.filter(([name]) => answer.headers[name.toLowerCase()] === undefined);
  const problems = missing.map(([name]) => `${id}: the header ${name} is missing`);
  const [content] = Object.entries(response.content ?? {});
  if (content === undefined) return answer.body === undefined ? problems : [...problems, `${id}: there is a body`];
  const [mediaType, { schema }] = content;
  if (answer.headers['content-type'] !== mediaType)
    problems.push(`${id}: the content is ${answer.headers['content-type'] ?? 'of no type'}, not ${mediaType}`);
  const validate = validatorOf(`${id} ${answer.status}`, document, schema);
  if (validate(answer.body)) return problems;
  return [
    ...problems,
    ...(validate.errors ?? []).map((error) => `${id}: ${error.instancePath} ${error.message ?? ''}`),
  ];
}

function validatorOf(key: string, document: string, schema: object): ValidateFunction {
  const known = validators.get(key);
  if (known !== undefined) return known;
  const elsewhere = JSON.stringify(schema).replaceAll('"$ref":"#/', `"$ref":"${document}#/`);
  const validate = ajv.compile(JSON.parse(elsewhere) as object);
  validators.set(key, validate);
  return validate;
}

function resolve(document: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('$ref' in value)) return value;
  const found = String(value.$ref)
    .slice(2)
    .split('/')
    .reduce<unknown>((part, name) => (part as Record<string, unknown>)[name], documents.get(document));
  return resolve(document, found);
}
