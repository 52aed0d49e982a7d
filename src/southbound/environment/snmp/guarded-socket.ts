import { createSocket, type RemoteInfo, type Socket, type SocketType } from 'node:dgram';

/** What net-snmp uses of a socket. */
type UsedSocket = Pick<Socket, 'bind' | 'send' | 'close' | 'ref' | 'unref'> & {
  on(event: string, listener: (...values: never[]) => void): void;
};

/**
 * `node:dgram` for net-snmp, such that a message on which net-snmp throws (an inform that it cannot answer, an answer of
 * another version) is a fault of its sender and not the end of the gateway.
 *
 * @param on.created gives the socket, which whoever asked for it has to close
 */
export function guardedDgram(on: { created?(socket: Socket): void; fault(error: Error, address: string): void }): {
  createSocket(type: SocketType): UsedSocket;
} {
  return {
    createSocket: (type) => {
      const socket = createSocket(type);
      on.created?.(socket);
      return {
        bind: socket.bind.bind(socket),
        send: socket.send.bind(socket),
        close: socket.close.bind(socket),
        ref: socket.ref.bind(socket),
        unref: socket.unref.bind(socket),
        on: (event, listener) => {
          if (event === 'message') socket.on('message', guarded(listener as MessageListener, on.fault.bind(on)));
          else socket.on(event, listener as (...values: unknown[]) => void);
        },
      };
    },
  };
}

type MessageListener = (message: Buffer, sender: RemoteInfo) => void;

function guarded(listener: MessageListener, fault: (error: Error, address: string) => void): MessageListener {
  return (message, sender) => {
    try {
      listener(message, sender);
    } catch (error) {
      fault(error instanceof Error ? error : new Error(String(error)), sender.address);
    }
  };
}
