import { createSocket } from 'node:dgram';
import snmp from 'net-snmp';

/** A value of an object: a number is INTEGER, a text OCTET STRING; others name their type. */
export type SimulatedValue = number | string | { type: snmp.ObjectType; value: number | string | Buffer };

/** An agent on loopback: GetRequest and GetBulkRequest of SNMPv2c and v3 over UDP. */
export interface SnmpAgentSimulator {
  port: number;
  /** Sets objects by OID; undefined takes one away (noSuchObject). */
  set(values: Record<string, SimulatedValue | undefined>): void;
  /** `hang` takes requests and stays silent; `refuse` answers with the error genErr. */
  setMode(mode: 'answer' | 'hang' | 'refuse'): void;
  /** How often sysUpTime was asked for, that is: how often the agent was polled. */
  pollCount(): number;
  close(): Promise<void>;
}

interface Pdu {
  varbinds: snmp.Varbind[];
  maxRepetitions: number;
  getResponsePduForRequest(): { varbinds: snmp.Varbind[]; errorStatus: number; errorIndex: number };
}
type RequestHandler = (socket: unknown, message: { pdu: Pdu }, sender: unknown) => void;

/** The agent of net-snmp, which has no types for it. */
interface Agent {
  getAuthorizer(): { addCommunity(community: string): void; addUser(user: snmp.User): void };
  sendResponse(socket: unknown, sender: unknown, message: object, response: object): void;
  getRequest: RequestHandler;
  getBulkRequest: RequestHandler;
  close(closed: () => void): void;
}

const SYS_UP_TIME = '1.3.6.1.2.1.1.3.0';

/** Starts it; without a port it takes a free one. */
export async function startSnmpAgent(
  access: { communities?: string[]; users?: snmp.User[] },
  port?: number,
): Promise<SnmpAgentSimulator> {
  const objects = new Map<string, SimulatedValue>([[SYS_UP_TIME, { type: snmp.ObjectType.TimeTicks, value: 4711 }]]);
  const ownPort = port ?? (await freeUdpPort());
  let mode = 'answer';
  let polls = 0;
  const agent = snmp.createAgent({ port: ownPort, address: '127.0.0.1' }, () => undefined) as Agent;
  for (const community of access.communities ?? []) agent.getAuthorizer().addCommunity(community);
  for (const user of access.users ?? []) agent.getAuthorizer().addUser(user);

  function respond(socket: unknown, message: { pdu: Pdu }, sender: unknown, varbinds: snmp.Varbind[]): void {
    if (mode === 'hang') return;
    const response = message.pdu.getResponsePduForRequest();
    response.varbinds = varbinds;
    if (mode === 'refuse') Object.assign(response, { errorStatus: snmp.ErrorStatus.GeneralError, errorIndex: 1 });
    agent.sendResponse(socket, sender, message, response);
  }
  agent.getRequest = (socket, message, sender) => {
    const oids = message.pdu.varbinds.map(({ oid }) => oid);
    if (oids.includes(SYS_UP_TIME)) polls += 1;
    const varbinds = oids.map((oid) => varbindOf(oid, objects.get(oid)));
    respond(socket, message, sender, varbinds);
  };
  agent.getBulkRequest = (socket, message, sender) => {
    const start = message.pdu.varbinds[0]?.oid ?? '';
    const rows = [...objects].filter(([oid]) => compareOids(oid, start) > 0).sort(([a], [b]) => compareOids(a, b));
    const varbinds = rows.slice(0, message.pdu.maxRepetitions).map(([oid, value]) => varbindOf(oid, value));
    if (rows.length < message.pdu.maxRepetitions) {
      varbinds.push({ oid: start, type: snmp.ObjectType.EndOfMibView, value: null });
    }
    respond(socket, message, sender, varbinds);
  };

  return {
    port: ownPort,
    set: (values) => {
      for (const [oid, value] of Object.entries(values)) {
        if (value === undefined) objects.delete(oid);
        else objects.set(oid, value);
      }
    },
    setMode: (next) => (mode = next),
    pollCount: () => polls,
    close: () =>
      new Promise((resolve) => {
        agent.close(resolve);
      }),
  };
}

function varbindOf(oid: string, value: SimulatedValue | undefined): snmp.Varbind {
  if (value === undefined) return { oid, type: snmp.ObjectType.NoSuchObject, value: null };
  if (typeof value === 'number') return { oid, type: snmp.ObjectType.Integer, value };
  if (typeof value === 'string') return { oid, type: snmp.ObjectType.OctetString, value };
  return { oid, ...value };
}

function compareOids(one: string, other: string): number {
  const [a, b] = [one.split('.').map(Number), other.split('.').map(Number)];
  for (let index = 0; index < Math.min(a.length, b.length); index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

export async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => {
    socket.bind(0, '127.0.0.1', resolve);
  });
  const { port } = socket.address();
  await new Promise<void>((resolve) => {
    socket.close(resolve);
  });
  return port;
}
