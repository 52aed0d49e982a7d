import { createAlertMemory, sayingOf, type AlertMemory } from '../../src/southbound/environment/alertmanager-memory.ts';
import { meaningOf, type Alert, type PlacedRule } from '../../src/southbound/environment/alertmanager-rules.ts';
import { createWatchdog } from '../../src/southbound/environment/alertmanager-watchdog.ts';
import type { RecalledParameter } from '../../src/southbound/environment/environment-source.ts';

const common = {
  computeHostIds: ['server-1'],
  parameterType: 'COOLING',
  parameterName: 'inlet',
  dataType: 'STATE',
  valueAnnotation: 'value',
  silenceTime: 60,
} as const;
const RULES: PlacedRule[] = [
  { ...common, computeHostIds: ['server-1'], place: 0, match: { alertname: 'VeryHot' }, firingState: 'VERY_HOT' },
  { ...common, computeHostIds: ['server-1'], place: 1, match: { alertname: 'Hot' }, firingState: 'HOT' },
];

interface Told {
  status?: 'firing' | 'resolved';
  alertname?: string;
  fingerprint?: string;
  startsAt?: string;
}

let memory: AlertMemory;

/** Tells an alert at a second. */
function tell(second: number, { status = 'firing', alertname = 'Hot', ...more }: Told = {}): void {
  const endsAt = status === 'firing' ? '0001-01-01T00:00:00Z' : '2026-11-23T02:14:00Z';
  const alert: Alert = {
    status,
    labels: { alertname },
    startsAt: '2026-11-23T02:13:00Z',
    endsAt,
    fingerprint: alertname,
    ...more,
  };
  const meaning = meaningOf(RULES, alert);
  if ('kind' in meaning) throw new Error(meaning.problem);
  memory.tell(alert, meaning, 1000 * second);
}
const RESOLVED = { status: 'resolved' } as const;

/** What is said of the parameter at a second; undefined when nothing is. */
function said(second: number): string | undefined {
  const [remembered] = memory.all();
  return remembered === undefined ? undefined : sayingOf(remembered, 1000 * second).state;
}

describe('a parameter', () => {
  beforeEach(() => {
    memory = createAlertMemory(RULES, false);
  });

  it('is said to be as its alert has it: firing, then resolved', () => {
    expect(said(0)).toBeUndefined();
    tell(0);
    expect(said(1)).toBe('HOT');
    tell(10, RESOLVED);
    expect(said(11)).toBe('RESOLVED');
    expect(said(100_000)).toBe('RESOLVED');
  });

  it('is UNKNOWN once its alert was neither repeated nor resolved for the silenceTime', () => {
    tell(0);
    expect(said(60)).toBe('HOT');
    expect(said(61)).toBe('UNKNOWN');
    tell(70, RESOLVED);
    expect(said(71)).toBe('RESOLVED');
  });

  it('stays as it is while its alert is repeated', () => {
    for (let second = 0; second <= 300; second += 50) tell(second);
    expect(said(350)).toBe('HOT');
  });

  it('is resolved only when every alert about it is', () => {
    tell(0, { fingerprint: 'a' });
    tell(0, { fingerprint: 'b' });
    tell(10, { ...RESOLVED, fingerprint: 'a' });
    expect(said(11)).toBe('HOT');
    tell(20, { ...RESOLVED, fingerprint: 'b' });
    expect(said(21)).toBe('RESOLVED');
  });

  it('is UNKNOWN while one alert about it is silent, although another is resolved', () => {
    tell(0, { fingerprint: 'a' });
    tell(50, { fingerprint: 'b' });
    tell(70, { ...RESOLVED, fingerprint: 'b' });
    expect(said(71)).toBe('UNKNOWN');
  });

  it('is said by the alert of the first rule among those that fire', () => {
    tell(0);
    tell(1, { alertname: 'VeryHot' });
    tell(2);
    expect(said(3)).toBe('VERY_HOT');
    tell(4, { ...RESOLVED, alertname: 'VeryHot' });
    expect(said(5)).toBe('HOT');
  });

  it('is not resolved by what comes late of an earlier time', () => {
    tell(0, { startsAt: '2026-11-23T03:00:00Z' });
    tell(1, { ...RESOLVED, startsAt: '2026-11-23T02:00:00Z' });
    expect(said(2)).toBe('HOT');
  });

  it('fires again when Alertmanager had given the same alert up', () => {
    tell(0);
    tell(10, RESOLVED);
    tell(20);
    expect(said(21)).toBe('HOT');
  });
});

