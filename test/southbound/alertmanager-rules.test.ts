import {
  fits,
  isAbout,
  isFiring,
  meaningOf,
  namedParameters,
  resolvedSaying,
  type Alert,
  type PlacedRule,
} from '../../src/southbound/environment/alertmanager-rules.ts';
import type { EnvironmentData } from '../../src/southbound/environment/environment-source.ts';

const rule = (more: Partial<PlacedRule> = {}): PlacedRule => ({
  place: 0,
  match: { alertname: 'Hot' },
  computeHostLabel: 'node',
  parameterType: 'COOLING',
  parameterName: 'inlet',
  dataType: 'STATE',
  valueAnnotation: 'value',
  silenceTime: 60,
  ...more,
});
/** A rule that says by itself what it is about. */
const aboutAll = (more: Partial<PlacedRule>): PlacedRule => {
  const { computeHostLabel: _label, ...rest } = rule();
  return { ...rest, ...more };
};
const alert = (labels: Record<string, string>, more: Partial<Alert> = {}): Alert => ({
  status: 'firing',
  labels: { alertname: 'Hot', ...labels },
  startsAt: '2026-11-23T02:13:00Z',
  fingerprint: 'f1',
  ...more,
});
const VALUE = { dataType: 'VALUE', unit: 'Cel' } as const;
const UNKNOWN = { dataType: 'STATE', state: 'UNKNOWN' };

describe('an alert', () => {
  it.each<[Pick<PlacedRule, 'match' | 'matchRe'>, boolean]>([
    [{ match: { alertname: 'Hot' } }, true],
    [{ match: { alertname: 'Hot', rack: 'R12' } }, true],
    [{ match: { alertname: 'Hot', rack: 'R13' } }, false],
    [{ match: { alertname: 'hot' } }, false],
    [{ match: { room: '' } }, true],
    [{ match: { constructor: '' } }, true],
    [{ matchRe: { alertname: 'H.t' } }, true],
    [{ matchRe: { alertname: 'H' } }, false],
    [{ matchRe: { alertname: 'o' } }, false],
    [{ matchRe: { rack: 'R1|R12' } }, true],
    [{ matchRe: { rack: 'R1|R2' } }, false],
    [{ matchRe: { room: '.+' } }, false],
    [{ match: { alertname: 'Hot' }, matchRe: { rack: 'X.*' } }, false],
  ])('with alertname="Hot" and rack="R12" fits %j: %s', (condition, expected) => {
    expect(fits(condition, { alertname: 'Hot', rack: 'R12' })).toBe(expected);
  });

  it.each<[string, Partial<Alert>, boolean]>([
    ['firing', { status: 'firing', endsAt: '0001-01-01T00:00:00Z' }, true],
    ['firing', { status: 'firing' }, true],
    ['resolved', { status: 'resolved', endsAt: '2026-11-23T02:14:00Z' }, false],
    ['resolved without an end', { status: 'resolved', endsAt: '0001-01-01T00:00:00Z' }, true],
  ])('that is %s (%j) fires: %s', (_what, more, expected) => {
    expect(isFiring(alert({}, more))).toBe(expected);
  });
});

