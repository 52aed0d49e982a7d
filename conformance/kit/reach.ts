import { connect } from 'node:net';

/** Longest wait for a connection, ms. */
const PATIENCE = 5000;

/** The address of this machine on the way to the implementation: where that one can most likely reach the kit. */
export async function addressTowards(apiRoot: string): Promise<string> {
  const { hostname, port, protocol } = new URL(apiRoot);
  const socket = connect({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
    timeout: PATIENCE,
  });
  try {
    return await new Promise((resolve, reject) => {
      socket.once('connect', () => {
        resolve(socket.localAddress ?? '127.0.0.1');
      });
      socket.once('timeout', () => {
        reject(new Error(`no connection within ${PATIENCE / 1000} s`));
      });
      socket.once('error', reject);
    });
  } finally {
    socket.destroy();
  }
}
