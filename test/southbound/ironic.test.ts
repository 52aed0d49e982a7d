import type { components } from '../../generated/config.ts';
import { reasonOf } from '../../src/problem.ts';
import { failureOf as failureIn, faultOf, powerStateOf } from '../../src/southbound/power/ironic-node.ts';
import { ironicAdapter } from '../../src/southbound/power/ironic.ts';
import type { PowerController } from '../../src/southbound/power/power-controller.ts';
import { startIronic, type Ironic } from '../simulators/ironic.ts';
import { startOpenStack, USER, type OpenStack } from '../simulators/openstack.ts';
import { createRecordingLog, eventually } from './recording-ports.ts';

type IronicPowerController = components['schemas']['IronicPowerController'];

const OURS = 'nfvi-te-gateway metal: server-1 is powered off because of its technical environment';

let ironic: Ironic;
let controller: PowerController;
beforeEach(async () => {
  ironic = await startIronic(['node-1', 'node-2']);
  controller = createController();
});
afterEach(() => ironic.close());

function createController(config: Partial<IronicPowerController> = {}): PowerController {
  return ironicAdapter.create(
    {
      id: 'metal',
      type: 'ironic',
      ...(config.authUrl === undefined ? { endpoint: ironic.url } : {}),
      interface: 'public',
      timeout: 5,
      softPowerOffTimeout: 60,
      nodes: { 'server-1': 'node-1' },
      ...config,
    },
    createRecordingLog().log,
  );
}

/** What went wrong, as the engine sees it. */
async function failureOf(promise: Promise<unknown>): Promise<{ kind: unknown; reason: string }> {
  try {
    await promise;
  } catch (error) {
    return { kind: (error as { kind?: unknown }).kind, reason: reasonOf(error) };
  }
  throw new Error('it went well');
}
const expectPowerState = (powerState: string): Promise<void> =>
  eventually(async () => {
    expect(await controller.readPowerState('server-1')).toBe(powerState);
  });

describe('a node of Ironic', () => {
  it.each([
    ['GRACEFUL', 'soft power off'],
    ['FORCED', 'power off'],
  ] as const)('is put into maintenance in our name before it is powered off (%s)', async (mode, target) => {
    await controller.powerOff('server-1', mode);
    await expectPowerState('OFF');
    expect(ironic.changes).toEqual([`PUT maintenance ${OURS}`, `PUT states/power ${target}`]);
    expect(ironic.node('node-1')).toMatchObject({ maintenance: true, maintenance_reason: OURS });
    expect(ironic.node('node-2')).toMatchObject({ maintenance: false, power_state: 'power on' });
    expect(ironic.lastHeaders()['x-openstack-ironic-api-version']).toBe('1.27');
  });

  it('is powered on, and out of our maintenance once it is released', async () => {
    await controller.powerOff('server-1', 'FORCED');
    await expectPowerState('OFF');
    await controller.powerOn('server-1');
    await expectPowerState('ON');
    expect(ironic.node('node-1').maintenance).toBe(true);
    await controller.release?.('server-1');
    await controller.release?.('server-1');
    expect(ironic.node('node-1').maintenance).toBe(false);
    expect(ironic.changes.slice(2)).toEqual(['PUT states/power power on', 'DELETE maintenance']);
  });

  it.each([['disk to be changed'], ['nfvi-te-gateway metal-2: server-1 is powered off'], [null]])(
    'stays in the maintenance of somebody else: %s',
    async (maintenance_reason) => {
      ironic.set('node-1', { maintenance: true, maintenance_reason });
      await controller.powerOff('server-1', 'FORCED');
      await controller.powerOn('server-1');
      await controller.release?.('server-1');
      expect(ironic.node('node-1')).toMatchObject({ maintenance: true, maintenance_reason });
      expect(ironic.changes.filter((change) => change.includes('maintenance'))).toEqual([]);
    },
  );

  it('gets no order when it is as wanted already', async () => {
    await controller.powerOn('server-1');
    expect(ironic.changes).toEqual([]);
  });

  it('that knows no orderly shutdown refuses it, so that power can be cut instead', async () => {
    ironic.setFault('node-1', 'noSoft');
    expect(await failureOf(controller.powerOff('server-1', 'GRACEFUL'))).toEqual({
      kind: 'SouthboundRefused',
      reason: `node node-1 of ${ironic.url} (server-1) answered soft power off with 400: soft power off is not supported`,
    });
  });

  it('whose order was taken and given up refused it, with what Ironic says', async () => {
    ironic.setFault('node-1', 'stuck');
    expect(await failureOf(controller.powerOff('server-1', 'GRACEFUL'))).toEqual({
      kind: 'SouthboundRefused',
      reason: `node node-1 of ${ironic.url} (server-1) gave up soft power off: Failed to change power state to 'power off'`,
    });
  });

  it('that does nothing is found out by reading, and an old error is no answer to a new order', async () => {
    ironic.setFault('node-1', 'deaf');
    ironic.set('node-1', { last_error: 'of last year' });
    await controller.powerOff('server-1', 'FORCED');
    expect(await controller.readPowerState('server-1')).toBe('ON');
  });

  it('that Ironic is at work on is asked again later', async () => {
    ironic.setFault('node-1', 'locked');
    const { kind, reason } = await failureOf(controller.powerOff('server-1', 'FORCED'));
    expect(kind).toBe('SouthboundUnavailable');
    expect(reason).toContain('answered maintenance with 409: Node node-1 is locked by host rig');
    expect(ironic.changes).toEqual([`PUT maintenance ${OURS}`]);
  });

  it('that Ironic does not know has no known power state', async () => {
    const lost = createController({ nodes: { 'server-1': 'rack 1/7' } });
    const { kind, reason } = await failureOf(lost.readPowerState('server-1'));
    expect(kind).toBe('SouthboundUnavailable');
    expect(reason).toContain('could not be found');
  });

  it('is controlled when it is configured, and only then', async () => {
    expect(controller.controls('server-1')).toBe(true);
    expect(controller.controls('constructor')).toBe(false);
    expect((await failureOf(controller.powerOn('server-2'))).reason).toBe(
      'power controller metal does not control server-2',
    );
  });
});

