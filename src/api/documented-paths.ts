/** The paths that the document of an API knows, with the methods of each. */
import { readDocument } from '../document.ts';

export interface DocumentedPath {
  /** Methods in capitals, HEAD beside GET, OPTIONS everywhere (RFC 9110 9.3). */
  methods: readonly string[];
  /** Names of the query parameters of GET. */
  queryParameters: ReadonlySet<string>;
  /** False when no operation has the header `Version`: those are for peers that do not speak SOL013. */
  isVersioned: boolean;
}

interface Documented {
  paths: Record<string, Record<string, { parameters?: { $ref?: string; in?: string; name?: string }[] } | undefined>>;
  components: { parameters: Record<string, { in: string; name: string }> };
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** Looks up the path of a request below the prefix of its API. */
export function documentedPaths(document: string): (path: string) => DocumentedPath | undefined {
  const { paths, components } = readDocument(document) as unknown as Documented;
  const table = Object.entries(paths).map(([template, operations]) => {
    const methods = METHODS.filter((method) => operations[method] !== undefined).map((method) => method.toUpperCase());
    const parametersOf = (method: string) =>
      (operations[method]?.parameters ?? []).map(({ $ref, ...inline }) =>
        $ref === undefined ? inline : components.parameters[$ref.split('/').at(-1) ?? ''],
      );
    return {
      pattern: new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}/?$`),
      methods: [...methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])), 'OPTIONS'],
      queryParameters: new Set(
        parametersOf('get').flatMap((parameter) =>
          parameter?.in === 'query' && parameter.name !== undefined ? [parameter.name] : [],
        ),
      ),
      isVersioned: METHODS.flatMap(parametersOf).some((parameter) => parameter?.name === 'Version'),
    };
  });
  return (path) => table.find(({ pattern }) => pattern.test(path));
}
