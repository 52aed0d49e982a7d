import type { Leftover } from '../vim/vim.ts';
import { leftover, unconfirmedFrom } from './clean-up.ts';
import { doubtOf, notOff, problemOf, whereaboutsOf, type EvacuatedHost } from './departure.ts';
import { hostOf } from './migration.ts';
import type { Nova, NovaServer } from './nova.ts';
import type { Placement, Resources } from './placement.ts';

interface Books {
  nova: Nova;
  placement: Placement;
}

/** What a consumer holds of the host, and the resource providers of the host. */
interface Held {
  consumerId: string;
  isServer: boolean;
  providers: ReadonlySet<string>;
}

/** What Placement has down for the host although the server is elsewhere or gone; given back where that is certain. */
export async function cleanUpAllocations(books: Books, evacuated: EvacuatedHost): Promise<Leftover[]> {
  const { nova, placement } = books;
  const { host } = evacuated;
  const unconfirmed = new Set((await unconfirmedFrom(nova, host)).map(({ uuid }) => uuid));
  const providers = await providersOf(books, host);
  const found: { what: string; held: Held }[] = [];
  for (const [consumerId, resources] of await heldOf(placement, providers)) {
    // The part of an unconfirmed migration is held in the name of the migration, which is reported already.
    if (unconfirmed.has(consumerId)) continue;
    const server = await nova.findServer(consumerId);
    if (server !== undefined && hostOf(server) === host) continue;
    const amounts = Object.entries(resources).map(([name, amount]) => `${name} ${amount}`);
    const whose = server === undefined ? `${consumerId}, ` : '';
    const what = `allocation on ${host} (${amounts.join(', ')}) of ${whose}${whereaboutsOf(server)}`;
    found.push({ what, held: { consumerId, isServer: server !== undefined, providers } });
  }
  const leftovers: Leftover[] = [];
  for (const { what, held } of found) {
    const computeId = held.isServer ? held.consumerId : undefined;
    leftovers.push(leftover(what, computeId, await problemOf(giveBack(books, held, evacuated))));
  }
  return leftovers;
}

async function providersOf({ nova, placement }: Books, host: string): Promise<Set<string>> {
  const providers = new Set<string>();
  for (const hypervisorId of await nova.listHypervisorIds(host)) {
    providers.add(hypervisorId);
    for (const provider of await placement.listTree(hypervisorId)) providers.add(provider);
  }
  return providers;
}

async function heldOf(placement: Placement, providers: ReadonlySet<string>): Promise<Map<string, Resources>> {
  const held = new Map<string, Resources>();
  for (const provider of providers) {
    for (const [consumerId, resources] of await placement.listAllocations(provider)) {
      const sum = { ...held.get(consumerId) };
      for (const [name, amount] of Object.entries(resources)) sum[name] = (sum[name] ?? 0) + amount;
      held.set(consumerId, sum);
    }
  }
  return held;
}

/**
 * Undefined when the consumer holds nothing of the host any more; else why it still does. Only the part of the host goes, and by
 * the generation that was read, so that whoever changed it meanwhile has the last word: what is taken away wrongly lets the
 * scheduler overfill a host.
 */
async function giveBack(
  { nova, placement }: Books,
  { consumerId, providers }: Held,
  evacuated: EvacuatedHost,
): Promise<string | undefined> {
  if (!evacuated.isOff) return notOff(evacuated.host);
  const consumer = await placement.findConsumer(consumerId);
  if (consumer === undefined) return undefined;
  if (typeof consumer.consumer_generation !== 'number') return 'Placement is too old to take away a part of it safely';
  const rest = Object.entries(consumer.allocations).filter(([provider]) => !providers.has(provider));
  const server = await nova.findServer(consumerId);
  const doubt =
    server === undefined
      ? await doubtOfNoServer(nova, consumerId, rest.length)
      : ((await doubtOf(nova, server, evacuated)) ?? (await doubtOfRest(nova, server, rest)));
  if (doubt !== undefined) return doubt;
  const allocations = Object.fromEntries(rest.map(([provider, { resources }]) => [provider, { resources }]));
  await placement.replaceConsumer(consumerId, { ...consumer, allocations });
  return undefined;
}

/** What Nova knows nothing of may be a migration, or of others than Nova that use the host; what it deleted was a server. */
async function doubtOfNoServer(nova: Nova, consumerId: string, elsewhere: number): Promise<string | undefined> {
  if (!(await nova.wasDeleted(consumerId))) return 'Nova does not tell that it was one';
  return elsewhere === 0 ? undefined : 'it also has allocations elsewhere';
}

/** Without an allocation where it runs it would be in no book at all. */
async function doubtOfRest(nova: Nova, server: NovaServer, rest: [string, unknown][]): Promise<string | undefined> {
  const now = hostOf(server) ?? '';
  const hypervisorIds = await nova.listHypervisorIds(now);
  return rest.some(([provider]) => hypervisorIds.includes(provider)) ? undefined : `it has no allocation on ${now}`;
}
