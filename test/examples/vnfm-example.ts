import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { eventually, startGatewayUnderTest } from '../gateway-under-test.ts';

interface MigrationRequest {
  migrationRequestState: string;
  targetComputeHostId?: string;
}

/** Starts an example as a program, evacuates a server, and gives the requests when none is open any more. */
export async function evacuateWith(program: string, file: string): Promise<MigrationRequest[]> {
  const host = (id: string) => ({ id, computeHostType: 'PHYSICAL_SERVER' });
  const compute = (computeId: string) => ({
    computeId,
    hostId: 'server-1',
    vnfInstanceId: `vnf-${computeId}`,
    vnfmId: 'vnfm-1',
  });
  const gateway = await startGatewayUnderTest({
    inventory: {
      computeHosts: [host('server-1'), host('server-2')],
      virtualComputes: [compute('amf-1'), compute('smf-1')],
    },
  });
  const callbackUri = `http://127.0.0.1:${await freePort()}/`;
  const child = spawn(program, [file, gateway.apiRoot, 'vnfm-1', callbackUri]);
  const ended = once(child, 'exit');
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  try {
    await eventually('its subscription', () => said.includes('subscribed') || undefined, 20);
    await fetch(`${gateway.apiRoot}/vrinfo/v1/compute_hosts/server-1/evacuate`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{}',
    });
    return await eventually('two requests that are not open', async () => {
      const answer = await fetch(`${gateway.apiRoot}/vnfmig/v1/migration_requests`);
      const requests = (await answer.json()) as MigrationRequest[];
      const closed = requests.filter(
        ({ migrationRequestState }) => !['REQUESTED', 'ACCEPTED', 'PROCESSING'].includes(migrationRequestState),
      );
      return closed.length === 2 ? closed : undefined;
    });
  } catch (error) {
    throw new Error(`${String(error)}; the example said:\n${said}`, { cause: error });
  } finally {
    child.kill();
    await ended;
    await gateway.stop();
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
