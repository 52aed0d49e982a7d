import { readFileSync } from 'node:fs';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import type { components } from '../generated/config.ts';
import { caProblems, certificateProblems } from './certificates.ts';
import { parameterTypeProblem, thresholdProblems } from './engine/threshold-problems.ts';
import { isUnit } from './engine/unit.ts';
import { readDocument } from './document.ts';
import { reasonOf } from './problem.ts';
import { mqttProblems } from './southbound/environment/mqtt-configuration.ts';
import { snmpSourceProblems } from './southbound/environment/snmp/problems.ts';
import { sharedPowerProblems } from './southbound/power/problems.ts';

export type Configuration = components['schemas']['Configuration'];

/** A configuration that cannot be used; each line names a key and what is wrong with it. */
export interface ConfigurationProblem {
  problems: string[];
}

const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];

/** Reads the configuration file and checks it as a whole; gives the configuration with its defaults, or every problem. */
export function readConfiguration(file: string | undefined): Configuration | ConfigurationProblem {
  try {
    return checkConfiguration(file === undefined ? {} : ((parse(readFileSync(file, 'utf8')) ?? {}) as unknown));
  } catch (error) {
    return { problems: [`${file ?? ''}: ${reasonOf(error)}`] };
  }
}

export function checkConfiguration(value: unknown): Configuration | ConfigurationProblem {
  const validate = (validateSchema ??= compileSchema());
  if (!validate(value)) return { problems: (validate.errors ?? []).map(describeError) };
  const problems = beyondTheSchema(value);
  return problems.length === 0 ? value : { problems };
}

let validateSchema: ValidateFunction<Configuration> | undefined;

function compileSchema(): ValidateFunction<Configuration> {
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    useDefaults: true,
    discriminator: true,
    validateSchema: false,
    // Compiled for one value, it is compiled in half of the time.
    code: { optimize: false },
    inlineRefs: false,
  });
  addFormats.default(ajv);
  ajv.addSchema(forAFile(readDocument('config')) as object, 'config');
  return ajv.compile<Configuration>({ $ref: 'config#/components/schemas/Configuration' });
}

/**
 * The schema as it holds for a file. A key that nobody knows is a slip there, although the interfaces tolerate it; and ajv tells
 * alternatives apart by the values of `type` alone.
 */
function forAFile(document: unknown): unknown {
  return JSON.parse(JSON.stringify(document), (key, part: unknown) => {
    if (typeof part !== 'object' || part === null) return part;
    if (key === 'discriminator') return { propertyName: (part as { propertyName: string }).propertyName };
    const isClosed =
      'type' in part && part.type === 'object' && 'properties' in part && !('additionalProperties' in part);
    return isClosed ? { ...part, additionalProperties: false } : part;
  }) as unknown;
}

function describeError({ instancePath, message, params }: ErrorObject): string {
  const key = instancePath.slice(1).replaceAll('/', '.');
  const unknown = 'additionalProperty' in params ? String(params['additionalProperty']) : undefined;
  if (unknown !== undefined) return `${key === '' ? '' : `${key}.`}${unknown}: there is no such key`;
  const allowed = 'allowedValues' in params ? `: ${(params['allowedValues'] as unknown[]).join(', ')}` : '';
  return `${key === '' ? 'the file' : key}: ${message ?? 'is wrong'}${allowed}`;
}

