import type { SimulatedOperation, SimulatedVnfm } from './vnfm-sol003.ts';

/** The Server Notification of an OpenStack Tacker, on top of a VNF manager. Its timer runs out when the test says so. */
export interface SimulatedTacker {
  /** Of the ServerNotifierFaultID of every VNF. */
  faultId: string;
  /** What was taken, oldest first. */
  notifications: { serverId: string; notification: Record<string, unknown> }[];
  /** What the gateway has to post to. */
  faultAction(vnfInstanceId: string, serverId: string): string;
  /** Ends the time in which notifications are gathered: a heal is begun, or dropped when the VNF is busy. */
  endGathering(): SimulatedOperation[];
}

const UNFINISHED = ['STARTING', 'PROCESSING', 'FAILED_TEMP', 'ROLLING_BACK'];

export function simulateTacker(vnfm: SimulatedVnfm): SimulatedTacker {
  /** VNF → VNFCs that were notified of. */
  const gathered = new Map<string, Set<string>>();
  const tacker: SimulatedTacker = {
    faultId: '1234',
    notifications: [],
    faultAction: (vnfInstanceId, serverId) =>
      `${vnfm.apiRoot}/server_notification/vnf_instances/${vnfInstanceId}/servers/${serverId}/notify`,
    endGathering: () => {
      const begun = [...gathered].flatMap(([vnfInstanceId, vnfcInstanceIds]) => {
        const isBusy = vnfm.operations.some(
          (one) => one.vnfInstanceId === vnfInstanceId && UNFINISHED.includes(one.operationState),
        );
        return isBusy ? [] : [vnfm.begin(vnfInstanceId, 'HEAL', { vnfcInstanceId: [...vnfcInstanceIds] })];
      });
      gathered.clear();
      return begun;
    },
  };
  vnfm.extra.set(/^\/server_notification\/.*\/notify$/, (path, body) => {
    const [, vnfInstanceId = '', serverId = ''] = /vnf_instances\/([^/]+)\/servers\/([^/]+)\/notify$/.exec(path) ?? [];
    const { notification = {} } = (body ?? {}) as { notification?: Record<string, unknown> };
    const { alarm_id: alarmId, fault_id: faultId, fault_type: faultType } = notification;
    const vnf = vnfm.vnfs.find(({ id }) => id === vnfInstanceId);
    const vnfc = vnf?.vnfcs.find((one) => one.alarmId !== undefined && one.alarmId === alarmId);
    if (vnfc === undefined || faultId !== tacker.faultId || String(faultType).length !== 2) return 400;
    tacker.notifications.push({ serverId, notification });
    const ids = gathered.get(vnfInstanceId) ?? new Set();
    gathered.set(vnfInstanceId, ids.add(`${vnfc.vduId}-${vnfc.id}`));
    return 204;
  });
  return tacker;
}
