import type { components } from '../../generated/vnfmig-notification.ts';
import { call, type Target } from './load.ts';
import { range, vnfmId, type Site } from './site.ts';
import type { Arrival, Sink } from './sink.ts';

type RequestNotification = components['schemas']['MigrationRequestNotification'];
export type MigrationRequest = RequestNotification['migrationRequest'];

/** Subscribes every VNF manager of the site to its migration requests, at the sink. */
export async function subscribeAll(gateway: Target, site: Site, sink: Sink): Promise<void> {
  for (const index of range(site.vnfManagers)) {
    const filter = { vnfmIds: [vnfmId(index)], notificationTypes: ['MigrationRequestNotification'] };
    await call(gateway, {
      method: 'POST',
      path: '/vnfmig/v1/subscriptions',
      body: JSON.stringify({ filter, callbackUri: `${sink.url}/${vnfmId(index)}` }),
      status: 201,
    });
  }
}

/** The migration request that arrived. */
export function requestOf({ body }: Arrival): MigrationRequest {
  return (JSON.parse(body) as RequestNotification).migrationRequest;
}

/** Keeps each migration request that arrives at the sink the first time; one that is sent again is the same one. */
export function keepRequests(sink: Sink): { arrivals: Arrival[] } {
  const known = new Set<string>();
  const kept: { arrivals: Arrival[] } = { arrivals: [] };
  sink.onArrival = (arrival) => {
    // Not parsed here, because the sender waits meanwhile.
    const id = /"migrationRequestId":"([^"]*)"/.exec(arrival.body)?.[1];
    if (id === undefined || known.has(id)) return;
    known.add(id);
    kept.arrivals.push(arrival);
  };
  return kept;
}
