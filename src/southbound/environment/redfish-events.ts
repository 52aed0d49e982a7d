/** What a Redfish service posts, DMTF Event. Nothing of its content is certain. */
import { listOf, namePart, pathOf, resourceOf, textOf, type Resource } from './redfish-data.ts';
import { messageKey, type Message } from './redfish-messages.ts';

export interface RedfishEvent {
  /** Undefined for a MessageId that is none. */
  message: Message | undefined;
  /** `@odata.id` of what it happened at, without the place inside of it. */
  origin: string | undefined;
  /** What it happened at, as part of the name of a parameter. */
  id: string;
  /** `EventTimestamp`, milliseconds since 1970 by the clock of the service; undefined when it does not tell. */
  time: number | undefined;
}

/** The events of a content; undefined when it is no Event. A heartbeat is one event that nothing is made of. */
export function eventsIn(content: unknown): RedfishEvent[] | undefined {
  const { Events } = resourceOf(content);
  return Array.isArray(Events) ? listOf(Events).map(eventOf) : undefined;
}

/** The Context of the subscription that it comes from; before Event 1.1 each event had its own. */
export function contextOf(content: unknown): string | undefined {
  const { Context, Events } = resourceOf(content);
  return textOf(Context) ?? textOf(listOf(Events)[0]?.['Context']);
}

function eventOf(event: Resource): RedfishEvent {
  const { MessageId, MessageArgs, OriginOfCondition, EventTimestamp } = event;
  const key = messageKey(MessageId);
  const args: unknown[] = Array.isArray(MessageArgs) ? MessageArgs : [];
  const place = pathOf(OriginOfCondition);
  const [origin, inside] = place?.split('#') ?? [];
  const last = origin?.replace(/\/+$/, '').split('/').at(-1);
  // In the lists of old services the place is only a number; there the message names it.
  const id = inside === undefined ? namePart(last, args[0]) : namePart(args[0], last);
  const time = Date.parse(textOf(EventTimestamp) ?? '');
  return {
    message: key === undefined ? undefined : { key, args },
    origin,
    id,
    time: Number.isNaN(time) ? undefined : time,
  };
}
