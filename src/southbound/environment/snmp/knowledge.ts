import type { components } from '../../../../generated/config.ts';
import { upsData, upsState } from '../ups-data.ts';
import { objectDatum } from './objects.ts';
import type { Profile, ProfileReading, SnmpDatum, TrapMeaning } from './profile.ts';
import { PROFILES } from './profiles.ts';
import type { Readings } from './readings.ts';
import type { Observation } from './reporter.ts';

type SnmpAgent = components['schemas']['SnmpAgent'];

/** sysUpTime: there on every agent, so that also one of which only traps are of interest is heard. RFC 3418. */
const SYS_UP_TIME = '1.3.6.1.2.1.1.3.0';

/** Most parameters that only traps tell; the names of some come from the traps. */
const MAXIMUM_TOLD = 100;

/** What is known of one agent: what its polls and traps told, and what it used to tell. */
export interface Knowledge {
  /** What is to be read of the agent. */
  readonly oids: readonly string[];
  readonly columns: readonly string[];
  /** What the values mean; remembers what the next ones are compared with. */
  learn(readings: Readings): Observation;
  /** The agent was not heard: all that it used to tell is UNKNOWN. */
  lose(condition: string): Observation;
  /** What a trap tells by itself; undefined when it is but a reason to poll. */
  learnTrap(oid: string, values: readonly (number | string | undefined)[]): SnmpDatum | undefined;
}

/** @param now milliseconds of a clock that only goes on */
export function createKnowledge(agent: SnmpAgent, now: () => number): Knowledge {
  const profile = agent.profile === undefined ? undefined : PROFILES[agent.profile];
  const told = new Map<string, { datum: SnmpDatum; clears: boolean }>();
  const battery = createBatteryClock(now);
  let hasBeenRead = false;
  const expected = new Map<string, SnmpDatum>();
  /** Expected until the agent has been heard; from then on it is known which it has. */
  const presumed = new Set(profile?.essential);
  for (const name of presumed) expect({ parameterType: 'POWER', parameterName: name });
  for (const object of agent.objects) expect(object);

  function expect({ parameterType, parameterName }: Pick<SnmpDatum, 'parameterType' | 'parameterName'>): void {
    expected.set(parameterName, { parameterType, parameterName, dataType: 'STATE', state: 'UNKNOWN' });
  }
  function withExpected(data: readonly SnmpDatum[], isFirst: boolean): SnmpDatum[] {
    if (isFirst) for (const name of presumed) expected.delete(name);
    for (const datum of data) expect(datum);
    return [...new Map([...expected, ...data.map((datum) => [datum.parameterName, datum] as const)]).values()];
  }
  /** What a trap told of the end of a trouble is not believed any more: new trouble may have been missed. */
  function lose(condition: string): Observation {
    battery.forget();
    for (const [name, entry] of told) {
      expect(entry.datum);
      if (entry.clears) told.delete(name);
    }
    return { condition, isOnBattery: false, data: [...expected.values()] };
  }

  return {
    oids: [SYS_UP_TIME, ...(profile?.oids ?? []), ...agent.objects.map(({ oid }) => oid)],
    columns: profile?.columns ?? [],
    learn: (readings) => {
      if (!readings.has(SYS_UP_TIME)) return lose('it answers without sysUpTime');
      const reading = profile?.interpret(readings, agent.entityIndexes) ?? { data: [] };
      if (reading.distrust !== undefined) return lose(reading.distrust);
      const ups = upsOf(reading, battery);
      const data = [
        ...[...told.values()].map(({ datum }) => datum),
        ...ups.data,
        ...reading.data,
        ...agent.objects.map((object) => objectDatum(object, readings)),
      ];
      const isFirst = !hasBeenRead && ups.condition === undefined;
      hasBeenRead ||= isFirst;
      return { condition: ups.condition, isOnBattery: ups.isOnBattery, data: withExpected(data, isFirst) };
    },
    lose,
    learnTrap: (oid, values) => {
      const meaning = trapMeaning(agent, profile, oid, values[0]);
      if (meaning === undefined || (told.size >= MAXIMUM_TOLD && !told.has(meaning.parameterName))) return undefined;
      const { parameterType, parameterName, state, clears } = meaning;
      const datum: SnmpDatum = { parameterType, parameterName, dataType: 'STATE', state };
      told.set(parameterName, { datum, clears });
      return datum;
    },
  };
}

/** What the variables of the UPS say, as the source `nut` says it. RFC 9271. */
function upsOf({ ups }: ProfileReading, battery: BatteryClock): Observation {
  if (ups === undefined) return { condition: undefined, isOnBattery: false, data: [] };
  const status = ups.get('ups.status') ?? '';
  const isOnBattery = status.split(' ').includes('OB');
  const state = upsState(ups, battery.secondsOnBattery(isOnBattery));
  const condition = state === 'UNKNOWN' ? `its values do not tell where the power comes from ("${status}")` : undefined;
  return { condition, isOnBattery, data: upsData(ups, state, []) };
}

/** Seconds since the change to battery was seen. */
interface BatteryClock {
  /** Undefined when the UPS is not on battery, or was so when it was heard first. */
  secondsOnBattery(isOnBattery: boolean): number | undefined;
  forget(): void;
}

function createBatteryClock(now: () => number): BatteryClock {
  let wasOnBattery: boolean | undefined;
  let since: number | undefined;
  return {
    secondsOnBattery: (isOnBattery) => {
      if (!isOnBattery) since = undefined;
      else if (wasOnBattery === false) since = now();
      wasOnBattery = isOnBattery;
      return since === undefined ? undefined : (now() - since) / 1000;
    },
    forget: () => {
      wasOnBattery = undefined;
      since = undefined;
    },
  };
}

/** The meaning that the configuration gives the trap, or its profile. */
function trapMeaning(
  agent: SnmpAgent,
  profile: Profile | undefined,
  trapOid: string,
  firstValue: number | string | undefined,
): TrapMeaning | undefined {
  const oid = withoutZero(trapOid);
  return agent.traps.find((trap) => withoutZero(trap.oid) === oid) ?? profile?.trap?.(oid, firstValue);
}

/** Some agents put a 0 before the last arc of a notification, as traps of v1 have it, and some leave it out. RFC 3584 3. */
function withoutZero(oid: string): string {
  return oid.replace(/\.0\.(\d+)$/, '.$1');
}
