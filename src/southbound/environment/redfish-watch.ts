/** One chassis of a Redfish service and what has been heard of it, by polls and by messages. */
import type { components } from '../../../generated/config.ts';
import type { EnvironmentData, SourcePorts, Target } from './environment-source.ts';
import { readChassis, type ChassisToRead, type ReadResource } from './redfish-chassis.ts';
import { findingsIn, resourceOf, stateDatum, unknownDatum } from './redfish-data.ts';
import type { RedfishEvent } from './redfish-events.ts';
import { afterMessage, parameterOf, type History } from './redfish-messages.ts';
import { countedDown, isReaction, type Announcements } from './redfish-reaction.ts';
import { QUANTITIES, type ChassisDatum } from './redfish-quantities.ts';
import { createToldBefore, type ToldBefore } from './told-before.ts';

type ChassisConfig = components['schemas']['RedfishSource']['chassis'][number];

/** What messages say of a parameter. */
interface Told {
  datum: ChassisDatum;
  history: History;
  origin: string | undefined;
}

export interface Watch extends ChassisToRead {
  readonly targets: readonly Target[];
  readonly toldBefore: ToldBefore;
  /** Parameters that were heard, or are wanted; one that is missing is UNKNOWN. */
  readonly expected: Map<string, ChassisDatum>;
  /** Paths of the resources that data came from. */
  readonly origins: Set<string>;
  /** Parameters that were told by messages and that no resource tells, by name. */
  readonly told: Map<string, Told>;
  /** Names of those that were told since the last poll began. */
  readonly justTold: Set<string>;
  /** Of devices that switch off by themselves. */
  readonly announcements: Announcements;
  isPollDue: boolean;
  /** The service answered in the last poll. */
  isHeard: boolean;
  /** It answered in any. */
  hasBeenHeard: boolean;
  /** What could not be read in the last poll. */
  condition: string | undefined;
  /** What the engine took last, and how many polls ago. */
  taken: string | undefined;
  pollsSinceTaken: number;
  /** Why the engine did not take the last data; undefined when it did. */
  failure: string | undefined;
}

export function newWatch(chassis: ChassisConfig, all: readonly ChassisConfig[], ports: SourcePorts): Watch {
  const prefixFor = (key: 'computeHostIds' | 'resourceZoneIds', id: string): string =>
    all.some((other) => other !== chassis && other[key]?.includes(id)) ? `${lastPart(chassis.path)}:` : '';
  const hosts = [...new Set(chassis.computeHostIds)].map((computeHostId) => ({
    about: { computeHostId },
    prefix: prefixFor('computeHostIds', computeHostId),
  }));
  const zones = [...new Set(chassis.resourceZoneIds)].map((resourceZoneId) => ({
    about: { resourceZoneId },
    prefix: prefixFor('resourceZoneIds', resourceZoneId),
  }));
  const targets = [...hosts, ...zones];
  const names = chassis.parameterNames ?? [];
  return {
    path: chassis.path.replace(/\/+$/, ''),
    parameterNames: chassis.parameterNames === undefined ? undefined : new Set(names),
    skipped: new Set(),
    targets,
    toldBefore: createToldBefore(ports, { chassis: chassis.path }, targets),
    expected: new Map(names.map((name) => [name, stateDatum(parameterTypeOf(name), name, 'UNKNOWN')])),
    origins: new Set(),
    told: new Map(),
    justTold: new Set(),
    announcements: { ends: new Map(), calm: new Map() },
    isPollDue: true,
    isHeard: false,
    hasBeenHeard: false,
    condition: 'not read yet',
    taken: undefined,
    pollsSinceTaken: 0,
    failure: undefined,
  };
}

function lastPart(path: string): string {
  return path.replace(/\/+$/, '').split('/').at(-1) ?? path;
}

/** The type of a parameter by its name alone. */
function parameterTypeOf(name: string): ChassisDatum['parameterType'] {
  const [first = ''] = name.split('.');
  if (first === 'leak') return isReaction(name) ? 'POWER' : 'WATER_LEVEL';
  if (first === 'intrusion') return 'INTRUSION';
  if (first === 'breaker' || first === 'circuit') return 'POWER';
  return Object.hasOwn(QUANTITIES, first) ? QUANTITIES[first as keyof typeof QUANTITIES].parameterType : 'COOLING';
}

