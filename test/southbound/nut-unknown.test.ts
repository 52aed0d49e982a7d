import { createNutHarness, ON_BATTERY, ON_MAINS, type NutHarness } from './nut-harness.ts';
import { eventually, pause } from './recording-ports.ts';

const LIST_ON_MAINS = 'BEGIN LIST VAR ups1\nVAR ups1 ups.status "OL"\nEND LIST VAR ups1\n';

let nut: NutHarness;
beforeEach(async () => {
  nut = await createNutHarness();
});
afterEach(() => nut.stop());

describe('what it cannot learn', () => {
  it.each(['DATA-STALE', 'DRIVER-NOT-CONNECTED', 'UNKNOWN-UPS', 'ACCESS-DENIED', ''])(
    'is UNKNOWN when upsd answers ERR %s',
    async (reason) => {
      nut.start();
      await nut.heard();
      nut.upsd.fail('ups1', reason);
      await nut.polls(2);
      nut.expectUnknown();
      expect(nut.source.status()).toEqual({
        connected: false,
        detail: `ups1: ${reason === '' ? 'without a reason' : reason}`,
      });
    },
  );

  it('is UNKNOWN when upsd has no such UPS from the start', async () => {
    nut.start({ upses: [{ name: 'nowhere', computeHostIds: ['server-1'] }] });
    await eventually(nut.expectUnknown);
  });

  it('is UNKNOWN while the driver starts, whatever the values say', async () => {
    nut.start();
    await nut.heard();
    nut.upsd.set('ups1', { 'ups.status': 'WAIT' });
    await nut.polls(2);
    nut.expectUnknown();
  });

  it('is UNKNOWN for the state alone when the status does not tell it', async () => {
    nut.start();
    await nut.heard();
    nut.upsd.set('ups1', { 'ups.status': 'ALARM' });
    await nut.polls(2);
    nut.expectLatest('ups.status', { state: 'UNKNOWN' });
    nut.expectLatest('battery.charge', { value: 100 });
    expect(nut.source.status().connected).toBe(false);
  });

  it('is UNKNOWN for a parameter that is no longer given', async () => {
    nut.upsd.set('ups1', { 'ambient.1.temperature': '22' });
    nut.start();
    await nut.heard();
    nut.upsd.set('ups1', { 'battery.charge': undefined, 'ambient.1.temperature': undefined });
    await nut.polls(2);
    nut.expectLatest('battery.charge', { state: 'UNKNOWN' });
    nut.expectLatest('ambient.1.temperature', { parameterType: 'COOLING', state: 'UNKNOWN' });
    nut.expectLatest('ups.status', { state: 'OL' });
  });

  it('is UNKNOWN for the temperature too when the UPS is silent', async () => {
    nut.upsd.set('ups1', { 'ambient.temperature': '22' });
    nut.start();
    await nut.heard();
    nut.upsd.fail('ups1', 'DATA-STALE');
    await nut.polls(2);
    nut.expectLatest('ambient.temperature', { state: 'UNKNOWN' });
  });

  it('is not made up: a UPS that never gave a runtime is not said to have lost it', async () => {
    nut.upsd.set('ups1', { 'battery.runtime': undefined });
    nut.start();
    await nut.heard();
    nut.upsd.fail('ups1', 'DATA-STALE');
    await nut.polls(2);
    nut.expectLatest('ups.status', { state: 'UNKNOWN' });
    expect(nut.ports.latest('battery.runtime')).toBeUndefined();
  });

  it('is not made up either of a UPS that was not heard at the start and turns out to have no runtime', async () => {
    nut.upsd.set('ups1', { 'battery.runtime': undefined });
    nut.upsd.fail('ups1', 'DATA-STALE');
    nut.start();
    await eventually(nut.expectUnknown);
    nut.upsd.fail('ups1', undefined);
    await nut.heard();
    await nut.polls(2);
    expect(nut.ports.latest('battery.runtime')).toBeUndefined();
  });

  it('is UNKNOWN when upsd cannot be reached from the start', async () => {
    await nut.upsd.close();
    nut.start();
    await eventually(nut.expectUnknown);
    expect(nut.source.status().detail).toContain('ECONNREFUSED');
  });

  it('is UNKNOWN when upsd goes away, and known again when it comes back', async () => {
    nut.start();
    await nut.heard();
    await nut.upsd.close();
    await eventually(nut.expectUnknown);

    await nut.restartUpsd();
    nut.upsd.set('ups1', { ...ON_MAINS, 'battery.charge': '64' });
    await eventually(() => {
      nut.expectLatest('ups.status', { state: 'OL' });
      nut.expectLatest('battery.charge', { value: 64 });
    });
    expect(nut.source.status()).toEqual({ connected: true, detail: 'ups1 heard' });
  });

  it('is UNKNOWN when upsd does not answer in time, and known again when it does', async () => {
    nut.start();
    await nut.heard();
    nut.upsd.setMode('hang');
    await eventually(nut.expectUnknown);
    nut.upsd.setMode('answer');
    await nut.heard();
  });

  it.each(['drop', 'half'] as const)('is UNKNOWN when the connection breaks (%s)', async (mode) => {
    nut.start();
    await nut.heard();
    nut.upsd.setMode(mode);
    await eventually(nut.expectUnknown);
  });

  it.each([
    ['text of another protocol', 'HTTP/1.1 400 Bad Request\n'],
    ['another UPS', 'BEGIN LIST VAR ups9\nVAR ups9 ups.status "OL"\nEND LIST VAR ups9\n'],
    ['lines of another UPS', 'BEGIN LIST VAR ups1\nVAR ups9 ups.status "OL"\nEND LIST VAR ups1\n'],
    ['an open quote', 'BEGIN LIST VAR ups1\nVAR ups1 ups.status "OL\nEND LIST VAR ups1\n'],
    ['an empty list', 'BEGIN LIST VAR ups1\nEND LIST VAR ups1\n'],
  ])('is UNKNOWN when upsd answers with %s', async (_, text) => {
    nut.start();
    await nut.heard();
    nut.upsd.answerWith(text);
    await eventually(nut.expectUnknown);
  });

  it('is UNKNOWN when upsd does not come to an end', async () => {
    nut.start();
    await nut.heard();
    nut.upsd.answerWith(`BEGIN LIST VAR ups1\n${'VAR ups1 ups.model "x"\n'.repeat(60_000)}`);
    await eventually(nut.expectUnknown);
    expect(nut.source.status().detail).toContain('without end');
  });

  it('does not come from a line that nobody asked for: the connection is given up', async () => {
    nut.start();
    await nut.heard();
    nut.upsd.answerWith(`BEGIN LIST VAR ups1\nVAR ups1 ups.status "OB"\nEND LIST VAR ups1\n${LIST_ON_MAINS}`);
    await nut.polls(4);
    nut.expectLatest('ups.status', { state: 'OB' });
    expect(nut.upsd.connectionCount()).toBeGreaterThanOrEqual(3);
  });

  it('does not keep what another UPS says from being known', async () => {
    nut.upsd.set('ups2', ON_BATTERY);
    nut.upsd.fail('ups1', 'DATA-STALE');
    nut.start({
      upses: [
        { name: 'ups1', computeHostIds: ['server-1'] },
        { name: 'ups2', computeHostIds: ['server-2'] },
      ],
    });
    await eventually(() => {
      nut.expectUnknown('server-1');
      nut.expectLatest('ups.status', { state: 'OB' }, 'server-2');
    });
    expect(nut.source.status()).toEqual({ connected: false, detail: 'ups1: DATA-STALE' });
  });

  it('is said again every tenth poll, and logged once', async () => {
    nut.upsd.fail('ups1', 'DATA-STALE');
    nut.start();
    await nut.polls(32);
    expect(nut.ports.notifications.length).toBeGreaterThanOrEqual(3);
    expect(nut.ports.notifications.length).toBeLessThanOrEqual(4);
    expect(nut.ports.lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
  });

  it('is said again when the reason changes', async () => {
    nut.upsd.fail('ups1', 'DRIVER-NOT-CONNECTED');
    nut.start();
    await nut.polls(2);
    expect(nut.ports.notifications).toHaveLength(1);
    nut.upsd.fail('ups1', 'DATA-STALE');
    await nut.polls(2);
    expect(nut.ports.notifications).toHaveLength(2);
  });

  it('is asked for with longer and longer pauses while the connection does not hold', async () => {
    nut.upsd.setMode('drop');
    nut.start();
    await pause(1500);
    expect(nut.upsd.connectionCount()).toBeGreaterThanOrEqual(3);
    expect(nut.upsd.connectionCount()).toBeLessThanOrEqual(7);
  });
});