describe('Ironic alone', () => {
  it('with http_basic is shown the user and the password', async () => {
    const authorization = `Basic ${Buffer.from('gateway:sëcret').toString('base64')}`;
    const guarded = await startIronic(['node-1'], (headers) => headers.authorization === authorization);
    const right = { endpoint: `${guarded.url}/`, username: 'gateway', password: 'sëcret' };
    expect(await createController(right).readPowerState('server-1')).toBe('ON');
    const failure = await failureOf(createController({ ...right, password: 'wrong-word' }).readPowerState('server-1'));
    expect(failure.kind).toBe('SouthboundUnavailable');
    expect(failure.reason).toContain('401');
    expect(failure.reason).not.toContain('wrong-word');
    await guarded.close();
  });

  it('that is gone is unavailable, with its place', async () => {
    await ironic.close();
    const { kind, reason } = await failureOf(controller.powerOff('server-1', 'FORCED'));
    expect(kind).toBe('SouthboundUnavailable');
    expect(reason).toContain(`${ironic.url} cannot be reached with GET /v1/nodes/node-1`);
  });
});

describe('Ironic by Keystone', () => {
  let openStack: OpenStack;
  let guarded: Ironic;
  const start = async (path = ''): Promise<PowerController> => {
    guarded = await startIronic(['node-1'], (headers) => openStack.takesToken(headers['x-auth-token']));
    openStack = await startOpenStack({ ironicUrl: `${guarded.url}${path}` });
    return createByKeystone();
  };
  const createByKeystone = (change: Partial<IronicPowerController> = {}): PowerController =>
    createController({
      authUrl: `${openStack.url}/identity`,
      authentication: {
        type: 'password',
        ...USER,
        userDomainName: 'Default',
        projectName: 'admin',
        projectDomainName: 'Default',
      },
      region: 'RegionOne',
      ...change,
    });
  afterEach(async () => {
    await openStack.close();
    await guarded.close();
  });

  it.each(['', '/', '/v1', '/v1/'])('is where the catalogue says (%s), and shown a token', async (path) => {
    const metal = await start(path);
    await metal.powerOff('server-1', 'FORCED');
    await eventually(async () => {
      expect(await metal.readPowerState('server-1')).toBe('OFF');
    });
    expect(guarded.node('node-1')).toMatchObject({ maintenance: true, maintenance_reason: OURS });
    await metal.release?.('server-1');
    expect(guarded.node('node-1').maintenance).toBe(false);
    expect(guarded.lastHeaders()).toMatchObject({
      'x-openstack-ironic-api-version': '1.27',
      'x-auth-token': 'token-1',
    });
    expect(openStack.tokenCount()).toBe(1);
  });

  it('is shown a new token, once, when the one it has was revoked', async () => {
    const metal = await start();
    expect(await metal.readPowerState('server-1')).toBe('ON');
    openStack.revokeTokens();
    await metal.powerOff('server-1', 'GRACEFUL');
    expect(guarded.changes).toEqual([`PUT maintenance ${OURS}`, 'PUT states/power soft power off']);
    expect(openStack.tokenCount()).toBe(2);
  });

  it('that takes no token may take the next one', async () => {
    const metal = await start();
    const stranger = await startOpenStack({ ironicUrl: guarded.url });
    const strange = createByKeystone({ authUrl: `${stranger.url}/identity` });
    expect(await failureOf(strange.powerOn('server-1'))).toEqual({
      kind: 'SouthboundUnavailable',
      reason: `node node-1 of ${stranger.url}/identity (server-1) was answered with 401`,
    });
    expect(stranger.tokenCount()).toBe(2);
    expect(await metal.readPowerState('server-1')).toBe('ON');
    await stranger.close();
  });

  it.each<[string, Partial<IronicPowerController>, string]>([
    ['the region', { region: 'RegionNine' }, 'no public endpoint of the service baremetal in RegionNine'],
    ['the interface', { interface: 'internal' }, 'no internal endpoint of the service baremetal in RegionOne'],
  ])('that is not in the catalogue is missing, with %s', async (_what, change, text) => {
    await start();
    const { kind, reason } = await failureOf(createByKeystone(change).readPowerState('server-1'));
    expect(kind).toBe('SouthboundUnavailable');
    expect(reason).toContain(`metal: the catalogue of Keystone has ${text}`);
  });

  it('is unavailable without Keystone, and so is one that is gone', async () => {
    const metal = await start();
    expect(await metal.readPowerState('server-1')).toBe('ON');
    await guarded.close();
    const gone = await failureOf(metal.readPowerState('server-1'));
    expect(gone.kind).toBe('SouthboundUnavailable');
    expect(gone.reason).toContain(`metal: no answer to GET ${guarded.url}/v1/nodes/node-1`);
    await openStack.close();
    const { kind, reason } = await failureOf(createByKeystone().powerOff('server-1', 'FORCED'));
    expect(kind).toBe('SouthboundUnavailable');
    expect(reason).toContain(`metal: no answer to POST ${openStack.url}/identity/v3/auth/tokens`);
  });
});