describe('what an alert means', () => {
  it.each<[string, PlacedRule, Record<string, string>, object]>([
    ['the label is the server', rule(), { node: 'server-1' }, { computeHostId: 'server-1', parameterName: 'inlet' }],
    [
      'the label is the server by the table',
      rule({ computeHostLabel: 'instance', labelValues: { '10.0.0.5:9290': 'server-5' } }),
      { instance: '10.0.0.5:9290' },
      { computeHostId: 'server-5' },
    ],
    [
      'the label is the zone',
      aboutAll({ resourceZoneLabel: 'room', labelValues: { 'Hall 2': 'room-2' } }),
      { room: 'Hall 2' },
      { resourceZoneId: 'room-2' },
    ],
    ['it is about a zone', aboutAll({ resourceZoneIds: ['room-1'] }), {}, { resourceZoneId: 'room-1' }],
    [
      'the name has labels in it',
      rule({ parameterName: '{sensor}.inlet.{row}' }),
      { node: 'server-1', sensor: 'a$1', row: '7' },
      { parameterName: 'a$1.inlet.7' },
    ],
  ])('%s', (_what, one, labels, expected) => {
    expect(meaningOf([one], alert(labels))).toMatchObject({ parameters: [{ parameterType: 'COOLING', ...expected }] });
  });

  it('is said of each server once', () => {
    const meaning = meaningOf([aboutAll({ computeHostIds: ['server-1', 'server-2', 'server-1'] })], alert({}));
    expect(meaning).toMatchObject({ parameters: [{ computeHostId: 'server-1' }, { computeHostId: 'server-2' }] });
  });

  it('is by the first rule that fits', () => {
    const rules = [
      rule({ match: { alertname: 'Hot', severity: 'critical' }, firingState: 'VERY_HOT' }),
      rule({ place: 1, firingState: 'HOT' }),
    ];
    expect(meaningOf(rules, alert({ node: 'server-1' }))).toMatchObject({ saying: { state: 'HOT' } });
    expect(meaningOf(rules, alert({ node: 'server-1', severity: 'critical' }))).toMatchObject({
      saying: { state: 'VERY_HOT' },
    });
  });

  it.each<[string, PlacedRule, Record<string, string>, string, string]>([
    ['no rule fits', rule({ match: { alertname: 'Wet' } }), {}, 'alert without rule', 'it fits no rule'],
    ['the label of the server is missing', rule(), {}, 'alert without target', 'it has no label node'],
    [
      'the table does not list the label',
      rule({ labelValues: { a: 'server-1' } }),
      { node: 'toString' },
      'alert without target',
      'labelValues does not list node="toString"',
    ],
    [
      'a label of the name is missing',
      rule({ parameterName: 'inlet.{sensor}' }),
      { node: 'server-1' },
      'alert without target',
      'it has no label sensor, which its parameterName needs',
    ],
    [
      'the name becomes too long',
      rule({ parameterName: '{sensor}' }),
      { node: 'server-1', sensor: 'x'.repeat(256) },
      'alert without target',
      'its parameterName is longer than 255',
    ],
  ])('is nothing when %s', (_what, one, labels, kind, problem) => {
    expect(meaningOf([one], alert(labels))).toEqual({ kind, problem });
  });

  it.each<[string, number]>([
    ['46', 46],
    ['46.5', 46.5],
    ['-3', -3],
    [' 46 ', 46],
    ['.5', 0.5],
    ['1.2345e+06', 1_234_500],
    ['1e-3', 0.001],
  ])('with the value "%s" is %d', (value, expected) => {
    const meaning = meaningOf([rule(VALUE)], alert({ node: 'server-1' }, { annotations: { value } }));
    expect(meaning).toMatchObject({ saying: { dataType: 'VALUE', value: expected, unit: 'Cel' } });
    expect(meaning).not.toHaveProperty('problem');
  });

  it.each(['', 'NaN', '+Inf', '1e999', '0x10', '46 C', '1.2k', '{{ $value }}', '46,5'])(
    'with the value "%s" is UNKNOWN, and a problem',
    (value) => {
      const meaning = meaningOf([rule(VALUE)], alert({ node: 'server-1' }, { annotations: { value } }));
      expect(meaning).toMatchObject({ saying: UNKNOWN, problem: `its annotation value is no number: "${value}"` });
    },
  );

  it('has its value in the annotation that the rule names', () => {
    const annotations = { value: '1', celsius: '46' };
    const meaning = meaningOf(
      [rule({ ...VALUE, valueAnnotation: 'celsius' })],
      alert({ node: 'server-1' }, { annotations }),
    );
    expect(meaning).toMatchObject({ saying: { value: 46 } });
  });

  it('does not depend on the severity', () => {
    const said = ['info', 'critical'].map((severity) => meaningOf([rule()], alert({ node: 'server-1', severity })));
    expect(said[0]).toEqual(said[1]);
  });
});

describe('what a resolved alert says', () => {
  it.each<[string, Partial<PlacedRule>, object]>([
    ['of a state', {}, { dataType: 'STATE', state: 'RESOLVED' }],
    ['of a state with a name', { resolvedState: 'DRY' }, { dataType: 'STATE', state: 'DRY' }],
    ['of a value is nothing', VALUE, UNKNOWN],
    ['of a value with a state', { ...VALUE, resolvedState: 'COOL' }, { dataType: 'STATE', state: 'COOL' }],
    ['of a value with another', { ...VALUE, resolvedValue: 0 }, { dataType: 'VALUE', value: 0, unit: 'Cel' }],
    [
      'of a value with both',
      { ...VALUE, resolvedValue: 20, resolvedState: 'COOL' },
      { dataType: 'VALUE', value: 20, unit: 'Cel' },
    ],
  ])('%s', (_what, more, expected) => {
    expect(resolvedSaying(rule(more))).toEqual(expected);
  });
});

describe('the parameters of a rule', () => {
  it.each<[string, PlacedRule, object[]]>([
    ['are not known by a label alone', rule(), []],
    ['are those of the table', rule({ labelValues: { a: 's-1', b: 's-1' } }), [{ computeHostId: 's-1' }]],
    ['are those listed', aboutAll({ resourceZoneIds: ['room-1'] }), [{ resourceZoneId: 'room-1' }]],
    ['are not known while labels name them', aboutAll({ computeHostIds: ['s-1'], parameterName: '{a}' }), []],
  ])('%s', (_what, one, expected) => {
    expect(namedParameters(one)).toMatchObject(expected);
    expect(namedParameters(one)).toHaveLength(expected.length);
  });

  const datum = (more: object) =>
    ({ computeHostId: 's-1', parameterType: 'COOLING', parameterName: 'inlet', ...more }) as EnvironmentData;
  it.each<[string, PlacedRule, object, boolean]>([
    ['any server by a label', rule(), {}, true],
    ['a zone where the label is of a server', rule(), { computeHostId: undefined, resourceZoneId: 'room-1' }, false],
    ['another type', rule(), { parameterType: 'POWER' }, false],
    ['another name', rule(), { parameterName: 'inlet.1' }, false],
    ['no name', rule(), { parameterName: undefined }, false],
    ['a name from labels', rule({ parameterName: 'inlet.{sensor}' }), { parameterName: 'inlet.1' }, true],
    ['a name with a dot that is no dot', rule({ parameterName: 'a.{b}' }), { parameterName: 'aXb' }, false],
    ['a server of the table', rule({ labelValues: { a: 's-1' } }), {}, true],
    ['a server not of the table', rule({ labelValues: { a: 's-2' } }), {}, false],
    ['a server of the list', aboutAll({ computeHostIds: ['s-1'] }), {}, true],
    ['a server not of the list', aboutAll({ computeHostIds: ['s-2'] }), {}, false],
  ])('can be %s', (_what, one, more, expected) => {
    expect(isAbout(one, datum(more))).toBe(expected);
  });
});
