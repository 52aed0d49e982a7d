/** A list of each interface, for what holds for all requests alike. */
export const ONE_LIST = {
  envnotif: 'environment_thresholds',
  vnfmig: 'migration_requests',
  vrinfo: 'compute_hosts',
  vrfm: 'alarms',
} as const;
