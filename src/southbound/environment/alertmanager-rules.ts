/** What an alert means by the rules of the configuration. Pure. */
import type { components as Callback } from '../../../generated/callback.ts';
import type { components } from '../../../generated/config.ts';
import type { EnvironmentData } from './environment-source.ts';

type Schemas = components['schemas'];
type Rule = Schemas['AlertmanagerRule'];
type Labels = Callback['schemas']['AlertmanagerLabels'];
export type Alert = Callback['schemas']['AlertmanagerAlert'];

/** A parameter of one server or zone. */
export type Parameter = Pick<EnvironmentData, 'computeHostId' | 'resourceZoneId' | 'parameterType'> & {
  parameterName: string;
};

/** What is said of a parameter. */
export type Saying = Pick<EnvironmentData, 'dataType' | 'state' | 'value' | 'unit'>;

/** A rule with its place among the rules, 0 for the first. */
export type PlacedRule = Rule & { place: number };

/** What an alert means: what is said of which parameters while it fires. */
export interface Meaning {
  rule: PlacedRule;
  parameters: Parameter[];
  /** UNKNOWN when the alert should have a value and has none that can be read. */
  saying: Saying;
  /** What of the alert cannot be used, for people. */
  problem?: string;
}

/** Why an alert means nothing. */
export interface Meaningless {
  kind: 'alert without rule' | 'alert without target';
  problem: string;
}

export const UNKNOWN: Saying = { dataType: 'STATE', state: 'UNKNOWN' };

/** Whether the labels are as the rule wants them; an absent label has the empty value, as in Alertmanager itself. */
export function fits({ match = {}, matchRe = {} }: Pick<Rule, 'match' | 'matchRe'>, labels: Labels): boolean {
  return (
    Object.entries(match).every(([label, value]) => valueOf(labels, label) === value) &&
    Object.entries(matchRe).every(([label, pattern]) =>
      new RegExp(`^(?:${pattern})$`, 'su').test(valueOf(labels, label)),
    )
  );
}

/** What the alert means by the first rule that it fits. R3. */
export function meaningOf(rules: readonly PlacedRule[], alert: Alert): Meaning | Meaningless {
  const rule = rules.find((candidate) => fits(candidate, alert.labels));
  if (rule === undefined) return { kind: 'alert without rule', problem: 'it fits no rule' };
  const abouts = aboutsOf(rule, alert.labels);
  if (typeof abouts === 'string') return { kind: 'alert without target', problem: abouts };
  const parameterName = nameOf(rule, alert.labels);
  if (typeof parameterName !== 'string') return { kind: 'alert without target', problem: parameterName.problem };
  const parameters = abouts.map((about) => ({ ...about, parameterType: rule.parameterType, parameterName }));
  return { rule, parameters, ...firing(rule, alert) };
}

/** Firing unless it says twice that it is not. */
export function isFiring({ status, endsAt }: Alert): boolean {
  return status === 'firing' || endsAt === undefined || new Date(endsAt).getUTCFullYear() <= 1;
}

/**
 * What is said of a parameter whose alert is resolved. The annotation of a resolved alert has the last value that fired, which is
 * just not what is measured now: a value is said only when the rule names one.
 */
export function resolvedSaying({ dataType, resolvedState, resolvedValue, unit = '1' }: Rule): Saying {
  if (dataType === 'VALUE' && resolvedValue !== undefined) return { dataType: 'VALUE', value: resolvedValue, unit };
  if (dataType === 'STATE') return { dataType: 'STATE', state: resolvedState ?? 'RESOLVED' };
  return resolvedState === undefined ? UNKNOWN : { dataType: 'STATE', state: resolvedState };
}

/** The parameters that the rule names whatever the alert; none where only the labels of an alert tell. */
export function namedParameters(rule: PlacedRule): Parameter[] {
  const { labelValues, parameterType, parameterName } = rule;
  if (PLACEHOLDER.test(parameterName)) return [];
  const abouts = fixedAbouts(rule) ?? [...new Set(Object.values(labelValues ?? {}))].map((id) => aboutOf(rule, id));
  return abouts.map((about) => ({ ...about, parameterType, parameterName }));
}

