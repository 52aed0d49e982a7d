import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const documents = new Map<string, Record<string, unknown>>();

/** A bundled OpenAPI document, read once; nobody changes it. */
export function readDocument(name: string): Record<string, unknown> {
  const known = documents.get(name) ?? findDocument(name);
  documents.set(name, known);
  return known;
}

/** In generated/, which lies beside src/ both as sources and when built. */
function findDocument(name: string): Record<string, unknown> {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const file = join(folder, 'generated', `${name}.json`);
    if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    if (folder === dirname(folder)) throw new Error(`generated/${name}.json is missing; run \`npm run build\``);
  }
}
