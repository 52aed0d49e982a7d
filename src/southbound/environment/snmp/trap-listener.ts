import type { Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import snmp from 'net-snmp';
import type { components } from '../../../../generated/config.ts';
import { reasonOf } from '../../../problem.ts';
import { readSecret, readUser, type SnmpUser } from './credentials.ts';
import { guardedDgram } from './guarded-socket.ts';
import { valueOf } from './session.ts';

type ListenerConfig = NonNullable<components['schemas']['SnmpSource']['trapListener']>;

/** Pauses before it is tried again to listen, milliseconds. */
const FIRST_RETRY_DELAY = 1000;
const MAXIMUM_RETRY_DELAY = 30_000;

/** A trap or inform that was taken. */
export interface Trap {
  /** Where it came from. */
  address: string;
  /** snmpTrapOID; of v1 as RFC 3584 3.1 builds it. */
  oid: string;
  /** Values of the variables, without sysUpTime and snmpTrapOID. */
  values: (number | string | undefined)[];
}

/** What is wrong with a message that was not taken. */
export type TrapFault = 'trapNotAuthorized' | 'trapMalformed';

export interface TrapListener {
  start(): void;
  stop(): Promise<void>;
  /** Why it does not listen; undefined while it does. */
  problem(): string | undefined;
}

/** As net-snmp gives it; it has no types for it. */
interface Receiver {
  getAuthorizer(): { addCommunity(community: string): void; addUser(user: snmp.User): void };
}
interface Rinfo {
  address: string;
}
interface Notification {
  rinfo: Rinfo;
  pdu: {
    type: snmp.PduType;
    varbinds: snmp.Varbind[];
    community?: string;
    user?: string;
    enterprise?: string;
    generic?: number;
    specific?: number;
  };
}

/**
 * Receives traps v1, v2c and v3 and informs, for ever: what keeps it from listening is tried again. Informs are answered.
 *
 * @param on.fault is called for each message that is not taken, with the address it came from
 */
export function createTrapListener(
  config: ListenerConfig,
  users: readonly SnmpUser[],
  on: {
    trap(trap: Trap): void;
    fault(fault: TrapFault, address: string): void;
    listening(): void;
    /** It does not listen, and why. */
    deaf(reason: string): void;
  },
): TrapListener {
  const place = `${config.host}:${config.port}`;
  const stopping = new AbortController();
  let problem: string | undefined = `trap listener ${place}: not started`;
  let delay = FIRST_RETRY_DELAY;
  let loop: Promise<void> | undefined;

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await listen(config, users, { listening, received, until: stopping.signal });
      } catch (error) {
        deaf(reasonOf(error));
      }
      await sleep(delay, undefined, { signal: stopping.signal }).catch(() => undefined);
      delay = Math.min(2 * delay, MAXIMUM_RETRY_DELAY);
    }
  }

  function deaf(reason: string): void {
    const now = `trap listener ${place}: ${reason}`;
    if (now !== problem && !stopping.signal.aborted) on.deaf(now);
    problem = now;
  }
  function listening(): void {
    delay = FIRST_RETRY_DELAY;
    problem = undefined;
    on.listening();
  }
  function received(address: string, pdu: Notification['pdu'] | undefined, error: Error | null): void {
    const oid = pdu === undefined ? undefined : trapOidOf(pdu);
    if (error !== null) on.fault(faultOf(error), address);
    // net-snmp lets a message of v3 without any user name pass, although nobody has authenticated it.
    else if (pdu !== undefined && !isAuthorized(pdu)) on.fault('trapNotAuthorized', address);
    else if (pdu === undefined || oid === undefined) on.fault('trapMalformed', address);
    else on.trap({ address, oid, values: variablesOf(pdu).map(valueOf) });
  }

  return {
    start: () => {
      loop ??= run();
    },
    stop: async () => {
      stopping.abort();
      await loop;
    },
    problem: () => problem,
  };
}

