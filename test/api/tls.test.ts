import { request as plainRequest } from 'node:http';
import { createServer, type RequestOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createCertificates } from '../certificates.ts';
import { startGatewayUnderTest, type GatewayUnderTest } from '../gateway-under-test.ts';
import { getOverTls } from './https.ts';

const certificates = createCertificates();
const { file, files, pair, read } = certificates;
const withCertificate: (name: string) => RequestOptions = pair;

beforeAll(() => {
  certificates.selfSigned('server', '-addext', 'subjectAltName=IP:127.0.0.1');
  certificates.selfSigned('our-ca');
  certificates.selfSigned('foreign-ca');
  certificates.signed('client', 'our-ca');
  certificates.signed('stranger', 'foreign-ca');
});
afterAll(() => {
  certificates.remove();
});

/** Reads the servers over HTTPS, trusting the certificate of the gateway. */
const readHosts = ({ apiRoot }: GatewayUnderTest, options: RequestOptions = {}) =>
  getOverTls(`${apiRoot}/vrinfo/v1/compute_hosts`, { ca: read('server.crt'), ...options });

const only = (version: 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3'): RequestOptions => ({
  minVersion: version,
  maxVersion: version,
  // What is older than 1.2 OpenSSL speaks only when told that security does not matter.
  ...(version === 'TLSv1.1' ? { ciphers: 'DEFAULT@SECLEVEL=0' } : {}),
});

describe('a gateway with a certificate', () => {
  let gateway: GatewayUnderTest;
  beforeAll(async () => {
    gateway = await startGatewayUnderTest({
      tls: files('server'),
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

  it.each(['TLSv1.2', 'TLSv1.3'] as const)('speaks %s', async (version) => {
    expect(await readHosts(gateway, only(version))).toMatchObject({ status: 200, protocol: version });
  });

  it('refuses TLSv1.1, although the client can speak it', async () => {
    const old = createServer({ ...pair('server'), ...only('TLSv1.1') }, (_request, response) => response.end('{}'));
    await new Promise<void>((resolve) => old.listen(0, '127.0.0.1', resolve));
    const { port } = old.address() as AddressInfo;
    const options = { ca: read('server.crt'), ...only('TLSv1.1') };
    expect(await getOverTls(`https://127.0.0.1:${port}`, options)).toMatchObject({ status: 200, protocol: 'TLSv1.1' });
    old.close();
    await expect(readHosts(gateway, options)).rejects.toThrow(/alert protocol version/);
  });

  it('needs no certificate of its clients', async () => {
    expect((await readHosts(gateway, withCertificate('stranger'))).status).toBe(200);
  });
});

describe('a gateway that knows the CA of its clients', () => {
  let gateway: GatewayUnderTest;
  beforeAll(async () => {
    gateway = await startGatewayUnderTest({ tls: { ...files('server'), clientCaFile: file('our-ca.crt') } });
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

describe('a gateway to which the certificate of a client is optional', () => {
  let gateway: GatewayUnderTest;
  beforeAll(async () => {
    const tls = { ...files('server'), clientCaFile: file('our-ca.crt'), clientCertificate: 'optional' };
    gateway = await startGatewayUnderTest({ tls });
  });
  afterAll(() => gateway.stop());

  it('serves those without one, and those with one of the CA', async () => {
    expect((await readHosts(gateway)).status).toBe(200);
    expect((await readHosts(gateway, withCertificate('client'))).status).toBe(200);
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)('refuses those with one of another CA, in %s', async (version) => {
    await expect(readHosts(gateway, { ...withCertificate('stranger'), ...only(version) })).rejects.toThrow();
  });
});