/** Everything that is known of the chassis now. `isHeard` tells afterwards whether the service answered at all. */
export async function observe(watch: Watch, read: ReadResource, isHeard: () => boolean): Promise<ChassisDatum[]> {
  watch.justTold.clear();
  const began = performance.now();
  const findings = await readChassis(read, watch);
  const data = new Map(findings.map(({ datum }) => [datum.parameterName, datum]));
  for (const { origin } of findings) if (origin !== undefined) watch.origins.add(origin);
  for (const [name, told] of watch.told) {
    if (data.has(name) && !watch.justTold.has(name)) watch.told.delete(name);
    else data.set(name, isHeard() ? await confirmed(watch, name, told, read) : unknownDatum(told.datum));
  }
  for (const name of data.keys()) if (!isWanted(watch, name)) data.delete(name);
  for (const [name, datum] of watch.expected) if (!data.has(name)) data.set(name, unknownDatum(datum));
  for (const [name, datum] of data) watch.expected.set(name, datum);
  return [...data.values()].map((datum) => countedDown(watch.announcements, datum, began));
}

function isWanted({ parameterNames }: Watch, name: string): boolean {
  return parameterNames?.has(name) ?? true;
}

const NOTHING_TOLD: History = { before: new Map(), messages: [] };
const HEALTHS: readonly unknown[] = ['OK', 'Warning', 'Critical'];

/**
 * What a message told, held against the resource that it is about: its own data go first, then its health. When it cannot
 * be read, the message is all that there is.
 */
async function confirmed(watch: Watch, name: string, told: Told, read: ReadResource): Promise<ChassisDatum> {
  const resource = told.origin === undefined ? undefined : await read(told.origin);
  if (resource === undefined || watch.justTold.has(name)) return told.datum;
  const found = findingsIn(resource).find(({ datum }) => datum.parameterName === name);
  if (found !== undefined) return found.datum;
  const { Health } = resourceOf(resource['Status']);
  const { state } = told.datum;
  const isOneOfHealth = HEALTHS.includes(state) || state === 'Fatal';
  if (!isOneOfHealth || !HEALTHS.includes(Health) || (Health === 'Critical' && state === 'Fatal')) return told.datum;
  told.datum = { ...told.datum, state: String(Health) };
  if (Health === 'OK') told.history = NOTHING_TOLD;
  return told.datum;
}

/** The data that an event tells by itself; a poll of the chassis is due then in any case. */
export function tell(watch: Watch, { message, origin, id, time }: RedfishEvent): ChassisDatum[] {
  watch.isPollDue = true;
  const about = message === undefined ? undefined : parameterOf(message, id);
  if (message === undefined || about === undefined || !isWanted(watch, about.parameterName)) return [];
  const { parameterType, parameterName } = about;
  const before = watch.told.get(parameterName)?.history ?? NOTHING_TOLD;
  const { history, state } = afterMessage(before, { key: message.key, time });
  const datum = stateDatum(parameterType, parameterName, state);
  watch.told.set(parameterName, { datum, history, origin });
  watch.justTold.add(parameterName);
  return [datum];
}

/** Messages may have been lost: what only they told is not known any more. */
export function forgetTold(watch: Watch): void {
  for (const [name, told] of watch.told)
    watch.told.set(name, { ...told, datum: unknownDatum(told.datum), history: NOTHING_TOLD });
  watch.isPollDue = true;
}

/** The chassis that an event is about; with only one, also where the event does not say. */
export function watchFor(watches: readonly Watch[], origin: string | undefined): Watch | undefined {
  if (origin !== undefined) {
    const known = watches.find(({ origins }) => origins.has(origin));
    const isWithin = ({ path }: Watch): boolean => origin === path || origin.startsWith(`${path}/`);
    const within = watches.filter(isWithin).sort((a, b) => b.path.length - a.path.length);
    if (known !== undefined || within.length > 0) return known ?? within[0];
    return undefined;
  }
  return watches.length === 1 ? watches[0] : undefined;
}

/** The data once for each server and zone in the chassis. */
export function addressed({ targets }: Watch, data: readonly ChassisDatum[]): EnvironmentData[] {
  return targets.flatMap(({ about, prefix }) =>
    data.map((datum) => ({ ...datum, ...about, parameterName: `${prefix}${datum.parameterName}` })),
  );
}
