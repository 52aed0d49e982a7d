import type { EnvironmentThreshold, EnvironmentThresholdRequest } from '../../../src/engine/entities.ts';
import { isForParameter, isInScope, validateThreshold } from '../../../src/engine/rules/threshold.ts';

const NUMERIC: EnvironmentThresholdRequest = {
  parameterType: 'POWER',
  unit: '%',
  direction: 'FALLING',
  degraded: { thresholdValue: 50 },
  failed: { thresholdValue: 10 },
};

const without = (...names: (keyof EnvironmentThresholdRequest)[]): EnvironmentThresholdRequest =>
  Object.fromEntries(
    Object.entries(NUMERIC).filter(([name]) => !names.some((left) => left === name)),
  ) as EnvironmentThresholdRequest;

describe('a threshold as a whole', () => {
  it.each<[string, EnvironmentThresholdRequest]>([
    ['numbers, falling', NUMERIC],
    [
      'numbers, rising',
      { ...NUMERIC, direction: 'RISING', degraded: { thresholdValue: 10 }, failed: { thresholdValue: 50 } },
    ],
    ['DEGRADED alone', without('failed')],
    ['FAILED alone', without('degraded')],
    ['negative numbers', { ...NUMERIC, degraded: { thresholdValue: -1 }, failed: { thresholdValue: -2 } }],
    ['zero', { ...NUMERIC, failed: { thresholdValue: 0 } }],
    ['offsets to a characteristic', { ...NUMERIC, unit: 'W', relativeTo: 'MINIMUM_POWER' }],
    ['states', { parameterType: 'POWER', stateLevels: { OB: 'DEGRADED' } }],
    ['codes', { parameterType: 'POWER', codeLevels: { E1: 'FAILED' } }],
    ['states beside numbers', { ...NUMERIC, stateLevels: { OB: 'DEGRADED' } }],
    ['the reserved state listed as what it is', { parameterType: 'POWER', stateLevels: { UNKNOWN: 'UNKNOWN' } }],
  ])('may have %s', (_what, threshold) => {
    expect(validateThreshold(threshold)).toEqual([]);
  });

  it.each<[string, EnvironmentThresholdRequest, string[]]>([
    ['nothing that tells a level', { parameterType: 'POWER' }, ['']],
    ['criteria without a value', { parameterType: 'POWER', degraded: { dwellTime: 5 } }, ['']],
    ['numbers without a direction', without('direction'), ['/direction']],
    ['numbers without a unit', without('unit'), ['/unit']],
    ['numbers without either', without('direction', 'unit'), ['/direction', '/unit']],
    ['FAILED before DEGRADED, falling', { ...NUMERIC, failed: { thresholdValue: 60 } }, ['/failed/thresholdValue']],
    ['FAILED at DEGRADED, falling', { ...NUMERIC, failed: { thresholdValue: 50 } }, ['/failed/thresholdValue']],
    ['FAILED before DEGRADED, rising', { ...NUMERIC, direction: 'RISING' }, ['/failed/thresholdValue']],
    [
      'FAILED at DEGRADED, rising',
      { ...NUMERIC, direction: 'RISING', failed: { thresholdValue: 50 } },
      ['/failed/thresholdValue'],
    ],
    [
      'a characteristic without numbers',
      { parameterType: 'POWER', stateLevels: { OB: 'DEGRADED' }, relativeTo: 'MINIMUM_POWER' },
      ['/relativeTo'],
    ],
    [
      'another level for the reserved state',
      { parameterType: 'POWER', stateLevels: { UNKNOWN: 'NORMAL' } },
      ['/stateLevels/UNKNOWN'],
    ],
  ])('cannot have %s', (_what, threshold, pointers) => {
    expect(validateThreshold(threshold).map(({ pointer }) => pointer)).toEqual(pointers);
  });

  it('that is wrong says so in words that name the other value', () => {
    expect(validateThreshold({ ...NUMERIC, failed: { thresholdValue: 60 } })).toEqual([
      { pointer: '/failed/thresholdValue', reason: 'with FALLING, failed must lie below degraded (50)' },
    ]);
  });
});

describe('a threshold is for a parameter', () => {
  const threshold = (parameterName?: string): EnvironmentThreshold => ({
    ...NUMERIC,
    id: 'charge',
    ...(parameterName === undefined ? {} : { parameterName }),
  });

  it.each([
    ['of its type, whatever its name', threshold(), { parameterType: 'POWER', parameterName: 'input.voltage' }, true],
    ['of its type, without a name', threshold(), { parameterType: 'POWER' }, true],
    ['of its name', threshold('battery.charge'), { parameterType: 'POWER', parameterName: 'battery.charge' }, true],
    ['of another type', threshold(), { parameterType: 'COOLING' }, false],
    ['of another name', threshold('battery.charge'), { parameterType: 'POWER', parameterName: 'input.voltage' }, false],
    ['without a name when it has one', threshold('battery.charge'), { parameterType: 'POWER' }, false],
    [
      'of its name but another type',
      threshold('battery.charge'),
      { parameterType: 'COOLING', parameterName: 'battery.charge' },
      false,
    ],
  ])('%s', (_what, one, datum, expected) => {
    expect(isForParameter(one, datum)).toBe(expected);
  });
});

describe('a threshold is for an object', () => {
  const scoped = (scope?: EnvironmentThreshold['scope']): EnvironmentThreshold => ({
    ...NUMERIC,
    id: 'charge',
    ...(scope === undefined ? {} : { scope }),
  });
  const SERVER = { computeHostId: 'server-1', resourceZoneIds: ['rack-1', 'room-1'] };
  const ZONE = { resourceZoneIds: ['rack-1', 'room-1'] };

  it.each([
    ['a server, without a scope', undefined, SERVER, true],
    ['a zone, without a scope', undefined, ZONE, true],
    ['a server by its name', { computeHostIds: ['server-1'] }, SERVER, true],
    ['a server by its zone', { resourceZoneIds: ['rack-1'] }, SERVER, true],
    ['a server by a zone above its zone', { resourceZoneIds: ['room-1'] }, SERVER, true],
    ['a zone by a zone above it', { resourceZoneIds: ['room-1'] }, ZONE, true],
    ['a server by either', { computeHostIds: ['server-9'], resourceZoneIds: ['room-1'] }, SERVER, true],
    ['not another server', { computeHostIds: ['server-2'] }, SERVER, false],
    ['not another zone', { resourceZoneIds: ['room-2'] }, SERVER, false],
    ['not the zone of a server in scope', { computeHostIds: ['server-1'] }, ZONE, false],
    ['nothing, with an empty scope', { computeHostIds: [] }, SERVER, false],
  ])('%s', (_what, scope, object, expected) => {
    expect(isInScope(scoped(scope), object)).toBe(expected);
  });
});
