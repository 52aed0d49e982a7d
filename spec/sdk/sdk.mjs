/**
 * Clients of the four interfaces for Python, Go and Java, generated from generated/, and the proof that they work; or the documents
 * alone, for any other generator.
 */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { documentOf } from './documents.mjs';
import { generateGo, verifyGo } from './go/go.mjs';
import { generateJava, verifyJava } from './java/java.mjs';
import { generatePython, verifyPython } from './python/python.mjs';
import { APIS, Failure } from './tools.mjs';
import { verify } from './verify.mjs';

const USAGE = `Generates a client of the gateway's interfaces.

Usage: npm run sdk -- python|go|java [--out DIR] [--verify]
       npm run sdk -- documents [--out DIR]

  documents   the OpenAPI documents that these clients are generated from, as most generators
              can read them: each with its notifications, and numbers of double precision
  --out DIR   where it goes; sdk/LANGUAGE by default. What was generated there before is replaced
  --verify    build it, and run a small VNF manager with it against a gateway started for that
  --help      this text
`;

/** Tells a folder with a generated client from any other. */
const MARK = '.nfvi-te-gateway-sdk';

const LANGUAGES = {
  python: { generate: generatePython, command: verifyPython },
  go: { generate: generateGo, command: verifyGo },
  java: { generate: generateJava, command: verifyJava },
  documents: { generate: copyDocuments, what: 'the OpenAPI documents' },
};

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { out: { type: 'string' }, verify: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) return process.stdout.write(USAGE);
  const [name, ...more] = positionals;
  const language = Object.hasOwn(LANGUAGES, name ?? '') ? LANGUAGES[name] : undefined;
  if (language === undefined || more.length > 0) {
    throw new Failure(`one of these is wanted: ${Object.keys(LANGUAGES).join(', ')}\n\n${USAGE}`);
  }
  if (values.verify && language.command === undefined) throw new Failure(`--verify needs a language, not ${name}`);
  const target = values.out ?? join('sdk', name);
  const work = mkdtempSync(join(tmpdir(), 'nfvi-te-gateway-sdk-'));
  try {
    const place = { documents: writeDocuments(work), work, target };
    makeEmpty(target);
    language.generate(place);
    console.log(`${relative('.', target)}: ${language.what ?? `a ${name} client`} of ${APIS.join(', ')}`);
    if (values.verify) await verify(language.command(place));
  } finally {
    rmSync(work, { recursive: true });
  }
}

/** Only what was made here is removed. */
function makeEmpty(target) {
  const made = existsSync(join(target, MARK)) || !existsSync(target) || readdirSync(target).length === 0;
  if (!made) throw new Failure(`${target} holds something else than what was generated before`);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, MARK), '');
}

function copyDocuments({ documents, target }) {
  for (const [api, file] of Object.entries(documents)) copyFileSync(file, join(target, `${api}.json`));
}

function writeDocuments(work) {
  return Object.fromEntries(
    APIS.map((api) => {
      const file = join(work, `${api}.json`);
      writeFileSync(file, JSON.stringify(documentOf(api), null, 2));
      return [api, file];
    }),
  );
}

main().catch((error) => {
  const known = error instanceof Failure || error.code?.startsWith('ERR_PARSE_ARGS');
  console.error(known ? error.message : error);
  process.exitCode = 1;
});
