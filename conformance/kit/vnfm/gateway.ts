/** The part of a gateway that a VNF manager meets, played by the kit: what it holds, and what it tells. */
import { randomUUID } from 'node:crypto';
import type { components } from '../../../generated/vrinfo.ts';
import type { Exchange } from '../case.ts';
import type { RequestTerms } from './case.ts';
import { notificationOf, type Deliverer, type Delivery } from './deliver.ts';
import { change, type HeldRequest, type MigrationRequest, type MigrationRequestState } from './held-request.ts';
import { otherPlacement, placementOf, type Inventory, type VnfFunction } from './inventory.ts';
import type { Subject, Subscriptions } from './subscriptions.ts';

type ComputeHost = components['schemas']['ComputeHost'];
type VirtualCompute = components['schemas']['VirtualCompute'];
type Recorder = (exchange: Exchange) => void;

export interface GatewaySettings {
  /** Under which the VNF manager reaches the kit. */
  apiRoot: string;
  vnfmId: string;
  /** Seconds. */
  replyTime: number;
  migrationTime: number;
}

export interface KitGateway {
  settings: GatewaySettings;
  inventory: Inventory;
  subscriptions: Subscriptions;
  deliverer: Deliverer;
  requests: Map<string, HeldRequest>;
  withdrawn: Set<string>;
}

/** Makes a request without telling of it. */
export function createRequest(
  gateway: KitGateway,
  vnfFunction: VnfFunction,
  terms: RequestTerms,
  more: Readonly<Record<string, unknown>>,
  record: Recorder,
): HeldRequest {
  const { settings, inventory, requests } = gateway;
  const [id, hostEvacuationId] = [randomUUID(), randomUUID()];
  const { vnfInstanceId, vnfcInstanceIds, virtualComputeIds, computeHostId } = vnfFunction;
  const now = new Date();
  const request: MigrationRequest = {
    id,
    requestVersion: 1,
    hostEvacuationId,
    vnfInstanceId,
    vnfcInstanceIds: [...vnfcInstanceIds],
    virtualComputeIds: [...virtualComputeIds],
    vnfmId: settings.vnfmId,
    sourceComputeHostId: computeHostId,
    requestedAction: terms.requestedAction ?? 'MIGRATE',
    supportedMigrationTypes: ['LIVE_MIGRATION', 'OFFLINE_MIGRATION'],
    criticality: terms.criticality ?? 50,
    ...timesOf(settings, terms, now),
    requestedTime: now.toISOString(),
    stateEnteredTime: now.toISOString(),
    placement: placementOf(inventory, computeHostId, terms),
    cause: {
      parameterType: 'POWER',
      environmentLevel: 'DEGRADED',
      computeHostId,
      description: 'conformance: the power of the server is said to fail',
    },
    migrationRequestState: 'REQUESTED',
    attempt: 1,
    ...more,
    _links: {
      self: { href: hrefOf(settings, 'migration_requests', id) },
      hostEvacuation: { href: hrefOf(settings, 'host_evacuations', hostEvacuationId) },
    },
  };
  const held: HeldRequest = {
    request,
    vnfFunction,
    lastModified: now,
    askedAt: now.getTime(),
    answers: [],
    faults: [],
    reads: [],
    endedAt: undefined,
    begunWith: undefined,
    told: request.placement,
    notification: undefined,
    record,
  };
  requests.set(id, held);
  return held;
}

function timesOf(
  settings: GatewaySettings,
  { replyTime = 1, migrationTime = 1 }: RequestTerms,
  now: Date,
): Pick<MigrationRequest, 'migrationDuration' | 'migrationDeadline' | 'replyDeadline'> {
  const seconds = migrationTime * settings.migrationTime;
  return {
    migrationDuration: Math.ceil(seconds),
    migrationDeadline: after(now, seconds),
    replyDeadline: after(now, replyTime * settings.replyTime),
  };
}

function after(time: Date, seconds: number): string {
  return new Date(time.getTime() + seconds * 1000).toISOString();
}

function hrefOf({ apiRoot }: GatewaySettings, resource: string, id: string, api = 'vnfmig'): string {
  return `${apiRoot}/${api}/v1/${resource}/${encodeURIComponent(id)}`;
}

/** Tells the VNF manager of the request as it is now. */
export async function sendRequest(gateway: KitGateway, held: HeldRequest, more: object = {}): Promise<Sent> {
  const { request } = held;
  held.notification = {
    ...notificationOf('MigrationRequestNotification'),
    migrationRequestId: request.id,
    requestVersion: request.requestVersion,
    migrationRequest: request,
    ...more,
  };
  const sent = await repeatNotification(gateway, held);
  held.told = request.placement;
  return sent;
}

/** Empty when nobody is subscribed to it. */
type Sent = readonly Delivery[];

/** Delivers what was delivered last once more. */
export async function repeatNotification({ deliverer }: KitGateway, held: HeldRequest): Promise<Sent> {
  const { request, notification, record } = held;
  return await deliverer.notify(
    {
      apiName: 'vnfmig',
      subject: subjectOf(request),
      resourceId: request.id,
      content: { ...notificationOf(''), ...notification },
      links: { migrationRequest: request._links.self },
    },
    record,
  );
}

