/**
 * Entities as the interfaces show them: without what is internal, with `_links` (SOL013 7.2.2). The links come first: what is
 * added after a spread gives every single object a shape of its own, which costs more than all else about it.
 */
import type { components as EnvnotifComponents } from '../../generated/envnotif.ts';
import type { components as VnfmigComponents } from '../../generated/vnfmig.ts';
import type { components as VrfmComponents } from '../../generated/vrfm.ts';
import type { components as VrinfoComponents } from '../../generated/vrinfo.ts';
import {
  GIVEN_UP_STATES,
  OPEN_REQUEST_STATES,
  type Alarm,
  type ApiName,
  type ComputeHost,
  type EnvironmentNotification,
  type EnvironmentState,
  type EnvironmentThreshold,
  type HostEvacuation,
  type MigrationRequest,
  type ResourceZone,
  type Subscription,
  type VirtualCompute,
} from './entities.ts';
import { isPoweredOffByUs, openChange } from './changes.ts';

export function hrefOf(apiRoot: string, apiName: ApiName, container: string, ...rest: string[]): string {
  return rest.reduce(
    (href, segment) => `${href}/${encodeURIComponent(segment)}`,
    `${apiRoot}/${apiName}/v1/${container}`,
  );
}

export function environmentNotificationSummary(
  apiRoot: string,
  { environmentData: _environmentData, ...summary }: EnvironmentNotification,
): EnvnotifComponents['schemas']['EnvironmentNotificationSummary'] {
  return { _links: selfLinks(hrefOf(apiRoot, 'envnotif', 'environment_notifications', summary.id)), ...summary };
}

export function environmentNotification(
  apiRoot: string,
  notification: EnvironmentNotification,
): EnvnotifComponents['schemas']['EnvironmentNotification'] {
  return { environmentData: notification.environmentData, ...environmentNotificationSummary(apiRoot, notification) };
}

export function environmentState(
  apiRoot: string,
  state: EnvironmentState,
): EnvnotifComponents['schemas']['EnvironmentState'] {
  const {
    objectId: _o,
    samples: _s,
    samplesUnit: _u,
    reckonedFailureTime: _f,
    readings: _r,
    toldTime: _t,
    nextEvaluationTime: _n,
    undeterminedComputeHostIds: _h,
    ...shown
  } = state;
  return { _links: selfLinks(hrefOf(apiRoot, 'envnotif', 'environment_states', state.id)), ...shown };
}

export function environmentThreshold(
  apiRoot: string,
  threshold: EnvironmentThreshold,
): EnvnotifComponents['schemas']['EnvironmentThreshold'] {
  return { _links: selfLinks(hrefOf(apiRoot, 'envnotif', 'environment_thresholds', threshold.id)), ...threshold };
}

export function migrationRequest(
  apiRoot: string,
  request: MigrationRequest,
): VnfmigComponents['schemas']['MigrationRequest'] {
  const {
    retryTime: _retryTime,
    attemptTime: _attemptTime,
    cancelledByOperator: _cancelledByOperator,
    evacuationEnded,
    pursuitTime: _pursuitTime,
    pursuitClaimedUntil: _pursuitClaimedUntil,
    operation: _operation,
    ...shown
  } = request;
  const self = hrefOf(apiRoot, 'vnfmig', 'migration_requests', request.id);
  const state = request.migrationRequestState;
  const isOpen = OPEN_REQUEST_STATES.includes(state);
  const isRetryable = GIVEN_UP_STATES.includes(state) && evacuationEnded !== true;
  return {
    _links: {
      self: { href: self },
      hostEvacuation: { href: hrefOf(apiRoot, 'vnfmig', 'host_evacuations', request.hostEvacuationId) },
      ...(isOpen ? { cancel: { href: `${self}/cancel` }, fail: { href: `${self}/fail` } } : {}),
      ...(isRetryable ? { retry: { href: `${self}/retry` } } : {}),
    },
    ...shown,
  };
}

