import { setTimeout as sleep } from 'node:timers/promises';
import { send } from '../peers/send.ts';
import type { Placement } from './site.ts';

/** Longest wait for the first levels, ms. */
const PATIENCE = 20_000;

/**
 * Reports until the gateway has a level for some server and none that is DEGRADED, so that the scenario begins with a
 * gateway that knows its environment. Servers without sensors stay UNKNOWN; a site that never gets a level is played
 * all the same.
 */
export async function waitForLevels(gateway: string, report: () => Promise<void>): Promise<void> {
  for (let waited = 0; waited < PATIENCE; waited += 500) {
    void report();
    await sleep(500);
    const hosts = await list(`${gateway}/vrinfo/v1/compute_hosts`);
    const levels = hosts.map((host) => valueOf(host, 'environmentLevel'));
    if (levels.includes('NORMAL') && levels.every((level) => level === 'NORMAL' || level === 'UNKNOWN')) return;
  }
}

/** Compares the correspondence table of the gateway with the truth (R17); one sentence per difference. */
export async function readGatewayTable(gateway: string, placements: readonly Placement[]): Promise<string[]> {
  const computes = await list(`${gateway}/vrinfo/v1/virtual_computes`);
  return placements.flatMap(({ computeId, hostId }) => {
    const known = computes.find((compute) => valueOf(compute, 'computeId') === computeId);
    const there = known === undefined ? 'nowhere' : String(valueOf(known, 'hostId'));
    return there === hostId ? [] : [`${computeId} is on ${hostId}; the gateway has it on ${there}`];
  });
}

async function list(url: string): Promise<unknown[]> {
  const answer = await send(url, { timeoutMs: 2000 }).catch(() => undefined);
  return answer?.status === 200 && Array.isArray(answer.body) ? (answer.body as unknown[]) : [];
}

function valueOf(item: unknown, key: string): unknown {
  if (typeof item !== 'object' || item === null) return undefined;
  return Object.entries(item).find(([name]) => name === key)?.[1];
}
