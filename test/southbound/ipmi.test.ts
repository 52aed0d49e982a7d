import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { components } from '../../generated/config.ts';
import { reasonOf } from '../../src/problem.ts';
import { ipmiAdapter } from '../../src/southbound/power/ipmi.ts';
import type { PowerController } from '../../src/southbound/power/power-controller.ts';
import { createRecordingLog } from './recording-ports.ts';

type IpmiPowerController = components['schemas']['IpmiPowerController'];
type BmcFile = 'power' | 'policy' | 'fault' | 'password';

const SIMULATOR = join(import.meta.dirname, '..', 'simulators', 'ipmitool.sh');
const BMC = 'bmc-1.example:623';

/** The program is a stand-in that answers in the words of ipmitool; the real one is in test/real/ipmi.test.ts. */
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ipmi-'));
  await writeFile(
    join(folder, 'ipmitool'),
    `#!/bin/sh\nIPMITOOL_FOLDER=${folder}\nexport IPMITOOL_FOLDER\nexec sh ${SIMULATOR} "$@"\n`,
  );
  await chmod(join(folder, 'ipmitool'), 0o755);
  await mkdir(join(folder, BMC));
  await put({ power: 'on', policy: 'previous', password: 'secret word' });
});
afterEach(() => rm(folder, { recursive: true }));

async function put(files: Partial<Record<BmcFile, string>>, bmc = BMC): Promise<void> {
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, bmc, name), text);
}
const read = async (name: string): Promise<string> => (await readFile(join(folder, name), 'utf8')).trim();
const calls = async (): Promise<string[]> => (await read(`${BMC}/calls`)).split('\n');
/** The orders among them, without those that only read. */
const orders = async (): Promise<string[]> =>
  (await calls()).map((line) => line.replace(/^.* chassis /, '')).filter((command) => !command.endsWith('status'));