it.each([
  ['power on', null, 'ON'],
  ['power off', null, 'OFF'],
  ['power on', 'power off', 'POWERING_OFF'],
  ['power on', 'soft power off', 'POWERING_OFF'],
  ['power off', 'power on', 'POWERING_ON'],
  ['power off', 'rebooting', 'POWERING_ON'],
  ['error', null, 'UNKNOWN'],
  [null, null, 'UNKNOWN'],
])('%s with the target %s is %s', (power_state, target_power_state, expected) => {
  expect(powerStateOf({ power_state, target_power_state })).toBe(expected);
});

it.each([
  ['as wanted', { power_state: 'power off', last_error: 'new' }, false, undefined],
  ['still at work', { power_state: 'power on', target_power_state: 'power off', last_error: 'new' }, true, undefined],
  ['an old error', { power_state: 'power on', last_error: 'old' }, false, undefined],
  ['an old error again', { power_state: 'power on', last_error: 'old' }, true, 'old'],
  ['a new error', { power_state: 'power on', last_error: 'new' }, false, 'new'],
  ['no error', { power_state: 'power on', last_error: null }, true, undefined],
])('a node that is %s: %j', (_what, node, wasUnderWay, expected) => {
  expect(failureIn(node, { before: { last_error: 'old' }, wasUnderWay, wanted: 'OFF' })).toBe(expected);
});

it.each([
  [{ error_message: '{"faultstring":"no such node"}' }, ': no such node'],
  [{ error_message: { faultstring: 'no such node' } }, ': no such node'],
  [{ error_message: 'plain' }, ': plain'],
  [{ error_message: '{"code":406}' }, ''],
  [undefined, ''],
])('%j says "%s"', (body, expected) => {
  expect(faultOf(body)).toBe(expected);
});
