import type { operations } from '../../generated/vrfm.ts';
import { DomainError } from '../problem.ts';
import type { Alarm } from '../engine/entities.ts';
import type { Engine } from '../engine/engine.ts';
import { alarm as representation, hrefOf } from '../engine/representations.ts';
import { apiVersionHandlers } from './api-versions.ts';
import { found, listPage } from './listing.ts';
import type { Handlers } from './operations.ts';
import { subscriptionHandlers, type SubscriptionSettings } from './subscriptions.ts';

/** `vrfm/v1`: alarms in the shape of SOL003 clause 7. */
export function vrfmHandlers(engine: Engine, subscriptionSettings: SubscriptionSettings): Handlers<operations> {
  const { store, settings, transact } = engine;
  const show = (alarm: Alarm) => representation(settings.apiRoot, alarm);
  return {
    ...apiVersionHandlers('vrfm'),
    ...subscriptionHandlers('vrfm', engine, subscriptionSettings),
    listAlarms: ({ query }) =>
      listPage(store.alarms, query.nextpage_opaque_marker, hrefOf(settings.apiRoot, 'vrfm', 'alarms'), show),
    async getAlarm({ path: { alarmId: id } }) {
      return { status: 200, body: show(found(await store.alarms.get(id), 'alarm', id)) };
    },
    modifyAlarm: ({ path: { alarmId: id }, body: { ackState } }) =>
      transact(async ({ tables, now }) => {
        const { alarmAcknowledgedTime: _time, ...alarm } = found(await tables.alarms.get(id), 'alarm', id);
        if (alarm.ackState === ackState) throw new DomainError('StateConflict', `alarm ${id} is ${ackState} already`);
        const acknowledged = ackState === 'ACKNOWLEDGED' ? { alarmAcknowledgedTime: now } : {};
        await tables.alarms.update({ ...alarm, ...acknowledged, ackState, alarmChangedTime: now });
        return { status: 200, body: { ackState } };
      }),
  };
}
