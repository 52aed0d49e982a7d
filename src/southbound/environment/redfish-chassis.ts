/** Walks over what a chassis has to say of its environment. DMTF DSP0268. */
import {
  findingsIn,
  isOfEnvironment,
  listOf,
  pathOf,
  stateDatum,
  type Finding,
  type Resource,
} from './redfish-data.ts';

/** Reads a resource; undefined when it cannot be read. */
export type ReadResource = (path: string) => Promise<Resource | undefined>;

export interface ChassisToRead {
  path: string;
  /** Parameters that are wanted although their sensor is none of the environment; undefined means no such ones. */
  parameterNames: ReadonlySet<string> | undefined;
  /** Paths of sensors that say nothing of the environment, and are not read again. Added to. */
  skipped: Set<string>;
}

/** Most members of a collection that are looked at. */
const MAXIMUM_MEMBERS = 500;

/**
 * Everything that can be read, a parameter once. What cannot be read is missing in it. `ThermalSubsystem` and `PowerSubsystem`
 * go before the deprecated `Thermal` and `Power`, also while they cannot be read: else a sensor would get a second name.
 */
export async function readChassis(read: ReadResource, chassis: ChassisToRead): Promise<Finding[]> {
  const root = await read(chassis.path);
  if (root === undefined) return [];
  const findings = [
    ...findingsIn(root),
    ...(await follow(read, root, 'EnvironmentMetrics')).flatMap(findingsIn),
    ...(await readThermal(read, root)),
    ...(await readPower(read, root)),
    ...(await readSensors(read, root, chassis)),
  ];
  return once([...findings, ...warmestIntake(findings), ...wholeInput(findings)]);
}

async function readThermal(read: ReadResource, root: Resource): Promise<Finding[]> {
  const [found] = await follow(read, root, 'ThermalSubsystem');
  const thermal = found ?? {};
  const metrics = await follow(read, thermal, 'ThermalMetrics');
  const isUnread = found === undefined && pathOf(root['ThermalSubsystem']) !== undefined;
  const hasSensors =
    isUnread || [thermal['ThermalMetrics'], root['Sensors']].some((link) => pathOf(link) !== undefined);
  const legacy = hasSensors ? [] : await follow(read, root, 'Thermal');
  const detection = [...(await follow(read, thermal, 'LeakDetection')), ...(await follow(read, root, 'LeakDetection'))];
  return [...metrics, ...legacy].flatMap(findingsIn).concat(await readLeaks(read, [root, ...detection]));
}

async function readLeaks(read: ReadResource, owners: readonly Resource[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const owner of owners) findings.push(...(await members(read, owner, 'LeakDetectors')).flatMap(findingsIn));
  // A detector itself says more than the group that copies it.
  return [...findings, ...owners.slice(1).flatMap(findingsIn)];
}

async function readPower(read: ReadResource, root: Resource): Promise<Finding[]> {
  if (pathOf(root['PowerSubsystem']) === undefined) return (await follow(read, root, 'Power')).flatMap(findingsIn);
  const findings: Finding[] = [];
  for (const power of await follow(read, root, 'PowerSubsystem')) {
    for (const path of await memberPaths(read, power, 'PowerSupplies')) {
      const supply = await read(path);
      // One that cannot be read may be the one that has lost its input.
      findings.push(...(supply === undefined ? [unknownInput(path)] : findingsIn(supply)));
    }
  }
  return findings;
}

async function readSensors(read: ReadResource, root: Resource, chassis: ChassisToRead): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const path of await memberPaths(read, root, 'Sensors')) {
    if (chassis.skipped.has(path)) continue;
    const sensor = await read(path);
    if (sensor === undefined) continue;
    const found = findingsIn(sensor);
    const isWanted = found.some(({ datum }) => chassis.parameterNames?.has(datum.parameterName));
    if (isWanted || isOfEnvironment(sensor)) findings.push(...found);
    // What reads nothing now may be wanted by its name later.
    else if (found.length > 0 || chassis.parameterNames === undefined) chassis.skipped.add(path);
  }
  return findings;
}

/** The resource behind a link, or nothing. */
async function follow(read: ReadResource, from: Resource, link: string): Promise<Resource[]> {
  const path = pathOf(from[link]);
  const resource = path === undefined ? undefined : await read(path);
  return resource === undefined ? [] : [resource];
}

async function members(read: ReadResource, from: Resource, link: string): Promise<Resource[]> {
  const resources: Resource[] = [];
  for (const path of await memberPaths(read, from, link)) {
    const resource = await read(path);
    if (resource !== undefined) resources.push(resource);
  }
  return resources;
}

/** The members of a collection over all its pages. DMTF DSP0266, `Members@odata.nextLink`. */
export async function memberPaths(read: ReadResource, from: Resource, link: string): Promise<string[]> {
  const paths: string[] = [];
  let next = pathOf(from[link]);
  const seen = new Set<string>();
  while (next !== undefined && !seen.has(next) && paths.length < MAXIMUM_MEMBERS) {
    seen.add(next);
    const collection: Resource | undefined = await read(next);
    paths.push(...listOf(collection?.['Members']).flatMap((member) => pathOf(member) ?? []));
    next = pathOf(collection?.['Members@odata.nextLink']);
  }
  return paths.slice(0, MAXIMUM_MEMBERS);
}

/** Where no summary names the intake: the warmest of the sensors there that are known. */
function warmestIntake(findings: readonly Finding[]): Finding[] {
  const intake = findings.filter(({ isIntake }) => isIntake === true).map(({ datum }) => datum);
  const known = intake.filter(({ value }) => value !== undefined);
  const warmest = (known.length === 0 ? intake : known).sort((a, b) => (b.value ?? 0) - (a.value ?? 0))[0];
  if (warmest === undefined) return [];
  return [{ datum: { ...warmest, parameterName: 'temperature.intake' }, origin: undefined }];
}

const INPUT = 'power.input';

function unknownInput(path: string): Finding {
  return { datum: stateDatum('POWER', INPUT, 'UNKNOWN'), origin: path };
}

/** All inputs together: a server with one of two supplies left runs on, but the next failure is the end. */
function wholeInput(findings: readonly Finding[]): Finding[] {
  const states = findings
    .filter(({ datum }) => datum.parameterName.startsWith(`${INPUT}.`))
    .map(({ datum }) => datum.state ?? 'UNKNOWN');
  return states.length === 0 ? [] : [{ datum: stateDatum('POWER', INPUT, inputState(states)), origin: undefined }];
}

function inputState(states: readonly string[]): string {
  if (states.includes('UNKNOWN')) return 'UNKNOWN';
  if (states.every((state) => state === 'Normal')) return 'Normal';
  if (states.includes('Normal')) return 'Reduced';
  return states.every((state) => state === 'LossOfInput') ? 'LossOfInput' : 'OutOfRange';
}

function once(findings: readonly Finding[]): Finding[] {
  const byName = new Map<string, Finding>();
  for (const finding of findings)
    if (!byName.has(finding.datum.parameterName)) byName.set(finding.datum.parameterName, finding);
  return [...byName.values()];
}
