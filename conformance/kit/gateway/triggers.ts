/** What makes an implementation tell its subscribers something, for each type of notification. */
import type { Assertion, Json, Step } from '../case.ts';
import { members } from '../expect.ts';
import { eventually, get, post, send } from './requests.ts';

export interface Trigger {
  api: 'envnotif' | 'vnfmig' | 'vrinfo' | 'vrfm';
  /** Of the type, in identifiers of cases. */
  name: string;
  type: string;
  preconditions: readonly string[];
  /** Filter that fits nothing but what the steps bring about. */
  filter: Readonly<Record<string, Json>>;
  steps: readonly Step[];
  /** Tells the notification from others of its type. */
  where?: readonly Assertion[];
  /** What it has to hold. */
  members: readonly Assertion[];
  /** Filter attributes with values that it has not. */
  misfits: Readonly<Record<string, Json>>;
  /** Filter attributes with values of which it has one. */
  fits: Readonly<Record<string, Json>>;
}

/** Says a state of the watched server. */
export function readWatched(state: string, id = '{watchedHost.parameterName}'): Step {
  return send(
    post('/envnotif/v1/environment_notifications', {
      id: `${id}-${state}`,
      timeStamp: '{watchedHost.time}',
      environmentData: [
        {
          computeHostId: '{watchedHost}',
          parameterType: 'POWER',
          parameterName: '{watchedHost.parameterName}',
          dataType: 'STATE',
          state,
        },
      ],
    }),
    201,
  );
}

const EVACUATE = { reason: 'conformance', evacuationTime: 600, powerOffPolicy: 'NEVER' };

