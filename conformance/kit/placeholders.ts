import type { Json, Values } from './case.ts';

const PLACEHOLDER = /\{([A-Za-z][\w.]*)\}/g;

/** The text with what its placeholders stand for. */
export function fillText(text: string, values: Values): string {
  return text.replaceAll(PLACEHOLDER, (_match, name: string) => {
    const value = valueOf(name, values);
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
}

/** The same for everything in a JSON value; a text that is one placeholder becomes the value itself. */
export function fill(json: Json, values: Values): Json {
  if (typeof json === 'string') {
    const whole = /^\{([A-Za-z][\w.]*)\}$/.exec(json)?.[1];
    return whole === undefined ? fillText(json, values) : valueOf(whole, values);
  }
  if (isList(json)) return json.map((item) => fill(item, values));
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [fillText(key, values), fill(value, values)]));
}

function valueOf(name: string, values: Values): Json {
  const value = values[name];
  if (value === undefined) throw new Error(`no fixture and no step left a value for {${name}}`);
  return value;
}

function isList(json: Json): json is readonly Json[] {
  return Array.isArray(json);
}

/** A value that is a text. */
export function textOf(values: Values, name: string): string {
  const value = valueOf(name, values);
  if (typeof value !== 'string') throw new Error(`{${name}} is not a text`);
  return value;
}
