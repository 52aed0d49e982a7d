/** `_links`, `Location` and `Link` name the gateway by what the caller reached it by (SOL013 4.1). */
import { startGatewayUnderTest, type GatewayUnderTest } from '../gateway-under-test.ts';
import { createExchange } from './exchange.ts';

const ZONES = '/vrinfo/v1/resource_zones';
const FORWARDED = { 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'nfvi.example', 'X-Forwarded-Prefix': '/te/' };
const inventory = { resourceZones: [{ zoneId: 'a' }, { zoneId: 'b' }] };

async function linksOf(configuration: object, headers: Record<string, string>) {
  const gateway: GatewayUnderTest = await startGatewayUnderTest({
    inventory,
    sol013: { pageSize: 1 },
    ...configuration,
  });
  const exchange = createExchange(() => listening(gateway));
  try {
    const one = await exchange.get<{ _links: { self: { href: string } } }>(`${ZONES}/a`, headers);
    const list = await exchange.get<unknown[]>(`${ZONES}?filter=(neq,zoneId,c)`, headers);
    return { self: one.body._links.self.href, next: list.headers['link'], etag: one.headers['etag'] };
  } finally {
    await gateway.stop();
  }
}

/** Where it listens, which is not what it is called when an apiRoot is configured. */
function listening({ logLines }: GatewayUnderTest): string {
  return String(logLines.find(({ message }) => message === 'the gateway is ready')?.['listening']);
}

describe('links in answers', () => {
  it('are under what a trusted proxy forwards', async () => {
    const { self, next } = await linksOf({ trustedProxies: ['loopback'] }, FORWARDED);
    expect(self).toBe(`https://nfvi.example/te${ZONES}/a`);
    expect(next).toContain(`<https://nfvi.example/te${ZONES}?filter=%28neq%2CzoneId%2Cc%29&nextpage_opaque_marker=`);
  });

  it('do not heed the forwarding headers of somebody who is not trusted', async () => {
    const { self } = await linksOf({ trustedProxies: ['10.0.0.0/8'] }, FORWARDED);
    expect(self).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/vrinfo/);
  });

  it('are under the configured apiRoot before all', async () => {
    const apiRoot = 'https://configured.example/nfvi/';
    const { self } = await linksOf({ apiRoot, trustedProxies: ['loopback'] }, FORWARDED);
    expect(self).toBe(`https://configured.example/nfvi${ZONES}/a`);
  });

  it('do not change the ETag', async () => {
    const direct = await linksOf({ trustedProxies: ['loopback'] }, {});
    expect((await linksOf({ trustedProxies: ['loopback'] }, FORWARDED)).etag).toBe(direct.etag);
  });
});
