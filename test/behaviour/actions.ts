import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startBmc, type Bmc } from '../../conformance/peers/bmc.ts';
import type { HostEvacuation, SiteUnderTest } from './site-under-test.ts';

export const DOOR = { id: 'door', parameterType: 'INTRUSION', stateLevels: { CLOSED: 'NORMAL', OPEN: 'DEGRADED' } };
export const MAINS = {
  id: 'mains',
  parameterType: 'POWER',
  parameterName: 'mains',
  stateLevels: { ON: 'NORMAL', OFF: 'DEGRADED' },
};
export const INFORM_ONLY = { match: { parameterTypes: ['INTRUSION'] }, evacuate: false };

/** What tests do with the site of the moment. */
export function actionsOn(current: () => SiteUnderTest) {
  const state = (parameterType: string, value: string, on: object, parameterName?: string) =>
    current().report({
      ...on,
      parameterType,
      ...(parameterName === undefined ? {} : { parameterName }),
      dataType: 'STATE',
      state: value,
    });
  return {
    state,
    door: (computeHostId: string, value: string) => state('INTRUSION', value, { computeHostId }),
    variation: (computeHostId: string, value: number) =>
      current().report({
        computeHostId,
        parameterType: 'POWER',
        parameterName: 'battery.charge',
        dataType: 'VARIATION',
        variation: value,
        unit: '%/min',
      }),
    task: (path: string, body?: object) => current().send('POST', path, body),
    last: async (id: string): Promise<HostEvacuation> => {
      const found = (await current().evacuations(id)).at(-1);
      if (found === undefined) throw new Error(`no evacuation of ${id}`);
      return found;
    },
  };
}

export function resetsOf(bmc: Bmc, id: string): string[] {
  return bmc.resets.filter(({ systemId }) => systemId === id).map(({ resetType }) => resetType);
}

export function count(steps: readonly string[], step: string): number {
  return steps.filter((one) => one === step).length;
}

export interface Gate {
  bmc: Bmc;
  /** What each request to a BMC has to wait for, or the status it is answered with. */
  before?: (method: string, url: string) => Promise<number | undefined>;
  controllers: (ids: string[]) => object[];
}

/** A BMC behind a gate that can delay or refuse single requests; `cleanUps` gets what ends it. */
export async function gatedBmc(
  cleanUps: (() => Promise<unknown>)[],
  systemIds: string[],
  times = { shutdownMs: 50, bootMs: 50 },
): Promise<Gate> {
  const bmc = await startBmc({ systemIds, times });
  const gate: Partial<Gate> & { bmc: Bmc } = { bmc };
  const server: Server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      void (async () => {
        const status = await gate.before?.(incoming.method ?? '', incoming.url ?? '');
        if (status !== undefined) {
          outgoing.writeHead(status, { 'content-type': 'application/json' });
          outgoing.end('{}');
          return;
        }
        const body = Buffer.concat(chunks);
        const onward = httpRequest(
          `${bmc.url}${incoming.url ?? ''}`,
          {
            method: incoming.method,
            headers: body.length === 0 ? {} : { 'content-type': 'application/json', 'content-length': body.length },
          },
          (answer) => {
            outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
            answer.pipe(outgoing);
          },
        );
        onward.on('error', () => outgoing.destroy());
        onward.end(body);
      })();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  cleanUps.push(async () => {
    server.closeAllConnections();
    server.close();
    await bmc.close();
  });
  gate.controllers = (ids) => [
    {
      id: 'gated',
      type: 'redfish',
      baseUrl,
      systems: Object.fromEntries(ids.map((id) => [id, `/redfish/v1/Systems/${id}`])),
    },
  ];
  return gate as Gate;
}
