/** Every parameter that a broker is to tell of, whether its sensor is heard, and what is said of it (R4, R8). */
import type { EnvironmentData, SourcePorts } from './environment-source.ts';
import type { Reading, ReadingProblem } from './mqtt-reading.ts';
import type { Outbox } from './outbox.ts';

export type About = Pick<EnvironmentData, 'computeHostId'> | Pick<EnvironmentData, 'resourceZoneId'>;

/** What is UNKNOWN is said again after this time, milliseconds. */
const REPEAT_NOT_HEARD = 30_000;
/** More sensors than this, from topics with wildcards, are a publisher out of control. */
const MAXIMUM_SENSORS = 10_000;
/** As many are named in the status; the others are counted. */
const MAXIMUM_NAMED = 10;
const MAXIMUM_NAME_LENGTH = 255;

/** What one topic or metric tells of one or several servers or zones. */
export interface SensorDescription {
  /** For people: the topic, or the metric with its edge node. */
  place: string;
  about: readonly About[];
  parameterType: string;
  parameterName: string;
  /** Seconds. */
  silenceTime: number | undefined;
}

/** How a reading came. */
export interface Arrival {
  /** When it was measured, milliseconds since 1970; undefined when it does not say. */
  time: number | undefined;
  /** `RETAINED` was kept by the broker; `CURRENT` is said to hold now, whenever it was measured. */
  kind: 'LIVE' | 'RETAINED' | 'CURRENT';
}

export interface Sensor {
  /** A reading, or that none could be learned. */
  hear(heard: Reading | ReadingProblem, arrival: Arrival): void;
  /** Nothing can be told any more, for this reason. */
  lose(reason: string): void;
}

export interface Sensors {
  /** From now on what is not heard is said to be UNKNOWN. */
  start(): void;
  /** A new sensor, UNKNOWN until it is heard; undefined when there are too many. */
  add(description: SensorDescription): Sensor | undefined;
  /** Counts what is wrong; logs it when it is wrong in this way at this place for the first time. */
  complain: (place: string, problem: string, detail: string) => void;
  /** To be called every now and then: says what has fallen silent. */
  look(): void;
  loseAll(reason: string): void;
  /** What is not heard, for people; empty when everything is. */
  complaints(): string[];
}

interface SensorState {
  readonly description: SensorDescription;
  /** Why it is UNKNOWN; undefined while it is heard. */
  condition: string | undefined;
  /** Since when, and as of when something was said last; milliseconds since 1970. */
  unknownSince: number;
  lastSaid: number;
  /** When the last reading was measured, by the sensor, milliseconds since 1970. */
  lastTime: number;
  /** When it was heard, and when something was said last, milliseconds of `performance.now()`. */
  heardAt: number;
  saidAt: number;
}

/**
 * Makes an empty list. Which readings are news:
 * - one that came live, unless it was measured before the last one, or longer ago than `silenceTime`;
 * - one that the broker kept (retained), only if it carries a time after that since which the sensor is UNKNOWN. Without a
 *   time it is none: it may be years old, and its sensor dead.
 * What is no news neither raises nor lowers a level, and does not keep a sensor from falling silent.
 * A time is held against the clock of the gateway; one ahead of it means now.
 */
export function createSensors(outbox: Outbox, ports: Pick<SourcePorts, 'log' | 'problem'>): Sensors {
  const states: SensorState[] = [];
  const complain = createComplaining(ports);
  let isStarted = false;

  function say(sensor: SensorState, reading: Reading, time: number): void {
    const { about, parameterType, parameterName } = sensor.description;
    // Later than what was said before, or the engine would take it for the older of the two.
    sensor.lastSaid = Math.max(time, sensor.lastSaid + 1);
    sensor.saidAt = performance.now();
    const measuredAt = new Date(sensor.lastSaid).toISOString();
    outbox.say(about.map((object) => ({ ...object, parameterType, parameterName, ...reading, measuredAt })));
  }
  function sayUnknown(sensor: SensorState): void {
    say(sensor, { dataType: 'STATE', state: 'UNKNOWN' }, Date.now());
  }
  function lose(sensor: SensorState, reason: string): void {
    if (sensor.condition === undefined) sensor.unknownSince = Date.now();
    const isNew = sensor.condition !== reason;
    sensor.condition = reason;
    if (isNew) sayUnknown(sensor);
  }
  function hear(sensor: SensorState, heard: Reading | ReadingProblem, arrival: Arrival): void {
    const { place, silenceTime } = sensor.description;
    const isRetained = arrival.kind === 'RETAINED';
    if ('problem' in heard) {
      complain(place, heard.problem, heard.detail);
      if (!isRetained) lose(sensor, heard.detail);
      return;
    }
    const now = Date.now();
    const time = Math.min(arrival.time ?? now, now);
    if (isRetained && (arrival.time === undefined || time <= sensor.unknownSince)) return;
    if (arrival.kind !== 'CURRENT') {
      if (time < sensor.lastTime) return;
      const age = (now - time) / 1000;
      if (age > (silenceTime ?? Infinity)) {
        complain(place, 'time', `it was measured ${Math.round(age)} s before it came`);
        return;
      }
    }
    Object.assign(sensor, { condition: undefined, lastTime: time, heardAt: performance.now() });
    say(sensor, heard, time);
  }
  function look(sensor: SensorState): void {
    const now = performance.now();
    const { silenceTime } = sensor.description;
    const isSilent = silenceTime !== undefined && now - sensor.heardAt > 1000 * silenceTime;
    if (sensor.condition === undefined && isSilent) lose(sensor, `silent for ${silenceTime} s`);
    else if (sensor.condition !== undefined && now - sensor.saidAt > REPEAT_NOT_HEARD) sayUnknown(sensor);
  }

  return {
    start: () => {
      isStarted = true;
      for (const state of states) {
        state.unknownSince = Date.now();
        sayUnknown(state);
      }
    },
    add: (description) => {
      const name = description.parameterName;
      if (states.length >= MAXIMUM_SENSORS || name.length > MAXIMUM_NAME_LENGTH || name === '') {
        complain(
          description.place,
          'sensor',
          `there are too many sensors, or the name ${name.slice(0, 60)} is not allowed`,
        );
        return undefined;
      }
      const state: SensorState = { description, condition: 'not heard yet', unknownSince: Date.now(), ...NEVER };
      states.push(state);
      if (isStarted) sayUnknown(state);
      return { hear: hear.bind(undefined, state), lose: lose.bind(undefined, state) };
    },
    complain,
    look: () => {
      states.forEach(look);
    },
    loseAll: (reason) => {
      for (const state of states) lose(state, reason);
    },
    complaints: () => complaintsOf(states),
  };
}

function createComplaining({ log, problem: count }: Pick<SourcePorts, 'log' | 'problem'>): Sensors['complain'] {
  const logged = new Set<string>();
  return (place, problem, detail) => {
    count(problem);
    const what = `${problem} ${place}`;
    if (logged.has(what) || logged.size >= MAXIMUM_SENSORS) return;
    logged.add(what);
    log.warn({ place, problem, detail }, 'nothing can be learned from this message; others like it are only counted');
  };
}

const NEVER = { lastSaid: 0, lastTime: 0, heardAt: 0, saidAt: 0 };

function complaintsOf(states: readonly SensorState[]): string[] {
  const complaints = states.flatMap(({ description, condition }) =>
    condition === undefined ? [] : [`${description.place}: ${condition}`],
  );
  const others = complaints.length - MAXIMUM_NAMED;
  return others <= 0 ? complaints : [...complaints.slice(0, MAXIMUM_NAMED), `${others} more not heard`];
}
