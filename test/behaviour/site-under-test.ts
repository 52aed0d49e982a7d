import { randomUUID } from 'node:crypto';
import { startBmc, type Bmc } from '../../conformance/peers/bmc.ts';
import { startNfvo, type Nfvo } from '../../conformance/peers/nfvo.ts';
import { startVnfm, type Vnfm, type VnfmOptions } from '../../conformance/peers/vnfm.ts';
import type { components as EnvnotifComponents } from '../../generated/envnotif.ts';
import type { components as VnfmigComponents } from '../../generated/vnfmig.ts';
import type { components as VrfmComponents } from '../../generated/vrfm.ts';
import type { components as VrinfoComponents } from '../../generated/vrinfo.ts';
import { checkConfiguration, type Configuration } from '../../src/config.ts';
import { startGateway, type Gateway } from '../../src/gateway.ts';
import { createLog } from '../../src/log.ts';
import { sqliteLocation } from '../stores.ts';

export type EnvironmentData = EnvnotifComponents['schemas']['EnvironmentData'];
export type HostEvacuation = VnfmigComponents['schemas']['HostEvacuation'];
export type MigrationRequest = VnfmigComponents['schemas']['MigrationRequest'];
export type ComputeHost = VrinfoComponents['schemas']['ComputeHost'];
export type VirtualCompute = VrinfoComponents['schemas']['VirtualCompute'];
export type Alarm = VrfmComponents['schemas']['Alarm'];
type Part<T> = { [K in keyof T]?: unknown };

/** Short times, so that a whole evacuation takes a second or two. */
export const QUICK_POLICY = {
  replyTime: 0.6,
  retryInterval: 0.2,
  maximumAttempts: 2,
  cleanUpGraceTime: 0.2,
  restoreHoldTime: 0.6,
  safetyMargin: 0.2,
  gracefulShutdownTime: 0.5,
  powerConfirmTime: 0.5,
};

export const CHARGE = {
  id: 'charge',
  parameterType: 'POWER',
  parameterName: 'battery.charge',
  unit: '%',
  direction: 'FALLING',
  degraded: { thresholdValue: 50, hysteresis: 10 },
  failed: { thresholdValue: 10 },
};

export interface SiteOptions {
  /** Servers by zone; two rooms of two servers by default. */
  hosts?: Part<ComputeHost>[];
  computes?: Part<VirtualCompute>[];
  zones?: object[];
  thresholds?: object[];
  policy?: object;
  policies?: object[];
  configuration?: Partial<Record<keyof Configuration, unknown>>;
  vnfm?: Partial<VnfmOptions> | null;
  store?: string;
  /** False: nobody subscribes to everything. */
  nfvo?: boolean;
}

export interface SiteUnderTest {
  gateway: Gateway;
  bmc: Bmc;
  /** Absent with `nfvo: false`. */
  nfvo: Nfvo;
  vnfm: Vnfm | undefined;
  get<T>(path: string): Promise<T>;
  send(
    method: string,
    path: string,
    body?: object,
  ): Promise<{ status: number; headers: Headers; body: Record<string, unknown> }>;
  /** Posts data as one notification. */
  report(...data: Part<EnvironmentData>[]): Promise<{ status: number; body: Record<string, unknown> }>;
  charge(computeHostId: string, value: number): Promise<unknown>;
  host(id: string): Promise<ComputeHost>;
  compute(id: string): Promise<VirtualCompute>;
  evacuations(computeHostId?: string): Promise<HostEvacuation[]>;
  requests(vnfInstanceId?: string): Promise<MigrationRequest[]>;
  alarms(faultType?: string): Promise<Alarm[]>;
  /** Waits until the evacuation of the server is in the state. */
  reaches(computeHostId: string, state: HostEvacuation['hostEvacuationState']): Promise<HostEvacuation>;
  stop(): Promise<void>;
}

export function host(id: string, resourceZoneId: string, more: Part<ComputeHost> = {}) {
  return { id, computeHostType: 'PHYSICAL_SERVER', resourceZoneId, ...more };
}

export function compute(computeId: string, hostId: string, more: Part<VirtualCompute> = {}) {
  return {
    computeId,
    hostId,
    vnfInstanceId: `vnf-${computeId}`,
    vnfcInstanceId: `vnfc-${computeId}`,
    vnfmId: 'vnfm-1',
    ...more,
  };
}

const HOSTS = [
  host('server-1', 'room-1'),
  host('server-2', 'room-1'),
  host('server-3', 'room-2'),
  host('server-4', 'room-2'),
];

/** Whoever answers is in time, however busy the machine is; only of the silent the answer is not awaited for long. */
function patience({ vnfm }: SiteOptions): { replyTime?: number } {
  return vnfm?.behaviour === 'silent' ? {} : { replyTime: 20 };
}

