import type { components } from '../../generated/config.ts';
import { reasonOf } from '../../src/problem.ts';
import { nutPowerAdapter } from '../../src/southbound/power/nut.ts';
import type { PowerController } from '../../src/southbound/power/power-controller.ts';
import { startUpsd, type Upsd } from '../simulators/upsd.ts';
import { createRecordingLog } from './recording-ports.ts';

type NutPowerController = components['schemas']['NutPowerController'];

let upsd: Upsd;
beforeEach(async () => {
  upsd = await startUpsd();
  for (const ups of ['pdu-a', 'pdu-b']) {
    upsd.set(ups, { 'ups.status': 'OL', 'outlet.1.status': 'on', 'outlet.1.switchable': 'yes' });
    upsd.setCommands(ups, {
      'outlet.1.load.off': () => ({ 'outlet.1.status': 'off' }),
      'outlet.1.load.on': () => ({ 'outlet.1.status': 'on' }),
      'load.off': () => ({ 'ups.status': 'OL OFF' }),
      'load.on': () => ({ 'ups.status': 'OL' }),
    });
  }
});
afterEach(() => upsd.close());

const A = { ups: 'pdu-a', outlet: 1 };
const B = { ups: 'pdu-b', outlet: 1 };
const WHOLE = { ups: 'pdu-a', wholeLoad: true as const };

function createController(outlets: NutPowerController['outlets'] = { 'server-1': [A, B] }): PowerController {
  return nutPowerAdapter.create(
    {
      id: 'pdus',
      type: 'nut',
      host: '127.0.0.1',
      port: upsd.port,
      tls: 'never',
      username: 'gateway',
      password: 'secret word',
      timeout: 5,
      outlets,
    },
    createRecordingLog().log,
  );
}

const orders = (): string[] => upsd.commands.filter((command) => command.startsWith('INSTCMD'));

/** What went wrong, as the engine sees it. */
async function failureOf(promise: Promise<unknown>): Promise<{ kind: unknown; reason: string }> {
  try {
    await promise;
  } catch (error) {
    return { kind: (error as { kind?: unknown }).kind, reason: reasonOf(error) };
  }
  throw new Error('it went well');
}

describe('the outlets of a server', () => {
  it('are all switched off, and on again', async () => {
    const controller = createController();
    expect(await controller.readPowerState('server-1')).toBe('ON');
    await controller.powerOff('server-1', 'FORCED');
    expect(await controller.readPowerState('server-1')).toBe('OFF');
    await controller.powerOn('server-1');
    expect(await controller.readPowerState('server-1')).toBe('ON');
    expect(orders()).toEqual([
      'INSTCMD "pdu-a" "outlet.1.load.off"',
      'INSTCMD "pdu-b" "outlet.1.load.off"',
      'INSTCMD "pdu-a" "outlet.1.load.on"',
      'INSTCMD "pdu-b" "outlet.1.load.on"',
    ]);
  });

  it('know no orderly shutdown, so that the engine decides to cut the power', async () => {
    expect(await failureOf(createController().powerOff('server-1', 'GRACEFUL'))).toEqual({
      kind: 'SouthboundRefused',
      reason: 'no orderly shutdown of server-1 by outlet 1 of pdu-a, outlet 1 of pdu-b',
    });
    expect(upsd.commands).toEqual([]);
  });

  it('get no order where they are as wanted already', async () => {
    upsd.set('pdu-a', { 'outlet.1.status': 'off' });
    await createController().powerOff('server-1', 'FORCED');
    expect(orders()).toEqual(['INSTCMD "pdu-b" "outlet.1.load.off"']);
  });

  it.each([['no'], [undefined]])('are left alone, all of them, when one has switchable = %s', async (switchable) => {
    upsd.set('pdu-b', { 'outlet.1.switchable': switchable });
    expect(await failureOf(createController().powerOff('server-1', 'FORCED'))).toEqual({
      kind: 'SouthboundRefused',
      reason: 'outlet 1 of pdu-b is not switchable, says upsd',
    });
    expect(orders()).toEqual([]);
  });

  it('are switched with no delay where the driver knows only the command with one', async () => {
    upsd.setCommands('pdu-a', {
      'outlet.1.load.off.delay': (delay) => (delay === '0' ? { 'outlet.1.status': 'off' } : { error: 'FAILED' }),
    });
    const controller = createController({ 'server-1': [A] });
    await controller.powerOff('server-1', 'FORCED');
    expect(await controller.readPowerState('server-1')).toBe('OFF');
  });

  it('are switched where upsd cannot tell what became of a command too', async () => {
    upsd.setTracking(false);
    const controller = createController();
    await controller.powerOff('server-1', 'FORCED');
    expect(await controller.readPowerState('server-1')).toBe('OFF');
  });
});

