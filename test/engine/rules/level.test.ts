import type { EnvironmentLevel, EnvironmentThreshold, ThresholdLevel } from '../../../src/engine/entities.ts';
import {
  evaluateThreshold,
  isFailing,
  voteLevel,
  worstLevel,
  type Evaluation,
  type Reading,
} from '../../../src/engine/rules/level.ts';

const START = Date.parse('2026-11-23T02:00:00.000Z');
const at = (seconds: number) => new Date(START + seconds * 1000).toISOString();

const CHARGE: EnvironmentThreshold = {
  id: 'charge',
  parameterType: 'POWER',
  unit: '%',
  direction: 'FALLING',
  degraded: { thresholdValue: 50, hysteresis: 10 },
  failed: { thresholdValue: 10, hysteresis: 5 },
};
const TEMPERATURE: EnvironmentThreshold = {
  id: 'temperature',
  parameterType: 'COOLING',
  unit: 'Cel',
  direction: 'RISING',
  degraded: { thresholdValue: 35, hysteresis: 3 },
  failed: { thresholdValue: 45, hysteresis: 5 },
};
const DWELLING: EnvironmentThreshold = {
  ...CHARGE,
  degraded: { thresholdValue: 50, dwellTime: 10 },
  failed: { thresholdValue: 10, dwellTime: 20 },
};

type Told = number | string | Reading;

const readingOf = (told: Told): Reading =>
  typeof told === 'number'
    ? { kind: 'NUMBER', number: told }
    : typeof told === 'string'
      ? { kind: 'STATE', state: told }
      : told;

const SILENT: Reading = { kind: 'SILENT', problem: 'the sensor is silent or faulty' };

/** Tells the threshold one reading after another; gives what it makes of each. */
function follow(
  threshold: EnvironmentThreshold,
  readings: readonly (readonly [seconds: number, told: Told])[],
  characteristics = {},
): Evaluation[] {
  let previous: ThresholdLevel | undefined;
  return readings.map(([seconds, told]) => {
    const evaluation = evaluateThreshold(threshold, readingOf(told), previous, { time: at(seconds), characteristics });
    previous = evaluation.level;
    return evaluation;
  });
}

const levelsOf = (evaluations: readonly Evaluation[]) => evaluations.map(({ level }) => level.environmentLevel);

/** One reading a second, without dwell times. */
const levelsAfter = (threshold: EnvironmentThreshold, ...told: Told[]) =>
  levelsOf(
    follow(
      threshold,
      told.map((one, index) => [index, one]),
    ),
  );

