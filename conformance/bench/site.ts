import { v7 as uuidv7 } from 'uuid';
import type { components } from '../../generated/config.ts';

type Schemas = components['schemas'];
export type Inventory = { [Part in keyof Schemas['Inventory']]: Schemas['Inventory'][Part] };

/** Size of a site: servers stand in rows, rows in halls, halls on the site. */
export interface Site {
  servers: number;
  serversPerRow: number;
  rowsPerHall: number;
  /** VNFs on each server, of one VNFC each. */
  vnfsPerServer: number;
  /** Parameters of each server that are already known, of `PARAMETERS`. */
  parameters: number;
  vnfManagers: number;
}

interface Parameter {
  parameterType: string;
  parameterName: string;
  unit: string;
  direction: 'RISING' | 'FALLING';
  degraded: number;
  failed: number;
  /** s. */
  dwellTime: number;
  /** Range of its values as long as everything is sound. */
  normal: [least: number, most: number];
}

/** What is measured on every server; the first one decides at once, the others after a dwell. */
export const PARAMETERS: readonly Parameter[] = [
  parameter('POWER', 'feed.voltage', 'V', 'FALLING', [200, 180], [225, 235], 0),
  parameter('POWER', 'battery.charge', '%', 'FALLING', [50, 10], [80, 100], 5),
  parameter('POWER', 'mains.frequency', 'Hz', 'FALLING', [49, 47], [49.9, 50.1], 5),
  parameter('POWER', 'power.draw', 'W', 'RISING', [900, 1100], [300, 500], 10),
  parameter('COOLING', 'inlet.temperature', 'Cel', 'RISING', [35, 45], [18, 24], 10),
  parameter('COOLING', 'outlet.temperature', 'Cel', 'RISING', [55, 65], [30, 40], 10),
  parameter('COOLING', 'coolant.pressure', 'kPa', 'FALLING', [120, 60], [200, 220], 5),
  parameter('COOLING', 'humidity', '%', 'RISING', [80, 95], [40, 55], 30),
  parameter('WATER_LEVEL', 'floor.water', 'mm', 'RISING', [20, 100], [0, 2], 5),
  parameter('GAS', 'hydrogen', '%', 'RISING', [1, 4], [0, 0.2], 5),
];

/** What is measured in a hall; one reading decides for all its servers. */
const HALL_TEMPERATURE = parameter('COOLING', 'hall.temperature', 'Cel', 'RISING', [40, 60], [20, 25], 0);

function parameter(
  parameterType: string,
  parameterName: string,
  unit: string,
  direction: 'RISING' | 'FALLING',
  [degraded, failed]: [degraded: number, failed: number],
  normal: [least: number, most: number],
  dwellTime: number,
): Parameter {
  return { parameterType, parameterName, unit, direction, degraded, failed, dwellTime, normal };
}

/** Identifiers have a fixed width, so that one server stands for all of them. */
export const serverId = (index: number): string => `server-${String(index).padStart(5, '0')}`;
export const vnfId = (server: number, index: number): string => `vnf-${String(server).padStart(5, '0')}-${index}`;
export const rowId = (row: number): string => `row-${String(row).padStart(4, '0')}`;
const hallId = (hall: number): string => `hall-${hall}`;
export const vnfmId = (index: number): string => `vnfm-${index}`;

export const rowOf = ({ serversPerRow }: Site, server: number): number => Math.floor(server / serversPerRow);

/** The inventory of the site, or of its first servers only. */
export function inventoryOf(site: Site, servers = site.servers): Inventory {
  const rows = Math.ceil(site.servers / site.serversPerRow);
  const halls = Math.ceil(rows / site.rowsPerHall);
  return {
    resourceZones: [
      { zoneId: 'site' },
      ...range(halls).map((hall) => ({ zoneId: hallId(hall), parentResourceZoneId: 'site' })),
      ...range(rows).map((row) => ({
        zoneId: rowId(row),
        parentResourceZoneId: hallId(Math.floor(row / site.rowsPerHall)),
      })),
    ],
    computeHosts: range(servers).map((server) => ({
      id: serverId(server),
      computeHostType: 'PHYSICAL_SERVER' as const,
      resourceZoneId: rowId(rowOf(site, server)),
      priority: 50,
      capacity: { numVirtualCpu: 64 },
    })),
    virtualComputes: range(servers).flatMap((server) =>
      range(site.vnfsPerServer).map((index) => virtualCompute(site, server, index)),
    ),
  };
}

