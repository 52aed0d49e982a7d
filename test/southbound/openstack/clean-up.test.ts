import type { Leftover, Vim } from '../../../src/southbound/vim/vim.ts';
import type { ServiceAnswer } from '../../../conformance/peers/service.ts';
import { startOpenStack, type OpenStack } from '../../simulators/openstack.ts';
import { eventually } from '../recording-ports.ts';
import { createVim, endOf, failureOf, justNow, orderFor } from './harness.ts';

let openStack: OpenStack;
let vim: Vim;
beforeEach(async () => {
  openStack = await startOpenStack();
  ({ vim } = createVim(openStack));
});
afterEach(async () => {
  await vim.close();
  await openStack.close();
});

const cleanUp = (since: string): Promise<Leftover[]> => vim.cleanUp('server-1', since);
/** Server-1 is off and known as such in Nova, in the name of the evacuation. */
async function powerOff(): Promise<void> {
  await vim.withdraw('server-1', 'e-1');
  openStack.host('compute1').isUp = false;
  await vim.markPoweredOff('server-1', 'e-1');
}
/** Nova evacuates the server from server-1, which is off, to server-2. */
async function evacuate(id: string): Promise<string> {
  const since = justNow();
  const order = orderFor(id, { targetComputeHostId: 'server-2' });
  await vim.migrate(order);
  expect(await endOf(vim, order, since)).toMatchObject({ state: 'COMPLETED', computeHostId: 'server-2' });
  return since;
}
/** What the gateway changed in the service at this path. */
function changesAt(path: string): string[] {
  const changes = openStack.requests.filter((request) => request.path.startsWith(path) && request.method !== 'GET');
  return changes.map((request) => `${request.method} ${request.path.slice(path.length)}`);
}

describe('an unconfirmed migration', () => {
  const unconfirmed = async (): Promise<string> => {
    openStack.addServer('a', 'compute1');
    const since = justNow();
    await vim.migrate(orderFor('a', { migrationType: 'OFFLINE_MIGRATION' }));
    await eventually(async () => {
      await vim.readScheduling('server-1');
      expect(openStack.nova.servers.get('a')?.status).toBe('VERIFY_RESIZE');
    });
    return since;
  };
  const what = 'unconfirmed migration away from compute1';

  it('of the evacuation is confirmed', async () => {
    const since = await unconfirmed();
    expect(await cleanUp(since)).toEqual([{ computeId: 'a', detail: what, removed: true }]);
    expect(openStack.nova.servers.get('a')?.status).toBe('ACTIVE');
  });

  it('is only reported when it is older, or a resize', async () => {
    const since = await unconfirmed();
    const later = new Date(Date.now() + 60_000).toISOString();
    const left = [{ computeId: 'a', detail: `${what}: not of this evacuation`, removed: false }];
    expect(await cleanUp(later)).toEqual(left);
    for (const migration of openStack.nova.migrations) migration.type = 'resize';
    expect(await cleanUp(since)).toMatchObject([{ computeId: 'a', removed: false }]);
    expect(openStack.nova.orders).toEqual(['migrate a']);
  });

  it('is reported when the source cannot confirm it any more', async () => {
    const since = await unconfirmed();
    openStack.host('compute1').isUp = false;
    const [leftover, ...others] = await cleanUp(since);
    expect(others).toEqual([]);
    expect(leftover).toMatchObject({ computeId: 'a', removed: false });
    expect(leftover?.detail).toContain('Service is unavailable at this time.');
  });
});

const AMOUNTS = 'VCPU 1, MEMORY_MB 64, DISK_GB 1';
const OF_A = `allocation on compute1 (${AMOUNTS}) of a server that is on compute2`;
const NOT_OFF = 'compute1 is not off by this gateway';