describe('a numeric threshold', () => {
  it.each<[string, EnvironmentThreshold, number, EnvironmentLevel]>([
    ['above it, falling', CHARGE, 50.1, 'NORMAL'],
    ['exactly at DEGRADED, falling', CHARGE, 50, 'DEGRADED'],
    ['between the two, falling', CHARGE, 10.1, 'DEGRADED'],
    ['exactly at FAILED, falling', CHARGE, 10, 'FAILED'],
    ['beyond FAILED, falling', CHARGE, -3, 'FAILED'],
    ['below it, rising', TEMPERATURE, 34.9, 'NORMAL'],
    ['exactly at DEGRADED, rising', TEMPERATURE, 35, 'DEGRADED'],
    ['between the two, rising', TEMPERATURE, 44.9, 'DEGRADED'],
    ['exactly at FAILED, rising', TEMPERATURE, 45, 'FAILED'],
    ['beyond FAILED, rising', TEMPERATURE, 90, 'FAILED'],
  ])('is entered at its value: %s', (_where, threshold, value, level) => {
    expect(levelsAfter(threshold, value)).toEqual([level]);
  });

  it.each<[string, EnvironmentThreshold, number[], EnvironmentLevel[]]>([
    ['falling', CHARGE, [60, 50, 55, 59.9, 60, 60.1, 55], 'N D D D D N N'.split(' ').map(longName)],
    ['rising', TEMPERATURE, [32, 35, 33, 32.1, 32, 31.9, 33], 'N D D D D N N'.split(' ').map(longName)],
    ['falling, from FAILED', CHARGE, [9, 14, 15, 15.1, 59, 61], 'F F F D D N'.split(' ').map(longName)],
    ['rising, from FAILED', TEMPERATURE, [46, 41, 40, 39.9, 33, 31], 'F F F D D N'.split(' ').map(longName)],
    ['falling, from FAILED straight to behind DEGRADED', CHARGE, [5, 55, 61], 'F D N'.split(' ').map(longName)],
    ['falling, from FAILED straight to NORMAL', CHARGE, [5, 80], 'F N'.split(' ').map(longName)],
  ])('is left only its hysteresis behind its value: %s', (_direction, threshold, values, levels) => {
    expect(levelsAfter(threshold, ...values)).toEqual(levels);
  });

  it('without a hysteresis is left as soon as the value is back', () => {
    const bare = { ...CHARGE, degraded: { thresholdValue: 50 }, failed: { thresholdValue: 10 } };
    expect(levelsAfter(bare, 10, 10.1, 50, 50.1)).toEqual(['FAILED', 'DEGRADED', 'DEGRADED', 'NORMAL']);
  });

  it('may know only one of the levels', () => {
    const degradedOnly: EnvironmentThreshold = { ...CHARGE };
    delete degradedOnly.failed;
    const failedOnly: EnvironmentThreshold = { ...CHARGE };
    delete failedOnly.degraded;
    expect(levelsAfter(degradedOnly, 100, 0, 100)).toEqual(['NORMAL', 'DEGRADED', 'NORMAL']);
    expect(levelsAfter(failedOnly, 100, 20, 10, 15, 15.1)).toEqual(['NORMAL', 'NORMAL', 'FAILED', 'FAILED', 'NORMAL']);
  });

  it('does not apply the hysteresis of a level that was never entered', () => {
    expect(levelsAfter(CHARGE, 55)).toEqual(['NORMAL']);
    expect(levelsAfter(CHARGE, 80, 55)).toEqual(['NORMAL', 'NORMAL']);
  });
});

function longName(letter: string): EnvironmentLevel {
  const level = ({ N: 'NORMAL', D: 'DEGRADED', F: 'FAILED', U: 'UNKNOWN' } as const)[letter];
  if (level === undefined) throw new Error(`no level begins with ${letter}`);
  return level;
}

describe('a threshold relative to a characteristic of the server', () => {
  const SUPPLY: EnvironmentThreshold = {
    id: 'supply',
    parameterType: 'POWER',
    unit: 'W',
    direction: 'FALLING',
    relativeTo: 'MINIMUM_POWER',
    degraded: { thresholdValue: 100 },
    failed: { thresholdValue: 0 },
  };

  it.each<[number, number, EnvironmentLevel]>([
    [400, 501, 'NORMAL'],
    [400, 500, 'DEGRADED'],
    [400, 400, 'FAILED'],
    [800, 901, 'NORMAL'],
    [800, 500, 'FAILED'],
    [0, 100, 'DEGRADED'],
  ])('of a server that needs %d W makes of %d W: %s', (minimumPower, value, level) => {
    expect(levelsOf(follow(SUPPLY, [[0, value]], { minimumPower }))).toEqual([level]);
  });

  it.each<[NonNullable<EnvironmentThreshold['relativeTo']>, object]>([
    ['MINIMUM_POWER', { heatDissipation: 1, heightAboveFloor: 1 }],
    ['HEAT_DISSIPATION', { minimumPower: 1, heightAboveFloor: 1 }],
    ['HEIGHT_ABOVE_FLOOR', { minimumPower: 1, heatDissipation: 1 }],
  ])('is UNKNOWN, and says why, while the %s of the server is not known', (relativeTo, characteristics) => {
    const [evaluation] = follow({ ...SUPPLY, relativeTo }, [[0, 1000]], characteristics);
    expect(evaluation?.level).toEqual({
      environmentThresholdId: 'supply',
      environmentLevel: 'UNKNOWN',
      problem: `the server's ${relativeTo} is not known`,
    });
  });

  it.each<[NonNullable<EnvironmentThreshold['relativeTo']>, object]>([
    ['HEAT_DISSIPATION', { heatDissipation: 380 }],
    ['HEIGHT_ABOVE_FLOOR', { heightAboveFloor: 380 }],
  ])('takes the %s of the server', (relativeTo, characteristics) => {
    const levels = follow({ ...SUPPLY, relativeTo }, [[0, 481]], characteristics);
    expect(levelsOf(levels)).toEqual(['NORMAL']);
    expect(levelsOf(follow({ ...SUPPLY, relativeTo }, [[0, 380]], characteristics))).toEqual(['FAILED']);
  });
});

