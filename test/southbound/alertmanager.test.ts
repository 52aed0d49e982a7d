import type { components } from '../../generated/config.ts';
import { DomainError } from '../../src/problem.ts';
import { alertmanagerAdapter } from '../../src/southbound/environment/alertmanager.ts';
import type { EnvironmentSource } from '../../src/southbound/environment/environment-source.ts';
import { alertmanagerNotification, type SimulatedAlert } from '../simulators/alertmanager.ts';
import { createRecordingPorts, eventually, type RecordingPorts } from './recording-ports.ts';

type AlertmanagerSource = components['schemas']['AlertmanagerSource'];
type Rule = AlertmanagerSource['rules'][number];

const WET: Rule = {
  match: { alertname: 'Wet' },
  resourceZoneLabel: 'room',
  parameterType: 'WATER_LEVEL',
  parameterName: 'leak.{sensor}',
  dataType: 'STATE',
  valueAnnotation: 'value',
  firingState: 'WET',
  resolvedState: 'DRY',
  silenceTime: 600,
};
const HOT: Rule = {
  match: { alertname: 'Hot' },
  computeHostLabel: 'node',
  parameterType: 'COOLING',
  parameterName: 'inlet',
  dataType: 'VALUE',
  valueAnnotation: 'value',
  unit: 'Cel',
  silenceTime: 600,
};
const wet = { alertname: 'Wet', labels: { room: 'room-1', sensor: '7' } };
const hot = { alertname: 'Hot', labels: { node: 'server-1' }, annotations: { value: '46' } };
const watchdog = { alertname: 'Watchdog' };
const watchdogRule = (silenceTime: number) => ({
  match: { alertname: 'Watchdog' },
  silenceTime,
  unheardAlerts: 'UNKNOWN' as const,
});

let ports: RecordingPorts;
let source: EnvironmentSource;
beforeEach(() => {
  ports = createRecordingPorts();
});
afterEach(() => source.stop());

function start(config: Partial<AlertmanagerSource> = {}): void {
  source = alertmanagerAdapter.create({ id: 'alerts', type: 'alertmanager', rules: [WET, HOT], ...config }, ports);
  source.start();
}
const post = async (...alerts: SimulatedAlert[]) => source.accept?.(alertmanagerNotification(alerts));
const kindOf = async (work: Promise<void> | undefined) =>
  work?.then(
    () => undefined,
    (error: unknown) => (error instanceof DomainError ? error.kind : String(error)),
  );
const resolved = (alert: SimulatedAlert): SimulatedAlert => ({ ...alert, status: 'resolved' });

describe('a notification', () => {
  beforeEach(() => {
    start();
  });

  it('is durable when it is accepted, with everything that its alerts say', async () => {
    await post(wet, hot);
    expect(ports.notifications).toMatchObject([
      {
        source: 'alerts',
        environmentData: [
          {
            resourceZoneId: 'room-1',
            parameterType: 'WATER_LEVEL',
            parameterName: 'leak.7',
            dataType: 'STATE',
            state: 'WET',
          },
          {
            computeHostId: 'server-1',
            parameterType: 'COOLING',
            parameterName: 'inlet',
            dataType: 'VALUE',
            value: 46,
            unit: 'Cel',
          },
        ],
      },
    ]);
  });

  it('that is repeated refreshes what it said', async () => {
    await post(hot);
    await post({ ...hot, annotations: { value: '47' } });
    expect(ports.notifications.map(({ environmentData: [datum] }) => datum?.value)).toEqual([46, 47]);
    expect(new Set(ports.notifications.map(({ id }) => id)).size).toBe(2);
  });

  it('of a resolved alert with a value does not take the value that fired last for the measure', async () => {
    await post(hot);
    await post(resolved(hot));
    expect(ports.latest('inlet')).toMatchObject({ dataType: 'STATE', state: 'UNKNOWN' });
  });

  it('with an alert that cannot be used is taken for its others, and the problem counted and logged once', async () => {
    const alerts = [
      { alertname: 'Unheard' },
      { alertname: 'Wet' },
      wet,
      { ...hot, annotations: { value: 'very hot' } },
    ];
    await post(...alerts);
    await post(...alerts);
    expect(ports.latest('leak.7')).toMatchObject({ state: 'WET' });
    expect(ports.latest('inlet')).toMatchObject({ state: 'UNKNOWN' });
    const kinds = ['alert without rule', 'alert without target', 'alert without value'];
    expect(ports.problems).toEqual([...kinds, ...kinds]);
    expect(ports.lines.filter(({ fields }) => 'kind' in fields).map(({ message }) => message)).toEqual([
      'the alert Unheard means nothing here: it fits no rule',
      'the alert Wet means nothing here: it has no label room',
      'the alert Hot makes its parameter UNKNOWN: its annotation value is no number: "very hot"',
    ]);
  });

  it('of which alerts were left out is counted and logged', async () => {
    await source.accept?.(alertmanagerNotification([wet], { truncatedAlerts: 3 }));
    expect(ports.problems).toEqual(['alerts truncated']);
    expect(ports.lines.map(({ message }) => message).join()).toContain('left out 3 alerts');
  });

  it('that is about more than fits into one is given in several', async () => {
    await post(...Array.from({ length: 1001 }, (_, index) => ({ ...wet, labels: { room: 'r', sensor: `${index}` } })));
    expect(ports.notifications.map(({ environmentData }) => environmentData.length)).toEqual([1000, 1]);
  });

  it('that the engine will never take is refused for good', async () => {
    ports.refuse(new DomainError('Unprocessable', 'no datum can be applied: no resource zone room-1'));
    expect(await kindOf(post(wet))).toBe('Unprocessable');
    expect(ports.problems).toEqual(['data refused']);
  });

  it('that cannot be kept now is to be sent again, and is said when it can, at the latest', async () => {
    ports.refuse(new Error('the disk is full'));
    expect(await kindOf(post(wet))).toBe('Unavailable');
    await eventually(() => {
      expect(source.status().detail).toContain('the disk is full');
    });
    ports.refuse(undefined);
    await eventually(() => {
      expect(ports.latest('leak.7')).toMatchObject({ state: 'WET' });
    });
  });

  it('is refused for the moment while too many others are in work, and none of those is lost', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const receive = ports.receive.bind(ports);
    ports.receive = async (notification) => {
      await held;
      await receive(notification);
    };
    const outcomes = Array.from({ length: 40 }, (_, index) =>
      kindOf(post({ ...wet, labels: { room: 'room-1', sensor: `${index}` } })),
    );
    await Promise.any(outcomes);
    release();
    const kinds = await Promise.all(outcomes);
    expect(kinds.filter((kind) => kind === 'Unavailable')).toHaveLength(8);
    expect(ports.notifications.flatMap(({ environmentData }) => environmentData)).toHaveLength(32);
  });

  it('is to be sent again when the gateway stops', async () => {
    await source.stop();
    expect(await kindOf(post(wet))).toBe('Unavailable');
    expect(source.status()).toEqual({ connected: false, detail: 'stopped' });
  });
});

