/** An attribute filter (SOL013 5.2) as the store takes it: resolved against the schema of the resource. */

export { DATE_TIME, instantOf } from './instant.mjs';

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
