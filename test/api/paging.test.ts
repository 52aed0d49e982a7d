import { startGatewayUnderTest, type GatewayUnderTest } from '../gateway-under-test.ts';
import { createExchange } from './exchange.ts';

let gateway: GatewayUnderTest;
const exchange = createExchange(() => gateway.apiRoot);
const ZONES = '/vrinfo/v1/resource_zones';

const zoneIds = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => `zone-${String(from + index).padStart(3, '0')}`);
const zone = (zoneId: string) => ({ zoneId });

beforeAll(async () => {
  gateway = await startGatewayUnderTest({ inventory: { resourceZones: zoneIds(0, 250).map(zone) } });
});
afterAll(() => gateway.stop());

interface Page {
  ids: string[];
  /** Path and query of the next page. */
  next: string | undefined;
}

async function readPage(path: string): Promise<Page> {
  const { status, headers, body } = await exchange.get<Record<string, string>[]>(path);
  expect(status).toBe(200);
  const link = headers['link'];
  const uri = link === undefined ? undefined : /^<([^>]+)>; ?rel="next"$/.exec(link)?.[1];
  expect(uri === undefined).toBe(link === undefined);
  return {
    ids: body.map((entry) => entry['zoneId'] ?? entry['id'] ?? ''),
    next: uri?.slice(gateway.apiRoot.length),
  };
}

/** Follows the links from the page to the end; gives every page. */
async function readFrom(path: string): Promise<Page[]> {
  const pages = [await readPage(path)];
  for (let last = pages[0]; last?.next !== undefined; last = pages.at(-1)) pages.push(await readPage(last.next));
  return pages;
}

describe('a long list', () => {
  it('comes in pages that are linked, without loss or repetition', async () => {
    const pages = await readFrom(ZONES);
    expect(pages.map(({ ids }) => ids.length)).toEqual([100, 100, 50]);
    expect(pages.flatMap(({ ids }) => ids)).toEqual(zoneIds(0, 250));
  });

  it('gives the same page again for the same link', async () => {
    const { next = '' } = await readPage(ZONES);
    expect(await readPage(next)).toEqual(await readPage(next));
  });

  it('neither loses nor repeats an entry when others come and go meanwhile', async () => {
    const first = await readPage(ZONES);
    await exchange.delete(`${ZONES}/zone-000`);
    await exchange.delete(`${ZONES}/zone-099`);
    await exchange.post(ZONES, zone('zone-250'));
    const rest = await readFrom(first.next ?? '');
    expect([...first.ids, ...rest.flatMap(({ ids }) => ids)]).toEqual(zoneIds(0, 251));
  });

  it('of exactly one page has no link', async () => {
    const exact = await startGatewayUnderTest({ inventory: { resourceZones: zoneIds(0, 100).map(zone) } });
    try {
      const answer = await createExchange(() => exact.apiRoot).get<object[]>(ZONES);
      expect(answer.body).toHaveLength(100);
      expect(answer.headers['link']).toBeUndefined();
    } finally {
      await exact.stop();
    }
  });

  it('of subscriptions is followed to the end through those of other interfaces', async () => {
    const own: string[] = [];
    for (let index = 0; index < 120; index++) {
      const callbackUri = `http://127.0.0.1:1/callback/${index}`;
      await exchange.post('/vrfm/v1/subscriptions', { callbackUri });
      const { body } = await exchange.post<{ id: string }>('/vrinfo/v1/subscriptions', { callbackUri });
      own.push(body.id);
    }
    const pages = await readFrom('/vrinfo/v1/subscriptions');
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.flatMap(({ ids }) => ids)).toEqual(own);
  });
});

describe('a marker', () => {
  it.each(['x', '', '0', '-1', 'MTIzx', 'LTE', '%00', 'MQ==', 'OTk5OTk5OTk5OTk5OTk5OTk5OTk'])(
    'that is not one, "%s", is 400',
    async (marker) => {
      const { status, body } = await exchange.get(`${ZONES}?nextpage_opaque_marker=${marker}`);
      expect({ status, title: body.title }).toEqual({ status: 400, title: 'Bad Request' });
      expect(body.detail).toContain('nextpage_opaque_marker');
    },
  );

  it('that is there twice is 400', async () => {
    const { next = '' } = await readPage(ZONES);
    const marker = next.slice(next.indexOf('?') + 1);
    expect((await exchange.get(`${ZONES}?${marker}&${marker}`)).status).toBe(400);
  });
});
