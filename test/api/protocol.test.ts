import { request as rawRequest } from 'node:http';
import { startGatewayUnderTest, type GatewayUnderTest } from '../gateway-under-test.ts';
import { DOCUMENTS } from './documents.ts';
import { createExchange } from './exchange.ts';

let gateway: GatewayUnderTest;
const exchange = createExchange(() => gateway.apiRoot);
const HOSTS = '/vrinfo/v1/compute_hosts';
const APIS = DOCUMENTS.filter((name) => name !== 'callback');

beforeAll(async () => {
  gateway = await startGatewayUnderTest();
});
afterAll(() => gateway.stop());

const enter = (id: string, more: object = {}) =>
  exchange.post<Record<string, unknown>>(HOSTS, { id, computeHostType: 'PHYSICAL_SERVER', ...more });

describe('the versions of an interface', () => {
  it.each(APIS)('%s are told with and without a major version', async (name) => {
    const apiVersions = [{ version: '1.0.0', isDeprecated: false }];
    const all = await exchange.get(`/${name}/api_versions`);
    expect(all).toMatchObject({ status: 200, body: { uriPrefix: `/${name}/`, apiVersions } });
    const major = await exchange.get(`/${name}/v1/api_versions`);
    expect(major).toMatchObject({ status: 200, body: { uriPrefix: `/${name}/v1/`, apiVersions } });
  });

  it('can be read with any Version, because nobody knows better before', async () => {
    expect((await exchange.get('/vrinfo/api_versions', { Version: '7.0.0' })).status).toBe(200);
    expect((await exchange.get('/vrinfo/v1/api_versions', { Version: 'latest' })).status).toBe(200);
  });
});

describe('the header Version', () => {
  it.each(['1.0.0', '1.0.0-impl:example.com:7'])('%s is served', async (version) => {
    expect((await exchange.get(HOSTS, { Version: version })).status).toBe(200);
  });

  it.each(['2.0.0', '1.1.0', '1.0.1', '10.0.0'])('%s is not supported', async (version) => {
    const { status, body } = await exchange.get(HOSTS, { Version: version });
    expect({ status, detail: body.detail }).toEqual({
      status: 406,
      detail: `version ${version} is not supported; supported: 1.0.0`,
    });
  });

  it.each(['1', '1.0', 'v1.0.0', '01.0.0', '1.0.0.0', '1.0.0-beta', 'latest'])('%s is malformed', async (version) => {
    const { status, body } = await exchange.get(HOSTS, { Version: version });
    expect({ status, title: body.title }).toEqual({ status: 400, title: 'Bad Request' });
    expect(body.detail).toContain(version);
  });

  it.each<[number, string, Parameters<typeof exchange.send>[2], 'GET' | 'POST' | 'PUT' | 'HEAD']>([
    [200, HOSTS, {}, 'GET'],
    [200, HOSTS, {}, 'HEAD'],
    [200, '/vrinfo/api_versions', {}, 'GET'],
    [201, HOSTS, { body: { computeHostType: 'CONTAINER' } }, 'POST'],
    [204, '/callback/v1/environment_notifications', {}, 'GET'],
    [400, HOSTS, { body: '{' }, 'POST'],
    [400, HOSTS, { headers: { Version: 'x' } }, 'GET'],
    [400, `${HOSTS}?nextpage_opaque_marker=x`, {}, 'GET'],
    [404, `${HOSTS}/none`, {}, 'GET'],
    [404, '/vrinfo/v1/nothing', {}, 'GET'],
    [404, '/vrinfo/v2/compute_hosts', {}, 'GET'],
    [404, '/nothing/at/all', {}, 'GET'],
    [404, '/', {}, 'GET'],
    [405, HOSTS, { body: {} }, 'PUT'],
    [406, HOSTS, { headers: { Accept: 'text/html' } }, 'GET'],
    [406, HOSTS, { headers: { Version: '2.0.0' } }, 'GET'],
    [415, HOSTS, { headers: { 'Content-Type': 'text/plain' }, body: 'x' }, 'POST'],
    [422, HOSTS, { body: {} }, 'POST'],
  ])('is 1.0.0 in a %d: %s %j', async (status, path, options, method) => {
    const answer = await exchange.send(method, path, options);
    expect({ status: answer.status, version: answer.headers['version'] }).toEqual({ status, version: '1.0.0' });
  });
});

