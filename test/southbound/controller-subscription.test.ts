import {
  startService,
  type Service,
  type ServiceAnswer,
  type ServiceRequest,
} from '../../conformance/peers/service.ts';
import type { components } from '../../generated/envnotif.ts';
import { CALLBACK, createControllerHarness, type ControllerHarness } from './controller-harness.ts';
import { eventually, pause } from './recording-ports.ts';

type Subscription = components['schemas']['EnvironmentSubscription'];

const SUBSCRIPTIONS = '/envnotif/v1/subscriptions';

let gateway: ControllerHarness;
beforeEach(() => {
  gateway = createControllerHarness();
});
afterEach(() => gateway.stop());

describe('at a controller that is watched closely', () => {
  let service: Service;
  let requests: string[];
  let created: number;
  let subscriptions: Map<string, Subscription>;
  /** Answers instead of the controller; undefined leaves the answer to it. */
  let instead: (request: ServiceRequest) => ServiceAnswer | Promise<ServiceAnswer> | undefined;

  beforeEach(async () => {
    requests = [];
    created = 0;
    subscriptions = new Map();
    instead = () => undefined;
    service = await startService(async (request) => {
      requests.push(`${request.method} ${request.path}`);
      return (await instead(request)) ?? answer(request);
    });
  });
  afterEach(() => service.close());

  function answer({ method, path, body }: ServiceRequest): ServiceAnswer {
    const id = path.slice(SUBSCRIPTIONS.length + 1);
    if (method === 'POST') return add(`s-${(created += 1)}`, body as Subscription);
    if (path === SUBSCRIPTIONS) return { status: 200, body: [...subscriptions.values()] };
    const subscription = subscriptions.get(id);
    if (subscription === undefined) return { status: 404, body: { status: 404, detail: 'no such subscription' } };
    if (method === 'DELETE') subscriptions.delete(id);
    return method === 'DELETE' ? { status: 204 } : { status: 200, body: subscription };
  }
  function add(id: string, request: Pick<Subscription, 'callbackUri' | 'filter'>): ServiceAnswer {
    const self = `${service.url}${SUBSCRIPTIONS}/${id}`;
    const subscription = { ...request, id, _links: { self: { href: self } } };
    subscriptions.set(id, subscription);
    return { status: 201, headers: { location: self }, body: subscription };
  }
  const followed = (): unknown[] => [...subscriptions.values()].map(({ filter }) => filter?.computeHostIds);
  const expectFollowed = (...servers: string[][]): Promise<void> =>
    eventually(() => {
      expect(followed()).toEqual(servers);
    });

  it('creates the new subscription before it ends the old one', async () => {
    const building = gateway.start(service.url, { checkInterval: 30 });
    await building.follow(['server-1']);
    await expectFollowed(['server-1']);
    await gateway.connected();
    // The first subscription is followed by a look for leftovers.
    await eventually(() => {
      expect(requests.at(-1)).toBe(`GET ${SUBSCRIPTIONS}`);
    });
    requests.length = 0;
    await building.follow(['server-2']);
    await expectFollowed(['server-2']);
    expect(requests).toEqual([`POST ${SUBSCRIPTIONS}`, `DELETE ${SUBSCRIPTIONS}/s-1`]);
  });

  it('keeps the old subscription while the new one is refused', async () => {
    const building = gateway.start(service.url);
    await building.follow(['server-1']);
    await gateway.connected();
    instead = ({ method }) => (method === 'POST' ? { status: 422, body: { detail: 'no server-2 here' } } : undefined);
    await building.follow(['server-1', 'server-2']);
    await eventually(() => {
      expect(building.status().detail).toContain('422: no server-2 here');
    });
    expect(building.status().connected).toBe(false);
    expect(followed()).toEqual([['server-1']]);
    // It tells of these as before.
    await pause(600);
    expect(gateway.ports.losses).toEqual([]);
    instead = () => undefined;
    await expectFollowed(['server-1', 'server-2']);
  });

  it('makes one change of many that follow each other quickly', async () => {
    const building = gateway.start(service.url, { checkInterval: 30 });
    await gateway.connected();
    for (let count = 1; count <= 5; count += 1) {
      await building.follow(Array.from({ length: count }, (_, index) => `server-${index}`));
      await pause(5);
    }
    await eventually(() => {
      expect(building.status().detail).toBe('subscribed for 5 servers');
    });
    expect(requests.filter((request) => request.startsWith('POST'))).toHaveLength(1);
  });

  it('ends with the last change when changes come while it is at work', async () => {
    const building = gateway.start(service.url, { checkInterval: 30 });
    instead = async ({ method }) => {
      if (method === 'POST') await pause(100);
      return undefined as unknown as ServiceAnswer;
    };
    for (const server of ['server-1', 'server-2', 'server-3', 'server-4']) {
      await building.follow([server]);
      await pause(70);
    }
    await expectFollowed(['server-4']);
    await gateway.connected();
  });

  it('ends what a crashed gateway left behind once the new one exists, and nothing of others', async () => {
    add('crashed-1', { callbackUri: CALLBACK, filter: { computeHostIds: ['server-1'] } });
    add('crashed-2', { callbackUri: CALLBACK });
    add('other', { callbackUri: 'http://127.0.0.1:9/someone-else' });
    const building = gateway.start(service.url, { checkInterval: 30 });
    await gateway.connected();
    expect(subscriptions.size).toBe(3);
    await building.follow(['server-2']);
    await expectFollowed(...([undefined, ['server-2']] as string[][]));
    expect(subscriptions.has('other')).toBe(true);
    const isDelete = (request: string): boolean => request.startsWith('DELETE');
    expect(requests.findIndex((request) => request.startsWith('POST'))).toBeLessThan(requests.findIndex(isDelete));
  });

  it('finds leftovers on every page of the list', async () => {
    add('crashed', { callbackUri: CALLBACK });
    instead = ({ method, path, query }) =>
      method === 'GET' && path === SUBSCRIPTIONS && query.get('nextpage_opaque_marker') === null
        ? { status: 200, headers: { link: `<${SUBSCRIPTIONS}?nextpage_opaque_marker=2>; rel="next"` }, body: [] }
        : undefined;
    await gateway.start(service.url).follow(['server-1']);
    await expectFollowed(['server-1']);
  });

  it('ends the subscription whose confirmation was lost', async () => {
    const building = gateway.start(service.url);
    await building.follow(['server-1']);
    await gateway.connected();
    let lost = 0;
    instead = ({ method, body }) => {
      if (method !== 'POST' || lost > 0) return undefined;
      lost += 1;
      add('unconfirmed', body as Subscription);
      return new Promise(() => undefined);
    };
    await building.follow(['server-2']);
    await eventually(() => {
      expect([...subscriptions.keys()]).toEqual(['s-2']);
    });
    await gateway.connected();
  });

  it('does not lose an old subscription that could not be ended at once', async () => {
    const building = gateway.start(service.url);
    await building.follow(['server-1']);
    await gateway.connected();
    instead = ({ method }) => (method === 'DELETE' ? { status: 503 } : undefined);
    await building.follow(['server-2']);
    await expectFollowed(['server-1'], ['server-2']);
    await eventually(() => {
      expect(building.status()).toMatchObject({ connected: false });
    });
    instead = () => undefined;
    await expectFollowed(['server-2']);
    await gateway.connected();
  });

  it('creates the subscription again when the check does not find it', async () => {
    await gateway.start(service.url).follow(['server-1']);
    await gateway.connected();
    subscriptions.clear();
    await expectFollowed(['server-1']);
    expect(gateway.ports.lines.some(({ level, message }) => level === 'warn' && message.includes('lost'))).toBe(true);
  });

  it('creates the subscription again when the check finds it narrower than wanted', async () => {
    await gateway.start(service.url).follow(['server-1', 'server-2']);
    await gateway.connected();
    const [id = ''] = subscriptions.keys();
    add(id, { callbackUri: CALLBACK, filter: { computeHostIds: ['server-1'] } });
    await expectFollowed(['server-1', 'server-2']);
  });

  it('is content with a subscription that the controller already has (303)', async () => {
    add('existing', { callbackUri: CALLBACK, filter: { computeHostIds: ['server-1'] } });
    instead = ({ method }) =>
      method === 'POST' ? { status: 303, headers: { location: `${SUBSCRIPTIONS}/existing` } } : undefined;
    await gateway.start(service.url).follow(['server-1']);
    await eventually(() => {
      expect(gateway.status()).toEqual({ connected: true, detail: 'subscribed for 1 servers' });
    });
    expect([...subscriptions.keys()]).toEqual(['existing']);
  });

  it('is not content with an existing subscription for other servers', async () => {
    add('existing', { callbackUri: CALLBACK, filter: { computeHostIds: ['server-1'] } });
    instead = ({ method }) =>
      method === 'POST' && subscriptions.has('existing')
        ? { status: 303, headers: { location: `${SUBSCRIPTIONS}/existing` } }
        : undefined;
    await gateway.start(service.url).follow(['server-1', 'server-2']);
    await expectFollowed(['server-1', 'server-2']);
    await gateway.connected();
  });

  it('keeps a subscription that comes back into use before it was ended', async () => {
    const byServer = new Map<string, string>();
    instead = ({ method, body }) => {
      if (method === 'DELETE') return { status: 503 };
      if (method !== 'POST') return undefined;
      const key = (body as Subscription).filter?.computeHostIds?.join() ?? '';
      const known = byServer.get(key);
      byServer.set(key, known ?? `for-${key}`);
      if (known === undefined) return add(`for-${key}`, body as Subscription);
      return { status: 303, headers: { location: `${SUBSCRIPTIONS}/${known}` } };
    };
    const building = gateway.start(service.url);
    await building.follow(['server-1']);
    await gateway.connected();
    await building.follow(['server-2']);
    await expectFollowed(['server-1'], ['server-2']);
    await building.follow(['server-1']);
    await eventually(() => {
      expect(requests.filter((request) => request.startsWith('POST'))).toHaveLength(3);
    });
    instead = () => undefined;
    await eventually(() => {
      expect([...subscriptions.keys()]).toEqual(['for-server-1']);
    });
    await pause(300);
    expect([...subscriptions.keys()]).toEqual(['for-server-1']);
  });

  it('says which version of the interface it speaks', async () => {
    const versions: unknown[] = [];
    instead = ({ headers }) => {
      versions.push(headers['version']);
      return undefined;
    };
    await gateway.start(service.url).follow(['server-1']);
    await gateway.connected();
    await pause(300);
    expect(versions.length).toBeGreaterThanOrEqual(3);
    expect(new Set(versions)).toEqual(new Set(['1.0.0']));
  });

  it('is not connected while the controller does not answer, and logs it once', async () => {
    instead = () => new Promise(() => undefined);
    const building = gateway.start(service.url, { timeout: 0.1 });
    expect(building.status()).toEqual({ connected: false, detail: 'not asked yet' });
    await building.follow(['server-1']);
    await pause(1000);
    expect(building.status().connected).toBe(false);
    expect(building.status().detail).toContain('no answer to');
    expect(gateway.ports.lines.filter(({ message }) => message.includes('trying on')).length).toBeLessThanOrEqual(2);
  });

  it('is not connected between the change of the servers and the new subscription', async () => {
    const building = gateway.start(service.url, { checkInterval: 30 });
    await building.follow(['server-1']);
    await gateway.connected();
    await building.follow(['server-1', 'server-2']);
    expect(building.status()).toEqual({ connected: false, detail: 'subscribing' });
    await gateway.connected();
  });

  it('stops at once even when the controller does not answer', async () => {
    instead = () => new Promise(() => undefined);
    const building = gateway.start(service.url, { timeout: 60 });
    await building.follow(['server-1']);
    await pause(100);
    const before = performance.now();
    await building.stop();
    await building.stop();
    expect(performance.now() - before).toBeLessThan(1000);
  });
});
