import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createNutHarness, ON_BATTERY, type NutHarness } from './nut-harness.ts';
import { eventually } from './recording-ports.ts';

let nut: NutHarness;
beforeEach(async () => {
  nut = await createNutHarness();
});
afterEach(() => nut.stop());

describe('while the UPS is heard', () => {
  it('says its state, charge and runtime of every server it feeds', async () => {
    nut.start({ upses: [{ name: 'ups1', computeHostIds: ['server-1', 'server-2'] }] });
    await nut.heard();
    const [notification] = nut.ports.notifications;
    expect(notification).toMatchObject({ source: 'power-room' });
    expect(Date.parse(notification?.timeStamp ?? '')).toBeGreaterThan(Date.now() - 10_000);
    expect(notification?.environmentData).toEqual(
      ['server-1', 'server-2'].flatMap((computeHostId) => [
        { computeHostId, parameterType: 'POWER', parameterName: 'ups.status', dataType: 'STATE', state: 'OL' },
        {
          computeHostId,
          parameterType: 'POWER',
          parameterName: 'battery.charge',
          dataType: 'VALUE',
          value: 100,
          unit: '%',
        },
        {
          computeHostId,
          parameterType: 'POWER',
          parameterName: 'battery.runtime',
          dataType: 'VALUE',
          value: 1800,
          unit: 's',
        },
      ]),
    );
  });

  it('says of a zone what feeds the zone', async () => {
    nut.upsd.set('ups1', { 'ambient.temperature': '22.5' });
    nut.start({ upses: [{ name: 'ups1', resourceZoneIds: ['zone-a'] }] });
    await nut.heard();
    nut.expectLatest('ups.status', { resourceZoneId: 'zone-a' });
    nut.expectLatest('ambient.temperature', {
      resourceZoneId: 'zone-a',
      parameterType: 'COOLING',
      value: 22.5,
      unit: 'Cel',
    });
  });

  it('tells the failure of the mains with the next poll', async () => {
    nut.start();
    await nut.heard();
    nut.upsd.set('ups1', ON_BATTERY);
    await nut.polls(2);
    nut.expectLatest('ups.status', { state: 'OB' });
    nut.expectLatest('battery.charge', { value: 80 });
    nut.expectLatest('battery.runtime', { value: 900 });
  });

  it('speaks at every poll while on battery, even when nothing changes', async () => {
    nut.upsd.set('ups1', ON_BATTERY);
    nut.start();
    await nut.polls(12);
    expect(nut.ports.notifications.length).toBeGreaterThanOrEqual(11);
  });

  it('repeats every fifth poll only what stays the same on mains', async () => {
    nut.start();
    await nut.polls(16);
    expect(nut.ports.notifications.length).toBeGreaterThanOrEqual(3);
    expect(nut.ports.notifications.length).toBeLessThanOrEqual(4);
  });

  it('gives every notification an identifier of its own, in order', async () => {
    nut.upsd.set('ups1', ON_BATTERY);
    nut.start();
    await nut.polls(8);
    const ids = nut.ports.notifications.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids].sort()).toEqual(ids);
    expect(ids[0]).toMatch(/^power-room:ups1:[0-9a-f-]{36}$/);
  });

  it('does not believe a low battery that comes with the change to battery against the runtime', async () => {
    nut.upsd.set('ups1', { 'battery.runtime.low': '180' });
    nut.start();
    await nut.heard();
    nut.upsd.set('ups1', { ...ON_BATTERY, 'ups.status': 'OB DISCHRG LB' });
    await nut.polls(4);
    nut.expectLatest('ups.status', { state: 'OB' });
    nut.upsd.set('ups1', { 'battery.runtime': '170' });
    await nut.polls(2);
    nut.expectLatest('ups.status', { state: 'LB' });
  });

  it('believes a low battery that it finds at its start', async () => {
    nut.upsd.set('ups1', { ...ON_BATTERY, 'ups.status': 'OB DISCHRG LB', 'battery.runtime.low': '180' });
    nut.start();
    await nut.polls(2);
    nut.expectLatest('ups.status', { state: 'LB' });
  });

  it('believes a low battery that comes after upsd was not heard', async () => {
    nut.upsd.set('ups1', { 'battery.runtime.low': '180' });
    nut.start();
    await nut.heard();
    nut.upsd.fail('ups1', 'DATA-STALE');
    await nut.polls(2);
    nut.upsd.set('ups1', { ...ON_BATTERY, 'ups.status': 'OB DISCHRG LB' });
    nut.upsd.fail('ups1', undefined);
    await nut.polls(2);
    nut.expectLatest('ups.status', { state: 'LB' });
  });

  it('reads values with quotes and backslashes in them', async () => {
    nut.upsd.set('ups1', { 'ups.model': 'Smart "X" \\ 3000', 'ups.mfr': '' });
    nut.start();
    await nut.heard();
    expect(nut.source.status().connected).toBe(true);
  });

  it('keeps the words of two UPSes that feed the same server apart', async () => {
    nut.upsd.set('ups2', ON_BATTERY);
    nut.start({
      upses: [
        { name: 'ups1', computeHostIds: ['server-1', 'server-2'] },
        { name: 'ups2', computeHostIds: ['server-1', 'server-3'] },
      ],
    });
    await eventually(() => {
      nut.expectLatest('ups1:ups.status', { state: 'OL', computeHostId: 'server-1' });
      nut.expectLatest('ups2:ups.status', { state: 'OB', computeHostId: 'server-1' });
      nut.expectLatest('ups.status', { state: 'OL' }, 'server-2');
      nut.expectLatest('ups.status', { state: 'OB' }, 'server-3');
    });
    expect(nut.ports.latest('ups.status', 'server-1')).toBeUndefined();
  });

  it('divides what is more than one notification may carry', async () => {
    const computeHostIds = Array.from({ length: 700 }, (_, index) => `server-${index}`);
    nut.start({ upses: [{ name: 'ups1', computeHostIds }] });
    await eventually(() => {
      expect(nut.ports.notifications.slice(0, 3).map((item) => item.environmentData.length)).toEqual([1000, 1000, 100]);
    });
  });

  it('connects anew when upsd has closed the idle connection, as if nothing had happened', async () => {
    nut.start();
    await nut.heard();
    nut.upsd.dropConnections();
    await nut.polls(2);
    nut.upsd.set('ups1', ON_BATTERY);
    await nut.polls(2);
    nut.expectLatest('ups.status', { state: 'OB' });
    expect(nut.upsd.connectionCount()).toBe(2);
    expect(JSON.stringify(nut.ports.notifications)).not.toContain('UNKNOWN');
  });

  it('goes on when it is told which servers to follow', async () => {
    const source = nut.start();
    await source.follow([]);
    await nut.heard();
    nut.upsd.set('ups1', ON_BATTERY);
    await nut.polls(2);
    nut.expectLatest('ups.status', { state: 'OB' });
  });
});

