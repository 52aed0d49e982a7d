import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventually, pause, startSite, type SiteUnderTest } from '../behaviour/site-under-test.ts';

interface Taken {
  headers: IncomingMessage['headers'];
  body: { id: string; notificationType: string; subscriptionId: string; hostEvacuationState?: string };
}

interface Subscriber {
  url: string;
  taken: Taken[];
  /** Requests for a token. */
  tokens: string[];
  /** Statuses answered before 204; refused notifications are not in `taken`. */
  answers: number[];
  close(): Promise<void>;
}

let site: SiteUnderTest;
const subscribers: Subscriber[] = [];
beforeEach(async () => {
  site = await startSite({ vnfm: null, nfvo: false, policy: { powerOffPolicy: 'NEVER' }, computes: [] });
});
afterEach(async () => {
  await site.stop();
  await Promise.all(subscribers.splice(0).map((subscriber) => subscriber.close()));
});

async function startSubscriber(...answers: number[]): Promise<Subscriber> {
  const taken: Taken[] = [];
  const tokens: string[] = [];
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const status = answers.shift() ?? 204;
      const text = Buffer.concat(parts).toString();
      if (request.url === '/token') {
        tokens.push(text);
        response.writeHead(200, { 'content-type': 'application/json' }).end('{"access_token":"t-1","expires_in":3600}');
        return;
      }
      if (status === 204 && request.method === 'POST')
        taken.push({ headers: request.headers, body: JSON.parse(text) as Taken['body'] });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const subscriber = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken,
    tokens,
    answers,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
  subscribers.push(subscriber);
  return subscriber;
}

async function subscribe(subscriber: Subscriber, more: object = {}): Promise<string> {
  const { status, body } = await site.send('POST', '/vnfmig/v1/subscriptions', {
    callbackUri: `${subscriber.url}/callback`,
    ...more,
  });
  expect(status).toBe(201);
  return String(body['id']);
}

const statesTaken = ({ taken }: Subscriber) => taken.map(({ body }) => body.hostEvacuationState);

