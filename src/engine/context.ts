import type { Tables } from '../store/store.ts';
import type { Convert } from './unit.ts';
import type { Policies } from './rules/policy.ts';

/** What of the configuration the engine decides by; the names are those of the configuration file. */
export interface Settings {
  vimId: string;
  gatewayComputeHostId?: string;
  parameterTypes: readonly string[];
  policies: Policies;
  restoration: { waveSize: number; waveInterval: number };
  limits: { maximumPoweredOffHosts?: number; zoneWideShare: number; sheddingShare: number };
  migration: { deadlineTolerance: number };
  /** VNF managers that the gateway asks in their own way. */
  vnfManagers: readonly { vnfmId: string; type: string }[];
  /** Where the interfaces are reached, without a slash at the end; for links. */
  apiRoot: string;
}

/** What every step works with, inside one transaction and at one time. */
export interface Context {
  tables: Tables;
  settings: Settings;
  convert: Convert;
  now: string;
}
