import type { Vim } from '../../../src/southbound/vim/vim.ts';
import { createVims } from '../../../src/southbound/southbound.ts';
import { startOpenStack, type OpenStack } from '../../simulators/openstack.ts';
import { createRecordingLog, eventually, type LogLine } from '../recording-ports.ts';
import { configFor, createVim, endOf, failureOf, justNow, orderFor } from './harness.ts';

let openStack: OpenStack;
let vim: Vim;
let lines: LogLine[];
beforeEach(async () => {
  openStack = await startOpenStack();
  ({ vim, lines } = createVim(openStack));
});
afterEach(async () => {
  await vim.close();
  await openStack.close();
});

it('is made as configured', () => {
  const [made, ...others] = createVims([configFor(openStack)], createRecordingLog().log);
  expect(others).toEqual([]);
  expect(made?.id).toBe('vim-1');
  expect(made?.computeHostIds).toEqual(['server-1', 'server-2', 'server-3']);
});

describe('the virtual computes', () => {
  it('are those of the servers that were asked for, page by page', async () => {
    for (const id of ['a', 'b', 'c', 'd', 'e']) openStack.addServer(id, 'compute1');
    openStack.addServer('f', 'compute2', { status: 'SHUTOFF', powerState: 4 });
    openStack.addServer('g', 'compute3');
    const computes = await vim.readVirtualComputes(['server-1', 'server-2']);
    expect(computes.map(({ computeId, hostId, operationalState }) => [computeId, hostId, operationalState])).toEqual([
      ...['a', 'b', 'c', 'd', 'e'].map((id) => [id, 'server-1', 'ENABLED']),
      ['f', 'server-2', 'DISABLED'],
    ]);
    expect(await vim.readVirtualComputes([])).toEqual([]);
  });

  it('that leave a withdrawn server meanwhile are seen all the same', async () => {
    const server = openStack.addServer('a', 'compute2');
    await vim.withdraw('server-2', 'e-1');
    openStack.intercept(({ path, query }) => {
      if (path.endsWith('/servers/detail') && query.get('host') === 'compute1') server.host = 'compute1';
      return undefined;
    });
    expect(await vim.readVirtualComputes(['server-1', 'server-2'])).toMatchObject([
      { computeId: 'a', hostId: 'server-1' },
    ]);
  });

  it('are found by their identifiers, where they are on its servers', async () => {
    openStack.addServer('a', 'compute2');
    openStack.addServer('b', 'compute1');
    openStack.addServer('elsewhere', 'compute9');
    expect(await vim.findVirtualComputes(['a', 'gone', 'elsewhere'])).toMatchObject([
      { computeId: 'a', hostId: 'server-2', operationalState: 'ENABLED' },
    ]);
  });

  it('of a server that Nova does not know, or cannot tell of, are not said to be none', async () => {
    const { vim: mistaken } = createVim(openStack, { computeHosts: { 'server-9': 'compute9' } });
    expect(await failureOf(mistaken.readVirtualComputes(['server-9']))).toEqual({
      kind: 'SouthboundUnavailable',
      reason: 'vim-1: Nova knows no nova-compute on compute9 (server-9)',
    });
    await mistaken.close();
    openStack.host('compute1').status = 'UNKNOWN';
    expect(await failureOf(vim.readVirtualComputes(['server-1', 'server-2']))).toMatchObject({
      kind: 'SouthboundUnavailable',
      reason: expect.stringContaining('its status is UNKNOWN') as string,
    });
  });

  it('whose host is not told are not said to be there, nor elsewhere', async () => {
    const server = { id: 'a', status: 'UNKNOWN' };
    openStack.intercept(({ path }) => {
      if (path.endsWith('/servers/detail')) return { status: 200, body: { servers: [server] } };
      return path.endsWith('/servers/a') ? { status: 200, body: { server } } : undefined;
    });
    for (const question of [
      () => vim.readVirtualComputes(['server-1']),
      () => vim.readMigration(orderFor('a'), justNow()),
      () => vim.migrate(orderFor('a')),
    ]) {
      const { kind, reason } = await failureOf(question());
      expect(kind).toBe('SouthboundUnavailable');
      expect(reason).toContain('vim-1: Nova does not tell the host of the server a');
    }
  });

  it('are not told of servers that it does not manage', async () => {
    expect(await failureOf(vim.readVirtualComputes(['server-9']))).toEqual({
      kind: 'SouthboundRefused',
      reason: 'VIM vim-1 does not manage server-9',
    });
  });
});

