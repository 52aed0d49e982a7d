import type { components } from '../../generated/envnotif.ts';
import { entry, loadOf, type PhysicsState } from './physics.ts';
import type { RoomSpec, SupplySpec, World } from './world.ts';

export type EnvironmentData = components['schemas']['EnvironmentData'];

type Place = { computeHostId: string } | { resourceZoneId: string };

/** Runtime that a UPS without load reports, s. */
const NO_LOAD_RUNTIME = 99_999;

/** What the sensors of the site read at the moment (R2, R3). */
export function readSensors(world: World, state: PhysicsState): EnvironmentData[] {
  return [
    ...world.supplies.flatMap((supply) => readSupply(world, state, supply)),
    ...world.rooms.flatMap((room) => readRoom(state, room)),
  ];
}

/** Servers of each zone that a sensor speaks about, for the controller's filters (R6). */
export function serversOfZones(world: World): Record<string, string[]> {
  const zones = new Set([
    ...world.rooms.map(({ id }) => id),
    ...world.supplies.flatMap((supply) => supply.resourceZoneIds),
  ]);
  return Object.fromEntries(
    [...zones].map((zone) => {
      const supplies = world.supplies.filter((supply) => supply.resourceZoneIds.includes(zone)).map(({ id }) => id);
      const servers = world.servers.filter(
        ({ supplyId, roomIds }) => roomIds.includes(zone) || (supplyId !== undefined && supplies.includes(supplyId)),
      );
      return [zone, servers.map(({ id }) => id)];
    }),
  );
}

function readSupply(world: World, state: PhysicsState, supply: SupplySpec): EnvironmentData[] {
  const { mains, energy } = entry(state.supplies, supply.id);
  const load = loadOf(world, state, supply);
  const charge = supply.capacity === 0 ? 0 : (energy / supply.capacity) * 100;
  const runtime = load === 0 ? NO_LOAD_RUNTIME : energy / load;
  const places: Place[] = [
    ...supply.computeHostIds.map((computeHostId) => ({ computeHostId })),
    ...supply.resourceZoneIds.map((resourceZoneId) => ({ resourceZoneId })),
  ];
  return places.flatMap((place) => [
    { ...place, parameterType: 'POWER', parameterName: 'ups.status', dataType: 'STATE', state: mains ? 'OL' : 'OB' },
    { ...place, parameterType: 'POWER', parameterName: 'battery.charge', ...measured(charge, '%') },
    { ...place, parameterType: 'POWER', parameterName: 'battery.runtime', ...measured(runtime, 's') },
  ]);
}

function readRoom(state: PhysicsState, room: RoomSpec): EnvironmentData[] {
  const { temperature, level, concentration, doorOpen } = entry(state.rooms, room.id);
  const resourceZoneId = room.id;
  const data: EnvironmentData[] = [];
  if (room.cooling !== undefined) {
    data.push({
      resourceZoneId,
      parameterType: 'COOLING',
      parameterName: 'temperature',
      ...measured(temperature, 'Cel'),
    });
  }
  if (room.water !== undefined) {
    data.push({ resourceZoneId, parameterType: 'WATER_LEVEL', parameterName: 'level', ...measured(level, 'mm') });
  }
  if (room.gas !== undefined) {
    data.push({
      resourceZoneId,
      parameterType: 'GAS',
      parameterName: 'concentration',
      ...measured(concentration, '%'),
    });
  }
  if (room.door) {
    const doorState = doorOpen ? 'OPEN' : 'CLOSED';
    data.push({
      resourceZoneId,
      parameterType: 'INTRUSION',
      parameterName: 'door',
      dataType: 'STATE',
      state: doorState,
    });
  }
  return data;
}

/** Sensors have a resolution of a tenth. */
function measured(value: number, unit: string): { dataType: 'VALUE'; value: number; unit: string } {
  return { dataType: 'VALUE', value: Math.round(value * 10) / 10, unit };
}
