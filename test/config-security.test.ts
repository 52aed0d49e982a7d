import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkConfiguration, type Configuration } from '../src/config.ts';
import { createCertificates } from './certificates.ts';

const folder = mkdtempSync(join(tmpdir(), 'nfvi-te-gateway-security-'));

function fileWith(text: string): string {
  const file = join(folder, `${Math.random().toString(36).slice(2)}.yaml`);
  writeFileSync(file, text);
  return file;
}

function accepted(checked: ReturnType<typeof checkConfiguration>): Configuration {
  if ('problems' in checked) throw new Error(checked.problems.join('\n'));
  return checked;
}
const problemsOf = (value: unknown): string[] => {
  const checked = checkConfiguration(value);
  return 'problems' in checked ? checked.problems : [];
};

const REDFISH = {
  id: 'rack-1',
  type: 'redfish',
  baseUrl: 'https://bmc.example',
  systems: { 'server-1': '/redfish/v1/Systems/1' },
};
const IRONIC = { id: 'metal', type: 'ironic', endpoint: 'http://127.0.0.1:6385', nodes: { 'server-1': 'node-1' } };

describe('no authentication', () => {
  it.each(['127.0.0.1', '::1', 'localhost'])('is possible on loopback, %s', (host) => {
    expect(problemsOf({ listen: { host }, authentication: 'none' })).toEqual([]);
  });

  it.each(['0.0.0.0', '::', '192.0.2.7', 'gateway.example'])('is refused on %s', (host) => {
    expect(problemsOf({ listen: { host }, apiRoot: 'https://gateway.example' })).toEqual([
      `authentication: none is possible only while listening on loopback, not on ${host}`,
    ]);
  });

  it('is not needed where there is one', () => {
    const authentication = { issuer: 'https://a.example', audience: 'gateway', jwksUri: 'https://a.example/jwks' };
    const configuration = { listen: { host: '0.0.0.0' }, apiRoot: 'https://gateway.example', authentication };
    expect(accepted(checkConfiguration(configuration)).authentication).toEqual(authentication);
  });
});

describe('every address of the machine', () => {
  const authentication = { issuer: 'https://a.example', audience: 'gateway', jwksUri: 'https://a.example/jwks' };
  it.each(['0.0.0.0', '::'])('is not listened on, as %s, where nobody said what links begin with', (host) => {
    expect(problemsOf({ listen: { host }, authentication })).toEqual([
      `apiRoot: is needed while listening on ${host}: links and callbacks name where to go`,
    ]);
  });
});

describe('certificates and keys', () => {
  const certificates = createCertificates();
  const { file, files } = certificates;
  const missing = join(folder, 'missing.pem');
  const noPem = fileWith('no certificate\n');
  const OAUTH2 = { issuer: 'https://a.example', audience: 'gateway', jwksUri: 'https://a.example/jwks' };
  beforeAll(() => {
    certificates.selfSigned('ca');
    certificates.signed('gateway', 'ca');
    certificates.signed('other', 'ca');
  });
  afterAll(() => {
    certificates.remove();
  });

  it('may be given for everything', () => {
    const tls = { ...files('gateway'), clientCaFile: file('ca.crt'), clientCertificate: 'optional' };
    const authentication = {
      ...OAUTH2,
      caFile: file('ca.crt'),
      certificateBoundTokens: 'required',
      vnfManagers: { 'client-1': 'vnfm-1' },
    };
    const notification = { clientCertificate: files('other'), caFile: file('ca.crt') };
    const configuration = accepted(checkConfiguration({ tls, authentication, notification }));
    expect(configuration).toMatchObject({ tls, authentication, notification });
  });

  it.each<[string, (wrong: string) => object]>([
    ['tls.certificateFile', (wrong) => ({ tls: { ...files('gateway'), certificateFile: wrong } })],
    ['tls.keyFile', (wrong) => ({ tls: { ...files('gateway'), keyFile: wrong } })],
    ['tls.clientCaFile', (wrong) => ({ tls: { ...files('gateway'), clientCaFile: wrong } })],
    ['authentication.caFile', (wrong) => ({ authentication: { ...OAUTH2, caFile: wrong } })],
    [
      'notification.clientCertificate.certificateFile',
      (wrong) => ({ notification: { clientCertificate: { ...files('other'), certificateFile: wrong } } }),
    ],
    [
      'notification.clientCertificate.keyFile',
      (wrong) => ({ notification: { clientCertificate: { ...files('other'), keyFile: wrong } } }),
    ],
    ['notification.caFile', (wrong) => ({ notification: { caFile: wrong } })],
    ['powerControllers.0.caFile', (wrong) => ({ powerControllers: [{ ...REDFISH, caFile: wrong }] })],
    [
      'powerControllers.1.caFile',
      (wrong) => ({ powerControllers: [REDFISH, { ...IRONIC, nodes: { 'server-2': 'node-2' }, caFile: wrong }] }),
    ],
  ])('that are missing or none are refused: %s', (key, configured) => {
    const reading = problemsOf(configured(missing));
    const parsing = problemsOf(configured(noPem));
    expect([reading.length, parsing.length]).toEqual([1, 1]);
    expect(reading[0]).toContain(`${key}: ${missing} cannot be read: `);
    const format = key.endsWith('keyFile') ? 'an unencrypted private key' : 'a certificate';
    expect(parsing[0]).toContain(`${key}: ${noPem} is not ${format} in PEM: `);
  });

  it.each<[string, (pair: object) => object]>([
    ['tls', (tls) => ({ tls })],
    ['notification.clientCertificate', (clientCertificate) => ({ notification: { clientCertificate } })],
  ])('that do not fit one another are refused: %s', (key, configured) => {
    const pair = { ...files('gateway'), keyFile: file('other.key') };
    expect(problemsOf(configured(pair))).toEqual([
      `${key}.keyFile: the key in ${pair.keyFile} is not that of the certificate in ${pair.certificateFile}`,
    ]);
  });

  it('of clients are looked at only with their CA', () => {
    const authentication = { ...OAUTH2, certificateBoundTokens: 'required' };
    const tls = { ...files('gateway'), clientCertificate: 'required' };
    expect(problemsOf({ tls, authentication })).toEqual([
      'tls.clientCertificate: is of use only with tls.clientCaFile',
      'authentication.certificateBoundTokens: required is of use only with tls.clientCaFile',
    ]);
  });
});