describe('a threshold by states or codes', () => {
  const STATUS: EnvironmentThreshold = {
    id: 'status',
    parameterType: 'POWER',
    stateLevels: { OL: 'NORMAL', OB: 'DEGRADED', LB: 'FAILED' },
    codeLevels: { E1: 'DEGRADED' },
  };

  it('has the level that is listed, at once in either direction', () => {
    expect(levelsAfter(STATUS, 'OL', 'LB', 'OB', 'OL')).toEqual(['NORMAL', 'FAILED', 'DEGRADED', 'NORMAL']);
  });

  it('is UNKNOWN at once, and says why, when the state is not listed', () => {
    const [, unlisted] = follow(STATUS, [
      [0, 'OB'],
      [1, 'BYPASS'],
    ]);
    expect(unlisted?.level).toEqual({
      environmentThresholdId: 'status',
      environmentLevel: 'UNKNOWN',
      lastKnownLevel: 'DEGRADED',
      problem: 'the threshold does not list the state BYPASS',
    });
  });

  it('does not take a state for listed because every object has a member of that name', () => {
    expect(levelsAfter(STATUS, 'constructor', 'toString')).toEqual(['UNKNOWN', 'UNKNOWN']);
  });

  it('tells codes from states', () => {
    expect(levelsAfter(STATUS, { kind: 'CODE', code: 'E1' }, { kind: 'CODE', code: 'OB' })).toEqual([
      'DEGRADED',
      'UNKNOWN',
    ]);
  });

  it('waits for the dwell time of the level that the state stands for', () => {
    const dwelling = { ...STATUS, degraded: { dwellTime: 10 } };
    expect(
      levelsOf(
        follow(dwelling, [
          [0, 'OL'],
          [1, 'OB'],
          [10, 'OB'],
          [11, 'OB'],
        ]),
      ),
    ).toEqual(['NORMAL', 'NORMAL', 'NORMAL', 'DEGRADED']);
  });
});

