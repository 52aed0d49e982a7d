import type { components } from '../../../generated/config.ts';
import type { components as NotifierComponents } from '../../../generated/server-notifier.ts';
import { acceptance, failure, goOn, lookAgain, type Healer, type HealIntention } from './heal-operation.ts';
import { createHealNotifications } from './heal-notifications.ts';
import { createHealing } from './healing.ts';
import { createVnfLcm } from './vnf-lcm.ts';
import { createVnfLcmExchange } from './vnf-lcm-exchange.ts';
import { problemOf, type Vnfc, type VnfLcmOpOcc } from './vnf-lcm-resources.ts';
import type { MigrationRequest, Pursuit, ServerAlarm, VnfManagerAdapter, VnfManagerPorts } from './vnf-manager.ts';
import { createPeerConnection, type PeerConnection } from '../peer-connection.ts';

type TackerVnfManager = components['schemas']['TackerVnfManager'];
type ServerNotification = NotifierComponents['schemas']['ServerNotification'];

/** States in which an operation locks its VNF. SOL003 5.6.2. */
const UNFINISHED = ['STARTING', 'PROCESSING', 'FAILED_TEMP', 'ROLLING_BACK'];

interface Tacker {
  config: TackerVnfManager;
  notifier: ServerNotifier;
  healer: Healer;
  connection: PeerConnection;
  readServerAlarms: VnfManagerPorts['readServerAlarms'];
}

/**
 * VNF manager `tacker`: the gateway is the Server Notifier of an OpenStack Tacker, which registered the servers of its VNFs and is
 * notified of those that have to be left. It gathers notifications for a while (`[server_notification] timer_interval`) and then
 * begins a heal by itself, which is looked for among its operations and followed like every other. It drops a heal that it cannot
 * begin, so it is notified only while the VNF is not busy. R13, R14; Tacker, Server Notification.
 */
export const tackerAdapter: VnfManagerAdapter<TackerVnfManager> = {
  type: 'tacker',
  create(config, ports) {
    const { vims, log, readServerAlarms } = ports;
    const connection = createPeerConnection(`VNF manager ${config.vnfmId}`, config);
    const exchange = createVnfLcmExchange({ ...config, apiMajorVersion: 'v2' }, connection);
    const healer: Healer = { config, lcm: createVnfLcm(config.vnfmId, exchange), vims, log };
    const notifications = createHealNotifications(config, exchange, ports);
    const tacker: Tacker = { config, notifier: serverNotifierOf(config), healer, connection, readServerAlarms };
    return {
      vnfmId: config.vnfmId,
      ...createHealing(healer, {
        isOwn,
        order: (request, intention) => notifyOrWait(tacker, request, intention),
      }),
      ...notifications,
      async stop() {
        await Promise.all([notifications.stop(), connection.close()]);
      },
    };
  },
};

/** What the Server Notifier has to know of a Tacker. */
export interface ServerNotifier {
  /** The part of the ServerNotifierUri by which it is known. */
  notifierId: string;
  /** Whether this is its own: a registration could name any host. */
  isOwn(faultAction: string): boolean;
}

export function serverNotifierOf({ notifierId, vnfmId, endpoint, apiRoot }: TackerVnfManager): ServerNotifier {
  const { href } = new URL(`${(endpoint ?? apiRoot).replace(/\/+$/, '')}/`);
  return {
    notifierId: notifierId ?? vnfmId,
    isOwn: (faultAction) => URL.canParse(faultAction) && new URL(faultAction).href.startsWith(href),
  };
}

/** It heals what it was notified of, without a cause. */
function isOwn({ vnfcs, notifiedComputeIds = [] }: HealIntention, { vnfcInstanceIds }: VnfLcmOpOcc): boolean {
  if (vnfcInstanceIds === undefined) return notifiedComputeIds.length > 0;
  return vnfcs.some(({ vnfcInstanceId }) => vnfcInstanceIds.includes(vnfcInstanceId));
}

async function notifyOrWait(tacker: Tacker, request: MigrationRequest, intention: HealIntention): Promise<Pursuit> {
  const { config, healer } = tacker;
  const { vnfInstanceId, vnfcs, askedTime, notifiedComputeIds = [] } = intention;
  const next = vnfcs.find(({ computeId }) => !notifiedComputeIds.includes(computeId));
  if (next !== undefined) {
    const occurrences = notifiedComputeIds.length > 0 ? [] : await healer.lcm.listOpOccs(vnfInstanceId);
    const isBusy = occurrences.some(({ operationState }) => UNFINISHED.includes(operationState));
    return isBusy
      ? lookAgain(acceptance(request), config.pollInterval)
      : notifyOf(tacker, request, { intention, next });
  }
  const waited = Date.now() - Date.parse(askedTime ?? new Date().toISOString());
  if (waited <= 1000 * config.healWaitTime) return lookAgain(acceptance(request), config.pollInterval);
  return failure(
    request,
    `VNF manager ${config.vnfmId} took the notification, but began no heal of VNF ${vnfInstanceId} within ${config.healWaitTime} s; is isAutohealEnabled true?`,
  );
}

async function notifyOf(
  { config, notifier, healer, connection, readServerAlarms }: Tacker,
  request: MigrationRequest,
  { intention, next }: { intention: HealIntention; next: Vnfc },
): Promise<Pursuit> {
  const { computeId } = next;
  const registered = await readServerAlarms(notifier.notifierId, computeId);
  const alarm = alarmOf(registered, next, notifier);
  if (alarm === undefined)
    return failure(
      request,
      `VNF manager ${config.vnfmId} has not registered server ${computeId} at its Server Notifier`,
    );
  const answer = await connection.send({
    method: 'POST',
    url: alarm.faultAction,
    body: notificationOf(alarm, config, request.sourceComputeHostId),
  });
  const { statusCode, content } = answer;
  healer.log.info(
    { migrationRequestId: request.id, computeId, statusCode },
    'notified of a server that has to be left',
  );
  if (statusCode >= 300) {
    const problem = problemOf(content) ?? { status: statusCode, detail: `it answered ${statusCode}` };
    return failure(request, `VNF manager ${config.vnfmId} did not take the notification of ${computeId}`, problem);
  }
  const notifiedComputeIds = [...(intention.notifiedComputeIds ?? []), computeId];
  const askedTime = new Date().toISOString();
  return goOn({ ...intention, notifiedComputeIds, askedTime }, acceptance(request));
}

/** The registration that Tacker shows with the VNFC; where it shows none, the last one. */
function alarmOf(registered: readonly ServerAlarm[], { alarmId }: Vnfc, notifier: ServerNotifier) {
  const usable = registered.filter(({ faultAction }) => notifier.isOwn(faultAction));
  return alarmId === undefined ? usable.at(-1) : usable.find((alarm) => alarm.alarmId === alarmId);
}

function notificationOf(
  { alarmId, faultIds }: ServerAlarm,
  { faultType }: TackerVnfManager,
  computeHostId: string,
): ServerNotification {
  const [faultId = ''] = faultIds;
  return {
    notification: {
      host_id: computeHostId,
      alarm_id: alarmId,
      fault_id: faultId,
      fault_type: faultType,
      fault_option: {},
    },
  };
}