describe('an allocation', () => {
  it('of a server that was evacuated from a server that is off is given back, and what it has elsewhere stays', async () => {
    const server = openStack.addServer('a', 'compute1');
    await powerOff();
    const since = await evacuate('a');
    expect(server.heldOn).toEqual(new Set(['compute1']));
    expect(await cleanUp(since)).toEqual([{ computeId: 'a', detail: OF_A, removed: true }]);
    expect(server).toMatchObject({ host: 'compute2', heldOn: new Set() });
    expect(await cleanUp(since)).toEqual([]);
    expect(openStack.requests.find(({ method, path }) => method === 'PUT' && path.includes('/allocations/'))).toEqual(
      expect.objectContaining({
        path: '/placement/allocations/a',
        body: {
          allocations: { 'provider-compute2': { resources: { VCPU: 1, MEMORY_MB: 64, DISK_GB: 1 } } },
          consumer_generation: 1,
          project_id: 'p-1',
          user_id: 'u-1',
        },
      }),
    );
  });

  it('is given back with that of the devices of the host', async () => {
    const server = openStack.addServer('a', 'compute1');
    openStack.placement.withDevice.add('compute1');
    await powerOff();
    const detail = `allocation on compute1 (${AMOUNTS}, VGPU 1) of a server that is on compute2`;
    expect(await cleanUp(await evacuate('a'))).toEqual([{ computeId: 'a', detail, removed: true }]);
    expect(server.heldOn).toEqual(new Set());
  });

  it('of a server that is where it should be is none of its business', async () => {
    openStack.addServer('here', 'compute1');
    await powerOff();
    expect(await cleanUp(justNow())).toEqual([]);
  });

  it.each<[string, () => unknown, string]>([
    ['that runs', () => vim.restore('server-1', 'e-1'), NOT_OFF],
    ['that somebody else says is off', () => (openStack.host('compute1').disabledReason = 'a fan'), NOT_OFF],
    [
      'of a server that is on its way again',
      () => openStack.addServer('a', 'compute2', { heldOn: new Set(['compute1']), task: 'migrating' }),
      'the server is ACTIVE, migrating',
    ],
    [
      'of a server that broke on its way',
      () => openStack.addServer('a', 'compute2', { heldOn: new Set(['compute1']), status: 'ERROR' }),
      'the server is ERROR',
    ],
    [
      'of a server that was not evacuated',
      () => openStack.nova.migrations.splice(0),
      'Nova did not evacuate the server since',
    ],
    [
      'of a server whose evacuation is not done',
      () => openStack.nova.migrations.map((migration) => (migration.status = 'error')),
      'Nova did not evacuate the server since',
    ],
    [
      'where Placement tells no generation',
      () => (openStack.placement.minor = 17),
      'Placement is too old to take away a part of it safely',
    ],
  ])('%s is only reported', async (_what, change, why) => {
    openStack.addServer('a', 'compute1');
    await powerOff();
    const since = await evacuate('a');
    if (why === NOT_OFF) openStack.returnHost('compute1');
    for (const server of openStack.nova.servers.values()) server.heldOn.add('compute1');
    await change();
    expect(await cleanUp(since)).toEqual([{ computeId: 'a', detail: `${OF_A}: ${why}`, removed: false }]);
    expect(changesAt('/placement')).toEqual([]);
  });

  it('that somebody changes meanwhile is left to them', async () => {
    openStack.addServer('a', 'compute1');
    await powerOff();
    const since = await evacuate('a');
    openStack.intercept(({ method, path }) => {
      if (method === 'PUT' && path.endsWith('/allocations/a')) openStack.placement.generations.set('a', 9);
      return undefined;
    });
    const [leftover] = await cleanUp(since);
    expect(leftover).toMatchObject({ computeId: 'a', removed: false });
    expect(leftover?.detail).toContain('with 409: consumer generation conflict - expected 9');
    expect(openStack.nova.servers.get('a')?.heldOn).toEqual(new Set(['compute1']));
  });

  it('of a server that has none where it runs is kept', async () => {
    openStack.addServer('a', 'compute1');
    await powerOff();
    const since = await evacuate('a');
    const allocations = { 'provider-compute1': { generation: 7, resources: { VCPU: 1 } } };
    const body = { allocations, consumer_generation: 1, project_id: 'p', user_id: 'u' };
    openStack.intercept(({ method, path }) =>
      method === 'GET' && path.endsWith('/allocations/a') ? { status: 200, body } : undefined,
    );
    const detail = `${OF_A}: it has no allocation on compute2`;
    expect(await cleanUp(since)).toEqual([{ computeId: 'a', detail, removed: false }]);
  });

  describe('of what is no server', () => {
    const detail = `allocation on compute1 (${AMOUNTS}) of gone, which is no server`;
    const hold = (...hosts: string[]): void => {
      openStack.placement.others.set('gone', new Set(hosts));
    };

    it('any more is given back once the host is off', async () => {
      hold('compute1');
      openStack.nova.deleted.add('gone');
      expect(await cleanUp(justNow())).toEqual([{ detail: `${detail}: ${NOT_OFF}`, removed: false }]);
      await powerOff();
      expect(await cleanUp(justNow())).toEqual([{ detail, removed: true }]);
      expect(openStack.placement.others.get('gone')).toEqual(new Set());
    });

    it('and never was, as far as Nova tells, is only reported', async () => {
      hold('compute1');
      await powerOff();
      const why = 'Nova does not tell that it was one';
      expect(await cleanUp(justNow())).toEqual([{ detail: `${detail}: ${why}`, removed: false }]);
      expect(changesAt('/placement')).toEqual([]);
    });

    it('any more and has another elsewhere is only reported', async () => {
      hold('compute1', 'compute3');
      openStack.nova.deleted.add('gone');
      await powerOff();
      const why = 'it also has allocations elsewhere';
      expect(await cleanUp(justNow())).toEqual([{ detail: `${detail}: ${why}`, removed: false }]);
      expect(changesAt('/placement')).toEqual([]);
    });
  });

  it('cannot be told of without Placement, and nothing is called clean', async () => {
    openStack.intercept(({ path }) =>
      path.startsWith('/placement/res') ? { status: 404, body: NOT_FOUND } : undefined,
    );
    const { kind, reason } = await failureOf(cleanUp(justNow()));
    expect(kind).toBe('SouthboundUnavailable');
    expect(reason).toContain('vim-1: Placement knows no /resource_providers?in_tree=provider-compute1');
  });
});

