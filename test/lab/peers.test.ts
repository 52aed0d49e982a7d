import { setTimeout as sleep } from 'node:timers/promises';
import { startBmc } from '../../conformance/peers/bmc.ts';
import { startEnvironmentController } from '../../conformance/peers/environment-controller.ts';
import { send } from '../../conformance/peers/send.ts';
import { startService, type Service } from '../../conformance/peers/service.ts';
import { startVnfm, type MigrationRequest, type Vnfm } from '../../conformance/peers/vnfm.ts';

interface Answered {
  migrationRequestState: string;
  targetComputeHostId?: string;
}

/** The part of a gateway that a VNFM meets: takes its subscriptions and answers, over HTTP. */
async function startGateway(open: object[] = []): Promise<Service & { callback(): string; answers: Answered[] }> {
  const answers: Answered[] = [];
  let callback = '';
  const service = await startService(({ method, path, body }) => {
    if (method === 'POST') {
      const { callbackUri } = body as { callbackUri: string };
      if (path.startsWith('/vnfmig')) callback = callbackUri;
      return { status: 201, headers: { location: `${service.url}${path}/1` }, body: {} };
    }
    if (method === 'PATCH') answers.push(body as Answered);
    if (method === 'DELETE') return { status: 204 };
    return { status: 200, body: path.endsWith('/migration_requests') ? open : [] };
  });
  return { ...service, answers, callback: () => callback };
}

function migrationRequest(id: string, changes: Partial<MigrationRequest> = {}): MigrationRequest {
  const now = new Date().toISOString();
  return {
    id,
    requestVersion: 1,
    hostEvacuationId: 'evacuation-1',
    vnfInstanceId: `vnf-${id}`,
    vnfcInstanceIds: [],
    virtualComputeIds: [`vc-${id}`],
    vnfmId: 'vnfm-1',
    sourceComputeHostId: 'server-1',
    requestedAction: 'MIGRATE',
    supportedMigrationTypes: ['LIVE_MIGRATION'],
    criticality: 50,
    migrationDuration: 10,
    migrationDeadline: now,
    replyDeadline: now,
    requestedTime: now,
    stateEnteredTime: now,
    placement: {
      excludedComputeHostIds: ['server-1', 'server-2'],
      excludedResourceZoneIds: [],
      candidateComputeHostIds: ['server-2', 'server-3', 'server-4'],
    },
    cause: { description: 'battery.charge 34 % is below 50 %' },
    migrationRequestState: 'REQUESTED',
    _links: { self: { href: 'http://gateway/1' }, hostEvacuation: { href: 'http://gateway/2' } },
    ...changes,
  };
}

let notified = 0;
async function notify(callback: string, request: MigrationRequest, id?: string): Promise<number> {
  notified += 1;
  const body = {
    id: id ?? `notification-${notified}`,
    notificationType: 'MigrationRequestNotification',
    subscriptionId: '1',
    timeStamp: new Date().toISOString(),
    migrationRequestId: request.id,
    requestVersion: request.requestVersion,
    migrationRequest: request,
    _links: { subscription: { href: 'http://gateway/3' }, migrationRequest: { href: 'http://gateway/1' } },
  };
  return (await send(callback, { method: 'POST', body })).status;
}

async function until(condition: () => boolean): Promise<void> {
  for (let waited = 0; !condition(); waited += 10) {
    if (waited > 20_000) throw new Error('it did not happen within 20 s');
    await sleep(10);
  }
}

