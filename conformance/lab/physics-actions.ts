import { deathCause, entry, type PhysicsState, type RoomState, type ServerState, type SupplyState } from './physics.ts';
import type { ScenarioEvent, World } from './world.ts';

/** Order of a BMC. */
export type PowerOrder = 'On' | 'ForceOff' | 'GracefulShutdown';

/** The world just after an event; events that are not about the environment change nothing. */
export function applyEvent(world: World, state: PhysicsState, event: ScenarioEvent): PhysicsState {
  const { mainsOff, mainsOn, plugPulled, plugBack } = event;
  if (mainsOff !== undefined) return withSupply(state, mainsOff, { mains: false });
  if (mainsOn !== undefined) return withSupply(state, mainsOn, { mains: true });
  if (plugPulled !== undefined) return withServer(state, plugPulled, { plugged: false });
  if (plugBack !== undefined) return withServer(state, plugBack, { plugged: true });
  return applyRoomEvent(world, state, event);
}

/** The world just after an order that the hardware carries out. */
export function applyOrder(world: World, state: PhysicsState, serverId: string, order: PowerOrder): PhysicsState {
  const server = world.servers.find(({ id }) => id === serverId);
  const { power, diedOf } = entry(state.servers, serverId);
  const running = power === 'ON' || power === 'POWERING_ON';
  if (server === undefined) return state;
  if (order === 'On') {
    if (running || deathCause(server, state) !== undefined) return state;
    const remaining = server.bootTime + (diedOf === undefined ? 0 : server.recoveryTime);
    return withServer(state, serverId, { power: 'POWERING_ON', remaining, diedOf: undefined });
  }
  // Switched off on purpose: the server stays off when its environment is sound again.
  if (order === 'ForceOff') return withServer(state, serverId, { power: 'OFF', remaining: 0, diedOf: undefined });
  if (!running) return state;
  return withServer(state, serverId, { power: 'POWERING_OFF', remaining: server.shutdownTime });
}

function applyRoomEvent(world: World, state: PhysicsState, event: ScenarioEvent): PhysicsState {
  const { coolingReduced, waterLeak, gasLeak } = event;
  const full = (id: string): number => world.rooms.find((room) => room.id === id)?.cooling?.coolingPower ?? 0;
  if (event.coolingFails !== undefined) return withRoom(state, event.coolingFails, { coolingPower: 0 });
  if (event.coolingRestored !== undefined) {
    return withRoom(state, event.coolingRestored, { coolingPower: full(event.coolingRestored) });
  }
  if (coolingReduced !== undefined) {
    return withRoom(state, coolingReduced.resourceZoneId, { coolingPower: coolingReduced.coolingPower });
  }
  if (waterLeak !== undefined) return withRoom(state, waterLeak.resourceZoneId, { waterInflow: waterLeak.rate });
  if (event.waterLeakStops !== undefined) return withRoom(state, event.waterLeakStops, { waterInflow: 0 });
  if (gasLeak !== undefined) return withRoom(state, gasLeak.resourceZoneId, { gasInflow: gasLeak.rate });
  if (event.gasLeakStops !== undefined) return withRoom(state, event.gasLeakStops, { gasInflow: 0 });
  if (event.doorOpens !== undefined) return withRoom(state, event.doorOpens, { doorOpen: true });
  if (event.doorCloses !== undefined) return withRoom(state, event.doorCloses, { doorOpen: false });
  return state;
}

function withSupply(state: PhysicsState, id: string, change: Partial<SupplyState>): PhysicsState {
  return { ...state, supplies: { ...state.supplies, [id]: { ...entry(state.supplies, id), ...change } } };
}

function withRoom(state: PhysicsState, id: string, change: Partial<RoomState>): PhysicsState {
  return { ...state, rooms: { ...state.rooms, [id]: { ...entry(state.rooms, id), ...change } } };
}

function withServer(state: PhysicsState, id: string, change: Partial<ServerState>): PhysicsState {
  return { ...state, servers: { ...state.servers, [id]: { ...entry(state.servers, id), ...change } } };
}
