export type PowerState = 'On' | 'Off' | 'PoweringOn' | 'PoweringOff';

/** What a BMC switches: real time and physics are behind it. */
export interface Hardware {
  read(systemId: string): PowerState;
  /** Carries out a ResetType that was checked before. */
  reset(systemId: string, resetType: string): void;
}

export interface HardwareTimes {
  /** Time an orderly shutdown takes, 500 by default. */
  shutdownMs?: number;
  /** Time from power-on to running, 500 by default. */
  bootMs?: number;
}

export interface SimulatedHardware extends Hardware {
  stop(): void;
}

/** Hardware that is on at first and takes its time for each change. */
export function createSimulatedHardware(
  systemIds: readonly string[],
  { shutdownMs = 500, bootMs = 500 }: HardwareTimes,
  onChange?: (systemId: string, powerState: PowerState) => void,
): SimulatedHardware {
  const states = new Map<string, PowerState>(systemIds.map((id) => [id, 'On']));
  const timers = new Map<string, NodeJS.Timeout>();
  const read = (systemId: string): PowerState => states.get(systemId) ?? 'Off';
  const enter = (systemId: string, powerState: PowerState): void => {
    if (read(systemId) === powerState) return;
    states.set(systemId, powerState);
    onChange?.(systemId, powerState);
  };
  const change = (systemId: string, during: PowerState, after: PowerState, milliseconds: number): void => {
    enter(systemId, during);
    timers.set(
      systemId,
      setTimeout(() => {
        enter(systemId, after);
      }, milliseconds),
    );
  };
  return {
    read,
    reset: (systemId, resetType) => {
      const current = read(systemId);
      const running = current === 'On' || current === 'PoweringOn';
      if (resetType === 'GracefulShutdown' && !running) return;
      if (resetType === 'On' && running) return;
      clearTimeout(timers.get(systemId));
      if (resetType === 'On') change(systemId, 'PoweringOn', 'On', bootMs);
      else if (resetType === 'GracefulShutdown') change(systemId, 'PoweringOff', 'Off', shutdownMs);
      else enter(systemId, 'Off');
    },
    stop: () => {
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}