describe('the reference VNFM', () => {
  let gateway: Awaited<ReturnType<typeof startGateway>>;
  let vnfm: Vnfm | undefined;

  beforeEach(async () => {
    gateway = await startGateway();
  });
  afterEach(async () => {
    await vnfm?.close();
    await gateway.close();
  });

  const start = async (options: object = {}): Promise<Vnfm> => {
    const times = { replyDelayMs: 5, migrationMs: 20 };
    vnfm = await startVnfm({ gateway: gateway.url, vnfmId: 'vnfm-1', ...times, ...options });
    return vnfm;
  };
  const states = (): string[] => gateway.answers.map(({ migrationRequestState }) => migrationRequestState);

  it('accepts, migrates to the best candidate that is not excluded and informs of it', async () => {
    const { violations } = await start();
    expect(await notify(gateway.callback(), migrationRequest('a'))).toBe(204);
    await until(() => gateway.answers.length === 3);
    expect(states()).toEqual(['ACCEPTED', 'PROCESSING', 'COMPLETED']);
    expect(gateway.answers[2]).toMatchObject({ targetComputeHostId: 'server-3' });
    expect(violations).toEqual([]);
  });

  it('ignores a notification that it had before', async () => {
    await start();
    await notify(gateway.callback(), migrationRequest('a'), 'same');
    await notify(gateway.callback(), migrationRequest('a', { requestVersion: 2 }), 'same');
    await until(() => gateway.answers.length === 3);
    await sleep(50);
    expect(gateway.answers).toHaveLength(3);
  });

  it('takes the placement of a newer version and starts once', async () => {
    const peer = await start({ migrationMs: 100 });
    await notify(gateway.callback(), migrationRequest('a'));
    await until(() => states().includes('PROCESSING'));
    const placement = {
      excludedComputeHostIds: [],
      excludedResourceZoneIds: [],
      candidateComputeHostIds: ['server-9'],
    };
    await notify(gateway.callback(), migrationRequest('a', { requestVersion: 2, placement }));
    await until(() => peer.requests.get('a')?.status === 'COMPLETED');
    await until(() => states().includes('COMPLETED'));
    expect(states()).toEqual(['ACCEPTED', 'PROCESSING', 'PROCESSING', 'COMPLETED']);
    expect(peer.requests.get('a')?.targetComputeHostId).toBe('server-9');
  });

  it('begins with the most critical function', async () => {
    const moves: string[] = [];
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    const vim = await startService(async ({ path }) => {
      moves.push(path);
      if (moves.length === 1) await released;
      return { status: 204 };
    });
    const peer = await start({ parallel: 1, site: vim.url });
    await notify(gateway.callback(), migrationRequest('x', { criticality: 10 }));
    await until(() => moves.length === 1);
    await notify(gateway.callback(), migrationRequest('a', { criticality: 10 }));
    await notify(gateway.callback(), migrationRequest('b', { criticality: 90 }));
    await until(() => ['a', 'b'].every((id) => peer.requests.get(id)?.status === 'ACCEPTED'));
    release();
    await until(() => moves.length === 3);
    expect(moves).toEqual(['x', 'b', 'a'].map((id) => `/virtual_computes/vc-${id}/migrate`));
    await vim.close();
  });

  it('falls back to the next candidate when the VIM refuses one', async () => {
    const vim = await startService(({ body }) => {
      const { targetComputeHostId } = body as { targetComputeHostId: string };
      return { status: targetComputeHostId === 'server-4' ? 204 : 409 };
    });
    await start({ site: vim.url });
    await notify(gateway.callback(), migrationRequest('a'));
    await until(() => states().includes('COMPLETED'));
    expect(gateway.answers.at(-1)).toMatchObject({ targetComputeHostId: 'server-4' });
    await vim.close();
  });

  it('rejects, fails or keeps silent as told', async () => {
    await start({ behaviour: 'rejecting' });
    await notify(gateway.callback(), migrationRequest('a'));
    await until(() => states().includes('REJECTED'));
    await vnfm?.close();
    await start({ behaviour: 'failing' });
    await notify(gateway.callback(), migrationRequest('b'));
    await until(() => states().includes('FAILED'));
    await vnfm?.close();
    const count = gateway.answers.length;
    await start({ behaviour: 'silent' });
    await notify(gateway.callback(), migrationRequest('c'));
    await sleep(50);
    expect(gateway.answers).toHaveLength(count);
  });

  it('finds at its start what it was asked for while it was away', async () => {
    await gateway.close();
    gateway = await startGateway([migrationRequest('a'), migrationRequest('b', { vnfmId: 'vnfm-2' })]);
    await start();
    await until(() => states().includes('COMPLETED'));
    expect([...(vnfm?.requests.keys() ?? [])]).toEqual(['a']);
  });
});