export function evacuate(computeHost: string): Step {
  return send(
    post(`/vrinfo/v1/compute_hosts/{${computeHost}}/evacuate`, EVACUATE),
    { status: 202, headers: { location: /^https?:\/\// } },
    { evacuation: { header: 'location' } },
  );
}

const environmentStateChange: Trigger = {
  api: 'envnotif',
  name: 'environment-state-change',
  type: 'EnvironmentStateChangeNotification',
  preconditions: ['watchedHost'],
  filter: { computeHostIds: ['{watchedHost}'] },
  steps: [readWatched('OL')],
  members: members({
    computeHostId: '{watchedHost}',
    parameterType: 'POWER',
    parameterName: '{watchedHost.parameterName}',
    environmentLevel: 'NORMAL',
  }),
  misfits: {
    notificationTypes: ['EnvironmentNotification'],
    computeHostIds: ['kit-nobody'],
    parameterTypes: ['GAS', 'COOLING'],
    environmentLevels: ['DEGRADED', 'FAILED'],
  },
  fits: {
    notificationTypes: ['EnvironmentNotification', 'EnvironmentStateChangeNotification'],
    computeHostIds: ['kit-nobody', '{watchedHost}'],
    parameterTypes: ['GAS', 'POWER'],
    environmentLevels: ['DEGRADED', 'NORMAL'],
  },
};

const migrationRequest: Trigger = {
  api: 'vnfmig',
  name: 'migration-request',
  type: 'MigrationRequestNotification',
  preconditions: ['occupiedHost'],
  filter: { vnfmIds: ['{occupiedHost.vnfm}'] },
  steps: [evacuate('occupiedHost')],
  members: [
    ...members({ requestVersion: 1 }),
    { at: '/migrationRequest/vnfmId', is: '{occupiedHost.vnfm}' },
    { at: '/migrationRequest/vnfInstanceId', is: '{occupiedHost.vnfInstance}' },
    { at: '/migrationRequest/virtualComputeIds', is: ['{occupiedHost.virtualCompute}'] },
    { at: '/migrationRequest/sourceComputeHostId', is: '{occupiedHost}' },
    { at: '/migrationRequest/migrationRequestState', is: 'REQUESTED' },
    { at: '/_links/migrationRequest/href', matches: '^https?://' },
  ],
  misfits: {
    notificationTypes: ['HostEvacuationStateChangeNotification'],
    vnfmIds: ['kit-nobody'],
    vnfInstanceIds: ['kit-nobody'],
    computeHostIds: ['kit-nobody'],
    migrationRequestStates: ['COMPLETED'],
  },
  fits: {
    notificationTypes: ['MigrationRequestNotification', 'HostEvacuationStateChangeNotification'],
    vnfmIds: ['kit-nobody', '{occupiedHost.vnfm}'],
    vnfInstanceIds: ['kit-nobody', '{occupiedHost.vnfInstance}'],
    computeHostIds: ['kit-nobody', '{occupiedHost}'],
    migrationRequestStates: ['COMPLETED', 'REQUESTED'],
  },
};

const migrationRequestStateChange: Trigger = {
  ...migrationRequest,
  name: 'migration-request-state-change',
  type: 'MigrationRequestStateChangeNotification',
  filter: { ...migrationRequest.filter, notificationTypes: ['MigrationRequestStateChangeNotification'] },
  steps: [
    evacuate('occupiedHost'),
    eventually(
      send(
        get('{evacuation}'),
        { status: 200, body: [{ at: '/_links/migrationRequests/0/href', matches: '^https?://' }] },
        { request: { body: '/_links/migrationRequests/0/href' } },
      ),
    ),
    send({ method: 'PATCH', path: '{request}', body: { migrationRequestState: 'ACCEPTED' } }, 200),
  ],
  members: members({
    vnfmId: '{occupiedHost.vnfm}',
    vnfInstanceId: '{occupiedHost.vnfInstance}',
    sourceComputeHostId: '{occupiedHost}',
    migrationRequestState: 'ACCEPTED',
  }),
  misfits: { ...migrationRequest.misfits, migrationRequestStates: ['REQUESTED', 'COMPLETED'] },
  fits: {
    ...migrationRequest.fits,
    notificationTypes: ['MigrationRequestNotification', 'MigrationRequestStateChangeNotification'],
    migrationRequestStates: ['COMPLETED', 'ACCEPTED'],
  },
};

const hostEvacuationStateChange: Trigger = {
  api: 'vnfmig',
  name: 'host-evacuation-state-change',
  type: 'HostEvacuationStateChangeNotification',
  preconditions: ['ownComputeHost'],
  filter: { computeHostIds: ['{computeHost}'] },
  steps: [evacuate('computeHost')],
  where: [{ at: '/hostEvacuationState', is: 'WITHDRAWING' }],
  members: [
    ...members({ computeHostId: '{computeHost}' }),
    { at: '/cause/description', is: 'conformance' },
    { at: '/_links/hostEvacuation/href', is: '{evacuation}' },
  ],
  misfits: {
    notificationTypes: ['MigrationRequestNotification'],
    computeHostIds: ['kit-nobody'],
    hostEvacuationStates: ['POWERED_OFF', 'COMPLETED'],
  },
  fits: {
    notificationTypes: ['MigrationRequestNotification', 'HostEvacuationStateChangeNotification'],
    computeHostIds: ['kit-nobody', '{computeHost}'],
    hostEvacuationStates: ['POWERED_OFF', 'WITHDRAWING'],
  },
};

const computeHostStateChange: Trigger = {
  api: 'vrinfo',
  name: 'compute-host-state-change',
  type: 'ComputeHostStateChangeNotification',
  preconditions: ['ownComputeHost'],
  filter: { computeHostIds: ['{computeHost}'] },
  steps: [send(post('/vrinfo/v1/compute_hosts/{computeHost}/withdraw', { reason: 'conformance' }), 204)],
  members: [
    ...members({ computeHostId: '{computeHost}', schedulingState: 'WITHDRAWN' }),
    { all: '/changedAttributes/*', contains: 'schedulingState' },
  ],
  misfits: {
    notificationTypes: ['VirtualisedResourceChangeNotification'],
    computeHostIds: ['kit-nobody'],
  },
  fits: {
    notificationTypes: ['VirtualisedResourceChangeNotification', 'ComputeHostStateChangeNotification'],
    computeHostIds: ['kit-nobody', '{computeHost}'],
  },
};

const virtualisedResourceChange: Trigger = {
  api: 'vrinfo',
  name: 'virtualised-resource-change',
  type: 'VirtualisedResourceChangeNotification',
  preconditions: ['occupiedHost'],
  filter: { computeHostIds: ['{occupiedHost}'] },
  steps: [evacuate('occupiedHost')],
  members: members({ virtualisedResourceId: '{occupiedHost.virtualCompute}', changeType: 'NFVI_EVACUATION' }),
  misfits: {
    notificationTypes: ['ComputeHostStateChangeNotification'],
    computeHostIds: ['kit-nobody'],
    vnfmIds: ['kit-nobody'],
    vnfInstanceIds: ['kit-nobody'],
  },
  fits: {
    notificationTypes: ['VirtualisedResourceChangeNotification', 'ComputeHostStateChangeNotification'],
    computeHostIds: ['kit-nobody', '{occupiedHost}'],
    vnfmIds: ['kit-nobody', '{occupiedHost.vnfm}'],
    vnfInstanceIds: ['kit-nobody', '{occupiedHost.vnfInstance}'],
  },
};

const ALARM_FILTER = { managedObjectIds: ['{watchedHost}'] };
const ALARM_MISFITS = {
  managedObjectIds: ['kit-nobody'],
  eventTypes: ['QOS_ALARM', 'EQUIPMENT_ALARM'],
  faultyResourceTypes: ['STORAGE', 'NETWORK'],
  faultTypes: ['KIT'],
  probableCauses: ['kit'],
};

const alarm: Trigger = {
  api: 'vrfm',
  name: 'alarm',
  type: 'AlarmNotification',
  preconditions: ['watchedHost'],
  filter: ALARM_FILTER,
  steps: [readWatched('LB')],
  members: [
    { at: '/alarm/managedObjectId', is: '{watchedHost}' },
    { at: '/alarm/ackState', is: 'UNACKNOWLEDGED' },
    { at: '/alarm/perceivedSeverity', isNot: 'CLEARED' },
    { at: '/alarm/alarmClearedTime', exists: false },
    { at: '/alarm/_links/self/href', matches: '^https?://' },
  ],
  misfits: {
    ...ALARM_MISFITS,
    notificationTypes: ['AlarmClearedNotification'],
    perceivedSeverities: ['CLEARED', 'INDETERMINATE'],
  },
  fits: {
    notificationTypes: ['AlarmNotification', 'AlarmClearedNotification'],
    managedObjectIds: ['kit-nobody', '{watchedHost}'],
    perceivedSeverities: ['CRITICAL', 'MAJOR', 'MINOR', 'WARNING'],
    eventTypes: ['QOS_ALARM', 'ENVIRONMENTAL_ALARM'],
    faultyResourceTypes: ['STORAGE', 'COMPUTE'],
  },
};

const alarmCleared: Trigger = {
  ...alarm,
  name: 'alarm-cleared',
  type: 'AlarmClearedNotification',
  steps: [readWatched('LB'), readWatched('OL')],
  members: [
    { at: '/alarmId', matches: '\\S' },
    { at: '/alarmClearedTime', matches: '^\\d{4}-' },
    { at: '/_links/alarm/href', matches: '^https?://' },
  ],
  misfits: { ...ALARM_MISFITS, notificationTypes: ['AlarmNotification'], perceivedSeverities: ['INDETERMINATE'] },
  fits: { ...alarm.fits, perceivedSeverities: ['CRITICAL', 'CLEARED'] },
};

export const TRIGGERS: readonly Trigger[] = [
  environmentStateChange,
  migrationRequest,
  migrationRequestStateChange,
  hostEvacuationStateChange,
  computeHostStateChange,
  virtualisedResourceChange,
  alarm,
  alarmCleared,
];
