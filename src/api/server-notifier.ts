import { randomUUID } from 'node:crypto';
import type { operations } from '../../generated/server-notifier.ts';
import type { ServerAlarm } from '../engine/entities.ts';
import type { Engine } from '../engine/engine.ts';
import { DomainError } from '../problem.ts';
import type { Tables } from '../store/store.ts';
import type { Handlers } from './operations.ts';

/** What has to be known of the Tackers that register. */
interface Notifier {
  notifierId: string;
  /** Whether the Tacker may be notified there. */
  isOwn(faultAction: string): boolean;
}

/**
 * The Server Notifier of OpenStack Tacker. A registration carries no credentials: it is taken only for a `notifierId` that is
 * configured, and only when it names that Tacker itself, so that nobody else is ever notified. R13.
 */
export function serverNotifierHandlers({ store }: Engine, notifiers: readonly Notifier[]): Handlers<operations> {
  const notifierOf = (notifierId: string): Notifier => {
    const notifier = notifiers.find((one) => one.notifierId === notifierId);
    if (notifier === undefined) throw new DomainError('NotFound', 'there is no Server Notifier of this name');
    return notifier;
  };
  return {
    async registerServerAlarm({ path, body }) {
      const { notifierId, tenant, serverId } = path;
      if (!notifierOf(notifierId).isOwn(body.fault_action)) {
        const reason = 'is not below the endpoint that is configured for this Tacker';
        const invalidParams = [{ pointer: '/fault_action', reason }];
        throw new DomainError('Unprocessable', `/fault_action: ${reason}`, { invalidParams });
      }
      const wanted = {
        notifierId,
        tenant,
        serverId,
        faultAction: body.fault_action,
        faultIds: [body.fault_id].flat(),
      };
      const alarmId = await store.transaction((tables) => register(tables, wanted));
      return { status: 201, body: { alarm_id: alarmId } };
    },
    async removeServerAlarm({ path }) {
      const { notifierId, tenant, serverId, alarmId } = path;
      notifierOf(notifierId);
      await store.transaction(async ({ serverAlarms }) => {
        const alarm = await serverAlarms.get(alarmId);
        const isThere = alarm?.notifierId === notifierId && alarm.tenant === tenant && alarm.serverId === serverId;
        if (!isThere) throw new DomainError('NotFound', `server ${serverId} has no alarm ${alarmId}`);
        await serverAlarms.delete(alarmId);
      });
      return { status: 204 };
    },
  };
}

/** A registration that is there already keeps its identifier: what is repeated does not add up. */
async function register({ serverAlarms }: Tables, wanted: Omit<ServerAlarm, 'alarmId'>): Promise<string> {
  const keyOf = ({ notifierId, tenant, faultAction, faultIds }: Omit<ServerAlarm, 'alarmId'>) =>
    JSON.stringify([notifierId, tenant, faultAction, faultIds]);
  const registered = await serverAlarms.find({ serverId: wanted.serverId });
  const same = registered.find((alarm) => keyOf(alarm) === keyOf(wanted));
  if (same !== undefined) return same.alarmId;
  // Whoever knows it may remove the registration.
  const alarmId = randomUUID();
  await serverAlarms.insert({ alarmId, ...wanted });
  return alarmId;
}