describe('the environment controller', () => {
  it('tells a subscriber of its servers and their zones only, and repeats what was missed in its newest form', async () => {
    const received: { parameterName: string; value?: number }[] = [];
    let refuse = true;
    const subscriber = await startService(({ body }) => {
      if (refuse) return { status: 503 };
      received.push(...(body as { environmentData: { parameterName: string; value?: number }[] }).environmentData);
      return { status: 204 };
    });
    const controller = await startEnvironmentController({ zones: { 'room-1': ['server-1'], 'room-2': ['server-2'] } });
    const body = { callbackUri: `${subscriber.url}/callback`, filter: { computeHostIds: ['server-1'] } };
    const answer = await send(`${controller.url}/envnotif/v1/subscriptions`, { method: 'POST', body });
    expect(answer.status).toBe(201);
    const value = (parameterName: string, place: object, measured: number): Parameters<typeof controller.report>[0] => [
      { parameterType: 'COOLING', parameterName, dataType: 'VALUE', value: measured, unit: 'Cel', ...place },
    ];
    void controller.report(value('a', { computeHostId: 'server-1' }, 1));
    await sleep(30);
    refuse = false;
    void controller.report(value('a', { computeHostId: 'server-1' }, 2));
    void controller.report(value('b', { computeHostId: 'server-2' }, 3));
    void controller.report(value('c', { resourceZoneId: 'room-2' }, 4));
    await controller.report(value('d', { resourceZoneId: 'room-1' }, 5));
    expect(received.map(({ parameterName, value: measured }) => [parameterName, measured])).toEqual([
      ['a', 2],
      ['d', 5],
    ]);
    const location = answer.headers['location'];
    expect((await send(String(location), { method: 'DELETE' })).status).toBe(204);
    expect(controller.subscriptions()).toEqual([]);
    await controller.close();
    await subscriber.close();
  });
});

describe('the BMC', () => {
  const reset = async (url: string, ResetType: string): Promise<number> =>
    (await send(`${url}/redfish/v1/Systems/1/Actions/ComputerSystem.Reset`, { method: 'POST', body: { ResetType } }))
      .status;
  const powerState = async (url: string): Promise<unknown> => {
    const { body } = await send(`${url}/redfish/v1/Systems/1`);
    return (body as { PowerState: unknown }).PowerState;
  };

  it('shuts down in its time and boots again', async () => {
    const changes: string[] = [];
    const bmc = await startBmc({
      systemIds: ['1'],
      times: { shutdownMs: 30, bootMs: 30 },
      onPowerStateChange: (_systemId, state) => changes.push(state),
    });
    expect(await reset(bmc.url, 'GracefulShutdown')).toBe(204);
    expect(await powerState(bmc.url)).toBe('PoweringOff');
    await until(() => bmc.powerState('1') === 'Off');
    expect(await reset(bmc.url, 'On')).toBe(204);
    await until(() => bmc.powerState('1') === 'On');
    expect(changes).toEqual(['PoweringOff', 'Off', 'PoweringOn', 'On']);
    await bmc.close();
  });

  it('shows its faults as real ones do', async () => {
    const bmc = await startBmc({ systemIds: ['1'], username: 'user', password: 'secret' });
    expect((await send(`${bmc.url}/redfish/v1/Systems`)).status).toBe(401);
    await bmc.close();
    const faulty = await startBmc({ systemIds: ['1'], times: { shutdownMs: 0 } });
    faulty.setFault('1', 'noGraceful');
    expect(await reset(faulty.url, 'GracefulShutdown')).toBe(400);
    faulty.setFault('1', 'lying');
    expect(await reset(faulty.url, 'ForceOff')).toBe(204);
    expect(faulty.powerState('1')).toBe('On');
    faulty.setFault('1', 'unreachable');
    expect(await reset(faulty.url, 'ForceOff')).toBe(503);
    faulty.setFault('1', undefined);
    expect(await reset(faulty.url, 'ForceOff')).toBe(204);
    expect(faulty.powerState('1')).toBe('Off');
    await faulty.close();
  });
});