/** Listens until it is ended by `until`, or the socket fails: then it throws. */
async function listen(
  config: ListenerConfig,
  users: readonly SnmpUser[],
  on: {
    listening(): void;
    received(address: string, pdu: Notification['pdu'] | undefined, error: Error | null): void;
    until: AbortSignal;
  },
): Promise<void> {
  const { communities, v3Users } = await readSecrets(config, users);
  const ended = new AbortController();
  const sockets: Socket[] = [];
  const dgramModule = guardedDgram({
    created: (socket) => {
      sockets.push(socket);
      socket.once('listening', () => {
        on.listening();
      });
    },
    fault: (error, address) => {
      on.received(plainAddress(address), undefined, error);
    },
  });
  const transport = isIPv6(config.host) ? 'udp6' : 'udp4';
  const options = { port: config.port, address: config.host, transport, includeAuthentication: true, dgramModule };
  try {
    on.until.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      on.until.addEventListener(
        'abort',
        () => {
          resolve();
        },
        { signal: ended.signal },
      );
      const take = (error: (Error & { rinfo?: Rinfo }) | null, notification?: Notification): void => {
        const rinfo = error === null ? notification?.rinfo : error.rinfo;
        if (rinfo === undefined) reject(error ?? new Error('a message without an address'));
        else on.received(plainAddress(rinfo.address), notification?.pdu, error);
      };
      const authorizer = (snmp.createReceiver(options, take) as Receiver).getAuthorizer();
      for (const community of communities) authorizer.addCommunity(community);
      for (const user of v3Users) authorizer.addUser(user);
    });
  } finally {
    ended.abort();
    for (const socket of sockets) socket.close();
  }
}

async function readSecrets({ communities, communityFiles }: ListenerConfig, users: readonly SnmpUser[]) {
  const fromFiles = await Promise.all(communityFiles.map((file) => readSecret(undefined, file)));
  return {
    communities: [...communities, ...fromFiles].flatMap((community) => community ?? []),
    v3Users: await Promise.all(users.map(readUser)),
  };
}

function isAuthorized({ community, user }: Notification['pdu']): boolean {
  return (community ?? user ?? '') !== '';
}

/** Errors of a message that could be read are about who sent it. */
function faultOf(error: Error): TrapFault {
  return error.name === 'RequestFailedError' || error.name === 'ResponseInvalidError'
    ? 'trapNotAuthorized'
    : 'trapMalformed';
}

const SNMP_TRAP_OID = '1.3.6.1.6.3.1.1.4.1.0';
const SNMP_TRAPS = '1.3.6.1.6.3.1.1.5';
const ENTERPRISE_SPECIFIC = 6;

/** snmpTrapOID of the message; undefined when it has none. RFC 3416 4.2.6, RFC 3584 3.1. */
function trapOidOf(pdu: Notification['pdu']): string | undefined {
  if (pdu.type !== snmp.PduType.Trap) {
    const value = pdu.varbinds.find(({ oid }) => oid === SNMP_TRAP_OID)?.value;
    return typeof value === 'string' ? value : undefined;
  }
  const { generic, enterprise, specific } = pdu;
  if (generic === undefined || enterprise === undefined || specific === undefined) return undefined;
  return generic === ENTERPRISE_SPECIFIC ? `${enterprise}.0.${specific}` : `${SNMP_TRAPS}.${generic + 1}`;
}

/** sysUpTime and snmpTrapOID come first in a message of v2. RFC 3416 4.2.6. */
function variablesOf({ type, varbinds }: Notification['pdu']): snmp.Varbind[] {
  return type === snmp.PduType.Trap ? varbinds : varbinds.slice(2);
}

/** An IPv4 address as such, also when it came over IPv6. RFC 4291 2.5.5.2. */
function plainAddress(address: string): string {
  return address.replace(/^::ffff:/, '');
}