describe('a dwell time', () => {
  it('holds a worse level back, tells it as pending, and says when to look again', () => {
    const [, pending] = follow(DWELLING, [
      [0, 80],
      [5, 40],
    ]);
    expect(pending).toEqual({
      level: {
        environmentThresholdId: 'charge',
        environmentLevel: 'NORMAL',
        pendingLevel: 'DEGRADED',
        pendingSince: at(5),
      },
      nextEvaluationTime: at(15),
    });
  });

  it('lets the level in at its end, neither earlier nor later, and pends no more', () => {
    const evaluations = follow(DWELLING, [
      [0, 80],
      [5, 40],
      [14.999, 30],
      [15, 30],
    ]);
    expect(levelsOf(evaluations)).toEqual(['NORMAL', 'NORMAL', 'NORMAL', 'DEGRADED']);
    expect(evaluations[3]).toEqual({ level: { environmentThresholdId: 'charge', environmentLevel: 'DEGRADED' } });
  });

  it('begins anew when the value came back in between', () => {
    const evaluations = follow(DWELLING, [
      [0, 40],
      [9, 60],
      [10, 40],
      [19.9, 40],
      [20, 40],
    ]);
    expect(levelsOf(evaluations).slice(1)).toEqual(['NORMAL', 'NORMAL', 'NORMAL', 'DEGRADED']);
    expect(evaluations[1]?.level.pendingLevel).toBeUndefined();
  });

  it('holds back only what is worse: getting better is believed at once', () => {
    const evaluations = follow(DWELLING, [
      [0, 5],
      [20, 5],
      [21, 40],
      [22, 80],
    ]);
    expect(levelsOf(evaluations).slice(1)).toEqual(['FAILED', 'DEGRADED', 'NORMAL']);
  });

  it('does not hold UNKNOWN back, which also ends what was pending', () => {
    const evaluations = follow(DWELLING, [
      [0, 80],
      [1, 40],
      [9, SILENT],
      [12, 40],
      [21, 40],
      [22, 40],
    ]);
    expect(levelsOf(evaluations)).toEqual(['NORMAL', 'NORMAL', 'UNKNOWN', 'UNKNOWN', 'UNKNOWN', 'DEGRADED']);
    expect(evaluations[2]?.level.problem).toBe('the sensor is silent or faulty');
  });

  it('of FAILED, when it is the longer, is waited for in DEGRADED', () => {
    const evaluations = follow(DWELLING, [
      [0, 80],
      [1, 5],
      [11, 5],
      [21, 5],
    ]);
    expect(levelsOf(evaluations)).toEqual(['NORMAL', 'NORMAL', 'DEGRADED', 'FAILED']);
    expect(evaluations.map(({ nextEvaluationTime }) => nextEvaluationTime)).toEqual([
      undefined,
      at(11),
      at(21),
      undefined,
    ]);
    expect(evaluations[2]?.level).toMatchObject({ pendingLevel: 'FAILED', pendingSince: at(1) });
  });

  it('of FAILED, when it is the shorter, does not wait for that of DEGRADED', () => {
    const quick = { ...DWELLING, failed: { thresholdValue: 10, dwellTime: 2 } };
    const evaluations = follow(quick, [
      [0, 80],
      [1, 5],
      [3, 5],
    ]);
    expect(levelsOf(evaluations)).toEqual(['NORMAL', 'NORMAL', 'FAILED']);
    expect(evaluations[1]?.nextEvaluationTime).toBe(at(3));
  });

  it('of FAILED starts when the value fell that far, not when it was DEGRADED', () => {
    const evaluations = follow(DWELLING, [
      [0, 40],
      [10, 40],
      [100, 5],
      [119.9, 5],
      [120, 5],
    ]);
    expect(levelsOf(evaluations).slice(1)).toEqual(['DEGRADED', 'DEGRADED', 'DEGRADED', 'FAILED']);
    expect(evaluations[2]?.nextEvaluationTime).toBe(at(120));
  });

  it('of a threshold that knows FAILED alone is waited for in the level before', () => {
    const failedOnly: EnvironmentThreshold = { ...DWELLING };
    delete failedOnly.degraded;
    const evaluations = follow(failedOnly, [
      [0, 80],
      [1, 5],
      [20.9, 5],
      [21, 5],
    ]);
    expect(levelsOf(evaluations)).toEqual(['NORMAL', 'NORMAL', 'NORMAL', 'FAILED']);
    expect(evaluations[1]?.nextEvaluationTime).toBe(at(21));
  });

  it('does not hold a datum back that keeps the level', () => {
    const evaluations = follow(DWELLING, [
      [0, 40],
      [10, 40],
      [11, 35],
    ]);
    expect(evaluations[2]).toEqual({ level: { environmentThresholdId: 'charge', environmentLevel: 'DEGRADED' } });
  });
});

