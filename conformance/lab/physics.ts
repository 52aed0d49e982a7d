import type { RoomSpec, ServerSpec, SupplySpec, World } from './world.ts';

export type ServerPower = 'ON' | 'OFF' | 'POWERING_ON' | 'POWERING_OFF';

/** What can make a server die. */
export type DeathCause = 'POWER' | 'TEMPERATURE' | 'WATER' | 'GAS' | 'PLUG';

export interface ServerState {
  power: ServerPower;
  /** Seconds until the change under way is done. */
  remaining: number;
  /** Set while the server is down because of its environment; it then starts again by itself. */
  diedOf: DeathCause | undefined;
  plugged: boolean;
}

export interface SupplyState {
  mains: boolean;
  /** J. */
  energy: number;
  /** Whether it feeds its servers. */
  outlet: boolean;
}

export interface RoomState {
  /** Cel. */
  temperature: number;
  /** Most heat that is extracted at the moment, W. */
  coolingPower: number;
  /** mm. */
  level: number;
  /** mm/s. */
  waterInflow: number;
  /** %. */
  concentration: number;
  /** %/s. */
  gasInflow: number;
  gasCut: boolean;
  doorOpen: boolean;
}

export interface PhysicsState {
  /** Seconds since the start. */
  time: number;
  servers: Readonly<Record<string, ServerState>>;
  supplies: Readonly<Record<string, SupplyState>>;
  rooms: Readonly<Record<string, RoomState>>;
}

/** Something that the physics did. */
export interface Happening {
  time: number;
  kind:
    | 'DIED'
    | 'SHUTTING_DOWN'
    | 'SWITCHED_OFF'
    | 'BOOTING'
    | 'UP'
    | 'SUPPLY_EMPTY'
    | 'SUPPLY_FEEDS'
    | 'GAS_CUT'
    | 'GAS_RELEASE';
  id: string;
  cause?: DeathCause;
}

/** Everything is sound and every server is on. */
export function initialState(world: World): PhysicsState {
  return {
    time: 0,
    servers: byId(world.servers, () => ({ power: 'ON', remaining: 0, diedOf: undefined, plugged: true })),
    supplies: byId(world.supplies, (supply) => ({
      mains: true,
      energy: supply.capacity * supply.initialCharge,
      outlet: true,
    })),
    rooms: byId(world.rooms, ({ cooling }) => ({
      temperature: cooling?.setPoint ?? 0,
      coolingPower: cooling?.coolingPower ?? 0,
      level: 0,
      waterInflow: 0,
      concentration: 0,
      gasInflow: 0,
      gasCut: false,
      doorOpen: false,
    })),
  };
}

/** What the world is `dt` seconds later, and what happened. Pure: the lab lives it in real time, the baseline at once. */
export function step(world: World, state: PhysicsState, dt: number): { state: PhysicsState; happenings: Happening[] } {
  const time = state.time + dt;
  const supplies = byId(world.supplies, (supply) =>
    stepSupply(supply, entry(state.supplies, supply.id), loadOf(world, state, supply), dt),
  );
  const rooms = byId(world.rooms, (room) =>
    stepRoom(room, entry(state.rooms, room.id), heatOf(world, state, room), dt),
  );
  const around = { ...state, supplies, rooms };
  const servers = byId(world.servers, (server) => stepServer(server, around, dt));
  const next = { time, servers, supplies, rooms };
  return { state: next, happenings: happeningsBetween(world, state, next) };
}

/** Why the server cannot run at the moment; undefined when it can. */
export function deathCause(server: ServerSpec, state: PhysicsState): DeathCause | undefined {
  if (!entry(state.servers, server.id).plugged) return 'PLUG';
  if (server.supplyId !== undefined && !entry(state.supplies, server.supplyId).outlet) return 'POWER';
  const rooms = server.roomIds.map((id) => entry(state.rooms, id));
  if (rooms.some((room) => room.gasCut)) return 'GAS';
  if (rooms.some((room) => room.level > 0 && room.level >= server.heightAboveFloor)) return 'WATER';
  if (rooms.some((room) => room.temperature >= server.maximumTemperature)) return 'TEMPERATURE';
  return undefined;
}

/** Whether the environment of the server is sound: mains, cool enough to start, dry, no gas, plugged. */
export function isSound(server: ServerSpec, state: PhysicsState): boolean {
  const mains = server.supplyId === undefined || entry(state.supplies, server.supplyId).mains;
  const cool = server.roomIds.every((id) => entry(state.rooms, id).temperature <= server.restartTemperature);
  const cause = deathCause(server, state);
  return mains && cool && (cause === undefined || cause === 'POWER');
}

/** Power that a supply has to give, W. */
export function loadOf(world: World, state: PhysicsState, supply: SupplySpec): number {
  return world.servers
    .filter((server) => server.supplyId === supply.id && entry(state.servers, server.id).power !== 'OFF')
    .reduce((sum, server) => sum + server.powerDraw, 0);
}

