/** Whether an Alertmanager is heard, told by an alert that always fires. Pure: time is passed in, milliseconds that only rise. */

/** WAITING for it since the start; BACK, but not yet for as long as it takes until alerts missed meanwhile have come. */
export type Hearing = 'WAITING' | 'LOST' | 'BACK' | 'HEARD';

export interface Watchdog {
  hear(now: number): void;
  /** It was called resolved: Alertmanager does so when it does not hear Prometheus any more. */
  miss(): void;
  look(now: number): Hearing;
  /** Since when it is heard without a break; undefined while it is not. */
  heardSince(): number | undefined;
}

/** @param silenceTime seconds after which it is missed, and after which a return counts */
export function createWatchdog(silenceTime: number, start: number): Watchdog {
  let hearing: Hearing = 'WAITING';
  let lastHeard = start;
  let since: number | undefined;
  const lose = (): void => {
    hearing = 'LOST';
    since = undefined;
  };
  return {
    hear: (now) => {
      lastHeard = now;
      since ??= now;
      if (hearing !== 'HEARD') hearing = 'BACK';
    },
    miss: lose,
    look: (now) => {
      if (now - lastHeard > 1000 * silenceTime) lose();
      if (hearing === 'BACK' && now - (since ?? now) >= 1000 * silenceTime) hearing = 'HEARD';
      return hearing;
    },
    heardSince: () => since,
  };
}
