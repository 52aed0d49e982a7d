/** What was heard of alerts, and what it means now. Pure: time is passed in, milliseconds that only rise. */
import {
  isAbout,
  isFiring,
  namedParameters,
  resolvedSaying,
  UNKNOWN,
  type Alert,
  type Meaning,
  type Parameter,
  type PlacedRule,
  type Saying,
} from './alertmanager-rules.ts';
import type { EnvironmentData, RecalledParameter } from './environment-source.ts';

/** An alert that was heard firing. */
interface Fire {
  rule: PlacedRule;
  /** When it began, by Alertmanager's clock. */
  startsAt: number;
  heardAt: number;
  saying: Saying;
  /** It was called resolved, but that is not confirmed. */
  isResolutionPending?: boolean;
}

/** A parameter that something was heard of. */
export interface Remembered {
  readonly parameter: Parameter;
  /** Rule of what was heard last. */
  rule: PlacedRule;
  /** Alerts that are not known to be resolved, by fingerprint. */
  readonly fires: Map<string, Fire>;
  /** Alertmanager was lost since the parameter was heard of: it cannot be told how it is. */
  isMasked: boolean;
  /** What the engine was given last. */
  said: Saying | undefined;
}

export interface AlertMemory {
  /** Takes over what the engine knew before the start. */
  recall(recalled: readonly RecalledParameter[], now: number): void;
  /** Takes an alert; gives the parameters that it speaks of. */
  tell(alert: Alert, meaning: Meaning, now: number): Remembered[];
  /** What was called resolved is resolved. */
  confirmResolutions(): void;
  /** Alerts that were not heard for the `silenceTime` of their rule do not fire, those that never did included. */
  resolveUnheard(heardSince: number, now: number): void;
  /** True: nothing that was heard holds any more. False: it holds again. */
  mask(isMasked: boolean): void;
  all(): readonly Remembered[];
}

/** Stands for alerts that fired before the start; their fingerprints nobody kept. */
const BEFORE_THE_START = '';

/** @param isConfirmationNeeded a resolution is believed only once it is confirmed */
export function createAlertMemory(rules: readonly PlacedRule[], isConfirmationNeeded: boolean): AlertMemory {
  const parameters = new Map<string, Remembered>();

  function remember(parameter: Parameter, rule: PlacedRule): Remembered {
    const known = parameters.get(keyOf(parameter));
    if (known !== undefined) return known;
    const remembered: Remembered = { parameter, rule, fires: new Map(), isMasked: false, said: undefined };
    parameters.set(keyOf(parameter), remembered);
    return remembered;
  }
  function take(parameter: Parameter, alert: Alert, { rule, saying }: Meaning, now: number): Remembered {
    const isNew = !parameters.has(keyOf(parameter));
    const remembered = remember(parameter, rule);
    const { fires } = remembered;
    const startsAt = Date.parse(alert.startsAt);
    const fire = fires.get(alert.fingerprint) ?? fires.get(BEFORE_THE_START);
    // What comes late, of a time before this one began, says nothing about now.
    if (fire !== undefined && startsAt < fire.startsAt) return remembered;
    remembered.rule = rule;
    fires.delete(BEFORE_THE_START);
    if (isFiring(alert)) {
      fires.set(alert.fingerprint, { rule, startsAt, heardAt: now, saying });
      remembered.isMasked = false;
    } else if (!isConfirmationNeeded) {
      fires.delete(alert.fingerprint);
      remembered.isMasked = false;
    } else if (fire !== undefined || isNew) {
      const resolved = fire ?? { rule, startsAt, heardAt: now, saying: UNKNOWN };
      fires.set(alert.fingerprint, { ...resolved, isResolutionPending: true });
    }
    return remembered;
  }
  function recallOne({ datum, environmentLevel, lastKnownLevel }: RecalledParameter, now: number): void {
    const rule = rules.find((candidate) => isAbout(candidate, datum));
    if (rule === undefined || lastKnownLevel === 'UNKNOWN') return;
    const isKnown = environmentLevel !== 'UNKNOWN';
    const remembered = remember(parameterOf(datum), rule);
    if (lastKnownLevel === 'NORMAL') remembered.isMasked ||= !isKnown;
    else {
      // What was silent already has to be told anew; what was not has its whole silenceTime from now.
      const heardAt = isKnown ? now : -Infinity;
      const saying = isKnown ? sayingIn(datum) : UNKNOWN;
      remembered.fires.set(BEFORE_THE_START, { rule, startsAt: -Infinity, heardAt, saying });
    }
    remembered.said = sayingOf(remembered, now);
  }

  return {
    recall: (recalled, now) => {
      for (const one of recalled) recallOne(one, now);
    },
    tell: (alert, meaning, now) => meaning.parameters.map((parameter) => take(parameter, alert, meaning, now)),
    confirmResolutions: () => {
      for (const { fires } of parameters.values())
        for (const [fingerprint, { isResolutionPending }] of fires)
          if (isResolutionPending === true) fires.delete(fingerprint);
    },
    resolveUnheard: (heardSince, now) => {
      for (const { fires } of parameters.values())
        for (const [fingerprint, { rule, heardAt }] of fires)
          if (isSilent(rule, Math.max(heardAt, heardSince), now)) fires.delete(fingerprint);
      for (const rule of rules.filter((one) => isSilent(one, heardSince, now)))
        for (const parameter of namedParameters(rule)) remember(parameter, rule);
    },
    mask: (isMasked) => {
      for (const remembered of parameters.values()) remembered.isMasked = isMasked;
    },
    all: () => [...parameters.values()],
  };
}

/** What is to be said of the parameter now. */
export function sayingOf({ rule, fires, isMasked }: Remembered, now: number): Saying {
  if (isMasked) return UNKNOWN;
  const [speaker] = [...fires.values()]
    .filter((fire) => !isSilent(fire.rule, fire.heardAt, now))
    .sort(
      (one, other) =>
        Number(one.isResolutionPending ?? false) - Number(other.isResolutionPending ?? false) ||
        one.rule.place - other.rule.place ||
        other.heardAt - one.heardAt,
    );
  if (speaker !== undefined) return speaker.saying;
  return fires.size > 0 ? UNKNOWN : resolvedSaying(rule);
}

function isSilent({ silenceTime }: PlacedRule, since: number, now: number): boolean {
  return now - since > 1000 * silenceTime;
}

function keyOf({ computeHostId, resourceZoneId, parameterType, parameterName }: Parameter): string {
  return JSON.stringify([computeHostId, resourceZoneId, parameterType, parameterName]);
}

function parameterOf({ computeHostId, resourceZoneId, parameterType, parameterName = '' }: EnvironmentData): Parameter {
  if (computeHostId !== undefined) return { computeHostId, parameterType, parameterName };
  return { ...(resourceZoneId === undefined ? {} : { resourceZoneId }), parameterType, parameterName };
}

function sayingIn({ dataType, state, value, unit }: EnvironmentData): Saying {
  return {
    dataType,
    ...(state === undefined ? {} : { state }),
    ...(value === undefined ? {} : { value }),
    ...(unit === undefined ? {} : { unit }),
  };
}