/** Entry that is there by construction. */
export function entry<T>(record: Readonly<Record<string, T>>, id: string): T {
  const found = record[id];
  if (found === undefined) throw new Error(`the world has no ${id}`);
  return found;
}

function heatOf(world: World, state: PhysicsState, room: RoomSpec): number {
  return world.servers
    .filter((server) => server.roomIds.includes(room.id) && entry(state.servers, server.id).power !== 'OFF')
    .reduce((sum, server) => sum + server.heat, 0);
}

function stepSupply(supply: SupplySpec, state: SupplyState, load: number, dt: number): SupplyState {
  if (state.mains) {
    const energy = Math.min(supply.capacity, state.energy + supply.rechargePower * dt);
    // Fig. 2: an empty UPS has to be charged before it feeds its servers again.
    const charged = energy >= supply.capacity * supply.restartCharge;
    return { ...state, energy, outlet: state.outlet || charged };
  }
  const energy = state.outlet ? Math.max(0, state.energy - load * dt) : state.energy;
  return { ...state, energy, outlet: state.outlet && energy > 0 };
}

function stepRoom(room: RoomSpec, state: RoomState, heat: number, dt: number): RoomState {
  const waterDrain = state.waterInflow > 0 ? 0 : (room.water?.drainRate ?? 0);
  const ventilation = state.gasInflow > 0 ? 0 : (room.gas?.ventilationRate ?? 0);
  const concentration = clamp(state.concentration + (state.gasInflow - ventilation) * dt, 0, 100);
  const { cutOff, release } = room.gas ?? { cutOff: Number.POSITIVE_INFINITY, release: 0 };
  return {
    ...state,
    temperature: nextTemperature(room, state, heat, dt),
    level: Math.max(0, state.level + (state.waterInflow - waterDrain) * dt),
    concentration,
    gasCut: concentration >= cutOff || (state.gasCut && concentration > release),
  };
}

function nextTemperature({ cooling }: RoomSpec, state: RoomState, heat: number, dt: number): number {
  if (cooling === undefined) return state.temperature;
  const { setPoint, passiveLoss, thermalCapacity } = cooling;
  const excess = state.temperature - setPoint;
  const balance = heat - passiveLoss * excess;
  // The cooling holds its set point: it never extracts more than brings the room back to it.
  const needed = Math.max(0, balance + (excess * thermalCapacity) / Math.max(dt, 1e-9));
  const extracted = Math.min(state.coolingPower, needed);
  return state.temperature + ((balance - extracted) / thermalCapacity) * dt;
}

function stepServer(server: ServerSpec, state: PhysicsState, dt: number): ServerState {
  const before = entry(state.servers, server.id);
  const cause = deathCause(server, state);
  if (cause !== undefined) {
    // A server that was being switched off on purpose does not start again by itself.
    const diedOf = before.power === 'POWERING_OFF' ? undefined : cause;
    return before.power === 'OFF' ? before : { ...before, power: 'OFF', remaining: 0, diedOf };
  }
  if (before.power === 'OFF') {
    const cool = server.roomIds.every((id) => entry(state.rooms, id).temperature <= server.restartTemperature);
    if (before.diedOf === undefined || !cool) return before;
    return { ...before, power: 'POWERING_ON', remaining: server.bootTime + server.recoveryTime, diedOf: undefined };
  }
  if (before.power === 'ON') return before;
  const remaining = before.remaining - dt;
  if (remaining > 0) return { ...before, remaining };
  return { ...before, remaining: 0, power: before.power === 'POWERING_ON' ? 'ON' : 'OFF' };
}

function happeningsBetween(world: World, before: PhysicsState, after: PhysicsState): Happening[] {
  const { time } = after;
  const happenings: Happening[] = [];
  for (const { id } of world.supplies) {
    const [was, is] = [entry(before.supplies, id).outlet, entry(after.supplies, id).outlet];
    if (was !== is) happenings.push({ time, kind: is ? 'SUPPLY_FEEDS' : 'SUPPLY_EMPTY', id });
  }
  for (const { id } of world.rooms) {
    const [was, is] = [entry(before.rooms, id).gasCut, entry(after.rooms, id).gasCut];
    if (was !== is) happenings.push({ time, kind: is ? 'GAS_CUT' : 'GAS_RELEASE', id });
  }
  for (const { id } of world.servers) {
    const [was, is] = [entry(before.servers, id), entry(after.servers, id)];
    if (was.power === is.power) continue;
    if (is.power === 'ON') happenings.push({ time, kind: 'UP', id });
    else if (is.power === 'POWERING_ON') happenings.push({ time, kind: 'BOOTING', id });
    else if (is.diedOf !== undefined) happenings.push({ time, kind: 'DIED', id, cause: is.diedOf });
    else if (is.power === 'OFF') happenings.push({ time, kind: 'SWITCHED_OFF', id });
  }
  return happenings;
}

function byId<Spec extends { id: string }, T>(specs: readonly Spec[], make: (spec: Spec) => T): Record<string, T> {
  return Object.fromEntries(specs.map((spec) => [spec.id, make(spec)]));
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
