import { checkConfiguration } from '../../src/config.ts';

const RULE = {
  match: { alertname: 'Hot' },
  computeHostLabel: 'node',
  parameterType: 'COOLING',
  parameterName: 'inlet',
  dataType: 'STATE',
  silenceTime: 60,
};
const SOURCE = { id: 'alerts', type: 'alertmanager' };

const check = (rule: object, source: object = {}) =>
  checkConfiguration({ environmentSources: [{ ...SOURCE, rules: [rule], ...source }] });
const problemsOf = (...parts: Parameters<typeof check>): string => {
  const checked = check(...parts);
  return 'problems' in checked ? checked.problems.join('\n') : '';
};
const without = (name: keyof typeof RULE) => Object.fromEntries(Object.entries(RULE).filter(([key]) => key !== name));

describe('the configuration of an Alertmanager', () => {
  it.each<[string, object]>([
    ['the label of the server', RULE],
    ['a regular expression instead of a value', { ...without('match'), matchRe: { alertname: 'Inlet.*' } }],
    ['a table', { ...RULE, labelValues: { a: 'server-1' } }],
    ['servers', { ...without('computeHostLabel'), computeHostIds: ['server-1'] }],
    ['zones', { ...without('computeHostLabel'), resourceZoneIds: ['room-1'] }],
    ['a value', { ...RULE, dataType: 'VALUE', unit: 'Cel', resolvedValue: 20 }],
  ])('may have a rule with %s', (_what, rule) => {
    expect(problemsOf(rule)).toBe('');
  });

  it('takes the annotation value for the value, and what is not heard for unknown, unless it says otherwise', () => {
    expect(check(RULE, { watchdogRule: { match: { alertname: 'Watchdog' }, silenceTime: 60 } })).toMatchObject({
      environmentSources: [{ rules: [{ valueAnnotation: 'value' }], watchdogRule: { unheardAlerts: 'UNKNOWN' } }],
    });
  });

  it.each<[string, object, string]>([
    ['that fits every alert', without('match'), 'rules.0'],
    ['that fits every alert in another way', { ...RULE, match: {} }, 'rules.0.match'],
    ['with half an expression', { ...RULE, matchRe: { alertname: '(' } }, 'rules.0.matchRe.alertname'],
    ['about nothing', without('computeHostLabel'), 'rules.0'],
    ['about two kinds of things', { ...RULE, resourceZoneIds: ['room-1'] }, 'rules.0'],
    ['that never becomes silent', without('silenceTime'), "required property 'silenceTime'"],
    ['with a value without a unit', { ...RULE, dataType: 'VALUE' }, "required property 'unit'"],
    ['with a variation', { ...RULE, dataType: 'VARIATION' }, 'rules.0.dataType'],
    ['with a unit that there is not', { ...RULE, dataType: 'VALUE', unit: 'degrees' }, 'degrees is no UCUM unit'],
    ['for a parameter type that there is not', { ...RULE, parameterType: 'NOISE' }, 'no parameter type NOISE'],
  ])('is refused for a rule %s, and the rule is named', (_what, rule, named) => {
    const problems = problemsOf(rule);
    expect(problems).toContain('environmentSources.0.rules.0');
    expect(problems).toContain(named);
  });

  it('is refused for a watchdog that every alert is', () => {
    expect(problemsOf(RULE, { watchdogRule: { silenceTime: 60 } })).toContain('environmentSources.0.watchdogRule');
  });
});
