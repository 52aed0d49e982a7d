import type { operations } from '../../generated/envnotif.ts';
import { DomainError } from '../problem.ts';
import { v7 as uuidv7 } from 'uuid';
import { type EnvironmentThreshold, type EnvironmentThresholdRequest } from '../engine/entities.ts';
import type { Context } from '../engine/context.ts';
import type { Engine } from '../engine/engine.ts';
import {
  environmentNotification,
  environmentNotificationSummary,
  environmentState,
  environmentThreshold,
  hrefOf,
} from '../engine/representations.ts';
import { reevaluateParameter } from '../engine/reevaluate.ts';
import { validateThreshold } from '../engine/rules/threshold.ts';
import { apiVersionHandlers } from './api-versions.ts';
import { found, listPage } from './listing.ts';
import { createMergePatch, createPick } from './merge-patch.ts';
import type { Handlers } from './operations.ts';
import { subscriptionHandlers, type SubscriptionSettings } from './subscriptions.ts';

/** `envnotif/v1`: what the sensors say, what the gateway makes of it, and when it acts (R1 to R9). */
export function envnotifHandlers(engine: Engine, subscriptionSettings: SubscriptionSettings): Handlers<operations> {
  return {
    ...apiVersionHandlers('envnotif'),
    ...subscriptionHandlers('envnotif', engine, subscriptionSettings),
    ...notificationHandlers(engine),
    ...stateHandlers(engine),
    ...thresholdHandlers(engine),
  };
}

type NotificationOperations =
  'createEnvironmentNotification' | 'listEnvironmentNotifications' | 'getEnvironmentNotification';

function notificationHandlers({
  store,
  settings: { apiRoot },
  receive,
}: Engine): Pick<Handlers<operations>, NotificationOperations> {
  return {
    async createEnvironmentNotification({ body }) {
      const { notification, created } = await receive(body);
      const shown = environmentNotificationSummary(apiRoot, notification);
      return created
        ? { status: 201, headers: { Location: shown._links.self.href }, body: shown }
        : { status: 200, body: shown };
    },
    listEnvironmentNotifications: ({ query }) =>
      listPage(
        store.environmentNotifications,
        query.nextpage_opaque_marker,
        hrefOf(apiRoot, 'envnotif', 'environment_notifications'),
        (notification) => environmentNotificationSummary(apiRoot, notification),
      ),
    async getEnvironmentNotification({ path: { environmentNotificationId: id } }) {
      const notification = found(await store.environmentNotifications.get(id), 'environment notification', id);
      return { status: 200, body: environmentNotification(apiRoot, notification) };
    },
  };
}

function stateHandlers({
  store,
  settings: { apiRoot },
}: Engine): Pick<Handlers<operations>, 'listEnvironmentStates' | 'getEnvironmentState'> {
  return {
    listEnvironmentStates: ({ query }) =>
      listPage(
        store.environmentStates,
        query.nextpage_opaque_marker,
        hrefOf(apiRoot, 'envnotif', 'environment_states'),
        (state) => environmentState(apiRoot, state),
      ),
    async getEnvironmentState({ path: { environmentStateId: id } }) {
      return {
        status: 200,
        body: environmentState(apiRoot, found(await store.environmentStates.get(id), 'environment state', id)),
      };
    },
  };
}

type ThresholdOperations = Extract<keyof operations, `${string}EnvironmentThreshold${string}`>;

function thresholdHandlers({
  store,
  settings: { apiRoot },
  transact,
}: Engine): Pick<Handlers<operations>, ThresholdOperations> {
  const mergePatch = createMergePatch('envnotif', 'EnvironmentThreshold');
  const pick = createPick('envnotif', 'EnvironmentThresholdRequest');
  const show = (threshold: EnvironmentThreshold) => environmentThreshold(apiRoot, threshold);
  const get = async ({ tables }: Pick<Context, 'tables'>, id: string) =>
    found(await tables.environmentThresholds.get(id), 'environment threshold', id);
  const replace = async (context: Context, old: EnvironmentThreshold, threshold: EnvironmentThreshold) => {
    checkThreshold(threshold);
    await context.tables.environmentThresholds.update(threshold);
    for (const parameterType of new Set([old.parameterType, threshold.parameterType]))
      await reevaluateParameter(context, parameterType);
    return { status: 200 as const, body: show(threshold) };
  };
  return {
    createEnvironmentThreshold: ({ body }) =>
      transact(async (context) => {
        const threshold: EnvironmentThreshold = { ...pick(body), id: body.id ?? uuidv7() };
        checkThreshold(threshold);
        await context.tables.environmentThresholds.insert(threshold);
        await reevaluateParameter(context, threshold.parameterType);
        return { status: 201, headers: { Location: show(threshold)._links.self.href }, body: show(threshold) };
      }),
    listEnvironmentThresholds: ({ query }) =>
      listPage(
        store.environmentThresholds,
        query.nextpage_opaque_marker,
        hrefOf(apiRoot, 'envnotif', 'environment_thresholds'),
        show,
      ),
    async getEnvironmentThreshold({ path: { environmentThresholdId: id } }) {
      return { status: 200, body: show(await get({ tables: store }, id)) };
    },
    replaceEnvironmentThreshold: ({ path: { environmentThresholdId: id }, body }) =>
      transact(async (context) => {
        if (body.id !== undefined && body.id !== id)
          throw new DomainError('Unprocessable', `/id: is ${body.id}, but the resource is ${id}`);
        return replace(context, await get(context, id), { ...pick(body), id });
      }),
    modifyEnvironmentThreshold: ({ path: { environmentThresholdId: id }, body }) =>
      transact(async (context) => {
        const old = await get(context, id);
        return replace(context, old, { ...mergePatch(old, body), id });
      }),
    deleteEnvironmentThreshold: ({ path: { environmentThresholdId: id } }) =>
      transact(async (context) => {
        const { parameterType } = await get(context, id);
        await context.tables.environmentThresholds.delete(id);
        await reevaluateParameter(context, parameterType);
        return { status: 204 };
      }),
  };
}

/** Throws with every place that is wrong, once the schema is satisfied. */
function checkThreshold(threshold: EnvironmentThresholdRequest): void {
  const invalidParams = validateThreshold(threshold);
  const [first] = invalidParams;
  if (first !== undefined)
    throw new DomainError('Unprocessable', `${first.pointer}: ${first.reason}`, { invalidParams });
}
