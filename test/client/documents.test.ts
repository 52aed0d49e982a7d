import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

interface Document {
  paths: object;
  components: { schemas: Record<string, { properties?: object; allOf?: unknown }> };
}

const APIS = ['envnotif', 'vnfmig', 'vrinfo', 'vrfm'];
const sdk = (...parameters: string[]) => promisify(execFile)('node', ['spec/sdk/sdk.mjs', ...parameters]);

describe('the documents for generators', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'documents-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('have what generators lose or round in the others: attributes beside conditions, notifications, precision', async () => {
    await sdk('documents', '--out', folder);
    for (const api of APIS) {
      const text = readFileSync(join(folder, `${api}.json`), 'utf8');
      const { paths, components } = JSON.parse(text) as Document;
      expect(Object.keys(paths)).not.toEqual([]);
      const { schemas } = components;
      expect(Object.values(schemas).filter(({ properties, allOf }) => properties && allOf)).toEqual([]);
      for (const [, name = ''] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g))
        expect(schemas).toHaveProperty(name);
      const numbers = JSON.stringify(JSON.parse(text)).match(/\{[^{}]*"type":"number"[^{}]*\}/g) ?? [];
      expect(numbers.filter((number) => !number.includes('"format"'))).toEqual([]);
    }
    const { components } = JSON.parse(readFileSync(join(folder, 'vnfmig.json'), 'utf8')) as Document;
    expect(components.schemas).toHaveProperty('MigrationRequestNotification.properties.notificationType');
  });

  it('replace what was generated there before, and nothing else', async () => {
    await sdk('documents', '--out', folder);
    await sdk('documents', '--out', folder);
    await expect(sdk('documents', '--out', 'test')).rejects.toThrow('test holds something else');
    await expect(sdk('documents', '--verify')).rejects.toThrow('--verify needs a language');
  });
});
