import type { components } from '../../generated/scenario.ts';

export type Scenario = components['schemas']['Scenario'];
export type ScenarioEvent = components['schemas']['Event'];
type Server = components['schemas']['Server'];
type Room = components['schemas']['Room'];
type Supply = components['schemas']['Supply'];

/** What does not change while a scenario plays: the part of the site that the physics is about. */
export interface World {
  servers: ServerSpec[];
  supplies: SupplySpec[];
  rooms: RoomSpec[];
}

export interface ServerSpec {
  id: string;
  /** W. */
  powerDraw: number;
  /** W. */
  heat: number;
  bootTime: number;
  /** Added to the boot time after the server died. */
  recoveryTime: number;
  shutdownTime: number;
  /** Cel. */
  maximumTemperature: number;
  /** Cel. */
  restartTemperature: number;
  /** mm. */
  heightAboveFloor: number;
  supplyId: string | undefined;
  roomIds: string[];
}

export interface SupplySpec {
  id: string;
  computeHostIds: string[];
  resourceZoneIds: string[];
  /** Energy of the full battery, J. */
  capacity: number;
  /** Share of the capacity at first. */
  initialCharge: number;
  /** W. */
  rechargePower: number;
  /** Share of the capacity from which an empty UPS feeds again. */
  restartCharge: number;
}

export interface RoomSpec {
  id: string;
  cooling: { coolingPower: number; thermalCapacity: number; setPoint: number; passiveLoss: number } | undefined;
  water: { drainRate: number } | undefined;
  gas: { ventilationRate: number; cutOff: number; release: number } | undefined;
  door: boolean;
}

const JOULES_PER_WATT_HOUR = 3600;

/** Builds the world of a scenario and fills in what the scenario leaves to the defaults. */
export function createWorld({ site }: Scenario): World {
  const supplies = (site.supplies ?? []).map(createSupply);
  const rooms = (site.rooms ?? []).map(createRoom);
  return { supplies, rooms, servers: site.computeHosts.map((server) => createServer(site, server, supplies, rooms)) };
}

/** The zone and every zone above it, nearest first. */
export function zonesAbove(zones: Scenario['site']['resourceZones'], zoneId: string | undefined): string[] {
  const found: string[] = [];
  for (let id = zoneId; id !== undefined && !found.includes(id);) {
    found.push(id);
    const current = id;
    id = zones?.find((zone) => zone.zoneId === current)?.parentResourceZoneId;
  }
  return found;
}

function createServer(site: Scenario['site'], server: Server, supplies: SupplySpec[], rooms: RoomSpec[]): ServerSpec {
  const { id, characteristics = {}, location = {}, hardware = {} } = server;
  const zones = zonesAbove(site.resourceZones, server.resourceZoneId);
  const powerDraw = characteristics.powerDraw ?? characteristics.minimumPower ?? 400;
  const maximumTemperature = hardware.maximumTemperature ?? 45;
  const supply = supplies.find(
    (candidate) =>
      candidate.computeHostIds.includes(id) || candidate.resourceZoneIds.some((zone) => zones.includes(zone)),
  );
  return {
    id,
    powerDraw,
    heat: characteristics.heatDissipation ?? powerDraw,
    bootTime: hardware.bootTime ?? 3,
    recoveryTime: hardware.recoveryTime ?? 0,
    shutdownTime: characteristics.shutdownTime ?? 1,
    maximumTemperature,
    restartTemperature: hardware.restartTemperature ?? maximumTemperature - 10,
    heightAboveFloor: location.heightAboveFloor ?? 0,
    supplyId: supply?.id,
    roomIds: rooms.map((room) => room.id).filter((room) => zones.includes(room)),
  };
}

function createSupply(supply: Supply): SupplySpec {
  const capacity = supply.batteryCapacity * JOULES_PER_WATT_HOUR;
  return {
    id: supply.id,
    computeHostIds: supply.computeHostIds ?? [],
    resourceZoneIds: supply.resourceZoneIds ?? [],
    capacity,
    initialCharge: (supply.charge ?? 100) / 100,
    rechargePower: supply.rechargePower ?? capacity / 60,
    restartCharge: (supply.restartCharge ?? 0) / 100,
  };
}

function createRoom({ resourceZoneId, cooling, water, gas, door }: Room): RoomSpec {
  return {
    id: resourceZoneId,
    cooling:
      cooling === undefined
        ? undefined
        : {
            coolingPower: cooling.coolingPower,
            thermalCapacity: cooling.thermalCapacity,
            setPoint: cooling.temperature ?? 22,
            passiveLoss: cooling.passiveLoss ?? 0,
          },
    water: water === undefined ? undefined : { drainRate: water.drainRate ?? 10 },
    gas:
      gas === undefined
        ? undefined
        : {
            ventilationRate: gas.ventilationRate ?? 1,
            cutOff: gas.cutOff ?? Number.POSITIVE_INFINITY,
            release: gas.release ?? 0,
          },
    door: door !== undefined,
  };
}
