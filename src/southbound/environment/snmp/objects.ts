import type { components } from '../../../../generated/config.ts';
import type { SnmpDatum } from './profile.ts';
import { numberAt, scaled, type Readings } from './readings.ts';

type SnmpObject = components['schemas']['SnmpObject'];

const CONTACT_STATES: Record<NonNullable<SnmpObject['polarity']>, Record<string, string>> = {
  ACTIVE_HIGH: { '0': 'NORMAL', '1': 'ALARM' },
  ACTIVE_LOW: { '0': 'ALARM', '1': 'NORMAL' },
};

/** What a configured object says; STATE `UNKNOWN` when it is not there or its value has no meaning. R3. */
export function objectDatum(object: SnmpObject, readings: Readings): SnmpDatum {
  const { parameterType, parameterName } = object;
  const meaning = meaningOf(object, readings) ?? { dataType: 'STATE' as const, state: 'UNKNOWN' };
  return { parameterType, parameterName, ...meaning };
}

function meaningOf(object: SnmpObject, readings: Readings) {
  const { dataType, unit } = object;
  const text = readings.get(object.oid);
  if (text === undefined || text === '') return undefined;
  switch (dataType) {
    case 'VALUE': {
      const value = numberOf(object, readings);
      return value === undefined || unit === undefined ? undefined : { dataType, value, unit };
    }
    case 'VARIATION': {
      const variation = numberOf(object, readings);
      return variation === undefined || unit === undefined ? undefined : { dataType, variation, unit };
    }
    case 'STATE': {
      const states = statesOf(object);
      const state = Object.hasOwn(states, String(text)) ? states[String(text)] : undefined;
      return state === undefined ? undefined : { dataType, state };
    }
    case 'CODE':
      return { dataType, code: String(text).slice(0, 255) };
  }
}

function numberOf(object: SnmpObject, readings: Readings): number | undefined {
  const number = numberAt(readings, object.oid);
  if (number === undefined) return undefined;
  const value = scaled(number, object.scale);
  return value < (object.minimum ?? -Infinity) || value > (object.maximum ?? Infinity) ? undefined : value;
}

function statesOf({ states, polarity }: SnmpObject): Record<string, string> {
  return states ?? (polarity === undefined ? {} : CONTACT_STATES[polarity]);
}
