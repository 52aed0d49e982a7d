/** Which table each collection is, and which of its attributes are columns of their own. */
import { CLOSED_EVACUATION_STATES, stateKeyOf } from '../engine/entities.ts';
import type { Columns, Entities } from './store.ts';

export interface Definition<Entity, Column extends string> {
  table: string;
  /** Name of an entity in errors. */
  what: string;
  id: (entity: Entity) => string;
  columns: Record<Column, (entity: Entity) => string | undefined>;
}

export const DEFINITIONS: { [Name in keyof Entities]: Definition<Entities[Name], Columns[Name]> } = {
  environmentNotifications: {
    table: 'environment_notification',
    what: 'environment notification',
    id: (e) => e.id,
    columns: {},
  },
  environmentStates: {
    table: 'environment_state',
    what: 'environment state',
    id: (e) => e.id,
    columns: {
      stateKey: (e) => stateKeyOf(e.objectId, e),
      objectId: (e) => e.objectId,
      parameterType: (e) => e.parameterType,
      nextEvaluationTime: (e) => e.nextEvaluationTime,
      environmentSourceId: (e) => e.environmentSourceId,
    },
  },
  environmentThresholds: {
    table: 'environment_threshold',
    what: 'environment threshold',
    id: (e) => e.id,
    columns: { parameterType: (e) => e.parameterType },
  },
  resourceZones: {
    table: 'resource_zone',
    what: 'resource zone',
    id: (e) => e.zoneId,
    columns: { parentResourceZoneId: (e) => e.parentResourceZoneId },
  },
  computeHosts: {
    table: 'compute_host',
    what: 'compute host',
    id: (e) => e.id,
    columns: { resourceZoneId: (e) => e.resourceZoneId, parentComputeHostId: (e) => e.parentComputeHostId },
  },
  virtualComputes: {
    table: 'virtual_compute',
    what: 'virtual compute',
    id: (e) => e.computeId,
    columns: { hostId: (e) => e.hostId, vnfInstanceId: (e) => e.vnfInstanceId },
  },
  hostEvacuations: {
    table: 'host_evacuation',
    what: 'host evacuation',
    id: (e) => e.id,
    columns: {
      hostEvacuationState: (e) => e.hostEvacuationState,
      openComputeHostId: (e) => (isClosed(e) ? undefined : e.computeHostId),
      endTime: (e) => (isClosed(e) ? e.endTime : undefined),
      dueTime: (e) => (isClosed(e) ? undefined : laterOf(e.nextAttemptTime, e.claimedUntil)),
    },
  },
  migrationRequests: {
    table: 'migration_request',
    what: 'migration request',
    id: (e) => e.id,
    columns: {
      hostEvacuationId: (e) => e.hostEvacuationId,
      migrationRequestState: (e) => e.migrationRequestState,
      pursuitTime: (e) => e.pursuitTime,
      operationVnfInstanceId: ({ operation }) => textOf(operation?.['vnfInstanceId']),
    },
  },
  alarms: {
    table: 'alarm',
    what: 'alarm',
    id: (e) => e.id,
    columns: {
      openAlarmKey: (e) => (e.perceivedSeverity === 'CLEARED' ? undefined : e.alarmKey),
      clearedTime: (e) => (e.perceivedSeverity === 'CLEARED' ? e.alarmClearedTime : undefined),
    },
  },
  subscriptions: {
    table: 'subscription',
    what: 'subscription',
    id: (e) => e.id,
    columns: { apiName: (e) => e.apiName },
  },
  inventoryEntries: { table: 'inventory_entry', what: 'inventory entry', id: (e) => e.id, columns: {} },
  checkpoints: { table: 'checkpoint', what: 'checkpoint', id: (e) => e.id, columns: {} },
  takenReadings: { table: 'taken_readings', what: 'taken readings', id: (e) => e.id, columns: {} },
  serverAlarms: {
    table: 'server_alarm',
    what: 'server alarm',
    id: (e) => e.alarmId,
    columns: { serverId: (e) => e.serverId },
  },
  notificationDeliveries: {
    table: 'notification_delivery',
    what: 'notification delivery',
    id: (e) => e.id,
    columns: {
      subscriptionId: (e) => e.subscriptionId,
      resourceId: (e) => e.resourceId,
      nextAttemptTime: (e) => e.nextAttemptTime,
      rank: (e) => e.rank,
    },
  },
};

const isClosed = (evacuation: Entities['hostEvacuations']) =>
  CLOSED_EVACUATION_STATES.includes(evacuation.hostEvacuationState);
const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined);
const laterOf = (a: string, b: string | undefined) => (b !== undefined && b > a ? b : a);