function createController(config: Partial<IpmiPowerController> = {}): PowerController {
  return ipmiAdapter.create(
    {
      id: 'rack-1',
      type: 'ipmi',
      program: join(folder, 'ipmitool'),
      username: 'gateway',
      password: 'secret word',
      cipherSuite: '17',
      privilegeLevel: 'OPERATOR',
      timeout: 20,
      maximumProcesses: 4,
      bmcs: { 'server-1': { host: 'bmc-1.example', port: 623 } },
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

describe('a BMC by IPMI', () => {
  it('shuts a server down in good order, and accepted is not done', async () => {
    const controller = createController();
    await controller.powerOff('server-1', 'GRACEFUL');
    expect(await orders()).toEqual(['power soft']);
    expect(await controller.readPowerState('server-1')).toBe('ON');
    expect(await controller.readPowerState('server-1')).toBe('OFF');
  });

  it('cuts the power when forced, and switches on', async () => {
    const controller = createController();
    await controller.powerOff('server-1', 'FORCED');
    expect(await controller.readPowerState('server-1')).toBe('OFF');
    await controller.powerOn('server-1');
    expect(await controller.readPowerState('server-1')).toBe('ON');
    expect(await orders()).toEqual(['power off', 'power on']);
  });

  it('gets no order when the server is as wanted already', async () => {
    const controller = createController();
    await controller.powerOn('server-1');
    await put({ power: 'off' });
    await controller.powerOff('server-1', 'GRACEFUL');
    await controller.powerOff('server-1', 'FORCED');
    expect(await orders()).toEqual([]);
  });

  it('that knows no orderly shutdown refuses it, so that power can be cut instead', async () => {
    await put({ fault: 'no-soft' });
    const failure = await failureOf(createController().powerOff('server-1', 'GRACEFUL'));
    expect(failure).toEqual({
      kind: 'SouthboundRefused',
      reason:
        'BMC bmc-1.example:623 (server-1) with chassis power soft failed: Set Chassis Power Control to Soft failed: Invalid data field in request',
    });
  });

  it('that lies about what it did is found out by reading', async () => {
    await put({ fault: 'lying' });
    const controller = createController();
    await controller.powerOff('server-1', 'FORCED');
    expect(await controller.readPowerState('server-1')).toBe('ON');
  });

  it.each([
    ['cannot be reached', { fault: 'dead' }, 'Unable to establish IPMI v2 / RMCP+ session'],
    ['knows another password', { password: 'another' }, 'Unable to establish IPMI v2 / RMCP+ session'],
    ['tells nothing readable', { fault: 'odd' }, 'told no power state: Chassis Power is'],
  ])('that %s has no known power state, and gets no order', async (_what, files, text) => {
    await put(files);
    const controller = createController();
    for (const question of [
      () => controller.readPowerState('server-1'),
      () => controller.powerOff('server-1', 'FORCED'),
    ]) {
      const { kind, reason } = await failureOf(question());
      expect(kind).toBe('SouthboundUnavailable');
      expect(reason).toContain('BMC bmc-1.example:623 (server-1)');
      expect(reason).toContain(text);
      expect(reason).not.toContain('HPM.x');
    }
    expect(await orders()).toEqual([]);
  });

  it('that does not answer in time is given up, and the program is ended', async () => {
    await put({ fault: 'hang' });
    const begun = performance.now();
    const { kind, reason } = await failureOf(createController({ timeout: 0.5 }).readPowerState('server-1'));
    expect(kind).toBe('SouthboundUnavailable');
    expect(reason).toContain('did not end within 0.5 s');
    expect(performance.now() - begun).toBeLessThan(30_000);
  });

  it('keeps, sets and tells what the server does when its feed comes back', async () => {
    const controller = createController();
    expect(await controller.readPowerRestorePolicy?.('server-1')).toBe('LastState');
    await controller.setPowerRestorePolicy?.('server-1', 'AlwaysOff');
    expect(await controller.readPowerRestorePolicy?.('server-1')).toBe('AlwaysOff');
    await put({ policy: 'unknown' });
    expect(await controller.readPowerRestorePolicy?.('server-1')).toBeUndefined();
  });

  it('that has no such policy refuses to change it', async () => {
    await put({ fault: 'no-policy' });
    const failure = await failureOf(
      createController().setPowerRestorePolicy?.('server-1', 'AlwaysOff') ?? Promise.resolve(),
    );
    expect(failure.kind).toBe('SouthboundRefused');
  });
});

describe('the program', () => {
  it('is told whom to ask and how, and never the password in its arguments', async () => {
    await createController({ cipherSuite: '3', privilegeLevel: 'ADMINISTRATOR' }).readPowerState('server-1');
    expect(await calls()).toEqual([
      '-I lanplus -H bmc-1.example -p 623 -C 3 -L ADMINISTRATOR -U gateway -E chassis power status',
    ]);
  });

  it('is not asked for servers that are not configured', async () => {
    const controller = createController();
    expect(controller.controls('server-1')).toBe(true);
    expect(controller.controls('constructor')).toBe(false);
    expect(await failureOf(controller.powerOff('server-2', 'FORCED'))).toEqual({
      kind: 'SouthboundRefused',
      reason: 'power controller rack-1 does not control server-2',
    });
  });

  it('gets the password as the file has it now', async () => {
    const passwordFile = join(folder, 'secret');
    const controller = createController({ passwordFile });
    await writeFile(passwordFile, 'secret word\n');
    expect(await controller.readPowerState('server-1')).toBe('ON');
    await writeFile(passwordFile, 'not that word\n');
    const { reason } = await failureOf(controller.readPowerState('server-1'));
    expect(reason).toContain('Unable to establish');
    expect(reason).not.toContain('not that word');
  });

  it('that is missing is named, and what to install', async () => {
    const { kind, reason } = await failureOf(
      createController({ program: join(folder, 'nowhere') }).readPowerState('server-1'),
    );
    expect(kind).toBe('SouthboundUnavailable');
    expect(reason).toContain(`${join(folder, 'nowhere')} (Debian package ipmitool) cannot be run`);
    expect(reason).toContain('BMC bmc-1.example:623 (server-1)');
  });

  it('runs no more often at once than configured', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    for (const name of names) {
      await mkdir(join(folder, `${name}:623`));
      await put({ power: 'on', password: 'secret word', fault: 'slow' }, `${name}:623`);
    }
    const bmcs = Object.fromEntries(names.map((name) => [name, { host: name, port: 623 }]));
    const controller = createController({ bmcs, maximumProcesses: 2 });
    const states = await Promise.all(names.map((name) => controller.readPowerState(name)));
    expect(states).toEqual(names.map(() => 'ON'));
    let running = 0;
    const counts = (await read('running')).split('\n').map((sign) => (running += sign === '+' ? 1 : -1));
    expect(Math.max(...counts)).toBeLessThanOrEqual(2);
  });
});