describe('a notification', () => {
  it('is tried until it is taken, and those about the same resource come after it in order', async () => {
    const subscriber = await startSubscriber(500, 503, 404);
    await subscribe(subscriber);
    await site.charge('server-1', 40);
    await eventually(() => {
      expect(statesTaken(subscriber)).toEqual(['WITHDRAWING', 'MIGRATING', 'CLEANING_UP', 'EVACUATED']);
    });
    await pause(300);
    expect(subscriber.taken).toHaveLength(4);
  });

  it('has the same id for every subscriber, and says which version of the interface it is of', async () => {
    const [first, second] = [await startSubscriber(), await startSubscriber()];
    const ids = [await subscribe(first), await subscribe(second)];
    await site.charge('server-1', 40);
    await eventually(() => {
      expect(first.taken.length + second.taken.length).toBe(8);
    });
    expect(first.taken.map(({ body }) => body.id)).toEqual(second.taken.map(({ body }) => body.id));
    expect([first.taken[0]?.body.subscriptionId, second.taken[0]?.body.subscriptionId]).toEqual(ids);
    expect(first.taken[0]?.headers).toMatchObject({ version: '1.0.0', 'content-type': 'application/json' });
  });

  it('reaches the others although one subscriber is dead, which is alarmed, kept, and served when it comes back', async () => {
    const [alive, dead] = [await startSubscriber(), await startSubscriber(...Array.from({ length: 40 }, () => 500))];
    const deadId = await subscribe(dead);
    await subscribe(alive);
    await site.charge('server-1', 40);
    await eventually(() => {
      expect(alive.taken).toHaveLength(4);
    });
    expect(dead.taken).toHaveLength(0);
    await eventually(async () => {
      expect(await site.alarms('NOTIFICATION_UNDELIVERABLE')).toMatchObject([
        { managedObjectId: deadId, perceivedSeverity: 'MAJOR' },
      ]);
    });
    dead.answers.length = 0;
    await eventually(async () => {
      expect(dead.taken).toHaveLength(4);
      expect(await site.alarms('NOTIFICATION_UNDELIVERABLE')).toMatchObject([{ perceivedSeverity: 'CLEARED' }]);
    }, 20);
  });

  it('goes only to those whose filter it fits: AND between attributes, OR inside one', async () => {
    const [fits, other] = [await startSubscriber(), await startSubscriber()];
    await subscribe(fits, {
      filter: { hostEvacuationStates: ['MIGRATING', 'EVACUATED'], computeHostIds: ['server-1', 'server-9'] },
    });
    await subscribe(other, { filter: { hostEvacuationStates: ['MIGRATING'], computeHostIds: ['server-2'] } });
    await site.charge('server-1', 40);
    await eventually(() => {
      expect(statesTaken(fits)).toEqual(['MIGRATING', 'EVACUATED']);
    });
    expect(other.taken).toEqual([]);
  });

  it('of what is said of a zone goes to those who named a server in it', async () => {
    const [inRoom, elsewhere] = [await startSubscriber(), await startSubscriber()];
    for (const [subscriber, computeHostId] of [
      [inRoom, 'server-1'],
      [elsewhere, 'server-3'],
    ] as const) {
      const { status } = await site.send('POST', '/envnotif/v1/subscriptions', {
        filter: { computeHostIds: [computeHostId] },
        callbackUri: `${subscriber.url}/callback`,
      });
      expect(status).toBe(201);
    }
    const charge = { parameterType: 'POWER', parameterName: 'battery.charge', dataType: 'VALUE', unit: '%' } as const;
    await site.report({ resourceZoneId: 'room-1', ...charge, value: 40 });
    await eventually(() => {
      expect(inRoom.taken.map(({ body }) => body.notificationType)).toContain('EnvironmentStateChangeNotification');
    });
    await pause(200);
    expect(elsewhere.taken).toEqual([]);
  });

  it('goes to those whose filter has an empty list as to those without it; the subscription is the same', async () => {
    const subscriber = await startSubscriber();
    const filter = { hostEvacuationStates: ['EVACUATED'], computeHostIds: [], notificationTypes: [] };
    const id = await subscribe(subscriber, { filter });
    const again = await site.send('POST', '/vnfmig/v1/subscriptions', {
      filter: { hostEvacuationStates: ['EVACUATED'] },
      callbackUri: `${subscriber.url}/callback`,
    });
    // 303 leads to it.
    expect(again.body['id']).toBe(id);
    await site.charge('server-1', 40);
    await eventually(() => {
      expect(statesTaken(subscriber)).toEqual(['EVACUATED']);
    });
  });

  it('of an alarm that is over goes to whoever asked for the severity that it had', async () => {
    const subscriber = await startSubscriber();
    const { status } = await site.send('POST', '/vrfm/v1/subscriptions', {
      filter: { perceivedSeverities: ['MAJOR'], faultTypes: ['ENVIRONMENT_DEGRADED'] },
      callbackUri: `${subscriber.url}/callback`,
    });
    expect(status).toBe(201);
    for (const charge of [40, 5, 90]) await site.charge('server-1', charge);
    await eventually(() => {
      expect(subscriber.taken.map(({ body }) => body.notificationType)).toEqual([
        'AlarmNotification',
        'AlarmNotification',
        'AlarmClearedNotification',
      ]);
    });
  });

  it('is not sent any more once the subscription has ended', async () => {
    const subscriber = await startSubscriber();
    const id = await subscribe(subscriber);
    expect((await site.send('DELETE', `/vnfmig/v1/subscriptions/${id}`)).status).toBe(204);
    await site.charge('server-1', 40);
    await site.reaches('server-1', 'EVACUATED');
    await pause(300);
    expect(subscriber.taken).toEqual([]);
  });
});

describe('towards its subscriber the gateway authenticates', () => {
  it('with user name and password', async () => {
    const subscriber = await startSubscriber();
    await subscribe(subscriber, {
      authentication: { authType: ['BASIC'], paramsBasic: { userName: 'gateway', password: 'secret' } },
    });
    await site.charge('server-1', 40);
    await eventually(() => {
      expect(subscriber.taken[0]?.headers.authorization).toBe(
        `Basic ${Buffer.from('gateway:secret').toString('base64')}`,
      );
    });
  });

  it('with a token of the authorization server, fetched once', async () => {
    const subscriber = await startSubscriber();
    const paramsOauth2ClientCredentials = {
      clientId: 'gateway',
      clientPassword: 'secret',
      tokenEndpoint: `${subscriber.url}/token`,
    };
    await subscribe(subscriber, {
      authentication: { authType: ['OAUTH2_CLIENT_CREDENTIALS'], paramsOauth2ClientCredentials },
    });
    await site.charge('server-1', 40);
    await eventually(() => {
      expect(subscriber.taken.filter(({ headers }) => headers.authorization === 'Bearer t-1').length).toBe(4);
    });
    expect(subscriber.tokens).toEqual(['grant_type=client_credentials']);
  });
});
