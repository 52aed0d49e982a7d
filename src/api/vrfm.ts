import type { operations } from '../../generated/vrfm.ts';
import { DomainError } from '../problem.ts';
import type { Engine } from '../engine/engine.ts';
import { alarm } from '../engine/representations.ts';
import { apiVersionHandlers } from './api-versions.ts';
import { createContainer } from './container.ts';
import type { Handlers } from './operations.ts';
import { subscriptionHandlers, type ApiSettings } from './subscriptions.ts';

/** `vrfm/v1`: alarms in the shape of SOL003 clause 7. */
export function vrfmHandlers(engine: Engine, settings: ApiSettings): Handlers<operations> {
  const alarms = createContainer(engine, settings.sol013, {
    apiName: 'vrfm',
    name: 'alarms',
    what: 'alarm',
    schema: 'Alarm',
    collection: (tables) => tables.alarms,
    show: alarm,
  });
  return {
    ...apiVersionHandlers('vrfm'),
    ...subscriptionHandlers('vrfm', 'FmSubscription', engine, settings),
    listAlarms: alarms.list,
    getAlarm: (request) => alarms.get(request, request.path.alarmId),
    async modifyAlarm(request) {
      const id = request.path.alarmId;
      const { ackState } = request.body;
      const { status, headers } = await alarms.modify(request, id, async ({ tables, now }) => {
        const { alarmAcknowledgedTime: _time, ...old } = await existing(tables.alarms.get(id));
        if (old.ackState === ackState) throw new DomainError('StateConflict', `alarm ${id} is ${ackState} already`);
        const acknowledged = ackState === 'ACKNOWLEDGED' ? { alarmAcknowledgedTime: now } : {};
        await tables.alarms.update({ ...old, ...acknowledged, ackState, alarmChangedTime: now });
      });
      // SOL003 7.4.3.3.4: the answer is the modifications alone.
      return { status, headers, body: { ackState } };
    },
  };
}

/** The container has looked already, in the same transaction. */
async function existing<Entity>(entity: Promise<Entity | undefined>): Promise<Entity> {
  const found = await entity;
  if (found === undefined) throw new Error('an entity is gone within its transaction');
  return found;
}
