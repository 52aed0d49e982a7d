import { lookup } from 'node:dns/promises';
import snmp from 'net-snmp';
import type { components } from '../../../../generated/config.ts';
import { DomainError } from '../../../problem.ts';
import { readSecret, readUser, type SnmpUser } from './credentials.ts';
import { guardedDgram } from './guarded-socket.ts';
import type { Readings } from './readings.ts';

type SnmpAgent = components['schemas']['SnmpAgent'];

/** Objects asked for in one message: agents in UPSes have small buffers. */
const OBJECTS_PER_MESSAGE = 10;
/** Most objects of a column; an agent that gives more does not come to an end. */
const MAXIMUM_ROWS = 2000;
const ROWS_PER_MESSAGE = 20;
/** How often it is asked again before it is not heard. */
const RETRIES = 1;

/** Milliseconds for all that is read at once. */
const READ_DEADLINE = 60_000;

/** How an agent is read; opened at the first `read`, and again after a failure. */
export interface AgentSession {
  /**
   * The objects and columns, without exception values. Throws DomainError when anything goes wrong on the way: then the
   * session is closed, so that keys and the clock of the agent are learned anew with the next one. RFC 3414 2.3.
   */
  read(oids: readonly string[], columns: readonly string[]): Promise<Readings>;
  /** The address behind `host`, as it was looked up last. */
  address(): string | undefined;
  /** Ends what is under way, for good. */
  end(): void;
}

export function createAgentSession(agent: SnmpAgent, users: readonly SnmpUser[]): AgentSession {
  let session: snmp.Session | undefined;
  let address: string | undefined;
  let abandon: (reason: Error) => void = () => undefined;
  let isEnded = false;

  async function opened(): Promise<snmp.Session> {
    if (session !== undefined) return session;
    const found = await lookup(agent.host);
    address = found.address;
    const dgramModule = guardedDgram({
      fault: (error) => {
        abandon(error);
      },
    });
    const created = await createSession(agent, users, { ...found, dgramModule });
    // What cannot be read of a message that nobody asked for; the request that waits runs into its timeout.
    created.on('error', () => undefined);
    session = created;
    if (isEnded) close();
    return created;
  }
  async function readAll(oids: readonly string[], columns: readonly string[]): Promise<Readings> {
    const open = await opened();
    const readings = new Map<string, number | string>();
    for (let start = 0; start < oids.length; start += OBJECTS_PER_MESSAGE)
      take(readings, await get(open, oids.slice(start, start + OBJECTS_PER_MESSAGE)));
    for (const column of columns) take(readings, await walk(open, column));
    return readings;
  }
  function close(): void {
    session?.close();
    session = undefined;
  }

  return {
    read: async (oids, columns) => {
      const deadline = setTimeout(() => {
        abandon(new Error('its answer does not come to an end'));
      }, READ_DEADLINE);
      try {
        return await new Promise((resolve, reject) => {
          abandon = reject;
          readAll(oids, columns).then(resolve, reject);
        });
      } catch (cause) {
        close();
        if (cause instanceof DomainError) throw cause;
        throw new DomainError('SouthboundUnavailable', `${agent.host}:${agent.port}`, { cause: plain(cause) });
      } finally {
        clearTimeout(deadline);
      }
    },
    address: () => address,
    end: () => {
      isEnded = true;
      abandon(new Error('ended'));
      close();
    },
  };
}

async function createSession(
  agent: SnmpAgent,
  users: readonly SnmpUser[],
  { address, family, dgramModule }: { address: string; family: number; dgramModule: object },
): Promise<snmp.Session> {
  const options = {
    port: agent.port,
    timeout: 1000 * agent.timeout,
    retries: RETRIES,
    dgramModule,
    transport: family === 6 ? ('udp6' as const) : ('udp4' as const),
  };
  if (agent.user === undefined) {
    const community = await readSecret(agent.community, agent.communityFile);
    if (community === undefined) throw new DomainError('SouthboundUnavailable', `agent ${agent.name} has no community`);
    return snmp.createSession(address, community, { ...options, version: snmp.Version2c });
  }
  const user = users.find(({ name }) => name === agent.user);
  if (user === undefined) throw new DomainError('SouthboundUnavailable', `there is no user ${agent.user}`);
  return snmp.createV3Session(address, await readUser(user), { ...options, version: snmp.Version3 });
}

function get(session: snmp.Session, oids: string[]): Promise<snmp.Varbind[]> {
  return new Promise((resolve, reject) => {
    session.get(oids, (error, varbinds) => {
      if (error === null) resolve(varbinds ?? []);
      else reject(plain(error));
    });
  });
}

function walk(session: snmp.Session, column: string): Promise<snmp.Varbind[]> {
  return new Promise((resolve, reject) => {
    const rows: snmp.Varbind[] = [];
    const feed = (varbinds: snmp.Varbind[]): boolean => {
      rows.push(...varbinds);
      return rows.length > MAXIMUM_ROWS;
    };
    session.subtree(column, ROWS_PER_MESSAGE, feed as snmp.FeedCallback, (error) => {
      if (error !== null) reject(plain(error));
      else if (rows.length > MAXIMUM_ROWS) reject(new Error(`column ${column} does not come to an end`));
      else resolve(rows);
    });
  });
}

/** The error without what net-snmp adds to it: the user with its keys, and digests. */
function plain(error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error);
  return new Error(message.startsWith('Authentication digest') ? 'the answer is not authentic' : message);
}

function take(readings: Map<string, number | string>, varbinds: readonly snmp.Varbind[]): void {
  for (const varbind of varbinds) {
    const value = snmp.isVarbindError(varbind) ? undefined : valueOf(varbind);
    if (value !== undefined) readings.set(varbind.oid, value);
  }
}

/** Numbers and texts; undefined for other things, e.g. Opaque. Counter64 comes as octets too. RFC 2578 7.1. */
export function valueOf({ type, value }: snmp.Varbind): number | string | undefined {
  if (typeof value === 'number' || typeof value === 'string') return value;
  if (!Buffer.isBuffer(value)) return undefined;
  if (type === snmp.ObjectType.OctetString) return value.toString('utf8').replace(/\0+$/, '');
  if (type === snmp.ObjectType.Counter64 && value.length <= 8) return Number(BigInt(`0x0${value.toString('hex')}`));
  return undefined;
}
