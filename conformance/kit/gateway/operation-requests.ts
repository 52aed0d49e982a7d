import type { Json, RequestTemplate } from '../case.ts';
import { readOperations, type Operation } from '../documents.ts';

/** The interfaces of a gateway. */
export const APIS = ['envnotif', 'vnfmig', 'vrinfo', 'vrfm'] as const;

export const OPERATIONS: readonly Operation[] = APIS.flatMap(readOperations);

/** What to write for a parameter of a path, and the fixture that leaves its value. */
const PATH_PARAMETERS: Readonly<Record<string, string>> = {
  environmentNotificationId: 'environmentNotification',
  environmentStateId: 'environmentState',
  environmentThresholdId: 'environmentThreshold',
  migrationRequestId: 'migrationRequest',
  hostEvacuationId: 'migrationRequest.hostEvacuation',
  computeHostId: 'computeHost',
  virtualComputeId: 'virtualCompute',
  resourceZoneId: 'resourceZone',
  alarmId: 'alarm',
};

/** A request that an operation has to take, for families of cases that change one thing in it. */
export interface OperationRequest {
  operation: Operation;
  preconditions: readonly string[];
  send: RequestTemplate;
  /** Removes what a server makes that should have refused. */
  finally: readonly RequestTemplate[];
}

interface Content {
  body: Json;
  /** What it makes, below the path that it is posted to. */
  makes?: string;
  preconditions?: readonly string[];
}

const SUBSCRIPTION: Content = { body: { callbackUri: '{inbox.uri}' }, preconditions: ['inbox'] };

/** Content that fits the operation, by operationId. */
const CONTENTS: Readonly<Record<string, Content>> = {
  createEnvironmentNotification: {
    body: {
      id: '{newId}',
      timeStamp: '2026-01-01T00:00:00Z',
      environmentData: [
        {
          computeHostId: '{computeHost}',
          parameterType: 'POWER',
          parameterName: '{newId}',
          dataType: 'STATE',
          state: 'OL',
        },
      ],
    },
    preconditions: ['newId', 'computeHost'],
  },
  createEnvironmentThreshold: {
    body: { id: '{newId}', parameterType: 'POWER', parameterName: '{newId}', stateLevels: { OL: 'NORMAL' } },
    makes: '{newId}',
    preconditions: ['newId'],
  },
  replaceEnvironmentThreshold: {
    body: {
      parameterType: 'POWER',
      parameterName: '{environmentThreshold.parameterName}',
      stateLevels: { OL: 'NORMAL' },
    },
  },
  modifyEnvironmentThreshold: { body: { stalenessTime: 1800 } },
  createSubscription: SUBSCRIPTION,
  modifyMigrationRequest: { body: { migrationRequestState: 'ACCEPTED' } },
  createComputeHost: {
    body: { id: '{newId}', computeHostType: 'PHYSICAL_SERVER' },
    makes: '{newId}',
    preconditions: ['newId'],
  },
  modifyComputeHost: { body: { computeHostName: 'changed' } },
  evacuateComputeHost: { body: { reason: 'conformance' } },
  withdrawComputeHost: { body: { reason: 'conformance' } },
  createVirtualCompute: {
    body: { computeId: '{newId}', hostId: '{computeHost}', vnfInstanceId: '{newId}', vnfmId: '{newId}' },
    makes: '{newId}',
    preconditions: ['newId', 'computeHost'],
  },
  modifyVirtualCompute: { body: { computeName: 'changed' } },
  createResourceZone: { body: { zoneId: '{newId}' }, makes: '{newId}', preconditions: ['newId'] },
  modifyResourceZone: { body: { zoneName: 'changed' } },
  modifyAlarm: { body: { ackState: 'ACKNOWLEDGED' } },
};

/** A good request for the operation. */
export function requestFor(operation: Operation): OperationRequest {
  const content = operation.contentType === undefined ? undefined : CONTENTS[operation.operationId];
  if (operation.contentType !== undefined && content === undefined)
    throw new Error(`there is no content for ${operation.operationId}`);
  const names = operation.pathParameters.map((parameter) => placeholderFor(operation.api, parameter));
  const path = pathWith(
    operation,
    names.map((name) => `{${name}}`),
  );
  return {
    operation,
    preconditions: [...names.map((name) => name.split('.')[0] ?? name), ...(content?.preconditions ?? [])],
    send: { method: operation.method, path, ...(content === undefined ? {} : { body: content.body }) },
    finally: content?.makes === undefined ? [] : [{ method: 'DELETE', path: `${path}/${content.makes}` }],
  };
}

/** The path with other values for its parameters. */
export function pathWith(operation: Pick<Operation, 'path' | 'pathParameters'>, values: readonly string[]): string {
  return operation.pathParameters.reduce(
    (path, parameter, index) => path.replace(`{${parameter}}`, values[index] ?? ''),
    operation.path,
  );
}

function placeholderFor(api: string, parameter: string): string {
  const name = parameter === 'subscriptionId' ? `${api}Subscription` : PATH_PARAMETERS[parameter];
  if (name === undefined) throw new Error(`there is no fixture for {${parameter}}`);
  return name;
}

/** `api.resource.what`, where `what` begins with the method, or with `list` for a container or the name of a task. */
export function caseId({ api, method, path }: Operation, what: string): string {
  const parts = path.split('/').slice(1);
  const resource = parts.find((part, index) => index > 0 && !/^v\d+$/.test(part)) ?? '';
  const last = parts.at(-1) ?? '';
  const isTask = last !== resource && !last.startsWith('{');
  const isMajor = last === 'api_versions' && parts[1] === 'v1';
  const isContainer = last === resource && method === 'GET' && resource !== 'api_versions';
  const verb = isTask ? last : isContainer ? 'list' : isMajor ? 'get-major' : method.toLowerCase();
  return `${api}.${resource}.${verb}-${what}`;
}
