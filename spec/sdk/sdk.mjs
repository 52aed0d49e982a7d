/** Clients of the four interfaces for Python, Go and Java, generated from generated/, and the proof that they work. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
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

  --out DIR   where it goes; sdk/LANGUAGE by default. An earlier client there is replaced
  --verify    build it, and run a small VNF manager with it against a gateway started for that
  --help      this text
`;

/** Tells a folder with a generated client from any other. */
const MARK = '.nfvi-te-gateway-sdk';

const LANGUAGES = {
  python: { generate: generatePython, command: verifyPython },
  go: { generate: generateGo, command: verifyGo },
  java: { generate: generateJava, command: verifyJava },
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
    throw new Failure(`one language is wanted: ${Object.keys(LANGUAGES).join(', ')}\n\n${USAGE}`);
  }
  const target = values.out ?? join('sdk', name);
  const work = mkdtempSync(join(tmpdir(), 'nfvi-te-gateway-sdk-'));
  try {
    const place = { documents: writeDocuments(work), work, target };
    makeEmpty(target);
    language.generate(place);
    console.log(`${relative('.', target)}: a ${name} client of ${APIS.join(', ')}`);
    if (values.verify) await verify(language.command(place));
  } finally {
    rmSync(work, { recursive: true });
  }
}

/** Only what was made here is removed. */
function makeEmpty(target) {
  const made = existsSync(join(target, MARK)) || !existsSync(target) || readdirSync(target).length === 0;
  if (!made) throw new Failure(`${target} holds something else than an earlier client`);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, MARK), '');
}

function writeDocuments(work) {
  return Object.fromEntries(
    APIS.map((api) => {
      const file = join(work, `${api}.json`);
      writeFileSync(file, JSON.stringify(documentOf(api)));
      return [api, file];
    }),
  );
}

main().catch((error) => {
  const known = error instanceof Failure || error.code?.startsWith('ERR_PARSE_ARGS');
  console.error(known ? error.message : error);
  process.exitCode = 1;
});