/** Another version: a deadline that moved, other candidates, or a new attempt. */
export async function reissue(
  gateway: KitGateway,
  held: HeldRequest,
  terms: RequestTerms,
  { placement = false, attempt = false },
): Promise<Sent> {
  const { request } = held;
  const times = timesOf(gateway.settings, terms, new Date());
  const { error: _error, ...rest } = request;
  held.request = rest;
  if (attempt) {
    held.askedAt = Date.now();
    held.endedAt = undefined;
  }
  change(held, {
    ...times,
    ...(attempt
      ? { attempt: (request.attempt ?? 1) + 1, migrationRequestState: 'REQUESTED' }
      : { replyDeadline: request.replyDeadline }),
    requestVersion: request.requestVersion + 1,
    ...(placement
      ? { placement: otherPlacement(gateway.inventory, request.sourceComputeHostId, request.placement) }
      : {}),
  });
  return await sendRequest(gateway, held);
}

/** Puts a request into a state and tells so. */
export async function setState(gateway: KitGateway, held: HeldRequest, state: MigrationRequestState): Promise<Sent> {
  change(held, { migrationRequestState: state });
  const sent = await tellState(gateway, held);
  if (state === 'CANCELLED' || state === 'EXPIRED') held.endedAt = Date.now();
  return sent;
}

/** Tells which state a request is in. */
export async function tellState({ deliverer }: KitGateway, { request, record }: HeldRequest): Promise<Sent> {
  const { id, hostEvacuationId, vnfInstanceId, vnfmId, sourceComputeHostId, migrationRequestState } = request;
  const { targetComputeHostId, targetResourceZoneId, error } = request;
  return await deliverer.notify(
    {
      apiName: 'vnfmig',
      subject: subjectOf(request),
      resourceId: id,
      content: {
        ...notificationOf('MigrationRequestStateChangeNotification'),
        migrationRequestId: id,
        hostEvacuationId,
        vnfInstanceId,
        vnfmId,
        sourceComputeHostId,
        migrationRequestState,
        ...(targetComputeHostId === undefined ? {} : { targetComputeHostId }),
        ...(targetResourceZoneId === undefined ? {} : { targetResourceZoneId }),
        ...(error === undefined ? {} : { error }),
      },
      links: { migrationRequest: request._links.self },
    },
    record,
  );
}

function subjectOf(request: MigrationRequest): Subject {
  return {
    vnfmIds: [request.vnfmId],
    vnfInstanceIds: [request.vnfInstanceId],
    computeHostIds: [request.sourceComputeHostId],
    migrationRequestStates: [request.migrationRequestState],
  };
}

/** Withdraws a server or gives it back, and tells so. */
export async function withdraw(gateway: KitGateway, id: string, isWithdrawn: boolean, record: Recorder): Promise<Sent> {
  if (isWithdrawn) gateway.withdrawn.add(id);
  else gateway.withdrawn.delete(id);
  const { environmentLevel, schedulingState, powerState } = computeHostOf(gateway, { id });
  return await gateway.deliverer.notify(
    {
      apiName: 'vrinfo',
      subject: { computeHostIds: [id], vnfmIds: [gateway.settings.vnfmId] },
      resourceId: id,
      content: {
        ...notificationOf('ComputeHostStateChangeNotification'),
        computeHostId: id,
        environmentLevel,
        schedulingState,
        powerState,
        changedAttributes: ['schedulingState'],
      },
      links: {},
    },
    record,
  );
}

export function listComputeHosts(gateway: KitGateway): ComputeHost[] {
  return gateway.inventory.computeHosts.map((host) => computeHostOf(gateway, host));
}

function computeHostOf(
  { settings, withdrawn }: KitGateway,
  host: Pick<ComputeHost, 'id' | 'resourceZoneId'>,
): ComputeHost {
  const isWithdrawn = withdrawn.has(host.id);
  const time = new Date(0).toISOString();
  return {
    ...host,
    computeHostType: 'PHYSICAL_SERVER',
    priority: 50,
    environmentLevel: 'NORMAL',
    levelEnteredTime: time,
    schedulingState: isWithdrawn ? 'WITHDRAWN' : 'ENABLED',
    withdrawals: isWithdrawn ? [{ withdrawnBy: 'OPERATOR', reason: 'conformance', withdrawnTime: time }] : [],
    powerState: 'ON',
    _links: { self: { href: hrefOf(settings, 'compute_hosts', host.id, 'vrinfo') } },
  };
}

export function listVirtualComputes({ settings, inventory }: KitGateway): VirtualCompute[] {
  return inventory.functions.flatMap(({ vnfInstanceId, vnfcInstanceIds, virtualComputeIds, computeHostId }) =>
    virtualComputeIds.map((computeId, index): VirtualCompute => {
      const vnfcInstanceId = vnfcInstanceIds[index];
      return {
        computeId,
        hostId: computeHostId,
        vnfInstanceId,
        ...(vnfcInstanceId === undefined ? {} : { vnfcInstanceId }),
        vnfmId: settings.vnfmId,
        operationalState: 'ENABLED',
        criticality: 50,
        required: true,
        _links: {
          self: { href: hrefOf(settings, 'virtual_computes', computeId, 'vrinfo') },
          computeHost: { href: hrefOf(settings, 'compute_hosts', computeHostId, 'vrinfo') },
        },
      };
    }),
  );
}
