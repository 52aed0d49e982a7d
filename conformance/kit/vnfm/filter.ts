/** Attribute-based filters (SOL013 5.2). */

type Matcher = (value: unknown, wanted: readonly string[]) => boolean;

const MATCHERS: Readonly<Record<string, Matcher>> = {
  eq: (value, [wanted]) => String(value) === wanted,
  neq: (value, [wanted]) => String(value) !== wanted,
  gt: (value, [wanted = '']) => compare(value, wanted) > 0,
  lt: (value, [wanted = '']) => compare(value, wanted) < 0,
  gte: (value, [wanted = '']) => compare(value, wanted) >= 0,
  lte: (value, [wanted = '']) => compare(value, wanted) <= 0,
  in: (value, wanted) => wanted.includes(String(value)),
  nin: (value, wanted) => !wanted.includes(String(value)),
  cont: (value, wanted) => wanted.some((part) => String(value).includes(part)),
  ncont: (value, wanted) => !wanted.some((part) => String(value).includes(part)),
};

const TAKES_SEVERAL = ['in', 'nin', 'cont', 'ncont'];

/** `(op,path,value,...)`; a value may stand in quotes, which are doubled inside. */
const EXPRESSION = /^\((\w+),([^,()']+)((?:,(?:'(?:[^']|'')*'|[^,()']*))+)\)(?:;|$)/;
const VALUE = /,(?:'((?:[^']|'')*)'|([^,()']*))/g;

const ESCAPES: Readonly<Record<string, string>> = { '~0': '~', '~1': '/', '~a': ',', '~b': '@' };

/** A test of resources; undefined when the text is no filter. */
export function parseFilter(text: string): ((resource: unknown) => boolean) | undefined {
  const tests: ((resource: unknown) => boolean)[] = [];
  let rest = text;
  while (rest !== '') {
    const [whole, operator = '', path = '', values = ''] = EXPRESSION.exec(rest) ?? [];
    const matcher = MATCHERS[operator];
    if (whole === undefined || matcher === undefined) return undefined;
    const wanted = [...values.matchAll(VALUE)].map(([, quoted, plain]) => quoted?.replaceAll("''", "'") ?? plain ?? '');
    if (wanted.length > 1 && !TAKES_SEVERAL.includes(operator)) return undefined;
    const keys = path.split('/').map((key) => key.replaceAll(/~[01ab]/g, (escape) => ESCAPES[escape] ?? escape));
    tests.push((resource) => valuesAt(resource, keys).some((value) => matcher(value, wanted)));
    rest = rest.slice(whole.length);
  }
  return tests.length === 0 ? undefined : (resource) => tests.every((test) => test(resource));
}

/** The values of an attribute; those of all elements where there is a list on the way. */
function valuesAt(value: unknown, keys: readonly string[]): unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => valuesAt(item, keys));
  const [key, ...rest] = keys;
  if (key === undefined) return value === undefined ? [] : [value];
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return [];
  return valuesAt((value as Record<string, unknown>)[key], rest);
}

function compare(value: unknown, wanted: string): number {
  if (typeof value === 'number') return value - Number(wanted);
  const [time, limit] = [Date.parse(String(value)), Date.parse(wanted)];
  return Number.isNaN(time) || Number.isNaN(limit) ? String(value).localeCompare(wanted) : time - limit;
}
