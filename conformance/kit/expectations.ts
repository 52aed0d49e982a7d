import type { ValidateFunction } from 'ajv';
import { compileSchema, describeErrors } from '../peers/spec-validator.ts';
import { checkAssertions, show } from './assertions.ts';
import type { Answer, Expectation, Failure, MessageExpectation, SendStep, Values } from './case.ts';
import { fillText } from './placeholders.ts';

/** What of the expectation does not hold for the answer. Of several, the first whose status fits counts. */
export function checkAnswer(
  expectation: Expectation | readonly Expectation[],
  answer: Answer,
  values: Values,
): Failure[] {
  const choices = expectationsOf({ expect: expectation });
  const chosen = choices.find(({ status }) => statusesOf(status).includes(answer.status));
  if (chosen === undefined) {
    const expected = choices.flatMap(({ status }) => statusesOf(status)).join(' or ');
    return [{ what: 'status', expected, got: String(answer.status) }];
  }
  const content: Failure[] =
    chosen.empty === true && answer.content !== ''
      ? [{ what: 'content', expected: 'none', got: answer.content.slice(0, 300) }]
      : [];
  return [...content, ...checkMessage(chosen, answer, values)];
}

/** What of the expectation does not hold for a message, be it an answer or a request. */
export function checkMessage(
  { headers = {}, schema, body = [] }: MessageExpectation,
  message: Pick<Answer, 'headers' | 'body'>,
  values: Values,
): Failure[] {
  return [
    ...Object.entries(headers).flatMap(([name, wanted]) => checkHeader(name, wanted, message.headers, values)),
    ...(schema === undefined ? [] : checkSchema(schema, message.body)),
    ...checkAssertions(body, message.body, values),
  ];
}

export function expectationsOf({ expect }: Pick<SendStep, 'expect'>): readonly Expectation[] {
  return isList(expect) ? expect : [expect];
}

export function statusesOf(status: Expectation['status']): readonly number[] {
  return typeof status === 'number' ? [status] : status;
}

function checkHeader(
  name: string,
  wanted: string | RegExp | boolean,
  headers: Readonly<Record<string, string>>,
  values: Values,
): Failure[] {
  const value = headers[name.toLowerCase()];
  const got = value ?? 'absent';
  const what = `header ${name}`;
  if (typeof wanted === 'boolean')
    return (value !== undefined) === wanted ? [] : [{ what, expected: wanted ? 'present' : 'absent', got }];
  if (wanted instanceof RegExp)
    return value !== undefined && wanted.test(value) ? [] : [{ what, expected: `like ${wanted.source}`, got }];
  const text = fillText(wanted, values);
  return value === text ? [] : [{ what, expected: text, got }];
}

const validators = new Map<string, ValidateFunction>();

function checkSchema(reference: string, body: unknown): Failure[] {
  const { document, schema, list } = partsOf(reference);
  const key = `${document}#${schema}`;
  const validate = validators.get(key) ?? compileSchema(document, schema);
  validators.set(key, validate);
  const expected = `the schema ${reference}`;
  if (list && !Array.isArray(body)) return [{ what: 'content', expected: 'a list', got: show(body) }];
  const items: unknown[] = list && Array.isArray(body) ? body : [body];
  return items.flatMap((item, index) =>
    validate(item)
      ? []
      : describeErrors(validate.errors).map((error) => ({
          what: list ? `element ${index}` : 'content',
          expected,
          got: error,
        })),
  );
}

function partsOf(reference: string): { document: string; schema: string; list: boolean } {
  const [, document = '', schema = '', list] = /^([^#]+)#(\w+)(\[\])?$/.exec(reference) ?? [];
  return { document, schema, list: list !== undefined };
}

function isList(expectation: Expectation | readonly Expectation[]): expectation is readonly Expectation[] {
  return Array.isArray(expectation);
}
