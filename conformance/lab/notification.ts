import type { components as Envnotif } from '../../generated/envnotif-notification.ts';
import type { components as Vnfmig } from '../../generated/vnfmig-notification.ts';
import type { components as Vrfm } from '../../generated/vrfm-notification.ts';
import type { components as Vrinfo } from '../../generated/vrinfo-notification.ts';

/** Everything that the gateway tells an NFVO. */
export type Notification =
  | Envnotif['schemas']['EnvironmentStateChangeNotification']
  | Vnfmig['schemas']['MigrationRequestNotification']
  | Vnfmig['schemas']['MigrationRequestStateChangeNotification']
  | Vnfmig['schemas']['HostEvacuationStateChangeNotification']
  | Vrinfo['schemas']['ComputeHostStateChangeNotification']
  | Vrinfo['schemas']['VirtualisedResourceChangeNotification']
  | Vrfm['schemas']['AlarmNotification']
  | Vrfm['schemas']['AlarmClearedNotification'];

/** A notification as the NFVO program printed it. */
export interface NfvoLine {
  /** Milliseconds since the epoch. */
  receivedAt: number;
  duplicate: boolean;
  violations: string[];
  body: Notification;
}

/** Reads a line of the NFVO program. The NFVO checked the body: with violations it is not taken for what it says it is. */
export function readNfvoLine(line: unknown): NfvoLine | { violations: string[] } | undefined {
  if (typeof line !== 'object' || line === null || !('violations' in line) || !('body' in line)) return undefined;
  const { violations } = line;
  if (!Array.isArray(violations)) return undefined;
  return violations.length > 0 ? { violations: violations.map(String) } : (line as NfvoLine);
}
