import type { LiveRun } from './live-run.ts';
import { entry, type PhysicsState } from './physics.ts';
import type { Play } from './play.ts';
import { isAbout, levelOf, linesOf, type ThresholdLine } from './threshold-level.ts';
import type { Scenario } from './world.ts';

/** A curve of one parameter of one place, over time. */
export interface Curve {
  title: string;
  unit: string;
  points: [at: number, value: number][];
  lines: (ThresholdLine & { label: string })[];
}

/** A coloured row over time. */
export interface Band {
  title: string;
  pieces: Piece[];
}

export interface Piece {
  from: number;
  to: number;
  /** Class that gives the colour. */
  kind: BandKind;
  label: string;
}

type BandKind = 'normal' | 'degraded' | 'failed' | 'unknown' | 'off' | 'boot' | 'run' | 'out' | 'yes' | 'no';

interface Source {
  title: string;
  unit: string;
  parameterType: string;
  parameterName: string;
  /** Servers whose lines are drawn. */
  serverIds: string[];
  read: (state: PhysicsState) => number;
}

/** Curves of everything that moved in one of the two runs, the same ones for both. */
export function curvesOf(scenario: Scenario, plays: readonly Play[], play: Play): Curve[] {
  return sourcesOf(play)
    .filter(({ read }) =>
      plays.some((any) => any.states.some((state) => Math.abs(read(state) - firstOf(any, read)) > 0.5)),
    )
    .map((source) => ({
      title: source.title,
      unit: source.unit,
      points: everyFifth(play.states).map((state) => [state.time, source.read(state)]),
      lines: thresholdLines(scenario, source),
    }));
}

/** Rows of what is on or off: mains of each UPS, doors. */
export function switchBands({ world, states }: Play): Band[] {
  const mains = world.supplies.map(({ id }) => ({
    title: `mains of ${id}`,
    pieces: piecesOf(states, (state) => (entry(state.supplies, id).mains ? ['yes', 'mains'] : ['no', ''])),
  }));
  const doors = world.rooms
    .filter(({ door }) => door)
    .map(({ id }) => ({
      title: `door of ${id}`,
      pieces: piecesOf(states, (state) => (entry(state.rooms, id).doorOpen ? ['degraded', 'open'] : ['yes', 'closed'])),
    }));
  return [...mains, ...doors].filter(({ pieces }) => pieces.length > 1);
}

/** Level and power of each server; levels are the gateway's, or plainly the thresholds' where there is no gateway. */
export function serverBands(scenario: Scenario, play: Play, run: LiveRun | undefined): Band[] {
  const bands = scenario.site.computeHosts.map((server) => {
    const levels = run?.observations.levels[server.id] ?? [];
    const levelAt = (state: PhysicsState): string => {
      if (run === undefined) return levelOf(scenario, play.world, state, server);
      const plain = levelOf(scenario, play.world, play.states[0] ?? state, server);
      return levels.findLast(({ at }) => at <= state.time)?.level ?? plain;
    };
    return {
      title: server.id,
      pieces: piecesOf(play.states, (state) => serverKind(state, server.id, levelAt)),
    };
  });
  return bands.filter(({ pieces }) => pieces.some(({ kind }) => kind !== 'unknown'));
}

/** Where each function runs, and when it is out. */
export function functionBands(scenario: Scenario, play: Play, run: LiveRun | undefined): Band[] {
  return scenario.site.virtualComputes.map(({ computeId, vnfInstanceId, hostId, required }) => {
    const moves = run?.observations.moves.filter((move) => move.computeId === computeId) ?? [];
    const hostsAt = (time: number): string[] => {
      const done = moves.filter(({ at }) => at <= time);
      const host = done.findLast(({ isDuplicate }) => !isDuplicate)?.targetId ?? hostId;
      return [host, ...done.filter(({ isDuplicate }) => isDuplicate).map(({ targetId }) => targetId)];
    };
    return {
      title: required === false ? `${vnfInstanceId} (optional)` : vnfInstanceId,
      pieces: piecesOf(play.states, (state) => {
        const up = hostsAt(state.time).filter((id) => entry(state.servers, id).power === 'ON');
        return up.length > 0 ? ['run', up.join(', ')] : ['out', 'out'];
      }),
    };
  });
}

