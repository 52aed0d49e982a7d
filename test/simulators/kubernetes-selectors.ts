import { KINDS, Refusal, type Plural, type Resource } from './kubernetes-store.ts';

/** The objects of a list that its namespace and its selectors choose. */
export function selected(
  resources: readonly Resource[],
  plural: Plural,
  namespace: string | undefined,
  query: URLSearchParams,
): Resource[] {
  const fields = termsOf(query.get('fieldSelector'));
  const labels = termsOf(query.get('labelSelector'));
  const known: string[] = ['metadata.name', 'metadata.namespace', ...KINDS[plural].fields];
  const unknown = fields.find(([field]) => !known.includes(field));
  if (unknown !== undefined) throw new Refusal(400, 'BadRequest', `field label not supported: ${unknown[0]}`);
  return resources.filter(
    (resource) =>
      (namespace === undefined || resource.metadata.namespace === namespace) &&
      fields.every(([field, value]) => fieldOf(resource, field) === value) &&
      labels.every(([key, value]) => hasLabel(resource, key, value)),
  );
}

/** `key=value`, or `key` alone, which asks only that it is there. */
function termsOf(selector: string | null): [string, string | undefined][] {
  return (selector ?? '')
    .split(',')
    .filter((term) => term !== '')
    .map((term) => {
      const [key = '', value] = term.split(/==?/);
      return [key, value];
    });
}

function hasLabel({ metadata }: Resource, key: string, value: string | undefined): boolean {
  const label = metadata.labels?.[key];
  return value === undefined ? label !== undefined : label === value;
}

function fieldOf(resource: Resource, path: string): string {
  let value: unknown = resource;
  for (const name of path.split('.'))
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
  return typeof value === 'string' || typeof value === 'boolean' ? String(value) : '';
}