/** A whole site on loopback: the gateway, the BMCs of its servers, a VNFM and an NFVO, all over HTTP. */
export async function startSite(options: SiteOptions = {}): Promise<SiteUnderTest> {
  const hosts = options.hosts ?? HOSTS;
  const systemIds = hosts.map(({ id }) => String(id));
  const bmc = await startBmc({ systemIds, times: { shutdownMs: 50, bootMs: 50 } });
  const configuration = checked({
    listen: { port: 0 },
    store: options.store ?? sqliteLocation(),
    logLevel: 'fatal',
    inventory: {
      resourceZones: options.zones ?? [{ zoneId: 'room-1' }, { zoneId: 'room-2' }],
      computeHosts: hosts,
      virtualComputes: options.computes ?? [compute('vc-1', 'server-1')],
    },
    environmentThresholds: options.thresholds ?? [CHARGE],
    policies: [...(options.policies ?? []), { ...QUICK_POLICY, ...patience(options), ...options.policy }],
    restoration: { waveSize: 10, waveInterval: 0 },
    migration: { deadlineTolerance: 1 },
    notification: { retryInterval: 0.1 },
    powerControllers: [
      {
        id: 'bmc',
        type: 'redfish',
        baseUrl: bmc.url,
        systems: Object.fromEntries(systemIds.map((id) => [id, `/redfish/v1/Systems/${id}`])),
      },
    ],
    ...options.configuration,
  });
  const gateway = await startGateway(configuration, createLog('fatal'), { validateResponses: true });
  const nfvo = await startNfvo({ gateway: gateway.apiRoot });
  if (options.nfvo === false) await nfvo.close();
  const vnfm =
    options.vnfm === null
      ? undefined
      : await startVnfm({
          gateway: gateway.apiRoot,
          vnfmId: 'vnfm-1',
          replyDelayMs: 10,
          migrationMs: 50,
          ...options.vnfm,
        });
  return siteOn(gateway, { bmc, nfvo, vnfm }, options);
}

export function checked(value: object): Configuration {
  const configuration = checkConfiguration(value);
  if ('problems' in configuration) throw new Error(configuration.problems.join('\n'));
  return configuration;
}

function siteOn(
  gateway: Gateway,
  { bmc, nfvo, vnfm }: Pick<SiteUnderTest, 'bmc' | 'nfvo' | 'vnfm'>,
  options: SiteOptions,
): SiteUnderTest {
  const send: SiteUnderTest['send'] = async (method, path, body) => {
    const contentType = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    const response = await fetch(`${gateway.apiRoot}${path}`, {
      method,
      headers: { version: '1.0.0', ...(body === undefined ? {} : { 'content-type': contentType }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>,
    };
  };
  const get = async <T>(path: string) => {
    const { status, body } = await send('GET', path);
    if (status !== 200) throw new Error(`GET ${path} answered ${status}: ${JSON.stringify(body)}`);
    return body as T;
  };
  const site: SiteUnderTest = {
    gateway,
    bmc,
    nfvo,
    vnfm,
    get,
    send,
    report: (...environmentData) =>
      send('POST', '/envnotif/v1/environment_notifications', {
        id: randomUUID(),
        timeStamp: new Date().toISOString(),
        environmentData,
      }),
    charge: (computeHostId, value) =>
      site.report({
        computeHostId,
        parameterType: 'POWER',
        parameterName: 'battery.charge',
        dataType: 'VALUE',
        value,
        unit: '%',
      }),
    host: (id) => get(`/vrinfo/v1/compute_hosts/${id}`),
    compute: (id) => get(`/vrinfo/v1/virtual_computes/${id}`),
    evacuations: async (id) =>
      (await get<HostEvacuation[]>('/vnfmig/v1/host_evacuations')).filter(
        ({ computeHostId }) => id === undefined || id === computeHostId,
      ),
    requests: async (id) =>
      (await get<MigrationRequest[]>('/vnfmig/v1/migration_requests')).filter(
        ({ vnfInstanceId }) => id === undefined || id === vnfInstanceId,
      ),
    alarms: async (type) =>
      (await get<Alarm[]>('/vrfm/v1/alarms')).filter(({ faultType }) => type === undefined || type === faultType),
    reaches: (id, state) =>
      eventually(async () => {
        const evacuation = (await site.evacuations(id)).at(-1);
        if (evacuation?.hostEvacuationState !== state)
          throw new Error(
            `${id} is ${evacuation?.hostEvacuationState ?? 'not evacuated'}, not ${state}: ${JSON.stringify(evacuation?.refusals)}`,
          );
        return evacuation;
      }),
    stop: async () => {
      await vnfm?.close();
      if (options.nfvo !== false) await nfvo.close();
      await gateway.stop();
      await bmc.close();
    },
  };
  return site;
}

/** Tries until it does not throw any more, for half a minute at most. */
export async function eventually<T>(attempt: () => Promise<T> | T, seconds = 30): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > end) throw error;
      await pause(25);
    }
  }
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** The steps of a timeline, in order. */
export function stepsOf(evacuation: HostEvacuation): string[] {
  return evacuation.timeline.map(({ step }) => step);
}
