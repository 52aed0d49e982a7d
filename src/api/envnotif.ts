import { newIdentifier } from '../identifier.ts';
import type { operations } from '../../generated/envnotif.ts';
import { DomainError } from '../problem.ts';
import { type EnvironmentThreshold, type EnvironmentThresholdRequest } from '../engine/entities.ts';
import type { Context } from '../engine/context.ts';
import type { Engine } from '../engine/engine.ts';
import {
  environmentNotification,
  environmentNotificationSummary,
  environmentState,
  environmentThreshold,
} from '../engine/representations.ts';
import { reevaluateParameter } from '../engine/reevaluate.ts';
import { thresholdProblems } from '../engine/threshold-problems.ts';
import { apiVersionHandlers } from './api-versions.ts';
import { createContainer, type Sol013 } from './container.ts';
import { createMergePatch, createPick } from './merge-patch.ts';
import type { Handlers } from './operations.ts';
import { subscriptionHandlers, type ApiSettings } from './subscriptions.ts';

/** `envnotif/v1`: what the sensors say, what the gateway makes of it, and when it acts (R1 to R9). */
export function envnotifHandlers(engine: Engine, settings: ApiSettings): Handlers<operations> {
  return {
    ...apiVersionHandlers('envnotif'),
    ...subscriptionHandlers('envnotif', 'EnvironmentSubscription', engine, settings),
    ...notificationHandlers(engine, settings.sol013),
    ...stateHandlers(engine, settings.sol013),
    ...thresholdHandlers(engine, settings.sol013),
  };
}

type NotificationOperations =
  'createEnvironmentNotification' | 'listEnvironmentNotifications' | 'getEnvironmentNotification';

function notificationHandlers(engine: Engine, sol013: Sol013): Pick<Handlers<operations>, NotificationOperations> {
  const notifications = createContainer(engine, sol013, {
    apiName: 'envnotif',
    name: 'environment_notifications',
    what: 'environment notification',
    schema: 'EnvironmentNotificationSummary',
    collection: (tables) => tables.environmentNotifications,
    show: environmentNotification,
    excludedByDefault: ['environmentData'],
  });
  return {
    async createEnvironmentNotification({ body, json, apiRoot }) {
      const { notification, created } = await engine.receive(body, { json });
      const shown = environmentNotificationSummary(apiRoot, notification);
      return created
        ? { status: 201, headers: { Location: shown._links.self.href }, body: shown }
        : { status: 200, body: shown };
    },
    listEnvironmentNotifications: notifications.list,
    getEnvironmentNotification: (request) => notifications.get(request, request.path.environmentNotificationId),
  };
}

type StateOperations = 'listEnvironmentStates' | 'getEnvironmentState';

function stateHandlers(engine: Engine, sol013: Sol013): Pick<Handlers<operations>, StateOperations> {
  const states = createContainer(engine, sol013, {
    apiName: 'envnotif',
    name: 'environment_states',
    what: 'environment state',
    schema: 'EnvironmentState',
    collection: (tables) => tables.environmentStates,
    show: environmentState,
  });
  return {
    listEnvironmentStates: states.list,
    getEnvironmentState: (request) => states.get(request, request.path.environmentStateId),
  };
}

type ThresholdOperations = Extract<keyof operations, `${string}EnvironmentThreshold${string}`>;

function thresholdHandlers(engine: Engine, sol013: Sol013): Pick<Handlers<operations>, ThresholdOperations> {
  const mergePatch = createMergePatch('envnotif', 'EnvironmentThreshold');
  const pick = createPick('envnotif', 'EnvironmentThresholdRequest');
  const thresholds = createContainer(engine, sol013, {
    apiName: 'envnotif',
    name: 'environment_thresholds',
    what: 'environment threshold',
    schema: 'EnvironmentThreshold',
    collection: (tables) => tables.environmentThresholds,
    show: environmentThreshold,
  });
  return {
    createEnvironmentThreshold: (request) =>
      thresholds.create(request, async (context) => {
        const threshold = { ...pick(request.body), id: request.body.id ?? newIdentifier() };
        checkThreshold(context, threshold);
        await context.tables.environmentThresholds.insert(threshold);
        await reevaluateParameter(context, threshold.parameterType);
        return threshold.id;
      }),
    listEnvironmentThresholds: thresholds.list,
    getEnvironmentThreshold: (request) => thresholds.get(request, request.path.environmentThresholdId),
    replaceEnvironmentThreshold: (request) => {
      const { environmentThresholdId: id } = request.path;
      return thresholds.change(request, id, (context) => {
        if (request.body.id !== undefined && request.body.id !== id)
          throw new DomainError('Unprocessable', `/id: is ${request.body.id}, but the resource is ${id}`);
        return replaceThreshold(context, id, () => ({ ...pick(request.body), id }));
      });
    },
    modifyEnvironmentThreshold: (request) => {
      const { environmentThresholdId: id } = request.path;
      return thresholds.modify(request, id, (context) =>
        replaceThreshold(context, id, (old) => ({ ...mergePatch(old, request.body), id })),
      );
    },
    deleteEnvironmentThreshold: (request) => {
      const { environmentThresholdId: id } = request.path;
      return thresholds.delete(request, id, async (context) => {
        const { parameterType } = await getThreshold(context, id);
        await context.tables.environmentThresholds.delete(id);
        await reevaluateParameter(context, parameterType);
      });
    },
  };
}

async function getThreshold({ tables }: Context, id: string): Promise<EnvironmentThreshold> {
  const threshold = await tables.environmentThresholds.get(id);
  if (threshold === undefined) throw new DomainError('NotFound', `no environment threshold ${id}`);
  return threshold;
}

async function replaceThreshold(
  context: Context,
  id: string,
  change: (old: EnvironmentThreshold) => EnvironmentThreshold,
): Promise<void> {
  const old = await getThreshold(context, id);
  const threshold = change(old);
  checkThreshold(context, threshold);
  await context.tables.environmentThresholds.update(threshold);
  for (const parameterType of new Set([old.parameterType, threshold.parameterType]))
    await reevaluateParameter(context, parameterType);
}

/** Throws with every place that is wrong, once the schema is satisfied. */
function checkThreshold({ settings }: Context, threshold: EnvironmentThresholdRequest): void {
  const invalidParams = thresholdProblems(threshold, settings.parameterTypes);
  const [first] = invalidParams;
  if (first !== undefined)
    throw new DomainError('Unprocessable', `${first.pointer}: ${first.reason}`, { invalidParams });
}
