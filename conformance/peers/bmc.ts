import { createHash, timingSafeEqual } from 'node:crypto';
import { createSimulatedHardware, type Hardware, type HardwareTimes, type PowerState } from './bmc-hardware.ts';
import { isProgram, numberOption, printLine, requiredOption, runProgram } from './program.ts';
import { startService, type ServiceAnswer, type ServiceRequest } from './service.ts';

export type { Hardware, PowerState } from './bmc-hardware.ts';

export type PowerRestorePolicy = 'AlwaysOn' | 'AlwaysOff' | 'LastState';

/**
 * What can be wrong with a system: `lying` takes every order and does nothing; `fixedPolicy` refuses every change; `noGraceful` knows no orderly shutdown;
 * `ignoresGraceful` takes the order for one and goes on running; `unreachable` answers 503.
 */
export type BmcFault = 'lying' | 'fixedPolicy' | 'noGraceful' | 'ignoresGraceful' | 'unreachable';

export interface BmcReset {
  systemId: string;
  resetType: string;
  /** HTTP status answered. */
  status: number;
  /** Milliseconds since the epoch. */
  at: number;
}

export interface BmcOptions {
  systemIds: readonly string[];
  port?: number;
  /** With user name and password every resource but the service root needs basic authentication (DSP0266 13.3). */
  username?: string;
  password?: string;
  /** What is switched; absent means simulated hardware with the times below. */
  hardware?: Hardware;
  times?: HardwareTimes;
  onPowerStateChange?: (systemId: string, powerState: PowerState) => void;
}

export interface Bmc {
  url: string;
  close: () => Promise<void>;
  setFault(systemId: string, fault: BmcFault | undefined): void;
  powerState(systemId: string): PowerState;
  /** What the system does when its feed returns; LastState at first. */
  powerRestorePolicy(systemId: string): PowerRestorePolicy;
  /** Every reset that was asked for, oldest first. */
  resets: BmcReset[];
}

const SYSTEMS = '/redfish/v1/Systems';
const RESET_TYPES = ['On', 'ForceOff', 'GracefulShutdown'];

/** Redfish service for the power of servers, DMTF DSP0266 and the ComputerSystem schema. */
export async function startBmc(options: BmcOptions): Promise<Bmc> {
  const simulated = createSimulatedHardware(options.systemIds, options.times ?? {}, options.onPowerStateChange);
  const bmc: BmcState = {
    options,
    hardware: options.hardware ?? simulated,
    faults: new Map(),
    policies: new Map(),
    resets: [],
  };
  const service = await startService((request) => answer(bmc, request), options.port);
  return {
    url: service.url,
    resets: bmc.resets,
    powerState: (systemId) => bmc.hardware.read(systemId),
    powerRestorePolicy: (systemId) => policyOf(bmc, systemId),
    setFault: (systemId, fault) => {
      if (fault === undefined) bmc.faults.delete(systemId);
      else bmc.faults.set(systemId, fault);
    },
    close: async () => {
      simulated.stop();
      await service.close();
    },
  };
}

interface BmcState {
  options: BmcOptions;
  hardware: Hardware;
  faults: Map<string, BmcFault>;
  policies: Map<string, PowerRestorePolicy>;
  resets: BmcReset[];
}

function answer(bmc: BmcState, request: ServiceRequest): ServiceAnswer {
  const path = request.path.replace(/\/$/, '');
  if (path === '/redfish') return resource({ v1: '/redfish/v1/' });
  if (path === '/redfish/v1') return resource(serviceRoot());
  if (!authenticated(bmc.options, request.headers.authorization)) return unauthorized();
  if (path === SYSTEMS) return resource(systemCollection(bmc.options.systemIds));
  const [systemId = '', ...rest] = path.startsWith(`${SYSTEMS}/`) ? path.slice(SYSTEMS.length + 1).split('/') : [];
  if (!bmc.options.systemIds.includes(systemId)) return failure(404, 'ResourceMissingAtURI', `no resource at ${path}`);
  if (bmc.faults.get(systemId) === 'unreachable')
    return failure(503, 'ServiceTemporarilyUnavailable', 'try again later');
  if (rest.length === 0) {
    if (request.method === 'PATCH') return change(bmc, systemId, request.body);
    return request.method === 'GET' ? resource(system(bmc, systemId)) : notAllowed(request);
  }
  if (rest.join('/') !== 'Actions/ComputerSystem.Reset')
    return failure(404, 'ResourceMissingAtURI', `nothing at ${path}`);
  return request.method === 'POST' ? reset(bmc, systemId, request.body) : notAllowed(request);
}

function policyOf(bmc: BmcState, systemId: string): PowerRestorePolicy {
  return bmc.policies.get(systemId) ?? 'LastState';
}

/** PATCH of a system: its power restore policy and nothing else. */
function change(bmc: BmcState, systemId: string, body: unknown): ServiceAnswer {
  const wanted = typeof body === 'object' && body !== null && 'PowerRestorePolicy' in body && body.PowerRestorePolicy;
  const fault = bmc.faults.get(systemId);
  if ((wanted !== 'AlwaysOn' && wanted !== 'AlwaysOff' && wanted !== 'LastState') || fault === 'fixedPolicy')
    return failure(400, 'PropertyNotWritable', 'nothing of it can be changed');
  if (fault !== 'lying') bmc.policies.set(systemId, wanted);
  return resource(system(bmc, systemId));
}

