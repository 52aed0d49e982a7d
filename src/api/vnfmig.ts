import type { operations } from '../../generated/vnfmig.ts';
import type { HostEvacuation } from '../engine/entities.ts';
import {
  answerMigrationRequest,
  cancelMigrationRequest,
  failMigrationRequest,
  retryMigrationRequest,
} from '../engine/confirm.ts';
import type { Engine } from '../engine/engine.ts';
import { cancelHostEvacuation } from '../engine/evacuation.ts';
import { hostEvacuation, hrefOf, migrationRequest } from '../engine/representations.ts';
import { apiVersionHandlers } from './api-versions.ts';
import { found, listPage } from './listing.ts';
import type { Handlers } from './operations.ts';
import { subscriptionHandlers, type SubscriptionSettings } from './subscriptions.ts';

/** `vnfmig/v1`: migration requests, their answers, and the evacuations they belong to (R13 to R19). */
export function vnfmigHandlers(engine: Engine, subscriptionSettings: SubscriptionSettings): Handlers<operations> {
  const { store, settings, transact } = engine;
  const { apiRoot } = settings;
  const showEvacuation = async (evacuation: HostEvacuation) => {
    const requests = await store.migrationRequests.find({ hostEvacuationId: evacuation.id });
    return hostEvacuation(
      apiRoot,
      evacuation,
      requests.map(({ id }) => id),
    );
  };
  return {
    ...apiVersionHandlers('vnfmig'),
    ...subscriptionHandlers('vnfmig', engine, subscriptionSettings),
    listMigrationRequests: ({ query }) =>
      listPage(
        store.migrationRequests,
        query.nextpage_opaque_marker,
        hrefOf(apiRoot, 'vnfmig', 'migration_requests'),
        (request) => migrationRequest(apiRoot, request),
      ),
    async getMigrationRequest({ path: { migrationRequestId: id } }) {
      return {
        status: 200,
        body: migrationRequest(apiRoot, found(await store.migrationRequests.get(id), 'migration request', id)),
      };
    },
    async modifyMigrationRequest({ path: { migrationRequestId: id }, body }) {
      return {
        status: 200,
        body: migrationRequest(apiRoot, await transact((context) => answerMigrationRequest(context, id, body))),
      };
    },
    async cancelMigrationRequest({ path: { migrationRequestId: id } }) {
      await transact((context) => cancelMigrationRequest(context, id));
      return { status: 202 };
    },
    async retryMigrationRequest({ path: { migrationRequestId: id } }) {
      await transact((context) => retryMigrationRequest(context, id));
      return { status: 202 };
    },
    async failMigrationRequest({ path: { migrationRequestId: id } }) {
      return {
        status: 200,
        body: migrationRequest(apiRoot, await transact((context) => failMigrationRequest(context, id))),
      };
    },
    listHostEvacuations: ({ query }) =>
      listPage(
        store.hostEvacuations,
        query.nextpage_opaque_marker,
        hrefOf(apiRoot, 'vnfmig', 'host_evacuations'),
        showEvacuation,
      ),
    async getHostEvacuation({ path: { hostEvacuationId: id } }) {
      return {
        status: 200,
        body: await showEvacuation(found(await store.hostEvacuations.get(id), 'host evacuation', id)),
      };
    },
    async cancelHostEvacuation({ path: { hostEvacuationId: id } }) {
      await transact((context) => cancelHostEvacuation(context, id));
      return { status: 202 };
    },
  };
}
