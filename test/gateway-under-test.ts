import { checkConfiguration } from '../src/config.ts';
import { startGateway, type Gateway } from '../src/gateway.ts';
import type { Log } from '../src/log.ts';
import { sqliteLocation } from './stores.ts';

/** One line that the gateway logged. */
export interface LogLine extends Record<string, unknown> {
  level: 'debug' | 'info' | 'warn' | 'error';
  message: string;
}

export interface GatewayUnderTest extends Gateway {
  /** What was logged so far, oldest first. */
  logLines: readonly LogLine[];
}

/**
 * A whole gateway in this process, on a port and a store of its own unless the configuration says otherwise. The
 * configuration is that of the file: keys that are absent have their defaults. Answers are held against the documents.
 */
export async function startGatewayUnderTest(
  configuration: Record<string, unknown> = {},
  logLines: LogLine[] = [],
): Promise<GatewayUnderTest> {
  const { listen, ...rest } = configuration;
  const checked = checkConfiguration({
    store: sqliteLocation(),
    ...rest,
    listen: { port: 0, ...(listen as object | undefined) },
  });
  if ('problems' in checked) throw new Error(`the configuration of the test is wrong: ${checked.problems.join('; ')}`);
  const gateway = await startGateway(checked, recordingLog(logLines), { validateResponses: true });
  let stopped: Promise<void> | undefined;
  return {
    ...gateway,
    logLines,
    // A test that stops the gateway itself does not disturb the one that cleans up after it.
    stop: () => (stopped ??= gateway.stop()),
  };
}

function recordingLog(lines: LogLine[], bindings: Record<string, unknown> = {}): Log {
  const record = (level: LogLine['level']) => (fields: object, message: string) => {
    lines.push({ ...bindings, ...fields, level, message });
  };
  return {
    debug: record('debug'),
    info: record('info'),
    warn: record('warn'),
    error: record('error'),
    child: (more) => recordingLog(lines, { ...bindings, ...more }),
  };
}

/** Looks until it gets something, or fails with what it wanted. */
export async function eventually<Found>(
  what: string,
  look: () => Promise<Found | undefined> | Found | undefined,
  seconds = 30,
): Promise<Found> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`not within ${seconds} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