function beyondTheSchema(configuration: Configuration): string[] {
  const { parameterTypes, environmentThresholds, inventory, environmentSources, powerControllers, vims, vnfManagers } =
    configuration;
  const problems = securityProblems(configuration);
  for (const [index, threshold] of environmentThresholds.entries()) {
    const key = `environmentThresholds.${index}`;
    if (threshold.id === undefined) problems.push(`${key}.id: is missing`);
    for (const { pointer, reason } of thresholdProblems(threshold, parameterTypes))
      problems.push(`${key}${pointer.replaceAll('/', '.')}: ${reason}`);
  }
  for (const [index, host] of inventory.computeHosts.entries()) {
    if (host.id === undefined) problems.push(`inventory.computeHosts.${index}.id: is missing`);
  }
  for (const [index, controller] of powerControllers.entries()) {
    if (controller.type === 'ironic') problems.push(...ironicProblems(`powerControllers.${index}`, controller));
    if ('caFile' in controller) problems.push(...caProblems(`powerControllers.${index}.caFile`, controller.caFile));
  }
  for (const [index, source] of environmentSources.entries()) {
    if (source.type === 'controller') problems.push(...credentialProblems(`environmentSources.${index}`, source));
    if (source.type === 'nut' || source.type === 'redfish')
      problems.push(...caProblems(`environmentSources.${index}.caFile`, source.caFile));
    if (source.type === 'mqtt') problems.push(...mqttProblems(`environmentSources.${index}`, source));
    if (source.type === 'snmp')
      problems.push(...snmpSourceProblems(source).map((problem) => `environmentSources.${index}.${problem}`));
  }
  problems.push(
    ...wholeLoadProblems(configuration),
    ...environmentSources.flatMap((source, index) =>
      sourceProblems(`environmentSources.${index}`, source, parameterTypes),
    ),
    ...repeated('environmentSources', environmentSources),
    ...repeated('powerControllers', powerControllers),
    ...sharedPowerProblems(powerControllers),
    ...repeated('vims', vims),
    ...vims.flatMap((vim, index) => sharedNameProblems(`vims.${index}.computeHosts`, vim.computeHosts)),
    ...vims.flatMap((vim, index) => (vim.type === 'openstack' ? caProblems(`vims.${index}.caFile`, vim.caFile) : [])),
    ...repeated(
      'vnfManagers',
      vnfManagers.map(({ vnfmId }) => ({ id: vnfmId })),
    ),
    ...repeated(
      'vnfManagers.notifierId',
      vnfManagers.flatMap((one) => (one.type === 'tacker' ? [{ id: one.notifierId ?? one.vnfmId }] : [])),
    ),
    ...vnfManagers.flatMap((vnfManager, index) => vnfManagerProblems(`vnfManagers.${index}`, vnfManager, vims)),
  );
  return problems;
}

/** Ironic is reached by Keystone or stands alone; what the other way would leave unused is a mistake. */
function ironicProblems(key: string, controller: Configuration['powerControllers'][number]): string[] {
  const isAlone = 'endpoint' in controller;
  const unused = isAlone ? ['authUrl', 'authentication', 'region'] : ['username', 'password', 'passwordFile'];
  const reason = isAlone ? 'is of use only with authUrl and without endpoint' : 'is of use only with endpoint';
  const missing = isAlone ? [] : ['authUrl', 'authentication'].filter((name) => !(name in controller));
  return [
    ...unused.filter((name) => name in controller).map((name) => `${key}.${name}: ${reason}`),
    ...missing.map((name) => `${key}.${name}: is missing, as there is no endpoint`),
  ];
}

/** A UPS that an environment source says feeds more than the server is not switched off for it. */
function wholeLoadProblems({ environmentSources, powerControllers }: Configuration): string[] {
  const problems: string[] = [];
  for (const [index, controller] of powerControllers.entries()) {
    if (controller.type !== 'nut') continue;
    const sources = environmentSources.filter((source) => source.type === 'nut');
    const upses = sources
      .filter(({ host, port }) => host === controller.host && port === controller.port)
      .flatMap((source) => source.upses);
    for (const [id, outlets] of Object.entries(controller.outlets)) {
      const loads = outlets.filter(({ wholeLoad }) => wholeLoad === true).map(({ ups }) => ups);
      const fed = upses
        .filter(({ name }) => loads.includes(name))
        .flatMap(({ computeHostIds = [], resourceZoneIds = [] }) => [...computeHostIds, ...resourceZoneIds]);
      const others = fed.filter((other) => other !== id);
      if (others.length > 0)
        problems.push(`powerControllers.${index}.outlets.${id}: ${loads.join(', ')} also feeds ${others.join(', ')}`);
    }
  }
  return problems;
}

