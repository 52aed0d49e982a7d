import type { operations } from '../../generated/vnfmig.ts';
import {
  answerMigrationRequest,
  cancelMigrationRequest,
  failMigrationRequest,
  retryMigrationRequest,
} from '../engine/confirm.ts';
import type { Engine } from '../engine/engine.ts';
import { cancelHostEvacuation } from '../engine/evacuation.ts';
import { hostEvacuation, migrationRequest } from '../engine/representations.ts';
import { apiVersionHandlers } from './api-versions.ts';
import { createContainer } from './container.ts';
import type { Handlers } from './operations.ts';
import { subscriptionHandlers, type ApiSettings } from './subscriptions.ts';
import { ownVnfm } from './visibility.ts';

/** `vnfmig/v1`: migration requests, their answers, and the evacuations they belong to (R13 to R19). */
export function vnfmigHandlers(engine: Engine, settings: ApiSettings): Handlers<operations> {
  const { transact } = engine;
  const requests = createContainer({ ...engine, transact: engine.answer }, settings.sol013, {
    apiName: 'vnfmig',
    name: 'migration_requests',
    what: 'migration request',
    schema: 'MigrationRequest',
    collection: (tables) => tables.migrationRequests,
    show: migrationRequest,
    visible: ownVnfm,
  });
  const evacuations = createContainer(engine, settings.sol013, {
    apiName: 'vnfmig',
    name: 'host_evacuations',
    what: 'host evacuation',
    schema: 'HostEvacuation',
    collection: (tables) => tables.hostEvacuations,
    show: async (apiRoot, evacuation, tables) => {
      const ofIt = await tables.migrationRequests.find({ hostEvacuationId: evacuation.id });
      return hostEvacuation(
        apiRoot,
        evacuation,
        ofIt.map(({ id }) => id),
      );
    },
  });
  return {
    ...apiVersionHandlers('vnfmig'),
    ...subscriptionHandlers('vnfmig', 'MigrationSubscription', engine, settings),
    listMigrationRequests: requests.list,
    getMigrationRequest: (request) => requests.get(request, request.path.migrationRequestId),
    modifyMigrationRequest: (request) => {
      const { migrationRequestId: id } = request.path;
      return requests.modify(request, id, (context, asked) => answerMigrationRequest(context, asked, request.body));
    },
    async cancelMigrationRequest({ path: { migrationRequestId: id } }) {
      await transact((context) => cancelMigrationRequest(context, id));
      return { status: 202 };
    },
    async retryMigrationRequest({ path: { migrationRequestId: id } }) {
      await transact((context) => retryMigrationRequest(context, id));
      return { status: 202 };
    },
    failMigrationRequest: (request) => {
      const { migrationRequestId: id } = request.path;
      return requests.change(request, id, (context) => failMigrationRequest(context, id));
    },
    listHostEvacuations: evacuations.list,
    getHostEvacuation: (request) => evacuations.get(request, request.path.hostEvacuationId),
    async cancelHostEvacuation({ path: { hostEvacuationId: id } }) {
      await transact((context) => cancelHostEvacuation(context, id));
      return { status: 202 };
    },
  };
}