describe('the virtual computes of many servers', () => {
  const hosts = ['compute1', 'compute2', 'compute3', 'compute4', 'compute5', 'compute6', 'compute7'];
  let large: OpenStack;
  let larger: Vim;
  beforeEach(async () => {
    large = await startOpenStack({ hosts });
    const computeHosts = Object.fromEntries(hosts.map((host, index) => [`server-${index + 1}`, host]));
    ({ vim: larger } = createVim(large, { computeHosts }));
    hosts.forEach((host) => large.addServer(`on-${host}`, host));
    large.addServer('not-ours', 'compute9');
  });
  afterEach(async () => {
    await larger.close();
    await large.close();
  });
  const placesOf = async (ids: readonly string[]) =>
    (await larger.readVirtualComputes(ids)).map(({ computeId, hostId }) => `${computeId} ${hostId}`).sort();
  const listed = () =>
    large.requests.filter(({ path }) => path.endsWith('/servers/detail')).map(({ query }) => query.get('host'));

  it('are read as one list, page by page', async () => {
    expect(await placesOf(larger.computeHostIds)).toEqual(hosts.map((host, index) => `on-${host} server-${index + 1}`));
    expect(listed()).toEqual([null, null, null, null]);
  });

  it('are read server by server where those are few of many', async () => {
    for (const host of ['a', 'b', 'c', 'd', 'e', 'f', 'g'])
      large.nova.hosts.set(host, { ...large.host('compute1'), id: `service-${host}` });
    await placesOf(larger.computeHostIds.slice(0, 6));
    expect(listed()).toEqual(hosts.slice(0, 6));
  });

  it('are read server by server while Nova does not tell the host of each, because some cell does not answer', async () => {
    large.intercept(({ path, query }) =>
      path.endsWith('/servers/detail') && !query.has('host')
        ? { status: 200, body: { servers: [{ id: 'in-another-cell', status: 'UNKNOWN' }] } }
        : undefined,
    );
    expect(await placesOf(larger.computeHostIds)).toHaveLength(7);
    expect(listed()).toEqual([null, ...hosts]);
  });

  it('are not read when the cell of one of them does not answer', async () => {
    large.host('compute7').status = 'UNKNOWN';
    const { kind } = await failureOf(larger.readVirtualComputes(larger.computeHostIds));
    expect(kind).toBe('SouthboundUnavailable');
  });
});

