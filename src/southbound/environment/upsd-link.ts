import { DomainError, reasonOf } from '../../problem.ts';
import { readPassword } from '../read-password.ts';
import { connectUpsd, type UpsAnswer, type UpsdConnection, type UpsdTls } from './nut-protocol.ts';

/** Longest pause between two attempts to connect, milliseconds: a UPS is not left unheard for longer. */
const MAXIMUM_RECONNECT_DELAY = 10_000;

/** A connection to upsd that comes back by itself. */
interface UpsdLink {
  /** What upsd says of the UPS now; whatever goes wrong on the way is an `error` too. Never throws. */
  read(ups: string): Promise<UpsAnswer>;
  close(): void;
}

/**
 * Makes a link to upsd. It connects at the first `read`, and after a failure at the first `read` that comes after a
 * pause, which doubles from `pollInterval` with every failure in a row. R5, RFC 9271.
 *
 * @param options.pollInterval seconds; a command may take twice as long, between one second and ten
 * @param options.signal ends the link for good
 */
export function createUpsdLink(
  options: UpsdTls & {
    host: string;
    port: number;
    username?: string;
    password?: string;
    passwordFile?: string;
    pollInterval: number;
    signal: AbortSignal;
  },
): UpsdLink {
  const timeout = Math.min(Math.max(2000 * options.pollInterval, 1000), 10_000);
  let connection: UpsdConnection | undefined;
  let failures = 0;
  let retryTime = 0;
  let lastFailure = '';

  async function connected(): Promise<UpsdConnection> {
    if (connection?.isOpen() === true) return connection;
    const opened = await connectUpsd({ ...options, timeout });
    connection = opened;
    const password = await readPassword(options);
    if (options.username !== undefined && password !== undefined) {
      await opened.authenticate(options.username, password);
    }
    return opened;
  }
  function close(): void {
    connection?.close();
    connection = undefined;
  }

  return {
    read: async (ups) => {
      if (connection === undefined && performance.now() < retryTime) return { error: lastFailure };
      try {
        const answer = await (await connected()).listVariables(ups);
        failures = 0;
        return answer;
      } catch (error) {
        close();
        const delay = Math.min(1000 * options.pollInterval * 2 ** failures, MAXIMUM_RECONNECT_DELAY);
        failures = Math.min(failures + 1, 16);
        retryTime = performance.now() + delay;
        lastFailure = error instanceof DomainError ? reasonOf(error) : `failure inside the adapter: ${reasonOf(error)}`;
        return { error: lastFailure };
      }
    },
    close,
  };
}