describe('towards the engine', () => {
  it('gives data that were not taken again with the next poll', async () => {
    nut.ports.refuse(new Error('the database is locked'));
    nut.start();
    await eventually(() => {
      expect(nut.source.status().detail).toContain('the database is locked');
    });
    expect(nut.ports.notifications).toHaveLength(0);
    nut.ports.refuse(undefined);
    await nut.polls(2);
    nut.expectLatest('ups.status', { state: 'OL' });
    expect(nut.source.status()).toEqual({ connected: true, detail: 'ups1 heard' });
  });

  it('logs once that data are not taken', async () => {
    nut.ports.refuse(new Error('the database is locked'));
    nut.start();
    await nut.polls(5);
    expect(nut.ports.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
  });

  it('is not connected before the first answer and after the stop', async () => {
    nut.upsd.setMode('hang');
    const source = nut.start();
    expect(source.status()).toEqual({ connected: false, detail: 'ups1: not read yet' });
    nut.upsd.setMode('answer');
    await nut.heard();
    await source.stop();
    expect(source.status()).toEqual({ connected: false, detail: 'stopped' });
  });

  it('stops at once even when upsd does not answer, and says nothing more', async () => {
    nut.upsd.setMode('hang');
    const source = nut.start({ pollInterval: 60 });
    await nut.polls(1);
    const before = performance.now();
    await source.stop();
    expect(performance.now() - before).toBeLessThan(500);
    expect(nut.ports.notifications).toHaveLength(0);
    await source.stop();
  });
});

describe('credentials', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'nut-'))));
  afterEach(() => rm(folder, { recursive: true }));

  it('are given before the first question, in quotes', async () => {
    nut.start({ username: 'gate way', password: String.raw`p"a\s` });
    await nut.heard();
    expect(nut.upsd.commands.slice(0, 3)).toEqual([
      'USERNAME "gate way"',
      String.raw`PASSWORD "p\"a\\s"`,
      'LIST VAR "ups1"',
    ]);
  });

  it('come from the file, without its line end', async () => {
    await writeFile(join(folder, 'password'), 'secret \n');
    nut.start({ username: 'gateway', passwordFile: join(folder, 'password') });
    await nut.heard();
    expect(nut.upsd.commands[1]).toBe('PASSWORD "secret "');
  });

  it('that cannot be read leave the UPS UNKNOWN until they can', async () => {
    nut.start({ username: 'gateway', passwordFile: join(folder, 'password') });
    await eventually(nut.expectUnknown);
    await writeFile(join(folder, 'password'), 'secret');
    await nut.heard();
  });

  it('are never logged', async () => {
    nut.upsd.fail('ups1', 'ACCESS-DENIED');
    nut.start({ username: 'gateway', password: 'secret-word' });
    await eventually(nut.expectUnknown);
    expect(JSON.stringify(nut.ports.lines)).not.toContain('secret-word');
  });
});
