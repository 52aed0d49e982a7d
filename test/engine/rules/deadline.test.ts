import type { EnvironmentThreshold } from '../../../src/engine/entities.ts';
import {
  evacuationDeadline,
  fullBatteryTime,
  hasMoved,
  holdUpTime,
  migrationDeadline,
  predictFailure,
  sheddingDeadline,
  type Course,
} from '../../../src/engine/rules/deadline.ts';

const START = Date.parse('2026-11-23T02:00:00.000Z');
const at = (seconds: number) => new Date(START + seconds * 1000).toISOString();
const secondsOf = (time: string) => (Date.parse(time) - START) / 1000;

const DAY = 24 * 3600;

const CHARGE: EnvironmentThreshold = {
  id: 'charge',
  parameterType: 'POWER',
  unit: '%',
  direction: 'FALLING',
  degraded: { thresholdValue: 50 },
  failed: { thresholdValue: 10 },
};
const TEMPERATURE: EnvironmentThreshold = {
  ...CHARGE,
  id: 'temperature',
  unit: 'Cel',
  direction: 'RISING',
  degraded: { thresholdValue: 35 },
  failed: { thresholdValue: 45 },
};
const RUNTIME: EnvironmentThreshold = {
  ...CHARGE,
  id: 'runtime',
  unit: 'min',
  degraded: { thresholdValue: 10 },
  failed: { thresholdValue: 2 },
};
const DEGRADED_ONLY: EnvironmentThreshold = { ...CHARGE };
delete DEGRADED_ONLY.failed;

const course = (value: number, worsening?: number): Course => ({
  value,
  time: at(0),
  worsening,
  isTime: false,
  secondsPerUnit: 0,
});
/** A value that is a time, in units of so many seconds. */
const timeLeft = (value: number, secondsPerUnit: number, worsening?: number): Course => ({
  ...course(value, worsening),
  isTime: true,
  secondsPerUnit,
});

describe('the predicted failure', () => {
  it.each<[string, EnvironmentThreshold, Course, number | undefined]>([
    ['by the trend, falling', CHARGE, course(34, 0.05), 480],
    ['by the trend, rising', TEMPERATURE, course(40, 0.01), 500],
    ['by the trend, from below zero', { ...CHARGE, failed: { thresholdValue: -10 } }, course(-5, 1), 5],
    ['not known while the value stands still', CHARGE, course(34, 0), undefined],
    ['not known while the value gets better', CHARGE, course(34, -1), undefined],
    ['not known without a trend', CHARGE, course(34), undefined],
    ['now, exactly at FAILED', CHARGE, course(10), 0],
    ['now, beyond FAILED, falling', CHARGE, course(3), 0],
    ['now, beyond FAILED, rising', TEMPERATURE, course(50), 0],
    ['now, beyond FAILED, even while it gets better', CHARGE, course(3, -1), 0],
    ['not known without a FAILED value', DEGRADED_ONLY, course(0, 1), undefined],
    ['by a reported time left, in minutes', RUNTIME, timeLeft(7, 60), 300],
    ['by a reported time left, in seconds', { ...RUNTIME, unit: 's' }, timeLeft(120, 1), 118],
    ['by the trend where the time left falls faster than time passes', RUNTIME, timeLeft(7, 60, 5 / 60), 60],
    ['by the reported time left where it is the earlier', RUNTIME, timeLeft(7, 60, 0.5 / 60), 300],
    ['not by a rising time, which is not one that is left', { ...TEMPERATURE, unit: 's' }, timeLeft(7, 1), undefined],
    ['at the horizon of a week', CHARGE, course(10 + 7 * DAY, 1), 7 * DAY],
    ['not beyond the horizon of a week', CHARGE, course(11 + 7 * DAY, 1), undefined],
    ['not beyond the horizon, by a reported time left', { ...RUNTIME, unit: 'd' }, timeLeft(10, DAY), undefined],
  ])('is %s', (_what, threshold, told, seconds) => {
    expect(predictFailure(threshold, told, {})).toBe(seconds === undefined ? undefined : at(seconds));
  });

  it('is reckoned from when the value was measured', () => {
    expect(predictFailure(CHARGE, { ...course(34, 0.05), time: at(100) }, {})).toBe(at(580));
  });

  it('is by the characteristic of the server where the threshold is relative to it', () => {
    const supply: EnvironmentThreshold = {
      ...CHARGE,
      unit: 'W',
      relativeTo: 'MINIMUM_POWER',
      failed: { thresholdValue: 0 },
    };
    expect(predictFailure(supply, course(500, 1), { minimumPower: 400 })).toBe(at(100));
    expect(predictFailure(supply, course(500, 1), { minimumPower: 600 })).toBe(at(0));
    expect(predictFailure(supply, course(500, 1), {})).toBeUndefined();
  });
});

