/** An attribute filter (SOL013 5.2) as the store takes it: resolved against the schema of the resource. */

export type FilterOperator = 'eq' | 'neq' | 'gt' | 'lt' | 'gte' | 'lte' | 'in' | 'nin' | 'cont' | 'ncont';
/** `any`: the schema leaves it open; what is stored decides. */
export type AttributeType = 'string' | 'number' | 'boolean' | 'dateTime' | 'any';
/** A member by its name, some element of an array, or some key of a map. */
export type Step = { kind: 'member'; name: string } | { kind: 'element' } | { kind: 'key' };

/** One expression; `values` are as written in the filter. */
export interface AttributeExpression {
  operator: FilterOperator;
  path: readonly Step[];
  type: AttributeType;
  values: readonly string[];
}

/** ANDed; expressions with a common prefix up to an element hold on the same element. */
export type AttributeFilter = readonly AttributeExpression[];

/** RFC 8259 6. */
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/** The number that a value of a filter is; undefined when it is none. */
export function numberOf(value: string): number | undefined {
  const number = NUMBER.test(value) ? Number(value) : NaN;
  return Number.isFinite(number) ? number : undefined;
}

/**
 * RFC 3339 as its validation takes it: any offset, any number of fractional digits. In the syntax that regular expressions
 * have in common, so that every engine reads times alike.
 */
export const DATE_TIME =
  '^([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt ]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:[.]([0-9]{1,3})[0-9]*)?(?:[Zz]|([+-])([0-9]{2}):?([0-9]{2})?)$';

const DATE_TIME_PATTERN = new RegExp(DATE_TIME);

/** Milliseconds since 1970 of a date-time, the rest cut off; undefined when it is none. */
export function instantOf(dateTime: string): number | undefined {
  const match = DATE_TIME_PATTERN.exec(dateTime);
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const millisecond = Number((match[7] ?? '').padEnd(3, '0'));
  const offset = (match[8] === '-' ? -60_000 : 60_000) * (Number(match[9] ?? 0) * 60 + Number(match[10] ?? 0));
  // Counted from 2000, because Date.UTC takes the years 0 to 99 for 1900 to 1999.
  return Date.UTC(2000, (year - 2000) * 12 + month - 1, day, hour, minute, second, millisecond) - offset;
}