/** Whether alerts that fit the rule can be about the parameter. */
export function isAbout(rule: PlacedRule, datum: EnvironmentData): boolean {
  const name = rule.parameterName.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  if (datum.parameterType !== rule.parameterType) return false;
  if (!new RegExp(`^${name.join('.+')}$`, 'su').test(datum.parameterName ?? '')) return false;
  if (rule.computeHostIds !== undefined) return rule.computeHostIds.includes(datum.computeHostId ?? '');
  if (rule.resourceZoneIds !== undefined) return rule.resourceZoneIds.includes(datum.resourceZoneId ?? '');
  const id = rule.computeHostLabel === undefined ? datum.resourceZoneId : datum.computeHostId;
  return id !== undefined && (rule.labelValues === undefined || Object.values(rule.labelValues).includes(id));
}

type About = Pick<EnvironmentData, 'computeHostId' | 'resourceZoneId'>;

function fixedAbouts({ computeHostIds, resourceZoneIds }: Rule): About[] | undefined {
  if (computeHostIds !== undefined) return [...new Set(computeHostIds)].map((computeHostId) => ({ computeHostId }));
  if (resourceZoneIds !== undefined) return [...new Set(resourceZoneIds)].map((resourceZoneId) => ({ resourceZoneId }));
  return undefined;
}

/** What the alert is about, or why that cannot be told. */
function aboutsOf(rule: Rule, labels: Labels): About[] | string {
  const fixed = fixedAbouts(rule);
  if (fixed !== undefined) return fixed;
  const label = rule.computeHostLabel ?? rule.resourceZoneLabel ?? '';
  const value = valueOf(labels, label);
  if (value === '') return `it has no label ${label}`;
  if (rule.labelValues === undefined) return [aboutOf(rule, value)];
  const id = Object.hasOwn(rule.labelValues, value) ? rule.labelValues[value] : undefined;
  return id === undefined ? `labelValues does not list ${label}="${value}"` : [aboutOf(rule, id)];
}

function aboutOf({ computeHostLabel }: Rule, id: string): About {
  return computeHostLabel === undefined ? { resourceZoneId: id } : { computeHostId: id };
}

const PLACEHOLDER = /\{(\w+)\}/;
const LONGEST_NAME = 255;

function nameOf({ parameterName }: Rule, labels: Labels): string | { problem: string } {
  const missing = [...parameterName.matchAll(new RegExp(PLACEHOLDER, 'g'))]
    .map(([, label]) => label ?? '')
    .find((label) => valueOf(labels, label) === '');
  if (missing !== undefined) return { problem: `it has no label ${missing}, which its parameterName needs` };
  const name = parameterName.replaceAll(new RegExp(PLACEHOLDER, 'g'), (_whole, label: string) =>
    valueOf(labels, label),
  );
  return name.length > LONGEST_NAME ? { problem: `its parameterName is longer than ${LONGEST_NAME}` } : name;
}

function firing({ dataType, firingState, valueAnnotation, unit = '1' }: Rule, alert: Alert) {
  if (dataType === 'STATE') return { saying: { dataType, state: firingState ?? 'FIRING' } };
  const text = valueOf(alert.annotations ?? {}, valueAnnotation);
  const value = decimal(text);
  return value === undefined
    ? { saying: UNKNOWN, problem: `its annotation ${valueAnnotation} is no number: "${text.slice(0, 80)}"` }
    : { saying: { dataType, value, unit } };
}

/** As Prometheus writes `{{ $value }}`; not `NaN`, `+Inf`, nor a text that was made for people. */
function decimal(text: string): number | undefined {
  const value = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : NaN;
  return Number.isFinite(value) ? value : undefined;
}

function valueOf(labels: Labels, label: string): string {
  return (Object.hasOwn(labels, label) ? labels[label] : undefined) ?? '';
}