function virtualCompute(site: Site, server: number, index: number): Schemas['Inventory']['virtualComputes'][number] {
  return {
    computeId: vnfId(server, index),
    hostId: serverId(server),
    vnfInstanceId: `instance-of-${vnfId(server, index)}`,
    vnfcInstanceId: `component-of-${vnfId(server, index)}`,
    vnfdId: `descriptor-of-${rowId(rowOf(site, server))}-${index}`,
    vnfmId: vnfmId(index % site.vnfManagers),
    // Spread over the whole range, and not in the order of entry.
    criticality: (index * 37 + 5) % 101,
    operationalState: 'ENABLED',
    required: true,
    virtualCpu: { numVirtualCpu: 2 },
    virtualMemory: { virtualMemSize: 4096 },
    metadata: { owner: `owner-of-${vnfId(server, index)}` },
  };
}

/** A threshold for every parameter. */
export function thresholds(): object[] {
  return [...PARAMETERS, HALL_TEMPERATURE].map((one) => {
    const criteria = (thresholdValue: number): object => ({
      thresholdValue,
      hysteresis: Math.abs(one.failed - one.degraded) / 10,
      dwellTime: one.dwellTime,
    });
    const { parameterType, parameterName, unit, direction } = one;
    const levels = { degraded: criteria(one.degraded), failed: criteria(one.failed) };
    return { id: parameterName, parameterType, parameterName, unit, direction, ...levels };
  });
}

/**
 * Makes bodies of notifications: every one with a new id, the next data in turn, with values that vary and stay
 * normal. Without `decisive` those of the first parameter are left out, so that nobody takes back what it said. `first` is the
 * place of the first of them among all.
 */
export function createReadings(
  { servers, parameters }: Pick<Site, 'servers' | 'parameters'>,
  { decisive = true, first = 0 } = {},
): (count: number) => string {
  const measuredParameters = PARAMETERS.slice(decisive ? 0 : 1, parameters);
  let cursor = first;
  const next = (): string => {
    const measured = measuredParameters[Math.floor(cursor / servers) % measuredParameters.length];
    if (measured === undefined) throw new Error('there are no parameters');
    const [least, most] = measured.normal;
    // Moves by a seventh of the range each time round, so that no value is the one before.
    const place = ((cursor * 7) % 13) / 13 + Math.floor(cursor / (servers * measuredParameters.length)) / 7;
    const value = least + (most - least) * (place % 1);
    const text = datum('computeHostId', serverId(cursor % servers), measured, Number(value.toFixed(2)));
    cursor++;
    return text;
  };
  return (count) => notification(range(count).map(next));
}

/** Body of the notification that a server fails at once. */
export function failingServer(server: number): string {
  const [feed] = PARAMETERS;
  if (feed === undefined) throw new Error('there are no parameters');
  return notification([datum('computeHostId', serverId(server), feed, feed.degraded - 5)]);
}

/** Body of the notification that a hall with all its servers fails at once. */
export function failingHall(hall: number): string {
  const value = HALL_TEMPERATURE.degraded + 2;
  return notification([datum('resourceZoneId', hallId(hall), HALL_TEMPERATURE, value)]);
}

function datum(what: 'computeHostId' | 'resourceZoneId', id: string, measured: Parameter, value: number): string {
  const { parameterType, parameterName, unit } = measured;
  return `{"${what}":"${id}","parameterType":"${parameterType}","parameterName":"${parameterName}","dataType":"VALUE","value":${value},"unit":"${unit}"}`;
}

function notification(data: readonly string[]): string {
  return `{"id":"${uuidv7()}","timeStamp":"${new Date().toISOString()}","source":"bench","environmentData":[${data.join(',')}]}`;
}

export function range(count: number): number[] {
  return Array.from({ length: count }, (_value, index) => index);
}