describe('a parameter where resolutions have to be confirmed', () => {
  beforeEach(() => {
    memory = createAlertMemory(RULES, true);
  });

  it('stays as it was until the confirmation', () => {
    tell(0);
    tell(10, RESOLVED);
    expect(said(11)).toBe('HOT');
    memory.confirmResolutions();
    expect(said(12)).toBe('RESOLVED');
  });

  it('of which nothing else was heard is UNKNOWN until the confirmation, and no longer', () => {
    tell(0, RESOLVED);
    expect(said(1)).toBe('UNKNOWN');
    memory.confirmResolutions();
    expect(said(2)).toBe('RESOLVED');
    tell(3, RESOLVED);
    expect(said(4)).toBe('RESOLVED');
  });

  it('is not resolved by a confirmation once it fires again', () => {
    tell(0);
    tell(10, RESOLVED);
    tell(20);
    memory.confirmResolutions();
    expect(said(21)).toBe('HOT');
  });

  it('is said by another alert that fires, rather than by one whose resolution waits for the confirmation', () => {
    tell(0, { alertname: 'VeryHot' });
    tell(10, { ...RESOLVED, alertname: 'VeryHot' });
    tell(11);
    expect(said(12)).toBe('HOT');
  });

  it('is UNKNOWN while nothing holds, and as it was afterwards', () => {
    tell(0);
    memory.mask(true);
    expect(said(1)).toBe('UNKNOWN');
    memory.mask(false);
    expect(said(2)).toBe('HOT');
    memory.mask(true);
    tell(3);
    expect(said(4)).toBe('HOT');
  });

  it('is resolved by not being heard, when that is asked for, after the silenceTime of a watchdog that is heard', () => {
    tell(0);
    memory.resolveUnheard(30_000, 80_000);
    expect(said(80)).toBe('UNKNOWN');
    memory.resolveUnheard(30_000, 91_000);
    expect(said(91)).toBe('RESOLVED');
  });

  it('that never fired is resolved in the same way', () => {
    memory.resolveUnheard(0, 60_000);
    expect(said(60)).toBeUndefined();
    memory.resolveUnheard(0, 61_000);
    expect(said(61)).toBe('RESOLVED');
  });
});

describe('after a restart', () => {
  const recalled = (environmentLevel: string, lastKnownLevel: string, state: string, parameterName = 'inlet') =>
    ({
      datum: { computeHostId: 'server-1', parameterType: 'COOLING', parameterName, dataType: 'STATE', state },
      environmentLevel,
      lastKnownLevel,
    }) as RecalledParameter;
  beforeEach(() => {
    memory = createAlertMemory(RULES, false);
  });

  it.each<[string, RecalledParameter, string | undefined, string | undefined]>([
    ['was NORMAL', recalled('NORMAL', 'NORMAL', 'RESOLVED'), 'RESOLVED', 'RESOLVED'],
    ['was DEGRADED', recalled('DEGRADED', 'DEGRADED', 'HOT'), 'HOT', 'UNKNOWN'],
    ['was silent while DEGRADED', recalled('UNKNOWN', 'DEGRADED', 'UNKNOWN'), 'UNKNOWN', 'UNKNOWN'],
    ['was lost while NORMAL', recalled('UNKNOWN', 'NORMAL', 'UNKNOWN'), 'UNKNOWN', 'UNKNOWN'],
    ['had no threshold', recalled('UNKNOWN', 'UNKNOWN', 'HOT'), undefined, undefined],
    ['is of another source', recalled('NORMAL', 'NORMAL', 'OL', 'ups.status'), undefined, undefined],
  ])('what %s is said as it was, and after the silenceTime', (_what, one, atOnce, later) => {
    memory.recall([one], 0);
    expect([said(1), said(61)]).toEqual([atOnce, later]);
  });

  it('nothing is said that the engine knows', () => {
    memory.recall([recalled('DEGRADED', 'DEGRADED', 'HOT')], 0);
    expect(memory.all()).toMatchObject([{ said: { dataType: 'STATE', state: 'HOT' } }]);
  });

  it('what was lost while NORMAL is so again when everything holds', () => {
    memory.recall([recalled('UNKNOWN', 'NORMAL', 'UNKNOWN')], 0);
    memory.mask(false);
    expect(said(1)).toBe('RESOLVED');
  });

  it('what fired is resolved by the alert, whose fingerprint is not known', () => {
    memory.recall([recalled('DEGRADED', 'DEGRADED', 'HOT')], 0);
    tell(1, RESOLVED);
    expect(said(2)).toBe('RESOLVED');
  });
});

describe('the watchdog', () => {
  it('is missed after its silenceTime, and heard again after as long', () => {
    const watchdog = createWatchdog(10, 0);
    expect(watchdog.look(10_000)).toBe('WAITING');
    expect(watchdog.look(10_001)).toBe('LOST');
    expect(watchdog.heardSince()).toBeUndefined();
    watchdog.hear(20_000);
    expect(watchdog.look(20_000)).toBe('BACK');
    watchdog.hear(25_000);
    expect(watchdog.look(29_999)).toBe('BACK');
    expect(watchdog.look(30_000)).toBe('HEARD');
    expect(watchdog.heardSince()).toBe(20_000);
    expect(watchdog.look(35_001)).toBe('LOST');
  });

  it('is missed at once when it does not fire any more', () => {
    const watchdog = createWatchdog(10, 0);
    watchdog.hear(0);
    watchdog.hear(9000);
    expect(watchdog.look(10_000)).toBe('HEARD');
    watchdog.miss();
    expect(watchdog.look(10_001)).toBe('LOST');
  });
});
