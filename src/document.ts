import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Reads a bundled OpenAPI document from generated/, which lies beside src/ both as sources and when built. */
export function readDocument(name: string): Record<string, unknown> {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const file = join(folder, 'generated', `${name}.json`);
    if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    if (folder === dirname(folder)) throw new Error(`generated/${name}.json is missing; run \`npm run build\``);
  }
}