describe('a silent sensor', () => {
  it.each<[EnvironmentLevel, number]>([
    ['NORMAL', 80],
    ['DEGRADED', 40],
    ['FAILED', 5],
  ])('makes %s UNKNOWN at once, and says why', (level, value) => {
    const evaluations = follow(CHARGE, [
      [0, value],
      [1, SILENT],
    ]);
    expect(levelsOf(evaluations)).toEqual([level, 'UNKNOWN']);
    expect(evaluations[1]).toEqual({
      level: {
        environmentThresholdId: 'charge',
        environmentLevel: 'UNKNOWN',
        lastKnownLevel: level,
        problem: 'the sensor is silent or faulty',
      },
    });
  });

  it('is forgotten with the next value', () => {
    const [, , again] = follow(CHARGE, [
      [0, 80],
      [1, SILENT],
      [2, 80],
    ]);
    expect(again?.level).toEqual({ environmentThresholdId: 'charge', environmentLevel: 'NORMAL' });
  });
});

describe('the worst level', () => {
  it.each<[string, EnvironmentLevel]>([
    ['', 'UNKNOWN'],
    ['N', 'NORMAL'],
    ['NN', 'NORMAL'],
    ['NU', 'UNKNOWN'],
    ['UDN', 'DEGRADED'],
    ['UDFN', 'FAILED'],
    ['FN', 'FAILED'],
  ])('of "%s" is %s', (letters, level) => {
    expect(worstLevel(letters.split('').map(longName))).toBe(level);
  });

  it('is acted on when it is DEGRADED or FAILED', () => {
    expect('NUDF'.split('').map((letter) => isFailing(longName(letter)))).toEqual([false, false, true, true]);
  });
});

describe('a vote of sensors', () => {
  it.each<[string, number, EnvironmentLevel, string]>([
    ['F', 1, 'FAILED', 'one is enough'],
    ['D', 1, 'DEGRADED', 'one is enough'],
    ['NND', 1, 'DEGRADED', 'the worst wins where one is enough'],
    ['NDF', 1, 'FAILED', 'the worst wins where one is enough'],
    ['FNN', 2, 'NORMAL', 'one of two proves nothing while the others are sound'],
    ['FFN', 2, 'FAILED', 'two agree'],
    ['DDN', 2, 'DEGRADED', 'two agree'],
    ['FDN', 2, 'DEGRADED', 'two agree that it is at least DEGRADED'],
    ['FFD', 3, 'DEGRADED', 'three agree that it is at least DEGRADED'],
    ['DUN', 2, 'UNKNOWN', 'with the silent one it could be two'],
    ['FUN', 2, 'UNKNOWN', 'with the silent one it could be two'],
    ['UUN', 2, 'UNKNOWN', 'both silent ones could be failing'],
    ['UNN', 2, 'NORMAL', 'even with the silent one it could not be two'],
    ['UUF', 1, 'FAILED', 'one is enough, whatever the silent ones would say'],
    ['DDU', 2, 'DEGRADED', 'two agree, whatever the silent one would say'],
    ['N', 1, 'NORMAL', 'the one sensor is sound'],
    ['U', 1, 'UNKNOWN', 'the one sensor is silent'],
    ['N', 2, 'UNKNOWN', 'fewer sensors than have to agree prove nothing'],
    ['F', 2, 'UNKNOWN', 'fewer sensors than have to agree prove nothing'],
    ['', 1, 'UNKNOWN', 'no sensor proves nothing'],
  ])('"%s", of which %d have to agree: %s, because %s', (letters, required, level) => {
    expect(voteLevel(letters.split('').map(longName), required)).toBe(level);
  });

  it('does not depend on the order of the sensors', () => {
    const levels = 'FDUN'.split('').map(longName);
    for (const required of [1, 2, 3, 4]) {
      expect(voteLevel(levels.toReversed(), required)).toBe(voteLevel(levels, required));
    }
  });
});
