import { pino } from 'pino';

/** The part of a logger that the code uses; pino satisfies it. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  child(bindings: Record<string, unknown>): Log;
}

/** Makes the logger: one JSON object a line on standard error; credentials are redacted. */
export function createLog(level: string): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: ['*.password', '*.authorization', '*.authentication', 'authorization'],
    },
    pino.destination({ dest: 2, sync: true }),
  );
}
