/**
 * spec/ → generated/: for each document one bundled JSON, which validates at run time, and one TypeScript file with the types.
 * With `--check` nothing is written; the exit status says whether generated/ is fresh.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';

const SHARED = 'common.yaml';
const check = process.argv.includes('--check');
const target = mkdtempSync(join(tmpdir(), 'generated-'));

const documents = readdirSync('spec').filter((file) => file.endsWith('.yaml') && file !== SHARED);
for (const file of documents) await generate(file.replace(/\.yaml$/, ''));
if (check) compare();
else replace();

async function generate(name) {
  const bundle = join(target, `${name}.json`);
  execFileSync('npx', ['redocly', 'bundle', `spec/${name}.yaml`, '--config', '.redocly.yaml', '--output', bundle], {
    env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ast = await openapiTS(JSON.parse(readFileSync(bundle, 'utf8')), {
    emptyObjectsUnknown: true,
    // Defaults are filled in when the configuration is read, and only there.
    defaultNonNullable: name === 'config',
  });
  writeFileSync(
    join(target, `${name}.ts`),
    `/** Generated from spec/${name}.yaml by \`npm run generate\`. */\n\n${astToString(ast)}`,
  );
}

/** Only when everything was made: a fault in a document leaves what was there. */
function replace() {
  rmSync('generated', { recursive: true, force: true });
  cpSync(target, 'generated', { recursive: true });
  rmSync(target, { recursive: true });
}

function compare() {
  const stale = [...new Set([...readdirSync(target), ...readdirSync('generated')])].filter(
    (file) => read(join(target, file)) !== read(join('generated', file)),
  );
  rmSync(target, { recursive: true });
  if (stale.length === 0) return;
  console.error(
    `generated/ is not what spec/ gives: ${stale.join(', ')}. Run \`npm run generate\` and commit the result.`,
  );
  process.exitCode = 1;
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
