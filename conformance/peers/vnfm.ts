import { setMaxListeners } from 'node:events';
import type { components } from '../../generated/vnfmig-notification.ts';
import type { components as VrinfoComponents } from '../../generated/vrinfo-notification.ts';
import { startCallbackEndpoint, subscribe, unsubscribe, type ReceivedNotification } from './callback-endpoint.ts';
import { isProgram, numberOption, printLine, requiredOption, runProgram, type ProgramValues } from './program.ts';
import { compileSchema } from './spec-validator.ts';
import { createMigrations, type Migrations } from './vnfm-migrations.ts';
import { listMigrationRequests, listWithdrawnComputeHosts } from './vnfm-catch-up.ts';
import type { MigrationRequest, VnfmBehaviour, VnfmEvent, VnfmRequest } from './vnfm-request.ts';

export type { MigrationRequest, VnfmBehaviour, VnfmEvent, VnfmRequest } from './vnfm-request.ts';

export interface VnfmOptions {
  /** apiRoot of the gateway; without it somebody else subscribes for it, and the links say where to answer. */
  gateway?: string;
  vnfmId: string;
  /** `normal` by default. */
  behaviour?: VnfmBehaviour;
  /** Time before the first answer, 100 by default. */
  replyDelayMs?: number;
  /** Time that one migration takes, 1000 by default; `slow` takes five times as long. */
  migrationMs?: number;
  /** Migrations at once, 4 by default. */
  parallel?: number;
  /** Where the VIM is asked to migrate; absent means that a migration only takes its time. */
  site?: string;
  /** Targets in order of preference; by default the candidates of the request. Excluded ones are never taken. */
  chooseTarget?: (request: MigrationRequest) => readonly string[];
  /** Port of the callback; 0, a free one, by default. */
  port?: number;
  onEvent?: (event: VnfmEvent) => void;
}

export interface Vnfm {
  url: string;
  /** Ends everything; with `unsubscribe: false` like a crash, which leaves the subscriptions behind. */
  close(how?: { unsubscribe?: boolean }): Promise<void>;
  /** Every notification received, duplicates too. */
  notifications: ReceivedNotification[];
  /** What in the notifications is not as the specification says. */
  violations: string[];
  /** Every migration request known, by its identifier. */
  requests: ReadonlyMap<string, VnfmRequest>;
}

type RequestNotification = components['schemas']['MigrationRequestNotification'];
type StateChangeNotification = components['schemas']['MigrationRequestStateChangeNotification'];
type ComputeHostNotification = VrinfoComponents['schemas']['ComputeHostStateChangeNotification'];

/** Reference VNFM: answers migration requests, migrates in time and informs of what is done (R13 to R17). */
export async function startVnfm(options: VnfmOptions): Promise<Vnfm> {
  const stop = new AbortController();
  // Every migration waits with it.
  setMaxListeners(0, stop.signal);
  const withdrawn = new Set<string>();
  const migrations = createMigrations({ ...options, withdrawn, signal: stop.signal });
  const endpoint = await startCallbackEndpoint(createReader(migrations, withdrawn), options.port);
  const subscriptions: string[] = [];
  const close = async (how: { unsubscribe?: boolean } = {}): Promise<void> => {
    stop.abort();
    if (how.unsubscribe !== false) await unsubscribe(subscriptions);
    await endpoint.close();
  };
  try {
    await come(options, endpoint.url, { migrations, withdrawn, subscriptions, signal: stop.signal });
  } catch (error) {
    await close();
    throw error;
  }
  const { url, notifications, violations } = endpoint;
  return { url, notifications, violations, requests: migrations.requests, close };
}

interface Coming {
  migrations: Migrations;
  withdrawn: Set<string>;
  subscriptions: string[];
  signal: AbortSignal;
}