describe('the content type', () => {
  it('of a success is application/json, without parameters', async () => {
    expect((await exchange.get(HOSTS)).headers['content-type']).toBe('application/json');
    expect((await enter('content-type')).headers['content-type']).toBe('application/json');
  });

  it('of a problem is application/problem+json, without parameters', async () => {
    for (const path of [`${HOSTS}/none`, '/nothing', `${HOSTS}?unknown=1`]) {
      expect((await exchange.get(path)).headers['content-type']).toBe('application/problem+json');
    }
  });

  it.each([
    'application/json',
    '*/*',
    'application/*',
    'application/problem+json',
    'text/html, application/json;q=0.1',
  ])('can be met when Accept is %s', async (accept) => {
    expect((await exchange.get(HOSTS, { Accept: accept })).status).toBe(200);
  });

  it.each(['text/html', 'application/xml', 'application/json;q=0'])('cannot when it is %s', async (accept) => {
    const { status, body } = await exchange.get(HOSTS, { Accept: accept });
    expect({ status, title: body.title }).toEqual({ status: 406, title: 'Not Acceptable' });
    expect(body.detail).toContain('application/json');
  });

  it.each(['application/json; charset=utf-8', 'Application/JSON', 'application/json;charset="UTF-8"'])(
    'of a request may be %s',
    async (contentType) => {
      const { status } = await exchange.send('POST', HOSTS, {
        headers: { 'Content-Type': contentType },
        body: { computeHostType: 'CONTAINER' },
      });
      expect(status).toBe(201);
    },
  );

  it.each<['POST' | 'PATCH', string, string]>([
    ['POST', HOSTS, 'text/plain'],
    ['POST', HOSTS, 'application/xml'],
    ['POST', HOSTS, 'application/merge-patch+json'],
    ['PATCH', `${HOSTS}/none`, 'application/json'],
  ])('of a %s to %s must not be %s', async (method, path, contentType) => {
    const { status, body } = await exchange.send(method, path, {
      headers: { 'Content-Type': contentType },
      body: '{}',
    });
    expect({ status, title: body.title }).toEqual({ status: 415, title: 'Unsupported Media Type' });
    expect(body.detail).toContain(contentType);
  });
});

describe('a request that is not understood', () => {
  it.each(['{', '{"computeHostType": }', 'hello', '{} {}'])('is 400 when its JSON is %s', async (body) => {
    const answer = await exchange.send('POST', HOSTS, { body });
    expect(answer).toMatchObject({ status: 400, body: { title: 'Bad Request', status: 400 } });
  });

  it.each(['[]', 'null', '7', '"text"'])('is 422 when its JSON is no object but %s', async (body) => {
    expect(await exchange.send('POST', HOSTS, { body })).toMatchObject({
      status: 422,
      body: { invalidParams: [{ pointer: '', reason: 'must be object' }] },
    });
  });

  it('is 400 when it has a query parameter that nobody knows, which it names', async () => {
    const { status, body } = await exchange.get(`${HOSTS}?filter=x`);
    expect(status).toBe(400);
    expect(body.detail).toContain('filter');
  });

  it('is 400 when its path cannot be decoded', async () => {
    expect((await exchange.get(`${HOSTS}/%E0%A4%A`)).status).toBe(400);
  });

  it('is 413 when its content is longer than the gateway takes, and the gateway goes on', async () => {
    const { status, body } = await enter('big', { computeHostName: 'x'.repeat(9 * 1024 * 1024) });
    expect({ status, title: body['title'] }).toEqual({ status: 413, title: 'Content Too Large' });
    expect((await exchange.get(HOSTS)).status).toBe(200);
  });

  it('may be long', async () => {
    const comment = 'x'.repeat(4 * 1024 * 1024);
    expect((await enter('long', { comment })).status).toBe(201);
    expect((await exchange.delete(`${HOSTS}/long`)).status).toBe(204);
  });

  it('tells nothing of the inside of the gateway', async () => {
    for (const body of ['{', '[]', '{}']) {
      const answer = await exchange.send('POST', HOSTS, { body });
      expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|\.ts\b|\n\s+at /);
      expect(answer.headers['x-powered-by']).toBeUndefined();
    }
  });
});