const NOT_FOUND = { errors: [{ status: 404, title: 'Not Found', detail: 'no such provider' }] };

describe('an attachment of a volume', () => {
  const what = 'attachment of the volume v on compute1 for a server that is on compute2';
  /** Server a was evacuated from server-1 and uses v on server-2; the attachment on server-1 is still there. */
  const leave = async (): Promise<string> => {
    openStack.addServer('a', 'compute1');
    openStack.attach('v', 'a', 'compute1');
    await powerOff();
    const since = await evacuate('a');
    openStack.attach('v', 'a', 'compute2');
    openStack.nova.servers.get('a')?.heldOn.clear();
    return since;
  };
  const attachments = (): string[] => [...openStack.cinder.attachments.keys()].sort();
  const [stale, used] = ['v-for-a-on-compute1', 'v-for-a-on-compute2'];

  it.each(['block-storage', 'volumev3'] as const)('that an evacuated server left is deleted (%s)', async (type) => {
    openStack.cinder.type = type;
    const since = await leave();
    expect(await cleanUp(since)).toEqual([{ computeId: 'a', detail: what, removed: true }]);
    expect(attachments()).toEqual([used]);
    expect(await cleanUp(since)).toEqual([]);
    const asked = openStack.requests.find(({ method }) => method === 'DELETE');
    expect(asked?.path).toBe(`/volume/v3/8a3d7ede73bb403680c13ce92b521e4d/attachments/${stale}`);
    expect(asked?.headers['openstack-api-version']).toBe('volume 3.70');
  });

  it('is found on whatever page its volume is, and those of others are left alone', async () => {
    openStack.addServer('b', 'compute3');
    for (const volume of ['v1', 'v2', 'v3']) openStack.attach(volume, 'b', 'compute3');
    openStack.cinder.attachments.set('host', { id: 'host', volumeId: 'v4', serverId: null, host: 'compute1' });
    openStack.cinder.attachments.set('old', { id: 'old', volumeId: 'v5', serverId: 'b', host: null });
    const since = await leave();
    const before = attachments();
    expect(await cleanUp(since)).toMatchObject([{ removed: true }]);
    expect(attachments()).toEqual(before.filter((id) => id !== stale));
  });

  it('of a server that is on the host is none of its business', async () => {
    openStack.addServer('a', 'compute1');
    openStack.attach('v', 'a', 'compute1');
    await powerOff();
    expect(await cleanUp(justNow())).toEqual([]);
    expect(attachments()).toEqual([stale]);
  });

  const a = (): { volumes: Map<string, string> } => openStack.nova.servers.get('a') ?? { volumes: new Map() };
  it.each<[string, () => unknown, string]>([
    ['on a host that runs', () => (openStack.host('compute1').forcedDown = false), NOT_OFF],
    ['on a host that others say is off', () => (openStack.host('compute1').disabledReason = null), NOT_OFF],
    [
      'of a server that was not evacuated',
      () => openStack.nova.migrations.splice(0),
      'Nova did not evacuate the server since',
    ],
    ['that the server uses', () => a().volumes.set('v', stale), 'it is the one that the server uses'],
    [
      'of a volume that Nova does not have',
      () => a().volumes.delete('v'),
      'Nova does not have the volume at the server',
    ],
    [
      'whose server uses one that Cinder does not have',
      () => openStack.cinder.attachments.delete(used),
      'Cinder does not have the one that the server uses on compute2',
    ],
    [
      'whose server uses one that Cinder has on another host',
      () => openStack.cinder.attachments.set(used, { id: used, volumeId: 'v', serverId: 'a', host: 'compute3' }),
      'Cinder does not have the one that the server uses on compute2',
    ],
    [
      'whose server uses one that Cinder has for another server',
      () => openStack.cinder.attachments.set(used, { id: used, volumeId: 'v', serverId: 'b', host: 'compute2' }),
      'Cinder does not have the one that the server uses on compute2',
    ],
  ])('%s is only reported', async (_what, change, why) => {
    const since = await leave();
    change();
    expect(await cleanUp(since)).toContainEqual({ computeId: 'a', detail: `${what}: ${why}`, removed: false });
    expect(attachments()).toContain(stale);
    expect(changesAt('/volume')).toEqual([]);
  });

  it('is only reported where Nova does not tell which one is used', async () => {
    await vim.close();
    await openStack.close();
    openStack = await startOpenStack({ novaVersion: '2.88' });
    ({ vim } = createVim(openStack));
    const since = await leave();
    const detail = `${what}: Nova is too old to tell which attachment the server uses`;
    expect(await cleanUp(since)).toEqual([{ computeId: 'a', detail, removed: false }]);
  });

  it('of a server that is gone is only reported', async () => {
    openStack.attach('v', 'gone', 'compute1');
    await powerOff();
    const detail = 'attachment of the volume v on compute1 for gone, which is no server';
    expect(await cleanUp(justNow())).toEqual([
      { detail: `${detail}: nobody tells whether it is used`, removed: false },
    ]);
    expect(changesAt('/volume')).toEqual([]);
  });

  it.each<[string, ServiceAnswer, string]>([
    ['refuses', { status: 409, body: { conflictingRequest: { code: 409, message: 'in use' } } }, 'with 409: in use'],
    ['is out of order', { status: 503 }, 'with 503'],
    ['does nothing', { status: 200, body: { attachments: [] } }, 'Cinder took the order and still has it'],
  ])('that Cinder %s to delete is reported as left', async (_what, answer, why) => {
    const since = await leave();
    openStack.intercept(({ method }) => (method === 'DELETE' ? answer : undefined));
    const [leftover, ...others] = await cleanUp(since);
    expect(others).toEqual([]);
    expect(leftover).toMatchObject({ computeId: 'a', removed: false });
    expect(leftover?.detail).toContain(why);
  });

  it('is not to be had in a cloud without Block Storage, or in a region without it', async () => {
    openStack.cinder.type = undefined;
    const since = await leave();
    expect(await cleanUp(since)).toEqual([]);
    expect(openStack.requests.filter(({ path }) => path.startsWith('/volume'))).toEqual([]);
  });

  it.each<[string, () => unknown, string]>([
    [
      'is no administrator',
      () => (openStack.cinder.isAdministrator = false),
      'vim-1: Cinder does not tell the hosts of the volume v: the user is no administrator of Block Storage',
    ],
    [
      'gets no answer',
      () => {
        openStack.intercept(({ path }) => (path.endsWith('/volumes/detail') ? { status: 503 } : undefined));
      },
      'vim-1: Cinder answered GET /volumes/detail?all_tenants=1&limit=500 with 503',
    ],
  ])('cannot be told of when the user %s, which holds up nothing else', async (_what, change, why) => {
    const since = await leave();
    openStack.nova.servers.get('a')?.heldOn.add('compute1');
    change();
    expect(await cleanUp(since)).toEqual([
      { computeId: 'a', detail: OF_A, removed: true },
      { detail: `volume attachments on compute1 could not be read: ${why}`, removed: false },
    ]);
  });
});