describe('a server', () => {
  it('is looked up without a list of all', async () => {
    await vim.readScheduling('server-2');
    const { query } = openStack.requests.at(-1) ?? {};
    expect(query?.toString()).toBe('binary=nova-compute&host=compute2');
  });

  it('is withdrawn once, and given back once', async () => {
    await vim.withdraw('server-1', 'e-1');
    await vim.withdraw('server-1', 'e-1');
    expect(openStack.nova.orders).toEqual([
      '{"status":"disabled","disabled_reason":"nfvi-te-gateway: host evacuation e-1"} compute1',
    ]);
    await vim.restore('server-1', 'e-1');
    await vim.restore('server-1', 'e-1');
    expect(openStack.nova.orders.slice(1)).toEqual(['{"status":"enabled"} compute1']);
  });

  it.each([
    ['somebody else', 'a fan is changed'],
    ['somebody without a word', null],
    ['another evacuation', 'nfvi-te-gateway: host evacuation e-0'],
  ])('that %s withdrew stays as it is, from the first to the last', async (_who, disabledReason) => {
    Object.assign(openStack.host('compute1'), { status: 'disabled', disabledReason });
    await vim.withdraw('server-1', 'e-1');
    expect(openStack.nova.orders).toEqual([]);
    await vim.markPoweredOff('server-1', 'e-1');
    await vim.restore('server-1', 'e-1');
    expect(openStack.nova.orders).toEqual(['{"forced_down":true} compute1']);
    expect(openStack.host('compute1')).toMatchObject({ status: 'disabled', disabledReason, forcedDown: true });
    expect(lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
  });

  it('that is off is marked once', async () => {
    await vim.withdraw('server-1', 'e-1');
    await vim.markPoweredOff('server-1', 'e-1');
    await vim.markPoweredOff('server-1', 'e-1');
    expect(openStack.nova.orders.slice(1)).toEqual(['{"forced_down":true} compute1']);
    expect(await vim.readScheduling('server-1')).toMatchObject({
      schedulingState: 'WITHDRAWN',
      markedPoweredOff: true,
    });
  });

  it('that was enabled behind our back is withdrawn with the mark, so that it can be given back', async () => {
    await vim.markPoweredOff('server-1', 'e-1');
    expect(await vim.readScheduling('server-1')).toMatchObject({ hostEvacuationId: 'e-1', markedPoweredOff: true });
    await vim.restore('server-1', 'e-1');
    expect(openStack.nova.orders.slice(1)).toEqual(['{"forced_down":false} compute1', '{"status":"enabled"} compute1']);
  });

  it('is not given back before its nova-compute is back', async () => {
    openStack.addServer('a', 'compute1');
    await vim.withdraw('server-1', 'e-1');
    openStack.host('compute1').isUp = false;
    await vim.markPoweredOff('server-1', 'e-1');
    const since = justNow();
    await vim.migrate(orderFor('a'));
    await endOf(vim, orderFor('a'), since);
    const { kind, reason } = await failureOf(vim.restore('server-1', 'e-1'));
    expect(kind).toBe('SouthboundUnavailable');
    expect(reason).toContain('nova-compute on compute1 (server-1) is not back yet');
    expect(reason).toContain('Unable to force up host compute1');
    expect(openStack.host('compute1').status).toBe('disabled');
    openStack.returnHost('compute1');
    await vim.restore('server-1', 'e-1');
    expect(await vim.readScheduling('server-1')).toEqual({ schedulingState: 'ENABLED', markedPoweredOff: false });
  });
});

describe('a migration', () => {
  it('goes live to the server that is named', async () => {
    openStack.addServer('a', 'compute1');
    const order = orderFor('a', { targetComputeHostId: 'server-3' });
    const since = justNow();
    expect(await vim.readMigration(order, since)).toBeUndefined();
    await vim.migrate(order);
    await vim.migrate(order);
    expect(await endOf(vim, order, since)).toEqual({
      state: 'COMPLETED',
      computeHostId: 'server-3',
      detail: 'ACTIVE on compute3',
    });
    await vim.migrate(order);
    expect(openStack.nova.orders).toEqual(['os-migrateLive a to compute3']);
  });

  it('tells how far it is', async () => {
    await openStack.close();
    openStack = await startOpenStack({ phaseTime: 300 });
    ({ vim } = createVim(openStack));
    openStack.addServer('a', 'compute1');
    const since = justNow();
    await vim.migrate(orderFor('a'));
    await eventually(async () => {
      expect(await vim.readMigration(orderFor('a'), since)).toEqual({
        state: 'PROCESSING',
        progress: 75,
        detail: 'MIGRATING, migrating, running',
      });
    });
  });

  it('goes offline, and is confirmed once', async () => {
    openStack.addServer('a', 'compute1');
    const order = orderFor('a', { migrationType: 'OFFLINE_MIGRATION' });
    const since = justNow();
    await vim.migrate(order);
    expect(await endOf(vim, order, since)).toMatchObject({ state: 'COMPLETED', computeHostId: 'server-2' });
    expect(openStack.nova.orders).toEqual(['migrate a', 'confirmResize a']);
    expect(await vim.cleanUp('server-1', since)).toEqual([]);
  });

  it('is not over while its source cannot confirm it', async () => {
    openStack.addServer('a', 'compute1');
    const order = orderFor('a', { migrationType: 'OFFLINE_MIGRATION' });
    const since = justNow();
    await vim.migrate(order);
    openStack.host('compute1').isUp = false;
    await eventually(async () => {
      expect(await vim.readMigration(order, since)).toEqual({
        state: 'PROCESSING',
        detail: 'on compute2, to be confirmed',
      });
    });
    expect(lines.at(-1)).toMatchObject({ level: 'warn', message: 'Nova does not confirm the migration' });
    expect(openStack.nova.orders).toEqual(['migrate a']);
  });

  it('brings up elsewhere what was on a server that is off, by whatever type, and once', async () => {
    openStack.addServer('a', 'compute1');
    await vim.withdraw('server-1', 'e-1');
    openStack.host('compute1').isUp = false;
    await vim.markPoweredOff('server-1', 'e-1');
    const order = orderFor('a', { targetComputeHostId: 'server-2' });
    const since = justNow();
    await vim.migrate(order);
    await vim.migrate(order);
    expect(await endOf(vim, order, since)).toMatchObject({ state: 'COMPLETED', computeHostId: 'server-2' });
    await vim.migrate(order);
    expect(openStack.nova.orders.slice(2)).toEqual(['evacuate a to compute2']);
  });

  it('that ends while Nova is asked about it has not failed', async () => {
    const server = openStack.addServer('a', 'compute1');
    openStack.host('compute1').forcedDown = true;
    const since = justNow();
    await vim.migrate(orderFor('a'));
    expect(await endOf(vim, orderFor('a'), since)).toMatchObject({ state: 'COMPLETED', computeHostId: 'server-2' });
    // Nova ends the task of an evacuated server first, then tells where it is, and that the migration is done.
    server.host = 'compute1';
    openStack.intercept(({ path }) => {
      if (path.endsWith('/os-migrations')) server.host = 'compute2';
      return undefined;
    });
    expect(await vim.readMigration(orderFor('a'), since)).toMatchObject({
      state: 'COMPLETED',
      computeHostId: 'server-2',
    });
  });

  it('that finds no room has failed, although it was taken', async () => {
    openStack.addServer('a', 'compute1');
    for (const host of ['compute2', 'compute3']) openStack.host(host).status = 'disabled';
    const since = justNow();
    await vim.migrate(orderFor('a'));
    expect(await endOf(vim, orderFor('a'), since)).toEqual({
      state: 'FAILED',
      detail: 'No valid host was found. There are not enough hosts available. (ACTIVE, migration error)',
    });
  });

  it('that failed is not the failure of the next', async () => {
    openStack.addServer('a', 'compute1');
    for (const host of ['compute2', 'compute3']) openStack.host(host).status = 'disabled';
    const since = justNow();
    await vim.migrate(orderFor('a'));
    await endOf(vim, orderFor('a'), since);
    const later = new Date(Date.now() + 2000).toISOString();
    expect(await vim.readMigration(orderFor('a'), later)).toBeUndefined();
  });

  it('of a server that is busy is tried again later', async () => {
    const server = openStack.addServer('a', 'compute1', { task: 'powering-off' });
    const { kind, reason } = await failureOf(vim.migrate(orderFor('a')));
    expect(kind).toBe('SouthboundUnavailable');
    expect(reason).toContain('the server a is busy (powering-off)');
    server.task = 'rebuilding';
    expect(await failureOf(vim.migrate(orderFor('a')))).toMatchObject({ kind: 'SouthboundUnavailable' });
    expect(openStack.nova.orders).toEqual([]);
  });

  it.each<[string, () => void, string]>([
    ['does not exist', () => undefined, 'vim-1: Nova knows no server a'],
    [
      'is in error',
      () => openStack.addServer('a', 'compute1', { status: 'ERROR' }),
      "409: Cannot 'os-migrateLive' instance a while it is in vm_state error",
    ],
  ])('of a server that %s is refused', async (_what, prepare, text) => {
    prepare();
    const { kind, reason } = await failureOf(vim.migrate(orderFor('a')));
    expect(kind).toBe('SouthboundRefused');
    expect(reason).toContain(text);
  });

  it('to or from a server that it does not manage is refused, without an order', async () => {
    openStack.addServer('a', 'compute1');
    for (const order of [{ targetComputeHostId: 'server-9' }, { sourceComputeHostId: 'server-9' }]) {
      expect(await failureOf(vim.migrate(orderFor('a', order)))).toMatchObject({ kind: 'SouthboundRefused' });
    }
    expect(openStack.nova.orders).toEqual([]);
  });

  it('whose order Nova does not answer well may have been taken', async () => {
    openStack.addServer('a', 'compute1');
    openStack.intercept(({ method }) => (method === 'POST' ? { status: 504 } : undefined));
    openStack.revokeTokens();
    expect(await failureOf(vim.migrate(orderFor('a')))).toMatchObject({ kind: 'SouthboundUnavailable' });
  });

  it('that ended on a server that nobody configured is over', async () => {
    const { vim: narrow } = createVim(openStack, { computeHosts: { 'server-1': 'compute1' } });
    openStack.addServer('a', 'compute2');
    expect(await narrow.readMigration(orderFor('a'), justNow())).toEqual({
      state: 'COMPLETED',
      detail: 'ACTIVE on compute2',
    });
    await narrow.close();
  });

  it('is stopped, and one that is over stays as it is', async () => {
    await openStack.close();
    openStack = await startOpenStack({ phaseTime: 300 });
    ({ vim } = createVim(openStack));
    openStack.addServer('a', 'compute1');
    const since = justNow();
    await vim.migrate(orderFor('a'));
    await eventually(() => vim.abortMigration(orderFor('a')));
    expect(await endOf(vim, orderFor('a'), since)).toEqual({ state: 'FAILED', detail: 'ACTIVE, migration cancelled' });
    await vim.abortMigration(orderFor('a'));
    await vim.abortMigration(orderFor('unknown'));
    expect(openStack.nova.orders).toEqual(['os-migrateLive a', 'abort a']);
  });

  it('that the hypervisor has not begun is stopped later', async () => {
    openStack.addServer('a', 'compute1', { task: 'migrating', status: 'MIGRATING' });
    const { kind, reason } = await failureOf(vim.abortMigration(orderFor('a')));
    expect(kind).toBe('SouthboundUnavailable');
    expect(reason).toContain('the server a is on its way by migrating, which cannot be stopped at the moment');
  });

  it('that goes offline cannot be stopped', async () => {
    openStack.addServer('a', 'compute1', { task: 'resize_migrating', status: 'RESIZE' });
    expect(await failureOf(vim.abortMigration(orderFor('a')))).toEqual({
      kind: 'SouthboundRefused',
      reason: 'vim-1: the server a is on its way by resize_migrating, which Nova does not stop',
    });
  });
});