/** What of a rule for alerts no datum could ever be taken by. */
function sourceProblems(
  key: string,
  source: Configuration['environmentSources'][number],
  declared: readonly string[],
): string[] {
  if (source.type !== 'alertmanager') return [];
  return source.rules.flatMap(({ parameterType, unit }, index) => {
    const typeProblem = parameterTypeProblem(parameterType, declared);
    return [
      ...(typeProblem === undefined ? [] : [`${key}.rules.${index}.parameterType: ${typeProblem}`]),
      ...(unit === undefined || isUnit(unit) ? [] : [`${key}.rules.${index}.unit: ${unit} is no UCUM unit`]),
    ];
  });
}

/** Addresses that a server listens on and no client can go to. */
const UNSPECIFIED = ['0.0.0.0', '::'];

function securityProblems({ authentication, apiRoot, listen, tls, notification }: Configuration): string[] {
  const problems: string[] = [];
  if (UNSPECIFIED.includes(listen.host) && apiRoot === undefined)
    problems.push(`apiRoot: is needed while listening on ${listen.host}: links and callbacks name where to go`);
  if (authentication === 'none' && !LOOPBACK.includes(listen.host))
    problems.push(`authentication: none is possible only while listening on loopback, not on ${listen.host}`);
  const needsClientCa = 'is of use only with tls.clientCaFile';
  if (tls?.clientCaFile === undefined) {
    if (tls?.clientCertificate !== undefined) problems.push(`tls.clientCertificate: ${needsClientCa}`);
    if (authentication !== 'none' && authentication.certificateBoundTokens === 'required')
      problems.push(`authentication.certificateBoundTokens: required ${needsClientCa}`);
  }
  return [
    ...problems,
    ...certificateProblems('tls', tls),
    ...caProblems('tls.clientCaFile', tls?.clientCaFile),
    ...(authentication === 'none' ? [] : caProblems('authentication.caFile', authentication.caFile)),
    ...certificateProblems('notification.clientCertificate', notification.clientCertificate),
    ...caProblems('notification.caFile', notification.caFile),
  ];
}

function vnfManagerProblems(
  key: string,
  vnfManager: Configuration['vnfManagers'][number],
  vims: Configuration['vims'],
): string[] {
  if (vnfManager.type === 'direct')
    return vims.some(({ id }) => id === vnfManager.vimId) ? [] : [`${key}.vimId: there is no VIM ${vnfManager.vimId}`];
  return credentialProblems(key, vnfManager);
}

/** What is wrong with how the gateway authenticates towards a peer. */
function credentialProblems(
  key: string,
  {
    authentication,
    clientCertificate,
    caFile,
  }: Pick<components['schemas']['ControllerSource'], 'authentication' | 'clientCertificate' | 'caFile'>,
): string[] {
  const problems = [
    ...certificateProblems(`${key}.clientCertificate`, clientCertificate),
    ...caProblems(`${key}.caFile`, caFile),
  ];
  if (authentication?.authType === 'OAUTH2_CLIENT_CERT') {
    if (clientCertificate === undefined) problems.push(`${key}.clientCertificate: OAUTH2_CLIENT_CERT needs one`);
  } else if (authentication !== undefined) {
    const { password, passwordFile } = authentication;
    if (password === undefined && passwordFile === undefined)
      problems.push(`${key}.authentication: password or passwordFile is missing`);
  }
  return problems;
}

/** What a VIM tells of a name would be told of one of the servers only, and the other one would look empty. */
function sharedNameProblems(key: string, computeHosts: Record<string, string>): string[] {
  const owners = new Map<string, string>();
  return Object.entries(computeHosts).flatMap(([computeHostId, name]) => {
    const owner = owners.get(name);
    owners.set(name, computeHostId);
    return owner === undefined ? [] : [`${key}.${computeHostId}: ${name} is the name of ${owner} too`];
  });
}

function repeated(key: string, entries: readonly { id: string }[]): string[] {
  return entries
    .filter(({ id }, index) => entries.findIndex((entry) => entry.id === id) !== index)
    .map(({ id }) => `${key}: the id ${id} is there twice`);
}