/** Subscribes, and finds what it was asked for while it was away. */
async function come({ gateway, vnfmId }: VnfmOptions, url: string, coming: Coming): Promise<void> {
  if (gateway === undefined) return;
  const { migrations, withdrawn, subscriptions, signal } = coming;
  subscriptions.push(...(await subscribeToBoth(gateway, vnfmId, url, signal)));
  for (const id of await listWithdrawnComputeHosts(gateway, signal)) withdrawn.add(id);
  for (const request of await listMigrationRequests(gateway, vnfmId, signal)) migrations.offer(request);
}

async function subscribeToBoth(gateway: string, vnfmId: string, url: string, signal: AbortSignal): Promise<string[]> {
  const migration = {
    filter: {
      vnfmIds: [vnfmId],
      notificationTypes: ['MigrationRequestNotification', 'MigrationRequestStateChangeNotification'],
    },
    callbackUri: `${url}/vnfmig`,
  };
  const information = {
    filter: { notificationTypes: ['ComputeHostStateChangeNotification'] },
    callbackUri: `${url}/vrinfo`,
  };
  return [
    await subscribe(`${gateway}/vnfmig/v1/subscriptions`, migration, signal),
    await subscribe(`${gateway}/vrinfo/v1/subscriptions`, information, signal),
  ];
}

function createReader(migrations: Migrations, withdrawn: Set<string>): (notification: ReceivedNotification) => void {
  const isRequest = compileSchema<RequestNotification>('vnfmig-notification', 'MigrationRequestNotification');
  const isStateChange = compileSchema<StateChangeNotification>(
    'vnfmig-notification',
    'MigrationRequestStateChangeNotification',
  );
  const isComputeHost = compileSchema<ComputeHostNotification>(
    'vrinfo-notification',
    'ComputeHostStateChangeNotification',
  );
  return ({ body, duplicate }) => {
    if (duplicate) return;
    if (isRequest(body)) migrations.offer(body.migrationRequest);
    else if (isStateChange(body)) {
      if (body.migrationRequestState === 'CANCELLED') migrations.cancel(body.migrationRequestId);
      if (body.migrationRequestState === 'EXPIRED') migrations.expire(body.migrationRequestId);
    } else if (isComputeHost(body)) {
      // R18: a withdrawn server is never chosen.
      if (body.schedulingState === 'WITHDRAWN') withdrawn.add(body.computeHostId);
      else withdrawn.delete(body.computeHostId);
    }
  };
}

const BEHAVIOURS: readonly VnfmBehaviour[] = ['normal', 'silent', 'rejecting', 'slow', 'failing'];

function optionsFrom(values: ProgramValues): VnfmOptions {
  const behaviour = BEHAVIOURS.find((known) => known === (values['behaviour'] ?? 'normal'));
  if (behaviour === undefined) throw new Error(`--behaviour is one of ${BEHAVIOURS.join(', ')}`);
  const { gateway, site } = values;
  return {
    ...(gateway === undefined ? {} : { gateway }),
    vnfmId: requiredOption(values, 'vnfm-id'),
    behaviour,
    replyDelayMs: numberOption(values, 'reply-delay-ms') ?? 100,
    migrationMs: numberOption(values, 'migration-ms') ?? 1000,
    parallel: numberOption(values, 'parallel') ?? 4,
    port: numberOption(values, 'port') ?? 0,
    ...(site === undefined ? {} : { site }),
    onEvent: printLine,
  };
}

if (isProgram(import.meta.url)) {
  const usage = 'Reference VNFM: answers migration requests and migrates; prints what it does, a JSON line each.';
  const options = {
    gateway: 'apiRoot of the gateway; without it somebody else subscribes for this VNFM',
    'vnfm-id': 'identifier of this VNFM',
    behaviour: `${BEHAVIOURS.join(', ')}; normal by default`,
    'reply-delay-ms': 'time before the first answer, 100 by default',
    'migration-ms': 'time that one migration takes, 1000 by default',
    parallel: 'migrations at once, 4 by default',
    site: 'URL where the VIM is asked to migrate',
    port: 'port of the callback, a free one by default',
  };
  await runProgram({ usage, options }, async (values) => {
    const vnfm = await startVnfm(optionsFrom(values));
    printLine({ event: 'READY', url: vnfm.url });
    return vnfm;
  });
}
