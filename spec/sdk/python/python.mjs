/** Python: one package, `nfvi_te_gateway`, with a module for each interface. */
import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from '../generator.mjs';
import { APIS, copyText, Failure, replaceIn, succeeds } from '../tools.mjs';

const HERE = 'spec/sdk/python';
const PACKAGES = 'python3 python3-pydantic python3-dateutil python3-urllib3';

export function generatePython({ documents, work, target }) {
  const root = join(target, 'nfvi_te_gateway');
  mkdirSync(root, { recursive: true });
  writeFileSync(join(root, '__init__.py'), '');
  cpSync(`${HERE}/pydantic_v1.py`, join(root, 'pydantic_v1.py'));
  copyText(`${HERE}/pyproject.toml`, join(target, 'pyproject.toml'));
  copyText(`${HERE}/README.md`, join(target, 'README.md'));
  for (const api of APIS) {
    const folder = join(work, api);
    generate({
      generator: 'python',
      document: documents[api],
      folder,
      options: ['--package-name', `nfvi_te_gateway.${api}`],
    });
    cpSync(join(folder, 'nfvi_te_gateway', api), join(root, api), { recursive: true });
    adapt(join(root, api));
  }
}

/** What the generated code needs to run at all, with pydantic 1 and 2, and without aenum. */
function adapt(folder) {
  for (const file of readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.py'))) {
    replaceIn(join(folder, file), [
      ['from pydantic import ', 'from nfvi_te_gateway.pydantic_v1 import '],
      // A map of references is taken for a module; what it maps to is imported as well.
      [/^from \S*\.models\.dict\[.*\n/gm, ''],
      [
        /import json\nimport pprint\n(.*)\nfrom aenum import Enum, no_arg\n/g,
        'from __future__ import annotations\nimport json\nimport pprint\n$1\nfrom enum import Enum\n',
      ],
    ]);
  }
}

/** The command that runs the verification with what was generated. */
export function verifyPython({ target }) {
  const env = { ...process.env, PYTHONPATH: target };
  const imports = ['-c', 'import dateutil, urllib3, nfvi_te_gateway.pydantic_v1'];
  const program = [process.env.PYTHON ?? 'python3', '/usr/bin/python3'].find((python) =>
    succeeds(python, imports, { env }),
  );
  if (program === undefined) {
    throw new Failure(`no Python here has pydantic, dateutil and urllib3; on Debian: apt-get install ${PACKAGES}`);
  }
  return { program, parameters: [`${HERE}/verify.py`], env };
}