describe('a method', () => {
  it.each<['PUT' | 'DELETE' | 'POST' | 'PATCH', string, string]>([
    ['PUT', HOSTS, 'GET, HEAD, POST'],
    ['DELETE', HOSTS, 'GET, HEAD, POST'],
    ['PUT', `${HOSTS}/none`, 'GET, HEAD, PATCH, DELETE'],
    ['POST', '/envnotif/v1/environment_states', 'GET, HEAD'],
    ['DELETE', '/envnotif/v1/environment_notifications/n-1', 'GET, HEAD'],
    ['PATCH', '/vnfmig/v1/subscriptions/s-1', 'GET, HEAD, DELETE'],
    ['DELETE', '/vrfm/v1/alarms/a-1', 'GET, HEAD, PATCH'],
    ['POST', '/vnfmig/api_versions', 'GET, HEAD'],
  ])('%s that %s does not support is 405 with those that it does', async (method, path, allow) => {
    const { status, headers, body } = await exchange.send(method, path, {
      headers: { 'Content-Type': 'application/json' },
    });
    expect({ status, title: body.title }).toEqual({ status: 405, title: 'Method Not Allowed' });
    expect((headers['allow'] ?? '').split(', ').sort()).toEqual([...allow.split(', '), 'OPTIONS'].sort());
  });

  it('GET on a task is 405', async () => {
    const { status, headers } = await exchange.get(`${HOSTS}/server-1/evacuate`);
    expect({ status, allow: headers['allow'] }).toEqual({ status: 405, allow: 'POST, OPTIONS' });
  });

  it('OPTIONS tells what a resource supports, and is 404 where there is none', async () => {
    const { status, headers, body } = await exchange.send('OPTIONS', `${HOSTS}/none`);
    expect({ status, allow: headers['allow'], body, version: headers['version'] }).toEqual({
      status: 204,
      allow: 'GET, HEAD, PATCH, DELETE, OPTIONS',
      body: undefined,
      version: '1.0.0',
    });
    expect((await exchange.send('OPTIONS', '/vrinfo/v1/nothing')).status).toBe(404);
  });

  it('HEAD is GET without the content', async () => {
    const get = await exchange.get(HOSTS);
    const head = await exchange.send('HEAD', HOSTS);
    expect({ status: head.status, body: head.body }).toEqual({ status: 200, body: undefined });
    for (const name of ['content-type', 'version', 'content-length'])
      expect(head.headers[name]).toBe(get.headers[name]);
    expect((await exchange.send('HEAD', `${HOSTS}/none`)).status).toBe(404);
  });
});

describe('a path', () => {
  it.each(['//vrinfo/v1/compute_hosts', '/vrinfo//v1///compute_hosts', '//vrinfo//v1//compute_hosts'])(
    'with doubled slashes, %s, means the one with single slashes',
    async (path) => {
      expect((await exchange.get(path)).status).toBe(200);
    },
  );

  it('with doubled slashes keeps its query', async () => {
    expect((await exchange.get('//vrinfo/v1//compute_hosts?nextpage_opaque_marker=MA')).status).toBe(200);
    expect((await exchange.get('//vrinfo/v1//compute_hosts?filter=a//b')).status).toBe(400);
  });

  it.each(['rack 7/unit 3', 'a%2Fb', 'ü—名', 'x?y#z', "it's", '..', 'a+b&c=d', ':id'])(
    'names the server %s by its encoded identifier',
    async (id) => {
      const created = await enter(id);
      expect(created.status).toBe(201);
      const location = created.headers['location'] ?? '';
      expect(location).toBe(`${gateway.apiRoot}${HOSTS}/${encodeURIComponent(id)}`);
      const { status, body } = await readRaw(location);
      expect({ status, id: body['id'] }).toEqual({ status: 200, id });
      expect(body['_links']).toMatchObject({ self: { href: location } });
    },
  );
});

/** Reads a URI exactly as it is, without the normalisation of a client library. */
function readRaw(uri: string): Promise<{ status: number | undefined; body: Record<string, unknown> }> {
  const { hostname, port } = new URL(uri);
  const path = uri.slice(uri.indexOf('/', 'http://'.length));
  return new Promise((resolve, reject) => {
    rawRequest({ hostname, port, path }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => {
        resolve({ status: response.statusCode, body: JSON.parse(text) as Record<string, unknown> });
      });
    })
      .once('error', reject)
      .end();
  });
}

describe('an attribute that nobody knows', () => {
  it('is tolerated, at any depth', async () => {
    const { status, body } = await enter('unknown-attributes', {
      vendor: { of: { the: ['server', { deep: true }] } },
      characteristics: { minimumPower: 400, colour: 'grey' },
      location: { rack: 'A-07', geographicalLocation: { latitude: 1, longitude: 2, altitude: 3 } },
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({ characteristics: { minimumPower: 400 }, location: { rack: 'A-07' } });
  });

  it('is tolerated in a datum', async () => {
    await enter('unknown-in-datum');
    const { status } = await exchange.post('/envnotif/v1/environment_notifications', {
      id: 'unknown-in-datum',
      timeStamp: '2026-11-23T02:13:00Z',
      sequence: 7,
      environmentData: [
        {
          computeHostId: 'unknown-in-datum',
          parameterType: 'POWER',
          dataType: 'STATE',
          state: 'OL',
          phase: { number: 1 },
        },
      ],
    });
    expect(status).toBe(201);
  });
});