describe('how long a server lasts by its characteristics alone', () => {
  it.each<[string, string, Parameters<typeof holdUpTime>[1], number | undefined]>([
    ['what it says of its battery', 'POWER', { batteryHoldUpTime: 300, batteryCapacity: 1, powerDraw: 1 }, 300],
    ['its full battery at its draw', 'POWER', { batteryCapacity: 500, powerDraw: 400 }, 4500],
    ['nothing without a draw', 'POWER', { batteryCapacity: 500 }, undefined],
    ['nothing with a draw of nothing', 'POWER', { batteryCapacity: 500, powerDraw: 0 }, undefined],
    ['nothing of what it stands without cooling', 'POWER', { thermalHoldUpTime: 120 }, undefined],
    ['what it stands without cooling', 'COOLING', { thermalHoldUpTime: 120 }, 120],
    ['nothing of its battery', 'COOLING', { batteryHoldUpTime: 300 }, undefined],
    ['nothing', 'GAS', { batteryHoldUpTime: 300, thermalHoldUpTime: 120 }, undefined],
    ['a battery that is empty', 'POWER', { batteryHoldUpTime: 0 }, 0],
  ])('%s, when %s fails', (_what, parameterType, characteristics, seconds) => {
    expect(holdUpTime(parameterType, characteristics)).toBe(seconds);
  });

  it('an empty battery lasts no time', () => {
    expect(fullBatteryTime({ batteryCapacity: 0, powerDraw: 400 })).toBe(0);
  });
});

describe('the deadline of an evacuation', () => {
  const reserve = { safetyMargin: 30, cleanUpGraceTime: 10, shutdownTime: 60 };

  it.each([
    ['keeps the reserve where there is plenty of time', 600, 500],
    ['keeps the reserve as long as the managers have half', 200, 100],
    ['gives the managers half where the reserve would leave them less', 160, 80],
    ['gives the managers half where the reserve is longer than the time', 60, 30],
    ['is now where the failure is', 0, 0],
    ['is now where the failure was', -50, 0],
  ])('%s: of %d s, %d s', (_what, predicted, deadline) => {
    expect(secondsOf(evacuationDeadline(at(0), at(predicted), reserve))).toBe(deadline);
  });

  it('is the failure itself where nothing is kept', () => {
    const none = { safetyMargin: 0, cleanUpGraceTime: 0, shutdownTime: 0 };
    expect(evacuationDeadline(at(0), at(600), none)).toBe(at(600));
  });
});

describe('shedding in a zone-wide event', () => {
  const shed = (own: number, sheddingShare = 0.5, range = { lowest: 10, highest: 90 }) =>
    secondsOf(sheddingDeadline(at(0), at(600), { own, ...range }, sheddingShare));

  it('gives the lowest priority its share, the highest all, and those between what lies between', () => {
    expect([10, 30, 50, 70, 90].map((priority) => shed(priority))).toEqual([300, 375, 450, 525, 600]);
  });

  it.each([
    ['a share of 1 switches it off', 10, 1, 600],
    ['a share of 0 gives the lowest no time', 10, 0, 0],
    ['a share of 0 gives the highest all', 90, 0, 600],
  ])('%s', (_what, priority, share, seconds) => {
    expect(shed(priority, share)).toBe(seconds);
  });

  it('makes no difference among servers of one priority', () => {
    expect(shed(50, 0.5, { lowest: 50, highest: 50 })).toBe(600);
  });

  it('does not reach back before the start when the deadline has passed', () => {
    expect(sheddingDeadline(at(0), at(-100), { own: 10, lowest: 10, highest: 90 }, 0.5)).toBe(at(0));
  });
});

describe('the deadline of a VNF', () => {
  const deadline = (criticality: number, more: { available?: number; criticalShare?: number; lead?: number } = {}) =>
    secondsOf(
      migrationDeadline(at(0), at(more.available ?? 600), {
        criticality,
        criticalShare: more.criticalShare ?? 0.5,
        maintenance: more.lead === undefined ? undefined : { impactNotificationLeadTime: more.lead },
      }),
    );

  it('is the earlier the more critical it is', () => {
    expect([0, 25, 50, 75, 100].map((criticality) => deadline(criticality))).toEqual([600, 525, 450, 375, 300]);
  });

  it.each([
    ['with a share of 1 everyone gets all of the time', 100, { criticalShare: 1 }, 600],
    ['with a share of 0 the most critical get none', 100, { criticalShare: 0 }, 0],
    ['it is not before the lead time of the VNF', 100, { lead: 400 }, 400],
    ['a lead time that is met anyway changes nothing', 100, { lead: 200 }, 300],
    ['a lead time longer than the time gets all of it', 100, { lead: 5000 }, 600],
    ['no time is left once the deadline of the server has passed', 50, { available: -20 }, 0],
    ['a lead time does not reach beyond a deadline that has passed', 50, { available: -20, lead: 100 }, 0],
  ])('%s', (_what, criticality, more, seconds) => {
    expect(deadline(criticality, more)).toBe(seconds);
  });
});

describe('a deadline that moves', () => {
  it.each([
    ['not at all', 1000, 1000, 10, false],
    ['by the tolerance', 100, 110, 10, false],
    ['by more than the tolerance, later', 100, 111, 10, true],
    ['by more than the tolerance, earlier', 100, 89, 10, true],
    ['by less than a twentieth of what is left', 1000, 1040, 10, false],
    ['by more than a twentieth of what is left', 1000, 1060, 10, true],
    ['by any little without a tolerance when none is left', 0, 1, 0, true],
  ])('%s', (_what, sent, current, tolerance, told) => {
    expect(hasMoved(at(0), at(sent), at(current), tolerance)).toBe(told);
  });
});
