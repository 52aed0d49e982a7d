import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request as plainRequest } from 'node:http';
import { request, type RequestOptions } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGatewayUnderTest, type GatewayUnderTest } from '../gateway-under-test.ts';

const folder = mkdtempSync(join(tmpdir(), 'nfvi-te-gateway-tls-'));
const file = (name: string) => join(folder, name);
const read = (name: string) => readFileSync(file(name));

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
const openssl = (...parameters: string[]) => execFileSync('openssl', parameters, { stdio: 'pipe' });

/** A CA, or the certificate of a server on loopback that is its own. */
function selfSigned(name: string, ...more: string[]): void {
  openssl(
    'req',
    '-x509',
    ...KEY,
    '-subj',
    `/CN=${name}`,
    '-keyout',
    file(`${name}.key`),
    '-out',
    file(`${name}.crt`),
    ...more,
  );
}

function signed(name: string, ca: string): void {
  openssl('req', ...KEY, '-subj', `/CN=${name}`, '-keyout', file(`${name}.key`), '-out', file(`${name}.csr`));
  const by = ['-CA', file(`${ca}.crt`), '-CAkey', file(`${ca}.key`), '-CAcreateserial'];
  openssl('x509', '-req', '-in', file(`${name}.csr`), ...by, '-days', '1', '-out', file(`${name}.crt`));
}

beforeAll(() => {
  selfSigned('server', '-addext', 'subjectAltName=IP:127.0.0.1');
  selfSigned('our-ca');
  selfSigned('foreign-ca');
  signed('client', 'our-ca');
  signed('stranger', 'foreign-ca');
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Answer {
  status: number | undefined;
  body: unknown;
}

/** Reads the servers over HTTPS, trusting the certificate of the gateway. */
function readHosts({ apiRoot }: GatewayUnderTest, options: RequestOptions = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request(`${apiRoot}/vrinfo/v1/compute_hosts`, { ca: read('server.crt'), agent: false, ...options }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => {
        resolve({ status: response.statusCode, body: JSON.parse(text) });
      });
    })
      .once('error', reject)
      .end();
  });
}

const withCertificate = (name: string): RequestOptions => ({ cert: read(`${name}.crt`), key: read(`${name}.key`) });

describe('a gateway with a certificate', () => {
  let gateway: GatewayUnderTest;
  beforeAll(async () => {
    gateway = await startGatewayUnderTest({
      tls: { certificateFile: file('server.crt'), keyFile: file('server.key') },
      inventory: { computeHosts: [{ id: 'server-1', computeHostType: 'PHYSICAL_SERVER' }] },
    });
  });
  afterAll(() => gateway.stop());

  it('is served by HTTPS, which its links say too', async () => {
    expect(gateway.apiRoot).toMatch(/^https:/);
    expect(await readHosts(gateway)).toMatchObject({
      status: 200,
      body: [{ _links: { self: { href: `${gateway.apiRoot}/vrinfo/v1/compute_hosts/server-1` } } }],
    });
  });

  it('does not answer plain HTTP', async () => {
    const { port } = new URL(gateway.apiRoot);
    const plain = new Promise((resolve, reject) => {
      plainRequest({ host: '127.0.0.1', port, path: '/livez', agent: false }, resolve).once('error', reject).end();
    });
    await expect(plain).rejects.toThrow();
  });

  it('proves with it who it is', async () => {
    await expect(readHosts(gateway, { ca: read('our-ca.crt') })).rejects.toThrow('self-signed certificate');
  });

  it('does not speak a TLS older than 1.2', async () => {
    expect((await readHosts(gateway, { maxVersion: 'TLSv1.2' })).status).toBe(200);
    const old: RequestOptions = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' };
    await expect(readHosts(gateway, old)).rejects.toThrow(/alert|protocol version/i);
  });

  it('needs no certificate of its clients', async () => {
    expect((await readHosts(gateway, withCertificate('stranger'))).status).toBe(200);
  });
});

describe('a gateway that knows the CA of its clients', () => {
  let gateway: GatewayUnderTest;
  beforeAll(async () => {
    gateway = await startGatewayUnderTest({
      tls: { certificateFile: file('server.crt'), keyFile: file('server.key'), clientCaFile: file('our-ca.crt') },
    });
  });
  afterAll(() => gateway.stop());

  it('serves those with a certificate of it', async () => {
    expect((await readHosts(gateway, withCertificate('client'))).status).toBe(200);
  });

  it('refuses those without a certificate, and those with one of another CA', async () => {
    await expect(readHosts(gateway)).rejects.toThrow();
    await expect(readHosts(gateway, withCertificate('stranger'))).rejects.toThrow();
  });
});

describe('a gateway whose certificate cannot be used', () => {
  it('does not start, and says which file it is', async () => {
    const tls = { certificateFile: file('missing.crt'), keyFile: file('server.key') };
    await expect(startGatewayUnderTest({ tls })).rejects.toThrow('missing.crt');
    writeFileSync(file('empty.crt'), '');
    await expect(startGatewayUnderTest({ tls: { ...tls, certificateFile: file('empty.crt') } })).rejects.toThrow();
  });
});
