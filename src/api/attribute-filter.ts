/** Attribute-based filtering (SOL013 5.2): a filter as written, resolved against the schema of the resource. */
import { instantOf, numberOf, type AttributeExpression, type AttributeFilter, type Step } from '../store/filter.ts';
import {
  ANYTHING,
  LINKS,
  possibleNames,
  resourceSchema,
  type AttributeSchema,
  type ObjectSchema,
} from './attribute-schema.ts';
import { isDateTime } from './date-time.ts';
import { parseFilter, refuseFilterAt, type WrittenExpression, type WrittenStep } from './filter-grammar.ts';

export type FilterReader = (filter: string) => AttributeFilter;

/** Reads filters on a resource; what cannot be meant is DomainError `Malformed`. */
export function createFilterReader(document: string, schema: string): FilterReader {
  const resource = resourceSchema(document, schema);
  return (filter) => parseFilter(filter).map((expression) => resolveExpression(resource, expression));
}

/** An attribute of the resource itself that has a value. */
export function attributeExpression(name: string, value: string): AttributeExpression {
  return { operator: 'eq', path: [{ kind: 'member', name }], type: 'string', values: [value] };
}

type Refuse = (reason: string) => never;

function resolveExpression(resource: ObjectSchema, { operator, path, values, position }: WrittenExpression) {
  const name = path.map((step) => (step.kind === 'key' ? '@key' : step.name)).join('/');
  const refuse: Refuse = (reason) => refuseFilterAt(position, `${name}: ${reason}`);
  const { steps, leaf } = resolvePath(resource, path, refuse);
  const expression: AttributeExpression = { operator, path: steps, type: leaf.type, values };
  checkOperator(expression, leaf.isEnumeration, refuse);
  checkValues(expression, refuse);
  return expression;
}

interface Leaf {
  type: AttributeExpression['type'];
  isEnumeration: boolean;
}

function resolvePath(resource: ObjectSchema, path: readonly WrittenStep[], refuse: Refuse) {
  const steps: Step[] = [];
  let schema: AttributeSchema = resource;
  for (const [index, step] of path.entries()) {
    steps.push(step);
    if (step.kind === 'key') return { steps, leaf: keyOf(schema, index === path.length - 1, refuse) };
    schema = memberOf(schema, step.name, index === 0, refuse);
    for (; schema.kind === 'array'; schema = schema.element) steps.push({ kind: 'element' });
  }
  return { steps, leaf: leafOf(schema, refuse) };
}

function memberOf(schema: AttributeSchema, name: string, isTop: boolean, refuse: Refuse): AttributeSchema {
  if (schema.kind !== 'object') refuse(`there is no ${name}, because what is before it has no attributes`);
  const attribute = schema.attribute(name);
  if (isTop && name === LINKS) refuse(`it cannot be filtered on; possible are ${possibleNames(schema)}`);
  if (attribute === undefined) refuse(`there is no attribute ${name}; possible are ${possibleNames(schema)}`);
  return attribute;
}

function keyOf(schema: AttributeSchema, isLast: boolean, refuse: Refuse): Leaf {
  if (schema.kind !== 'object' || !schema.isMap) refuse('@key is for maps only');
  if (!isLast) refuse('nothing follows @key');
  return { type: 'string', isEnumeration: false };
}

function leafOf(schema: AttributeSchema, refuse: Refuse): Leaf {
  if (schema === ANYTHING) return { type: 'any', isEnumeration: false };
  if (schema.kind === 'simple') return schema;
  if (schema.kind === 'array') throw new Error('an array is followed by its element');
  refuse(`it has attributes, and one of them is to be named: ${possibleNames(schema)}${schema.isMap ? ', @key' : ''}`);
}

const ENUMERATION_OPERATORS = ['eq', 'neq', 'in', 'nin'];

function checkOperator({ operator, type }: AttributeExpression, isEnumeration: boolean, refuse: Refuse): void {
  if (type === 'boolean' && operator !== 'eq' && operator !== 'neq') {
    refuse(`${operator} is not for booleans; possible are eq, neq`);
  }
  if (isEnumeration && !ENUMERATION_OPERATORS.includes(operator)) {
    refuse(`${operator} is not for an enumeration; possible are ${ENUMERATION_OPERATORS.join(', ')}`);
  }
  if ((operator === 'cont' || operator === 'ncont') && (type === 'number' || type === 'dateTime')) {
    refuse(`${operator} is for strings only`);
  }
}

function checkValues({ type, values }: AttributeExpression, refuse: Refuse): void {
  for (const value of values) {
    if (type === 'boolean' && value !== 'true' && value !== 'false') refuse(`"${value}" is neither true nor false`);
    if (type === 'number' && numberOf(value) === undefined) refuse(`"${value}" is not a number`);
    if (type === 'dateTime' && !(isDateTime(value) && instantOf(value) !== undefined)) {
      refuse(`"${value}" is not a date and time like 2026-11-23T02:13:00Z; a + is written %2B in a URI`);
    }
  }
}
