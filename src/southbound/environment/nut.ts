import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as uuid } from 'uuid';
import type { components } from '../../../generated/config.ts';
import { reasonOf } from '../../problem.ts';
import type {
  EnvironmentData,
  EnvironmentSource,
  SourceAdapter,
  SourcePorts,
  SourceStatus,
  Target,
} from './environment-source.ts';
import type { UpsAnswer } from './nut-protocol.ts';
import { createToldBefore, type ToldBefore } from './told-before.ts';
import { ESSENTIAL_PARAMETERS, unknownDatum, upsData, upsState, type UpsDatum } from './ups-data.ts';
import { createUpsdLink } from './upsd-link.ts';

type NutSource = components['schemas']['NutSource'];

/** Polls after which what has not changed is said again; a `stalenessTime` has to be longer than the first. */
const REPEAT_HEARD = 5;
const REPEAT_NOT_HEARD = 10;
/** Most data in one notification, as the interface has it. */
const MAXIMUM_DATA = 1000;
const NOT_READ = 'not read yet';

/** One UPS and what has been heard of it. */
interface Ups {
  readonly name: string;
  readonly targets: readonly Target[];
  /** Parameters that it gives; one that is missing is UNKNOWN. */
  expected: Set<string>;
  hasBeenRead: boolean;
  readonly toldBefore: ToldBefore;
  /** Why it is not heard; undefined while it is. */
  condition: string | undefined;
  /** Where its power came from at the last poll; undefined when that poll did not tell. */
  wasOnBattery: boolean | undefined;
  /** When the change to battery was seen, milliseconds of `performance.now()`. */
  onBatterySince: number | undefined;
  /** What the engine took last, and how many polls ago. */
  taken: string | undefined;
  pollsSinceTaken: number;
  /** Why the engine did not take the last data; undefined when it did. */
  failure: string | undefined;
}

interface Observation {
  condition: string | undefined;
  isOnBattery: boolean;
  data: UpsDatum[];
}

/**
 * Environment source `nut`: polls upsd and says of every server and zone what its UPS says, in NUT's words (`ups-data.ts`).
 * Said at once when it changes, at every poll while on battery, else every 5 polls. What cannot be learned (no connection,
 * no answer in time, an `ERR`, a starting driver, a wrong answer) is said to be `UNKNOWN`, at once and every 10 polls.
 * Where a server or zone has several UPSes of this source, the names of its parameters begin with the name of the UPS
 * (`ups1:battery.charge`), so that one feed does not speak over the other. R2, R3, R4, R8, RFC 9271.
 */
export const nutAdapter: SourceAdapter<NutSource> = { type: 'nut', create: createNutSource };

function createNutSource(config: NutSource, ports: SourcePorts): EnvironmentSource {
  const stopping = new AbortController();
  const link = createUpsdLink({ ...config, signal: stopping.signal });
  const upses = config.upses.map((ups) => newUps(ups, config.upses, ports));
  let loop: Promise<void> | undefined;

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await poll();
      await sleep(1000 * config.pollInterval, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
    link.close();
  }
  async function poll(): Promise<void> {
    const deliveries: Promise<void>[] = [];
    for (const ups of upses) {
      const answer = await link.read(ups.name);
      if (stopping.signal.aborted) break;
      const observation = observe(ups, answer);
      logChange(ups, observation.condition);
      deliveries.push(deliver(ups, observation));
    }
    await Promise.all(deliveries);
  }
  /** Never throws: what the engine does not take is given again, as it is then, with the next poll. */
  async function deliver(ups: Ups, observation: Observation): Promise<void> {
    if (!ups.hasBeenRead) await ups.toldBefore.lose();
    const said = JSON.stringify([observation.condition, observation.data]);
    ups.pollsSinceTaken += 1;
    if (said === ups.taken && !isRepetitionDue(ups, observation)) return;
    const timeStamp = new Date().toISOString();
    try {
      for (const environmentData of chunksOf(addressed(ups, observation.data))) {
        const id = `${config.id}:${ups.name}:${uuid()}`;
        await ports.receive({ id, timeStamp, source: config.id, environmentData });
      }
      Object.assign(ups, { taken: said, pollsSinceTaken: 0, failure: undefined });
    } catch (error) {
      const failure = reasonOf(error);
      if (failure !== ups.failure) ports.log.error({ ups: ups.name, reason: failure }, 'UPS data were not taken');
      Object.assign(ups, { taken: undefined, failure });
    }
  }
  function logChange(ups: Ups, condition: string | undefined): void {
    if (condition !== undefined && condition !== ups.condition) {
      ports.log.warn({ ups: ups.name, reason: condition }, 'UPS is not heard');
    }
    if (condition === undefined && ups.condition !== undefined) ports.log.info({ ups: ups.name }, 'UPS is heard');
    ups.condition = condition;
  }

  return {
    id: config.id,
    start: () => {
      loop ??= run();
    },
    stop: async () => {
      stopping.abort();
      await loop;
    },
    // What a UPS feeds is configured, and a UPS is read as a whole: nothing is saved by following fewer servers.
    follow: () => Promise.resolve(),
    status: () => (stopping.signal.aborted ? { connected: false, detail: 'stopped' } : statusOf(upses)),
  };
}

