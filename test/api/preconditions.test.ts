/** ETag and Last-Modified of every modifiable resource, and the preconditions on them (SOL013 4.2, RFC 9110 13). */
import { startGatewayUnderTest, type GatewayUnderTest } from '../gateway-under-test.ts';
import { STORES } from '../stores.ts';
import { createExchange } from './exchange.ts';

interface Modifiable {
  container: string;
  id: string;
  create: object;
  patch: object;
}

const MODIFIABLE: Modifiable[] = [
  {
    container: '/vrinfo/v1/resource_zones',
    id: 'zone-1',
    create: { zoneId: 'zone-1', zoneName: 'Hall', metadata: { b: 1, a: { d: [1, 2], c: 2.5 } } },
    patch: { zoneName: 'Room' },
  },
  {
    container: '/vrinfo/v1/compute_hosts',
    id: 'server-1',
    create: { id: 'server-1', computeHostType: 'CONTAINER' },
    patch: { computeHostName: 'one' },
  },
  {
    container: '/vrinfo/v1/virtual_computes',
    id: 'vc-1',
    create: { computeId: 'vc-1', hostId: 'server-1', vnfInstanceId: 'vnf-1', vnfmId: 'vnfm-1' },
    patch: { criticality: 7 },
  },
  {
    container: '/envnotif/v1/environment_thresholds',
    id: 'threshold-1',
    create: { id: 'threshold-1', parameterType: 'GAS', stateLevels: { ALARM: 'DEGRADED' } },
    patch: { stalenessTime: 60 },
  },
];

describe.each(STORES)('on $name', ({ location }) => {
  let gateway: GatewayUnderTest;
  const exchange = createExchange(() => gateway.apiRoot);
  const validators = async (path: string) => {
    const { headers } = await exchange.get(path);
    return { etag: headers['etag'] ?? '', lastModified: headers['last-modified'] ?? '' };
  };
  const send = async (
    method: 'PATCH' | 'DELETE' | 'PUT',
    path: string,
    headers: Record<string, string>,
    body?: object,
  ) => (await exchange.send(method, path, { headers, body })).status;

  beforeAll(async () => {
    gateway = await startGatewayUnderTest({ store: await location() });
    for (const { container, create } of MODIFIABLE) expect((await exchange.post(container, create)).status).toBe(201);
  });
  afterAll(async () => {
    await gateway.stop();
  });

  describe.each(MODIFIABLE)('a resource of $container', ({ container, id, patch }) => {
    const path = `${container}/${id}`;

    it('keeps its ETag while it is the same, and has another when it is changed', async () => {
      const before = await validators(path);
      expect(before.etag).toMatch(/^"[\w-]{22}"$/);
      expect(await validators(path)).toEqual(before);
      const changed = await exchange.patch(path, patch);
      expect(changed.headers['etag']).not.toBe(before.etag);
      expect(await validators(path)).toMatchObject({ etag: changed.headers['etag'] });
    });

    it('is changed under If-Match when it is the one meant, and 412 when it is another', async () => {
      const { etag } = await validators(path);
      for (const ifMatch of ['"another"', `W/${etag}`, '', 'nonsense', `W/"x", "y"`])
        expect([ifMatch, await send('PATCH', path, { 'If-Match': ifMatch }, patch)]).toEqual([ifMatch, 412]);
      expect(await send('PATCH', path, { 'If-Match': `"another", ${etag}` }, patch)).toBe(200);
      expect(await send('PATCH', path, { 'If-Match': '*' }, patch)).toBe(200);
    });

    it('is changed under If-Unmodified-Since when it was not modified since, and 412 when it was', async () => {
      const { lastModified } = await validators(path);
      expect(new Date(lastModified).toUTCString()).toBe(lastModified);
      const earlier = new Date(Date.parse(lastModified) - 2000).toUTCString();
      expect(await send('PATCH', path, { 'If-Unmodified-Since': earlier }, patch)).toBe(412);
      expect(await send('PATCH', path, { 'If-Unmodified-Since': lastModified }, patch)).toBe(200);
      expect(await send('PATCH', path, { 'If-Unmodified-Since': 'no date' }, patch)).toBe(200);
    });

    it('looks at If-Unmodified-Since only without If-Match', async () => {
      const { etag } = await validators(path);
      const long = new Date(0).toUTCString();
      expect(await send('PATCH', path, { 'If-Match': etag, 'If-Unmodified-Since': long }, patch)).toBe(200);
    });

    it('tells in the refusal which ETag it has, and is not changed', async () => {
      const before = await exchange.get(path);
      const { body } = await exchange.send('PATCH', path, { headers: { 'If-Match': '"another"' }, body: patch });
      expect(body.detail).toContain(before.headers['etag']);
      expect((await exchange.get(path)).body).toEqual(before.body);
    });
  });

  it('a threshold is replaced, and resources are deleted, under the same preconditions', async () => {
    const threshold = '/envnotif/v1/environment_thresholds/threshold-1';
    const body = { parameterType: 'GAS', stateLevels: { ALARM: 'FAILED' } };
    expect(await send('PUT', threshold, { 'If-Match': '"another"' }, body)).toBe(412);
    expect(await send('PUT', threshold, { 'If-Match': (await validators(threshold)).etag }, body)).toBe(200);
    for (const { container, id } of [...MODIFIABLE].reverse()) {
      const path = `${container}/${id}`;
      expect(await send('DELETE', path, { 'If-Match': '"another"' })).toBe(412);
      expect(await send('DELETE', path, { 'If-Match': (await validators(path)).etag })).toBe(204);
      expect(await send('DELETE', path, { 'If-Match': '*' })).toBe(404);
    }
  });
});