function reset(bmc: BmcState, systemId: string, body: unknown): ServiceAnswer {
  const resetType = resetTypeOf(body);
  const answered = resetAnswer(bmc, systemId, resetType);
  bmc.resets.push({ systemId, resetType: resetType ?? '', status: answered.status, at: Date.now() });
  return answered;
}

function resetAnswer(bmc: BmcState, systemId: string, resetType: string | undefined): ServiceAnswer {
  if (resetType === undefined) return failure(400, 'ActionParameterMissing', 'ResetType is missing');
  if (!allowedResetTypes(bmc, systemId).includes(resetType)) {
    return failure(400, 'ActionParameterNotSupported', `ResetType ${resetType} is not supported`);
  }
  const fault = bmc.faults.get(systemId);
  const ignored = fault === 'lying' || (fault === 'ignoresGraceful' && resetType === 'GracefulShutdown');
  if (!ignored) bmc.hardware.reset(systemId, resetType);
  return { status: 204, headers: { 'odata-version': '4.0' } };
}

function allowedResetTypes(bmc: BmcState, systemId: string): string[] {
  if (bmc.faults.get(systemId) !== 'noGraceful') return RESET_TYPES;
  return RESET_TYPES.filter((type) => type !== 'GracefulShutdown');
}

function resetTypeOf(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('ResetType' in body)) return undefined;
  return typeof body.ResetType === 'string' ? body.ResetType : undefined;
}

function serviceRoot(): object {
  return {
    '@odata.id': '/redfish/v1/',
    '@odata.type': '#ServiceRoot.v1_15_0.ServiceRoot',
    Id: 'RootService',
    Name: 'Root Service',
    RedfishVersion: '1.15.0',
    Systems: { '@odata.id': SYSTEMS },
  };
}

function systemCollection(systemIds: readonly string[]): object {
  return {
    '@odata.id': SYSTEMS,
    '@odata.type': '#ComputerSystemCollection.ComputerSystemCollection',
    Name: 'Computer System Collection',
    'Members@odata.count': systemIds.length,
    Members: systemIds.map((id) => ({ '@odata.id': `${SYSTEMS}/${id}` })),
  };
}

function system(bmc: BmcState, systemId: string): object {
  const powerState = bmc.hardware.read(systemId);
  return {
    '@odata.id': `${SYSTEMS}/${systemId}`,
    '@odata.type': '#ComputerSystem.v1_20_0.ComputerSystem',
    Id: systemId,
    Name: systemId,
    SystemType: 'Physical',
    PowerState: powerState,
    PowerRestorePolicy: policyOf(bmc, systemId),
    Status: { State: powerState === 'On' ? 'Enabled' : 'StandbyOffline', Health: 'OK' },
    Actions: {
      '#ComputerSystem.Reset': {
        target: `${SYSTEMS}/${systemId}/Actions/ComputerSystem.Reset`,
        'ResetType@Redfish.AllowableValues': allowedResetTypes(bmc, systemId),
      },
    },
  };
}

function authenticated({ username, password }: BmcOptions, authorization: string | undefined): boolean {
  if (username === undefined || password === undefined) return true;
  const expected = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  return timingSafeEqual(digest(expected), digest(authorization ?? ''));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function resource(body: object): ServiceAnswer {
  return { status: 200, headers: { 'odata-version': '4.0' }, body };
}

function unauthorized(): ServiceAnswer {
  const answered = failure(401, 'NoValidSession', 'authentication is needed');
  return { ...answered, headers: { ...answered.headers, 'www-authenticate': 'Basic realm="redfish"' } };
}

function notAllowed(request: ServiceRequest): ServiceAnswer {
  return failure(405, 'OperationNotAllowed', `${request.method} is not allowed on ${request.path}`);
}

/** Error body of DSP0266 8.6. */
function failure(status: number, messageId: string, message: string): ServiceAnswer {
  const extended = { '@odata.type': '#Message.v1_1_1.Message', MessageId: `Base.1.8.${messageId}`, Message: message };
  const error = { code: `Base.1.8.${messageId}`, message, '@Message.ExtendedInfo': [extended] };
  return { status, headers: { 'odata-version': '4.0' }, body: { error } };
}

if (isProgram(import.meta.url)) {
  const usage = 'Redfish service for the power of servers; prints each change of a power state, a JSON line each.';
  const options = {
    systems: 'identifiers of the systems, separated by commas',
    port: 'port, a free one by default',
    username: 'user name',
    password: 'password',
    'shutdown-ms': 'time an orderly shutdown takes, 500 by default',
    'boot-ms': 'time from power-on to running, 500 by default',
  };
  await runProgram({ usage, options }, async (values) => {
    const { username, password } = values;
    const bmc = await startBmc({
      systemIds: requiredOption(values, 'systems').split(','),
      port: numberOption(values, 'port') ?? 0,
      times: { shutdownMs: numberOption(values, 'shutdown-ms') ?? 500, bootMs: numberOption(values, 'boot-ms') ?? 500 },
      ...(username === undefined || password === undefined ? {} : { username, password }),
      onPowerStateChange: (systemId, powerState) => {
        printLine({ event: 'POWER_STATE', systemId, powerState });
      },
    });
    printLine({ event: 'READY', url: bmc.url });
    return bmc;
  });
}