function sourcesOf({ world }: Play): Source[] {
  const supplies = world.supplies.map((supply): Source => {
    const fed = world.servers.filter(({ supplyId }) => supplyId === supply.id).map(({ id }) => id);
    return {
      title: `battery charge of ${supply.id}`,
      unit: '%',
      parameterType: 'POWER',
      parameterName: 'battery.charge',
      serverIds: fed,
      read: (state) => (entry(state.supplies, supply.id).energy / supply.capacity) * 100,
    };
  });
  const rooms = world.rooms.flatMap(({ id, cooling, water, gas }): Source[] => {
    const serverIds = world.servers.filter(({ roomIds }) => roomIds.includes(id)).map((server) => server.id);
    const room = (state: PhysicsState): PhysicsState['rooms'][string] => entry(state.rooms, id);
    const source = (title: string, unit: string, names: [string, string], read: Source['read']): Source => ({
      title: `${title} of ${id}`,
      unit,
      parameterType: names[0],
      parameterName: names[1],
      serverIds,
      read,
    });
    return [
      ...(cooling ? [source('temperature', '°C', ['COOLING', 'temperature'], (state) => room(state).temperature)] : []),
      ...(water ? [source('water level', 'mm', ['WATER_LEVEL', 'level'], (state) => room(state).level)] : []),
      ...(gas
        ? [source('gas concentration', '%', ['GAS', 'concentration'], (state) => room(state).concentration)]
        : []),
    ];
  });
  return [...supplies, ...rooms];
}

function thresholdLines({ site, gateway }: Scenario, source: Source): Curve['lines'] {
  const lines = gateway.environmentThresholds
    .filter((threshold) => isAbout(threshold, source))
    .flatMap((threshold) => {
      if (threshold.relativeTo === undefined) return linesOf(threshold, undefined).map(withLabel(''));
      const servers = site.computeHosts.filter(({ id }) => source.serverIds.includes(id));
      return servers.flatMap((server) => linesOf(threshold, server).map(withLabel(`${server.id} `)));
    });
  return lines.filter(
    ({ label, value }, index) => lines.findIndex((line) => line.label === label && line.value === value) === index,
  );
}

function withLabel(prefix: string): (line: ThresholdLine) => ThresholdLine & { label: string } {
  return (line) => ({ ...line, label: `${prefix}${line.level} ${line.value}` });
}

function serverKind(state: PhysicsState, id: string, levelAt: (state: PhysicsState) => string): [BandKind, string] {
  const { power, diedOf } = entry(state.servers, id);
  if (power === 'OFF') return diedOf === undefined ? ['off', 'off'] : ['failed', 'FAILED'];
  if (power === 'POWERING_ON') return ['boot', 'boots'];
  const level = levelAt(state);
  if (level === 'NORMAL') return ['normal', 'NORMAL'];
  if (level === 'DEGRADED') return ['degraded', 'DEGRADED'];
  return level === 'FAILED' ? ['failed', 'FAILED'] : ['unknown', 'no sensor'];
}

/** Joins the states that look the same. */
function piecesOf(states: readonly PhysicsState[], look: (state: PhysicsState) => [BandKind, string]): Piece[] {
  const pieces: Piece[] = [];
  for (const state of states) {
    const [kind, label] = look(state);
    const last = pieces.at(-1);
    if (last !== undefined) last.to = state.time;
    if (last?.kind !== kind || last.label !== label) pieces.push({ from: state.time, to: state.time, kind, label });
  }
  return pieces;
}

function firstOf(play: Play, read: Source['read']): number {
  const first = play.states[0];
  return first === undefined ? 0 : read(first);
}

function everyFifth<T>(items: readonly T[]): T[] {
  return items.filter((_item, index) => index % 5 === 0 || index === items.length - 1);
}
