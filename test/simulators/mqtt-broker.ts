import { createServer, type AddressInfo, type Socket } from 'node:net';
import { Aedes } from 'aedes';

/** An MQTT broker on loopback. */
export interface Broker {
  port: number;
  /** Connections that clients have opened, whether they were let in or not. */
  connectionCount(): number;
  /** What clients have subscribed to, in order. */
  subscriptions: string[];
  publish(topic: string, payload: string | Buffer | object, options?: { retain?: boolean }): Promise<void>;
  /** What was published by clients at the topic, in order. */
  published(topic: string): { payload: Buffer; retain: boolean }[];
  /** From now on only clients with this name and password are let in. */
  demand(username: string, password: string): void;
  /** From now on nobody may subscribe to this filter, or with undefined again everybody. */
  forbid(filter: string | undefined): void;
  /** Breaks every connection without a word. */
  drop(): void;
  close(): Promise<void>;
}

export async function startBroker(port = 0): Promise<Broker> {
  const aedes = await Aedes.createBroker();
  const sockets = new Set<Socket>();
  const messages: { topic: string; payload: Buffer; retain: boolean }[] = [];
  const subscriptions: string[] = [];
  let connections = 0;
  let credentials: [string, string] | undefined;
  let forbidden: string | undefined;

  aedes.authenticate = (_client, username, password, done) => {
    const isRight =
      credentials === undefined || (username === credentials[0] && password?.toString() === credentials[1]);
    if (isRight) done(null, true);
    else done(Object.assign(new Error('who are you?'), { returnCode: 5 }), false);
  };
  aedes.authorizeSubscribe = (_client, subscription, done) => {
    subscriptions.push(subscription.topic);
    done(null, subscription.topic === forbidden ? null : subscription);
  };
  aedes.on('publish', ({ topic, payload, retain }, client) => {
    if (client !== null) messages.push({ topic, payload: Buffer.from(payload), retain });
  });
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    aedes.handle(socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const drop = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    connectionCount: () => connections,
    subscriptions,
    publish: (topic, payload, { retain = false } = {}) =>
      new Promise((resolve, reject) => {
        const content = typeof payload === 'string' || Buffer.isBuffer(payload) ? payload : JSON.stringify(payload);
        const packet = { cmd: 'publish' as const, topic, payload: content, qos: 1 as const, retain, dup: false };
        aedes.publish(packet, (error) => {
          if (error instanceof Error) reject(error);
          else resolve();
        });
      }),
    published: (topic) => messages.filter((message) => message.topic === topic),
    demand: (username, password) => {
      credentials = [username, password];
    },
    forbid: (filter) => {
      forbidden = filter;
    },
    drop,
    close: async () => {
      drop();
      const closed = new Promise((resolve) => server.close(resolve));
      await new Promise<void>((resolve) => {
        aedes.close(resolve);
      });
      await closed;
    },
  };
}
