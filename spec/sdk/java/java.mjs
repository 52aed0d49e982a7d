/** Java: one artifact, a package for each interface, on the HTTP client of the JDK. */
import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { generate, generatorJar } from '../generator.mjs';
import { APIS, copyText, Failure, requireTool, run } from '../tools.mjs';

const HERE = 'spec/sdk/java';
const SOURCES = join('src', 'main', 'java');
const LIBRARIES = ['/usr/share/java/jsr305.jar', '/usr/share/java/jakarta-annotation-api.jar'];
const PACKAGES = 'default-jdk-headless libjsr305-java libjakarta-annotation-api-java';

export function generateJava({ documents, work, target }) {
  for (const file of ['pom.xml', 'README.md']) copyText(`${HERE}/${file}`, join(target, file));
  for (const api of APIS) {
    const folder = join(work, api);
    const name = `nfvitegateway.${api}`;
    generate({
      generator: 'java',
      document: documents[api],
      folder,
      options: [
        ...['--library', 'native'],
        ...['--invoker-package', name, '--api-package', `${name}.api`, '--model-package', `${name}.model`],
      ],
      properties: { useOneOfDiscriminatorLookup: true, useJakartaEe: true, openApiNullable: false },
    });
    cpSync(join(folder, SOURCES), join(target, SOURCES), { recursive: true });
  }
}

/** The command that runs the verification with what was generated. The jar of the generator has Jackson in it. */
export function verifyJava({ work, target }) {
  requireTool('javac', ['-version'], PACKAGES);
  if (!LIBRARIES.every((library) => existsSync(library))) {
    throw new Failure(`${LIBRARIES.join(' or ')} is missing; on Debian: apt-get install ${PACKAGES}`);
  }
  const classes = join(work, 'classes');
  mkdirSync(classes);
  const libraries = [generatorJar(), ...LIBRARIES].join(delimiter);
  const sources = join(work, 'sources');
  const names = readdirSync(join(target, SOURCES), { recursive: true }).filter((name) => name.endsWith('.java'));
  writeFileSync(sources, names.map((name) => `"${join(target, SOURCES, name)}"\n`).join(''));
  run('javac', ['-nowarn', '-d', classes, '-cp', libraries, `@${sources}`, `${HERE}/Verify.java`]);
  return { program: 'java', parameters: ['-cp', [classes, libraries].join(delimiter), 'Verify'] };
}