describe('without a watchdog', () => {
  it('is said that nobody will notice the loss', async () => {
    start();
    expect(ports.lines).toMatchObject([
      { level: 'warn', message: expect.stringContaining('no watchdogRule') as string },
    ]);
    expect(source.status()).toEqual({ connected: false, detail: 'nothing was heard yet; there is no watchdog' });
    await post(wet);
    expect(source.status().connected).toBe(true);
  });

  it('an alert that is neither repeated nor resolved is UNKNOWN after its silenceTime', async () => {
    start({ rules: [{ ...WET, silenceTime: 0.1 }] });
    await post(wet);
    await eventually(() => {
      expect(ports.latest('leak.7')).toMatchObject({ state: 'UNKNOWN' });
    });
    await post(resolved(wet));
    expect(ports.latest('leak.7')).toMatchObject({ state: 'DRY' });
  });
});

describe('with a watchdog', () => {
  it('a resolution is believed with the next watchdog', async () => {
    start({ watchdogRule: watchdogRule(600) });
    expect(source.status()).toEqual({ connected: false, detail: 'the watchdog was not heard yet' });
    await post(watchdog, wet);
    expect(source.status().connected).toBe(true);
    await post(resolved(wet));
    expect(ports.latest('leak.7')).toMatchObject({ state: 'WET' });
    await post(watchdog);
    expect(ports.latest('leak.7')).toMatchObject({ state: 'DRY' });
    expect(ports.problems).toEqual([]);
  });

  it('everything is UNKNOWN when it is missed, and as it was when it was back for a while', async () => {
    start({ watchdogRule: watchdogRule(0.6) });
    await post(watchdog, wet, hot);
    await eventually(() => {
      expect(ports.latest('leak.7')).toMatchObject({ state: 'UNKNOWN' });
    });
    expect(ports.latest('inlet')).toMatchObject({ state: 'UNKNOWN' });
    expect(source.status()).toEqual({ connected: false, detail: 'the watchdog is missed' });
    await eventually(async () => {
      await post(watchdog);
      expect(ports.latest('leak.7')).toMatchObject({ state: 'WET' });
    }, 20_000);
    expect(ports.latest('inlet')).toMatchObject({ value: 46 });
    expect(source.status()).toEqual({ connected: true, detail: 'the watchdog is heard' });
  });

  it('everything is UNKNOWN at once when Alertmanager itself says that the watchdog does not fire', async () => {
    start({ watchdogRule: watchdogRule(600) });
    await post(watchdog, wet);
    await post(resolved(wet), resolved(watchdog));
    expect(ports.latest('leak.7')).toMatchObject({ state: 'UNKNOWN' });
  });

  it('an alert that is not heard is resolved where the configuration says so', async () => {
    const rules: Rule[] = [
      {
        ...HOT,
        parameterType: 'GAS',
        parameterName: 'gas',
        labelValues: { a: 'server-9' },
        resolvedValue: 0,
        silenceTime: 0.1,
      },
    ];
    start({ rules, watchdogRule: { ...watchdogRule(1), unheardAlerts: 'RESOLVED' } });
    await eventually(async () => {
      await post(watchdog);
      expect(ports.latest('gas')).toMatchObject({ computeHostId: 'server-9', value: 0 });
    }, 20_000);
  });
});

describe('after a restart', () => {
  const datum = { resourceZoneId: 'room-1', parameterType: 'WATER_LEVEL', parameterName: 'leak.7', dataType: 'STATE' };
  it('what fired and is not heard any more is UNKNOWN after its silenceTime', async () => {
    ports.recalled.push({
      datum: { ...datum, state: 'WET' } as RecordingPorts['recalled'][number]['datum'],
      environmentLevel: 'DEGRADED',
      lastKnownLevel: 'DEGRADED',
    });
    start({ rules: [{ ...WET, silenceTime: 0.1 }] });
    await eventually(() => {
      expect(ports.latest('leak.7')).toMatchObject({ resourceZoneId: 'room-1', state: 'UNKNOWN' });
    });
    expect(ports.notifications).toHaveLength(1);
  });
});
