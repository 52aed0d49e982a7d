import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { compileSchema, describeErrors } from '../peers/spec-validator.ts';
import type { Scenario, ScenarioEvent } from './world.ts';

/** The scenarios that come with the lab. */
export const BUILT_IN = ['power', 'cooling', 'water', 'gas', 'intrusion', 'datacentre'];

/** Reads a built-in scenario by name or any by file; throws an Error that names every wrong key. */
export function readScenario(nameOrFile: string): Scenario {
  const file = BUILT_IN.includes(nameOrFile)
    ? join(packageRoot(), 'conformance', 'lab', 'scenarios', `${nameOrFile}.yaml`)
    : nameOrFile;
  if (!existsSync(file)) throw new Error(`no scenario ${nameOrFile}; there are ${BUILT_IN.join(', ')}, or give a file`);
  return checkScenario(parse(readFileSync(file, 'utf8')), file);
}

/** Checks a parsed scenario against its schema and its references against each other. */
export function checkScenario(content: unknown, source: string): Scenario {
  const isScenario = compileSchema<Scenario>('scenario', 'Scenario');
  if (!isScenario(content)) throw invalid(source, describeErrors(isScenario.errors));
  const problems = wrongReferences(content);
  if (problems.length > 0) throw invalid(source, problems);
  return content;
}

/** Directory of package.json: the scenarios are read from the sources, also by the compiled lab. */
export function packageRoot(): string {
  let directory = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(directory, 'package.json'))) {
    const parent = dirname(directory);
    if (parent === directory) throw new Error('no package.json above the lab');
    directory = parent;
  }
  return directory;
}

function invalid(source: string, problems: string[]): Error {
  return new Error(`${source} is not a scenario:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
}

interface Known {
  server: string[];
  zone: string[];
  room: string[];
  supply: string[];
  vnfm: string[];
  vnf: string[];
}

type Reference = [pointer: string, kind: keyof Known, id: string | undefined];

/** References to what is not there, in words that name the key. */
function wrongReferences(scenario: Scenario): string[] {
  const { site } = scenario;
  const known: Known = {
    server: site.computeHosts.map(({ id }) => id),
    zone: (site.resourceZones ?? []).map(({ zoneId }) => zoneId),
    room: (site.rooms ?? []).map(({ resourceZoneId }) => resourceZoneId),
    supply: (site.supplies ?? []).map(({ id }) => id),
    vnfm: site.vnfms.map(({ vnfmId }) => vnfmId),
    vnf: site.virtualComputes.map(({ vnfInstanceId }) => vnfInstanceId),
  };
  return [...siteReferences(site), ...eventReferences(scenario.events), ...expectedReferences(scenario.expected)]
    .filter(([, kind, id]) => id !== undefined && !known[kind].includes(id))
    .map(([pointer, kind, id]) => `${pointer}: there is no ${kind} ${id ?? ''}`)
    .concat(duplicates('/site/computeHosts', known.server), duplicates('/site/supplies', known.supply))
    .concat(duplicates('/site/rooms', known.room), duplicates('/site/resourceZones', known.zone));
}

function siteReferences(site: Scenario['site']): Reference[] {
  return [
    ...(site.resourceZones ?? []).map((zone, index): Reference => [
      `/site/resourceZones/${index}/parentResourceZoneId`,
      'zone',
      zone.parentResourceZoneId,
    ]),
    ...site.computeHosts.map((server, index): Reference => [
      `/site/computeHosts/${index}/resourceZoneId`,
      'zone',
      server.resourceZoneId,
    ]),
    ...site.virtualComputes.flatMap((compute, index): Reference[] => [
      [`/site/virtualComputes/${index}/hostId`, 'server', compute.hostId],
      [`/site/virtualComputes/${index}/vnfmId`, 'vnfm', compute.vnfmId],
    ]),
    ...(site.rooms ?? []).map((room, index): Reference => [
      `/site/rooms/${index}/resourceZoneId`,
      'zone',
      room.resourceZoneId,
    ]),
    ...(site.supplies ?? []).flatMap((supply, index) => [
      ...references(`/site/supplies/${index}/computeHostIds`, 'server', supply.computeHostIds),
      ...references(`/site/supplies/${index}/resourceZoneIds`, 'zone', supply.resourceZoneIds),
    ]),
  ];
}

function eventReferences(events: readonly ScenarioEvent[]): Reference[] {
  return events.flatMap((event, index): Reference[] => {
    const at = `/events/${index}`;
    return [
      [`${at}/mainsOff`, 'supply', event.mainsOff],
      [`${at}/mainsOn`, 'supply', event.mainsOn],
      [`${at}/coolingFails`, 'room', event.coolingFails],
      [`${at}/coolingReduced/resourceZoneId`, 'room', event.coolingReduced?.resourceZoneId],
      [`${at}/coolingRestored`, 'room', event.coolingRestored],
      [`${at}/waterLeak/resourceZoneId`, 'room', event.waterLeak?.resourceZoneId],
      [`${at}/waterLeakStops`, 'room', event.waterLeakStops],
      [`${at}/gasLeak/resourceZoneId`, 'room', event.gasLeak?.resourceZoneId],
      [`${at}/gasLeakStops`, 'room', event.gasLeakStops],
      [`${at}/doorOpens`, 'room', event.doorOpens],
      [`${at}/doorCloses`, 'room', event.doorCloses],
      [`${at}/plugPulled`, 'server', event.plugPulled],
      [`${at}/plugBack`, 'server', event.plugBack],
      [`${at}/bmcFault/computeHostId`, 'server', event.bmcFault?.computeHostId],
    ];
  });
}

function expectedReferences(expected: Scenario['expected']): Reference[] {
  return [
    ...references('/expected/poweredOff', 'server', expected.poweredOff),
    ...references('/expected/withdrawn', 'server', expected.withdrawn),
    ...references('/expected/restored', 'server', expected.restored),
    ...references('/expected/leftBehind', 'vnf', expected.leftBehind),
    ...references('/expected/excludedZones', 'zone', expected.excludedZones),
  ];
}

function references(pointer: string, kind: keyof Known, ids: readonly string[] = []): Reference[] {
  return ids.map((id, index) => [`${pointer}/${index}`, kind, id]);
}

function duplicates(pointer: string, ids: readonly string[]): string[] {
  return ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `${pointer}: ${id} is there twice`);
}