describe('what feeds another server too is never switched', () => {
  it.each<[string, NutPowerController['outlets'], string]>([
    ['an outlet', { 'server-1': [A], 'server-2': [B, A] }, 'outlet 1 of pdu-a is not switched'],
    ['the load of a UPS', { 'server-1': [WHOLE], 'server-2': [WHOLE] }, 'the load of pdu-a is not switched'],
    ['an outlet of a UPS', { 'server-1': [A], 'server-2': [WHOLE] }, 'outlet 1 of pdu-a is not switched'],
  ])('%s', async (_what, outlets, text) => {
    for (const order of [
      () => createController(outlets).powerOff('server-1', 'FORCED'),
      () => createController(outlets).powerOn('server-1'),
    ]) {
      const { kind, reason } = await failureOf(order());
      expect(kind).toBe('SouthboundRefused');
      expect(reason).toBe(`${text} for server-1: it also feeds server-2`);
    }
    expect(upsd.commands).toEqual([]);
  });

  it('but the load of a UPS with one server is', async () => {
    const controller = createController({ 'server-1': [WHOLE] });
    await controller.powerOff('server-1', 'FORCED');
    expect(await controller.readPowerState('server-1')).toBe('OFF');
    await controller.powerOn('server-1');
    expect(orders()).toEqual(['INSTCMD "pdu-a" "load.off"', 'INSTCMD "pdu-a" "load.on"']);
  });
});

describe('an order', () => {
  it.each([
    ['UNKNOWN', 'SouthboundRefused'],
    ['INVALID-ARGUMENT', 'SouthboundRefused'],
    ['FAILED', 'SouthboundUnavailable'],
  ])('that upsd took and the driver answers with %s is %s', async (error, kind) => {
    upsd.setCommands('pdu-a', { 'outlet.1.load.off': () => ({ error }) });
    expect(await failureOf(createController({ 'server-1': [A] }).powerOff('server-1', 'FORCED'))).toEqual({
      kind,
      reason: `outlet 1 of pdu-a was not switched off: ERR ${error}`,
    });
  });

  it('that the driver does not know is refused', async () => {
    upsd.setCommands('pdu-a', {});
    const failure = await failureOf(createController({ 'server-1': [A] }).powerOff('server-1', 'FORCED'));
    expect(failure).toEqual({
      kind: 'SouthboundRefused',
      reason: 'outlet 1 of pdu-a was not switched off: ERR CMD-NOT-SUPPORTED',
    });
  });

  it('that was carried out in part is not refused', async () => {
    upsd.setCommands('pdu-a', {});
    const controller = createController();
    expect(await failureOf(controller.powerOff('server-1', 'FORCED'))).toMatchObject({ kind: 'SouthboundUnavailable' });
    expect(await controller.readPowerState('server-1')).toBe('ON');
    expect(orders()).toContain('INSTCMD "pdu-b" "outlet.1.load.off"');
  });
});

describe('a upsd', () => {
  it('that does not hear the UPS tells no power state and gets no order', async () => {
    upsd.fail('pdu-b', 'DATA-STALE');
    const controller = createController();
    for (const question of [
      () => controller.readPowerState('server-1'),
      () => controller.powerOff('server-1', 'FORCED'),
    ]) {
      expect(await failureOf(question())).toEqual({
        kind: 'SouthboundUnavailable',
        reason: 'upsd does not tell the state of outlet 1 of pdu-b: DATA-STALE',
      });
    }
    expect(orders()).toEqual([]);
  });

  it('that is gone is unavailable, with its place', async () => {
    await upsd.close();
    const { kind, reason } = await failureOf(createController().readPowerState('server-1'));
    expect(kind).toBe('SouthboundUnavailable');
    expect(reason).toContain(`upsd 127.0.0.1:${upsd.port} cannot be reached`);
  });

  it('is not asked for servers that are not configured', async () => {
    const controller = createController();
    expect(controller.controls('server-1')).toBe(true);
    expect(controller.controls('constructor')).toBe(false);
    expect((await failureOf(controller.powerOn('server-2'))).reason).toBe(
      'power controller pdus does not control server-2',
    );
  });
});