export function hostEvacuation(
  apiRoot: string,
  evacuation: HostEvacuation,
  migrationRequestIds: readonly string[],
): VnfmigComponents['schemas']['HostEvacuation'] {
  const {
    nextAttemptTime: _n,
    manualRelease: _m,
    released: _r,
    ordered: _o,
    orderedDeadline: _od,
    determinedLevel: _l,
    deactivatedVirtualComputeIds: _d,
    duplicatedVirtualComputeIds: _dd,
    wasPoweredOff: _w,
    vimMarkedPoweredOff: _v,
    powerOffSentTime: _s,
    powerOrder: _p,
    restorationStartTime: _t,
    claimedBy: _b,
    claimedUntil: _u,
    ...shown
  } = evacuation;
  const self = hrefOf(apiRoot, 'vnfmig', 'host_evacuations', evacuation.id);
  return {
    _links: {
      self: { href: self },
      computeHost: { href: hrefOf(apiRoot, 'vrinfo', 'compute_hosts', evacuation.computeHostId) },
      migrationRequests: migrationRequestIds.map((id) => ({
        href: hrefOf(apiRoot, 'vnfmig', 'migration_requests', id),
      })),
      ...(isCancellable(evacuation) ? { cancel: { href: `${self}/cancel` } } : {}),
    },
    ...shown,
  };
}

/** An evacuation can be cancelled until the power-off begins. */
export function isCancellable(evacuation: HostEvacuation): boolean {
  return (
    ['WITHDRAWING', 'MIGRATING', 'CLEANING_UP', 'EVACUATED'].includes(evacuation.hostEvacuationState) &&
    !isPoweredOffByUs(evacuation) &&
    openChange(evacuation, 'powerRestorePolicy') === undefined
  );
}

export function computeHost(apiRoot: string, host: ComputeHost): VrinfoComponents['schemas']['ComputeHost'] {
  const { evacuationSuppressed: _evacuationSuppressed, vimWithdrawnBy: _by, vimWithdrawn: _withdrawn, ...shown } = host;
  const self = hrefOf(apiRoot, 'vrinfo', 'compute_hosts', host.id);
  return {
    _links: {
      self: { href: self },
      ...(host.hostEvacuationId === undefined
        ? { evacuate: { href: `${self}/evacuate` } }
        : { hostEvacuation: { href: hrefOf(apiRoot, 'vnfmig', 'host_evacuations', host.hostEvacuationId) } }),
      ...(host.withdrawals.some(({ withdrawnBy }) => withdrawnBy === OPERATOR)
        ? {}
        : { withdraw: { href: `${self}/withdraw` } }),
      ...(host.withdrawals.length === 0 ? {} : { restore: { href: `${self}/restore` } }),
    },
    ...shown,
  };
}

/** Who withdrew a server when it was not an evacuation. */
export const OPERATOR = 'OPERATOR';

export function virtualCompute(
  apiRoot: string,
  compute: VirtualCompute,
): VrinfoComponents['schemas']['VirtualCompute'] {
  const { vimId: _vimId, ...shown } = compute;
  return {
    _links: {
      self: { href: hrefOf(apiRoot, 'vrinfo', 'virtual_computes', compute.computeId) },
      computeHost: { href: hrefOf(apiRoot, 'vrinfo', 'compute_hosts', compute.hostId) },
    },
    ...shown,
  };
}

export function resourceZone(apiRoot: string, zone: ResourceZone): VrinfoComponents['schemas']['ResourceZone'] {
  return { _links: selfLinks(hrefOf(apiRoot, 'vrinfo', 'resource_zones', zone.zoneId)), ...zone };
}

export function alarm(
  apiRoot: string,
  { alarmKey: _alarmKey, formerSeverities: _former, ...shown }: Alarm,
): VrfmComponents['schemas']['Alarm'] {
  return { _links: selfLinks(hrefOf(apiRoot, 'vrfm', 'alarms', shown.id)), ...shown };
}

/** A subscription without its credentials, which are never shown (SOL013 8.3.4). */
export function subscription(apiRoot: string, entity: Subscription) {
  const { apiName, authentication: _authentication, clientId: _clientId, vnfmId: _vnfmId, ...shown } = entity;
  return { _links: selfLinks(hrefOf(apiRoot, apiName, 'subscriptions', entity.id)), ...shown };
}

function selfLinks(href: string) {
  return { self: { href } };
}
