import type { components } from '../../../generated/vrinfo.ts';
import type { Log } from '../../log.ts';

export type PowerState = components['schemas']['PowerState'];
/** What a server does when its feed comes back; the names are those of DMTF DSP0268, ComputerSystem.PowerRestorePolicy. */
export type PowerRestorePolicy = 'AlwaysOn' | 'AlwaysOff' | 'LastState';

/** Switches servers off and on (R19, R21). Accepted is not done: the caller verifies with `readPowerState`. */
export interface PowerController {
  /** Name of the power controller in the configuration. */
  readonly id: string;
  /** Whether it controls the power of this server. */
  controls(computeHostId: string): boolean;
  /** Reads the power state as the hardware tells it now; throws DomainError `SouthboundUnavailable`. */
  readPowerState(computeHostId: string): Promise<PowerState>;
  /** Asks for an orderly shutdown (GRACEFUL) or cuts the power (FORCED); resolves when the order is accepted. */
  powerOff(computeHostId: string, mode: 'GRACEFUL' | 'FORCED'): Promise<void>;
  /** Asks to power on; resolves when the order is accepted. */
  powerOn(computeHostId: string): Promise<void>;
  /** Reads it; undefined when the hardware has none. Absent: this kind of hardware never has. */
  readPowerRestorePolicy?(computeHostId: string): Promise<PowerRestorePolicy | undefined>;
  /** Sets it; present where `readPowerRestorePolicy` is. */
  setPowerRestorePolicy?(computeHostId: string, policy: PowerRestorePolicy): Promise<void>;
  /** Takes back what it marked the server with when it powered it off, and no mark of others; called when the server is on. */
  release?(computeHostId: string): Promise<void>;
}

/** An adapter makes power controllers of one configured `type`. */
export interface PowerAdapter<Config extends { type: string }> {
  readonly type: Config['type'];
  create(config: Config, log: Log): PowerController;
}
