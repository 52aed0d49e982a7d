/** Go: one module, `nfvi-te-gateway/sdk`, with a package for each interface. */
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { generate } from '../generator.mjs';
import { APIS, copyText, replaceIn, requireTool, run } from '../tools.mjs';

const HERE = 'spec/sdk/go';
/** Where the Debian packages have the modules that the client needs. */
const DEBIAN = '/usr/share/gocode/src/golang.org/x';

export function generateGo({ documents, work, target }) {
  for (const file of ['go.mod', 'README.md']) copyText(`${HERE}/${file}`, join(target, file));
  for (const api of APIS) {
    const folder = join(work, api);
    generate({
      generator: 'go',
      document: documents[api],
      folder,
      options: ['--package-name', api],
      // Without the look-up a notification that fits two types is refused; without the prefix the enums clash.
      properties: { useOneOfDiscriminatorLookup: true, enumClassPrefix: true },
    });
    mkdirSync(join(target, api), { recursive: true });
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.go'))) {
      copyFileSync(join(folder, file), join(target, api, file));
    }
    replaceIn(join(target, api, 'client.go'), [
      // As generated it takes neither merge-patch+json nor problem+json for JSON, and writes the address of a title.
      ['(?:vnd\\.[^;]+\\+)?json', '(?:[^;/]+\\+)?json'],
      ['fmt.Sprintf("%s", field.Interface())', 'fmt.Sprintf("%s", reflect.Indirect(field))'],
    ]);
  }
}

/** The command that runs the verification with what was generated: a module of its own, as that of a user is. */
export function verifyGo({ work, target }) {
  requireTool('go', ['version'], 'golang-go golang-golang-x-oauth2-dev');
  const folder = join(work, 'verify');
  mkdirSync(folder);
  copyFileSync(`${HERE}/verify.go`, join(folder, 'main.go'));
  const replaced = {
    'nfvi-te-gateway/sdk': resolve(target),
    'golang.org/x/oauth2': `${DEBIAN}/oauth2`,
    'golang.org/x/net': `${DEBIAN}/net`,
  };
  writeFileSync(
    join(folder, 'go.mod'),
    [
      'module verify',
      'go 1.19',
      'require nfvi-te-gateway/sdk v0.0.0',
      ...Object.entries(replaced).map(([module, path]) => `replace ${module} => ${path}`),
      '',
    ].join('\n'),
  );
  const program = join(folder, 'verify');
  run('go', ['build', '-o', program, '.'], {
    cwd: folder,
    env: { ...process.env, GOFLAGS: '-mod=mod', GOPROXY: 'off' },
  });
  return { program, parameters: [] };
}
