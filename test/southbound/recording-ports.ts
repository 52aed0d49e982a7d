import type { Log } from '../../src/log.ts';
import type {
  EnvironmentNotificationRequest,
  LostParameters,
  RecalledParameter,
  SourcePorts,
} from '../../src/southbound/environment/environment-source.ts';

export type EnvironmentData = EnvironmentNotificationRequest['environmentData'][number];

export interface LogLine {
  level: 'debug' | 'info' | 'warn' | 'error';
  fields: object;
  message: string;
}

/** Ports of an environment source that keep what they are given. */
export interface RecordingPorts extends SourcePorts {
  notifications: EnvironmentNotificationRequest[];
  lines: LogLine[];
  /** The kinds of what was wrong, in order. */
  problems: string[];
  /** What `recall` gives. */
  recalled: RecalledParameter[];
  /** What `lostServers` gives. */
  lostBefore: string[];
  /** What `lose` was given, in order. */
  losses: LostParameters[];
  /** Whether `lose` says from now on that all is lost; true at first. */
  loseAll(isAll: boolean): void;
  /** From now on `receive` and `lose` throw this; undefined ends it. */
  refuse(error: Error | undefined): void;
  /** The last datum about the parameter, of one server or zone or of any; undefined when there was none. */
  latest(parameterName: string, about?: string): EnvironmentData | undefined;
}

export function createRecordingPorts(callbackUri = 'http://127.0.0.1:9/callback'): RecordingPorts {
  const notifications: EnvironmentNotificationRequest[] = [];
  const { log, lines } = createRecordingLog();
  const problems: string[] = [];
  const recalled: RecalledParameter[] = [];
  const lostBefore: string[] = [];
  const losses: LostParameters[] = [];
  let isAllLost = true;
  let refusal: Error | undefined;
  return {
    callbackUri,
    log,
    lines,
    notifications,
    problems,
    recalled,
    recall: () => Promise.resolve(recalled),
    lostBefore,
    lostServers: () => Promise.resolve(lostBefore),
    losses,
    loseAll: (isAll) => (isAllLost = isAll),
    lose: (lost) => {
      if (refusal !== undefined) return Promise.reject(refusal);
      losses.push(lost);
      return Promise.resolve(isAllLost);
    },
    problem: (kind) => {
      problems.push(kind);
    },
    receive: (notification) => {
      if (refusal !== undefined) return Promise.reject(refusal);
      notifications.push(notification);
      return Promise.resolve();
    },
    refuse: (error) => (refusal = error),
    latest: (parameterName, about) =>
      notifications
        .flatMap((notification) => notification.environmentData)
        .findLast(
          (datum) =>
            datum.parameterName === parameterName &&
            (about === undefined || [datum.computeHostId, datum.resourceZoneId].includes(about)),
        ),
  };
}

/** A log that keeps its lines. */
export function createRecordingLog(): { log: Log; lines: LogLine[] } {
  const lines: LogLine[] = [];
  const at = (level: LogLine['level']) => (fields: object, message: string) => {
    lines.push({ level, fields, message });
  };
  const log: Log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error'), child: () => log };
  return { log, lines };
}

/** Resolves as soon as the check passes; throws what it threw last when it does not within the time (milliseconds). */
export async function eventually<T>(check: () => T | Promise<T>, within = 5000): Promise<T> {
  const end = performance.now() + within;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > end) throw error;
      await pause(10);
    }
  }
}

export async function pause(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}
