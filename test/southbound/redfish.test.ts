import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBmc, type Bmc } from '../../conformance/peers/bmc.ts';
import {
  startService,
  type Service,
  type ServiceAnswer,
  type ServiceRequest,
} from '../../conformance/peers/service.ts';
import type { components } from '../../generated/config.ts';
import { reasonOf } from '../../src/problem.ts';
import type { PowerController } from '../../src/southbound/power/power-controller.ts';
import { redfishAdapter } from '../../src/southbound/power/redfish.ts';
import { createRecordingLog, eventually } from './recording-ports.ts';

type RedfishPowerController = components['schemas']['RedfishPowerController'];

const SYSTEM = '/redfish/v1/Systems/1';

function createController(baseUrl: string, config: Partial<RedfishPowerController> = {}): PowerController {
  const { log } = createRecordingLog();
  return redfishAdapter.create(
    { id: 'bmc-rack-1', type: 'redfish', baseUrl, timeout: 5, systems: { 'server-1': SYSTEM }, ...config },
    log,
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

describe('a BMC that works', () => {
  let bmc: Bmc;
  let controller: PowerController;
  beforeEach(async () => {
    bmc = await startBmc({ systemIds: ['1', '2'], times: { shutdownMs: 200, bootMs: 200 } });
    controller = createController(bmc.url);
  });
  afterEach(() => bmc.close());

  const orders = (): string[] => bmc.resets.map(({ resetType }) => resetType);
  const expectPowerState = (powerState: string): Promise<void> =>
    eventually(async () => {
      expect(await controller.readPowerState('server-1')).toBe(powerState);
    });

  it('shuts a server down in good order, and accepted is not done', async () => {
    await controller.powerOff('server-1', 'GRACEFUL');
    expect(orders()).toEqual(['GracefulShutdown']);
    expect(await controller.readPowerState('server-1')).toBe('POWERING_OFF');
    await expectPowerState('OFF');
  });

  it('cuts the power when forced', async () => {
    await controller.powerOff('server-1', 'FORCED');
    expect(orders()).toEqual(['ForceOff']);
    expect(await controller.readPowerState('server-1')).toBe('OFF');
  });

  it('switches a server on', async () => {
    await controller.powerOff('server-1', 'FORCED');
    await controller.powerOn('server-1');
    expect(orders()).toEqual(['ForceOff', 'On']);
    expect(await controller.readPowerState('server-1')).toBe('POWERING_ON');
    await expectPowerState('ON');
  });

  it('gets no order when the server is as wanted already', async () => {
    await controller.powerOn('server-1');
    expect(orders()).toEqual([]);
    await controller.powerOff('server-1', 'FORCED');
    await controller.powerOff('server-1', 'GRACEFUL');
    expect(orders()).toEqual(['ForceOff']);
  });

  it('still gets the forced order while the orderly shutdown runs', async () => {
    await controller.powerOff('server-1', 'GRACEFUL');
    await controller.powerOff('server-1', 'FORCED');
    expect(orders()).toEqual(['GracefulShutdown', 'ForceOff']);
    expect(await controller.readPowerState('server-1')).toBe('OFF');
  });

  it('touches no other system', async () => {
    await controller.powerOff('server-1', 'FORCED');
    expect(bmc.powerState('2')).toBe('On');
  });

  it('controls the configured servers only', async () => {
    expect(controller.controls('server-1')).toBe(true);
    expect(controller.controls('server-2')).toBe(false);
    expect(controller.controls('constructor')).toBe(false);
    expect(await failureOf(controller.powerOff('server-2', 'FORCED'))).toEqual({
      kind: 'SouthboundRefused',
      reason: 'power controller bmc-rack-1 does not control server-2',
    });
    expect(bmc.resets).toEqual([]);
  });

  it('refuses an orderly shutdown that it does not know, so that power can be cut instead', async () => {
    bmc.setFault('1', 'noGraceful');
    const { kind, reason } = await failureOf(controller.powerOff('server-1', 'GRACEFUL'));
    expect(kind).toBe('SouthboundRefused');
    expect(reason).toContain('takes no GracefulShutdown, only On, ForceOff');
    expect(bmc.resets).toEqual([]);
    await controller.powerOff('server-1', 'FORCED');
    expect(await controller.readPowerState('server-1')).toBe('OFF');
  });

  it('that lies about what it did is found out by reading', async () => {
    bmc.setFault('1', 'lying');
    await controller.powerOff('server-1', 'FORCED');
    expect(await controller.readPowerState('server-1')).toBe('ON');
  });

  it('that answers 503 is unavailable, with the BMC and the system in the text', async () => {
    bmc.setFault('1', 'unreachable');
    const questions = [() => controller.readPowerState('server-1'), () => controller.powerOff('server-1', 'FORCED')];
    for (const question of questions) {
      const { kind, reason } = await failureOf(question());
      expect(kind).toBe('SouthboundUnavailable');
      expect(reason).toContain(bmc.url);
      expect(reason).toContain(SYSTEM);
      expect(reason).toContain('503: try again later');
    }
  });

  it('that is gone is unavailable, with the cause', async () => {
    await bmc.close();
    const { kind, reason } = await failureOf(controller.readPowerState('server-1'));
    expect(kind).toBe('SouthboundUnavailable');
    expect(reason).toContain(`BMC ${bmc.url}`);
    expect(reason).toContain('ECONNREFUSED');
  });
});

describe('credentials', () => {
  let bmc: Bmc;
  let folder: string;
  beforeEach(async () => {
    bmc = await startBmc({ systemIds: ['1'], username: 'admin', password: 'sëcret' });
    folder = await mkdtemp(join(tmpdir(), 'redfish-'));
  });
  afterEach(async () => {
    await bmc.close();
    await rm(folder, { recursive: true });
  });

  it('open the BMC', async () => {
    const controller = createController(bmc.url, { username: 'admin', password: 'sëcret' });
    await controller.powerOff('server-1', 'FORCED');
    expect(await controller.readPowerState('server-1')).toBe('OFF');
  });

  it('are read from the file each time, so that a changed password needs no restart', async () => {
    const passwordFile = join(folder, 'password');
    const controller = createController(bmc.url, { username: 'admin', passwordFile });
    expect(await failureOf(controller.readPowerState('server-1'))).toMatchObject({ kind: 'SouthboundUnavailable' });
    await writeFile(passwordFile, 'sëcret\n');
    expect(await controller.readPowerState('server-1')).toBe('ON');
  });

  it('that are wrong leave the power state unread, and are not shown', async () => {
    const controller = createController(bmc.url, { username: 'admin', password: 'wrong-word' });
    const { kind, reason } = await failureOf(controller.readPowerState('server-1'));
    expect(kind).toBe('SouthboundUnavailable');
    expect(reason).toContain('401: authentication is needed');
    expect(reason).not.toContain('wrong-word');
  });
});

describe('a BMC of its own kind', () => {
  let service: Service;
  let requests: ServiceRequest[];
  let answers: (request: ServiceRequest) => ServiceAnswer | Promise<ServiceAnswer>;
  let controller: PowerController;
  beforeEach(async () => {
    requests = [];
    service = await startService((request) => {
      requests.push(request);
      return answers(request);
    });
    controller = createController(service.url, { timeout: 0.3 });
  });
  afterEach(() => service.close());

  /** Answers GET of the system with this, everything else with the status. */
  function answerWith(system: unknown, status = 204, others: Record<string, unknown> = {}): void {
    answers = ({ method, path }) => {
      if (method === 'POST') return { status };
      return path === SYSTEM ? { status: 200, body: system } : { status: others[path] ? 200 : 404, body: others[path] };
    };
  }
  const order = (): ServiceRequest | undefined => requests.find(({ method }) => method === 'POST');

  it.each([
    ['On', 'ON'],
    ['Off', 'OFF'],
    ['PoweringOn', 'POWERING_ON'],
    ['PoweringOff', 'POWERING_OFF'],
    ['Paused', 'UNKNOWN'],
    ['off', 'UNKNOWN'],
    [null, 'UNKNOWN'],
    [undefined, 'UNKNOWN'],
    [0, 'UNKNOWN'],
  ])('with the power state %s is %s', async (PowerState, powerState) => {
    answerWith({ PowerState });
    expect(await controller.readPowerState('server-1')).toBe(powerState);
  });

  it.each([['null'], ['"Off"'], ['']])('with the content %s has no known power state', async (text) => {
    answers = () => ({ status: 200, body: text === '' ? undefined : (JSON.parse(text) as unknown) });
    const { kind, reason } = await failureOf(controller.readPowerState('server-1'));
    expect(kind).toBe('SouthboundUnavailable');
    expect(reason).toContain('unreadable content');
  });

  it('names its orders in an ActionInfo', async () => {
    const system = { PowerState: 'On', Actions: { '#ComputerSystem.Reset': { '@Redfish.ActionInfo': '/info' } } };
    const info = { Parameters: [{ Name: 'ResetType', AllowableValues: ['ForceOff', 'ForceOn'] }] };
    answerWith(system, 204, { '/info': info });
    expect(await failureOf(controller.powerOff('server-1', 'GRACEFUL'))).toMatchObject({ kind: 'SouthboundRefused' });
    answerWith({ ...system, PowerState: 'Off' }, 204, { '/info': info });
    await controller.powerOn('server-1');
    expect(order()?.body).toEqual({ ResetType: 'ForceOn' });
  });

  it('whose ActionInfo cannot be read gets the order all the same', async () => {
    answerWith({ PowerState: 'On', Actions: { '#ComputerSystem.Reset': { '@Redfish.ActionInfo': '/info' } } });
    await controller.powerOff('server-1', 'FORCED');
    expect(order()?.body).toEqual({ ResetType: 'ForceOff' });
  });

  it('that does not say what it takes gets the order at the usual place', async () => {
    answerWith({ PowerState: 'On' });
    await controller.powerOff('server-1', 'GRACEFUL');
    expect(order()).toMatchObject({
      path: `${SYSTEM}/Actions/ComputerSystem.Reset`,
      body: { ResetType: 'GracefulShutdown' },
    });
  });

  it('gets the order where it wants it', async () => {
    answerWith({ PowerState: 'On', Actions: { '#ComputerSystem.Reset': { target: '/redfish/v1/Reset/1' } } });
    await controller.powerOff('server-1', 'FORCED');
    expect(order()?.path).toBe('/redfish/v1/Reset/1');
  });

  it('prefers On to ForceOn', async () => {
    const values = { 'ResetType@Redfish.AllowableValues': ['ForceOn', 'On'] };
    answerWith({ PowerState: 'Off', Actions: { '#ComputerSystem.Reset': values } });
    await controller.powerOn('server-1');
    expect(order()?.body).toEqual({ ResetType: 'On' });
  });

  it('that takes no order at all refuses', async () => {
    answerWith({
      PowerState: 'On',
      Actions: { '#ComputerSystem.Reset': { 'ResetType@Redfish.AllowableValues': [] } },
    });
    expect((await failureOf(controller.powerOff('server-1', 'FORCED'))).reason).toContain(
      'takes no ForceOff, only nothing',
    );
    expect(order()).toBeUndefined();
  });

  it.each([200, 202, 204])('that answers an order with %i has accepted it', async (status) => {
    answerWith({ PowerState: 'On' }, status);
    await expect(controller.powerOff('server-1', 'FORCED')).resolves.toBeUndefined();
  });

  it.each([
    [400, 'SouthboundRefused'],
    [403, 'SouthboundRefused'],
    [409, 'SouthboundRefused'],
    [302, 'SouthboundRefused'],
    [429, 'SouthboundUnavailable'],
    [500, 'SouthboundUnavailable'],
    [503, 'SouthboundUnavailable'],
  ])('that answers an order with %i makes it %s', async (status, kind) => {
    answerWith({ PowerState: 'On' }, status);
    const failure = await failureOf(controller.powerOff('server-1', 'FORCED'));
    expect(failure.kind).toBe(kind);
    expect(failure.reason).toContain(`answered ForceOff with ${status}`);
  });

  it('that does not answer in time is unavailable', async () => {
    answers = () => new Promise(() => undefined);
    const before = performance.now();
    expect(await failureOf(controller.readPowerState('server-1'))).toMatchObject({ kind: 'SouthboundUnavailable' });
    expect(performance.now() - before).toBeLessThan(2000);
  });

  it('that refers to another host does not get the password sent there', async () => {
    let stolen: string | undefined;
    const other = await startService(({ headers }) => {
      stolen = headers.authorization;
      return { status: 204 };
    });
    controller = createController(service.url, { username: 'admin', password: 'secret' });
    answerWith({ PowerState: 'On', Actions: { '#ComputerSystem.Reset': { target: `${other.url}/reset` } } });
    expect(await failureOf(controller.powerOff('server-1', 'FORCED'))).toMatchObject({ kind: 'SouthboundRefused' });
    expect(stolen).toBeUndefined();
    await other.close();
  });
});