function newUps(ups: NutSource['upses'][number], all: NutSource['upses'], ports: SourcePorts): Ups {
  const prefixFor = (key: 'computeHostIds' | 'resourceZoneIds', id: string): string =>
    all.some((other) => other.name !== ups.name && other[key]?.includes(id)) ? `${ups.name}:` : '';
  const targets = [
    ...[...new Set(ups.computeHostIds)].map((computeHostId) => ({
      about: { computeHostId },
      prefix: prefixFor('computeHostIds', computeHostId),
    })),
    ...[...new Set(ups.resourceZoneIds)].map((resourceZoneId) => ({
      about: { resourceZoneId },
      prefix: prefixFor('resourceZoneIds', resourceZoneId),
    })),
  ];
  return {
    name: ups.name,
    targets,
    toldBefore: createToldBefore(ports, { ups: ups.name }, targets),
    expected: new Set(ESSENTIAL_PARAMETERS),
    hasBeenRead: false,
    condition: NOT_READ,
    wasOnBattery: undefined,
    onBatterySince: undefined,
    taken: undefined,
    pollsSinceTaken: 0,
    failure: undefined,
  };
}

/** What an answer tells of the UPS; remembers what the next answer is compared with. */
function observe(ups: Ups, answer: UpsAnswer): Observation {
  if ('error' in answer) return observeNothing(ups, answer.error);
  const { variables } = answer;
  const status = variables.get('ups.status') ?? '';
  const tokens = status.split(/\s+/);
  if (tokens.includes('WAIT')) return observeNothing(ups, 'WAIT: the driver is starting');

  const isOnBattery = tokens.includes('OB');
  if (!isOnBattery) ups.onBatterySince = undefined;
  else if (ups.wasOnBattery === false) ups.onBatterySince = performance.now();
  ups.wasOnBattery = isOnBattery;

  const onBatteryFor = ups.onBatterySince === undefined ? undefined : (performance.now() - ups.onBatterySince) / 1000;
  const state = upsState(variables, onBatteryFor);
  // Until the UPS has been heard what it should have is UNKNOWN; from then on it is known which ones it has.
  const isFirst = !ups.hasBeenRead && state !== 'UNKNOWN';
  const data = upsData(variables, state, isFirst ? [] : ups.expected);
  ups.expected = new Set(data.map((datum) => datum.parameterName));
  ups.hasBeenRead ||= isFirst;
  return {
    condition: state === 'UNKNOWN' ? `ups.status "${status}" does not tell where the power comes from` : undefined,
    isOnBattery,
    data,
  };
}

function observeNothing(ups: Ups, condition: string): Observation {
  ups.wasOnBattery = undefined;
  ups.onBatterySince = undefined;
  return { condition, isOnBattery: false, data: [...ups.expected].map((name) => unknownDatum(name)) };
}

function isRepetitionDue(ups: Ups, observation: Observation): boolean {
  if (observation.isOnBattery) return true;
  return ups.pollsSinceTaken >= (observation.condition === undefined ? REPEAT_HEARD : REPEAT_NOT_HEARD);
}

/** The data once for each server and zone that the UPS feeds. */
function addressed(ups: Ups, data: readonly UpsDatum[]): EnvironmentData[] {
  return ups.targets.flatMap(({ about, prefix }) =>
    data.map((datum) => ({ ...datum, ...about, parameterName: `${prefix}${datum.parameterName}` })),
  );
}

function chunksOf(data: readonly EnvironmentData[]): EnvironmentData[][] {
  const count = Math.ceil(data.length / MAXIMUM_DATA);
  return Array.from({ length: count }, (_, index) => data.slice(index * MAXIMUM_DATA, (index + 1) * MAXIMUM_DATA));
}

/** Connected when every UPS is heard; the detail names each one that is not, or whose data the engine does not take. */
function statusOf(upses: readonly Ups[]): SourceStatus {
  const complaints = upses.flatMap(({ name, condition, failure }) => [
    ...(condition === undefined ? [] : [`${name}: ${condition}`]),
    ...(failure === undefined ? [] : [`${name}: data were not taken: ${failure}`]),
  ]);
  return {
    connected: upses.every(({ condition }) => condition === undefined),
    detail: complaints.length === 0 ? `${upses.map(({ name }) => name).join(', ')} heard` : complaints.join('; '),
  };
}
