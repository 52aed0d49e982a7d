/** What SOL013 leaves to the configuration, and what reaches the gateway before any operation is known. */
import { connect } from 'node:net';
import { startGatewayUnderTest, type GatewayUnderTest } from '../gateway-under-test.ts';
import { createExchange } from './exchange.ts';

const HOSTS = '/vrinfo/v1/compute_hosts';
let strict: GatewayUnderTest;
let lenient: GatewayUnderTest;
const strictly = createExchange(() => strict.apiRoot);
const leniently = createExchange(() => lenient.apiRoot);

beforeAll(async () => {
  strict = await startGatewayUnderTest({
    sol013: { versionHeader: 'strict', pageSize: 2, largeResults: { vrinfo: 'RESPONSE_TOO_BIG' } },
    inventory: { computeHosts: ['a', 'b', 'c'].map((id) => ({ id, computeHostType: 'CONTAINER' })) },
  });
  lenient = await startGatewayUnderTest({
    inventory: { computeHosts: ['a', 'b'].map((id) => ({ id, computeHostType: 'CONTAINER', location: { rack: id } })) },
  });
});
afterAll(async () => {
  await strict.stop();
  await lenient.stop();
});

describe('a strict gateway', () => {
  it.each([HOSTS, `${HOSTS}/a`, '/vnfmig/v1/migration_requests', '/nothing'])(
    'refuses a request without Version with 400 and says which there is: %s',
    async (path) => {
      const { status, headers, body } = await strictly.get(path);
      expect({ status, version: headers['version'], detail: body.detail }).toEqual({
        status: 400,
        version: '1.0.0',
        detail: 'the header Version is missing; supported: 1.0.0',
      });
    },
  );

  it.each(['/vrfm/api_versions', '/vrfm/v1/api_versions'])('needs no Version at %s', async (path) => {
    expect((await strictly.get(path)).status).toBe(200);
  });

  it('refuses query parameters that no operation knows, although they name attributes', async () => {
    const { status } = await strictly.get(`${HOSTS}?computeHostType=CONTAINER`, { Version: '1.0.0' });
    expect(status).toBe(400);
  });

  it('answers a list that is too big with 400 where the configuration wants no pages', async () => {
    const { status, body } = await strictly.get(HOSTS, { Version: '1.0.0' });
    expect({ status, title: body.title }).toEqual({ status: 400, title: 'Response too big' });
    const filtered = await strictly.get<unknown[]>(`${HOSTS}?filter=(in,id,a,b)`, { Version: '1.0.0' });
    expect({ status: filtered.status, length: filtered.body.length }).toEqual({ status: 200, length: 2 });
  });
});

describe('a lenient gateway', () => {
  const ids = async (query: string) => {
    const { status, body } = await leniently.get<{ id: string }[]>(`${HOSTS}?${query}`);
    return status === 200 ? body.map(({ id }) => id) : status;
  };

  it('takes the names of attributes as query parameters, as consumers of the 2.6.1 generation send them', async () => {
    expect(await ids('id=a')).toEqual(['a']);
    expect(await ids('filter.id=a')).toBe(400);
    expect(await ids('location.rack=b')).toEqual(['b']);
    expect(await ids('computeHostType=CONTAINER&id=b&all_fields')).toEqual(['b']);
    expect(await ids('filter=(eq,id,a)&location.rack=b')).toEqual([]);
    expect(await ids('filter')).toEqual(['a', 'b']);
    expect(await ids('badFilter=a')).toBe(400);
  });
});

describe('what is no request that can be read', () => {
  const raw = (text: string) =>
    new Promise<string>((resolve, reject) => {
      const { hostname, port } = new URL(lenient.apiRoot);
      const socket = connect(Number(port), hostname, () => socket.end(text));
      let received = '';
      socket.on('data', (data) => (received += data.toString()));
      socket.on('error', reject);
      socket.on('close', () => {
        resolve(received);
      });
    });

  it.each<[string, string, number]>([
    ['a head that is too long', `GET / HTTP/1.1\r\nHost: a\r\nX-Long: ${'x'.repeat(40_000)}\r\n\r\n`, 431],
    ['no HTTP', 'hello\r\n\r\n', 400],
  ])('is answered with ProblemDetails: %s', async (_what, text, status) => {
    const [head = '', body = ''] = (await raw(text)).split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(head).toMatch(/\r\nVersion: 1\.0\.0\r\n/);
    expect(head).toMatch(/\r\nContent-Type: application\/problem\+json\r\n/);
    expect(JSON.parse(body)).toMatchObject({ status });
  });

  it('a URI that is too long is 414, one that is not percent-encoded 400', async () => {
    expect((await leniently.get(`${HOSTS}?filter=(eq,id,${'x'.repeat(9000)})`)).status).toBe(414);
    for (const path of [`${HOSTS}/%zz`, `${HOSTS}?filter=(eq,id,50%)`, `${HOSTS}/%ff`])
      expect((await leniently.get(path)).status).toBe(400);
  });
});
