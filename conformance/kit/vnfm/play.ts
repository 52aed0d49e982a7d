/** Sets up the kit as a gateway and waits until the VNF manager is there. */
import { setMaxListeners } from 'node:events';
import { createAuthorization } from '../authorization.ts';
import { startCallback, type Callback } from '../callback.ts';
import { CannotRun } from '../case.ts';
import { createClient, type Client } from '../http.ts';
import type { Run } from '../profile.ts';
import { addressTowards } from '../reach.ts';
import { createRequestCheck, type CheckedRequest } from './check-request.ts';
import { createDeliverer } from './deliver.ts';
import { createRequest, type KitGateway } from './gateway.ts';
import type { HeldRequest } from './held-request.ts';
import { readInventory } from './inventory.ts';
import { readVnfmOptions, type VnfmOptions } from './options.ts';
import { createResources, PAGE } from './resources.ts';
import { createSubscriptions, type SubscriptionRequest } from './subscriptions.ts';

export interface Play {
  gateway: KitGateway;
  callback: Callback;
  options: VnfmOptions;
  /** True when the VNF manager was given the apiRoot of the kit. */
  subscribesItself: boolean;
  /** Requests made when the VNF manager came, before it was subscribed. */
  adoptable: readonly HeldRequest[];
  facts: RunFacts;
  close: () => Promise<void>;
}

/** Facts about everything that the VNF manager has sent. */
export interface RunFacts {
  /** What was wrong with its requests, each once, in words. */
  violations: string[];
  /** Requests with the access token and without it. */
  authorized: number;
  unauthorized: number;
  /** Subscriptions to migration requests of other VNF managers too. */
  otherVnfms: number;
}

/** Migration requests on a page while there are only those that it has to find, so that it has to follow a link. */
const SMALL_PAGE = 1;

/** How many times the time to settle the VNF manager gets for its start. */
const LONGEST_START = 10;

/** `say` is told the apiRoot of the kit. */
export async function startPlay(run: Run, say: (apiRoot: string) => void): Promise<Play> {
  const { apiRoot: callbackUri, listen } = run.options;
  const options = readVnfmOptions(run.profileOptions);
  if (callbackUri === undefined && listen === undefined)
    throw new CannotRun('--api-root (the callback URI of the VNF manager) or --listen is missing; --help tells more');
  // Every request that is waited for listens to it.
  setMaxListeners(0, run.signal);
  const client = clientOf(run);
  const adoptable: HeldRequest[] = [];
  const facts: RunFacts = { violations: [], authorized: 0, unauthorized: 0, otherVnfms: 0 };
  const gateway = gatewayOf(run, options, client);
  const callback = await listenFor(run, options);
  const coming: { obstacle?: Error } = {};
  const come = ({ filter }: Partial<SubscriptionRequest>): void => {
    try {
      gateway.settings.vnfmId = options.vnfmId ?? filter?.vnfmIds?.[0] ?? gateway.settings.vnfmId;
      gateway.inventory = inventoryOf(gateway.settings.vnfmId, options, filter?.vnfInstanceIds);
      // The cases begin with the first functions.
      for (const vnfFunction of gateway.inventory.functions.slice(-2))
        adoptable.push(createRequest(gateway, vnfFunction, {}, {}, () => undefined));
    } catch (error) {
      coming.obstacle = error instanceof Error ? error : new Error(String(error));
    }
  };
  const answer = createResources({
    gateway,
    check: createRequestCheck(options),
    pageSize: () => (gateway.requests.size <= adoptable.length ? SMALL_PAGE : PAGE),
    onRequest: (message, checked) => {
      note(facts, checked);
      if (callbackUri !== undefined || adoptable.length > 0 || !isFirstContact(checked)) return;
      come(message.body ?? {});
    },
  });
  gateway.settings.apiRoot = callback.openInbox(answer, 'vnfmig').uri.replace(/\/vnfmig$/, '');
  callback.openInbox(answer, 'vrinfo');
  const close = async (): Promise<void> => {
    await gateway.deliverer.settled();
    await callback.close();
    client.close();
  };
  const play = { gateway, callback, options, subscribesItself: callbackUri === undefined, adoptable, facts, close };
  try {
    if (callbackUri === undefined) {
      say(gateway.settings.apiRoot);
      await subscribed(play, run.signal);
      if (coming.obstacle !== undefined) throw coming.obstacle;
      await settled(play, run.signal);
      facts.otherVnfms = othersIn(gateway);
    } else subscribe(gateway, callbackUri);
    return play;
  } catch (error) {
    await close();
    throw error;
  }
}

function gatewayOf(run: Run, options: VnfmOptions, client: Client): KitGateway {
  const { replyTime, migrationTime } = options;
  const settings = { apiRoot: '', vnfmId: options.vnfmId ?? 'vnfm-1', replyTime, migrationTime };
  const subscriptions = createSubscriptions(() => settings.apiRoot);
  const authorization = createAuthorization(run.options, (request, signal) => client.exchange(request, signal));
  return {
    settings,
    inventory: inventoryOf(run.options.apiRoot === undefined ? options.vnfmId : settings.vnfmId, options, undefined),
    subscriptions,
    deliverer: createDeliverer({
      subscriptions,
      client,
      authorization: () => authorization(undefined),
      signal: run.signal,
    }),
    requests: new Map(),
    withdrawn: new Set(),
  };
}

function inventoryOf(vnfmId: string | undefined, options: VnfmOptions, subscribed: readonly string[] | undefined) {
  const vnfInstanceIds = options.vnfInstanceIds.length > 0 ? options.vnfInstanceIds : (subscribed ?? []);
  return readInventory({ file: options.inventory, vnfmId, vnfInstanceIds });
}

/** Where the VNF manager reaches the kit: on the way to it, or wherever the options want it. */
async function listenFor({ options: { apiRoot, listen, callbackUri } }: Run, options: VnfmOptions): Promise<Callback> {
  const host = apiRoot === undefined ? '127.0.0.1' : await addressTowards(apiRoot).catch(unreachable);
  const uri = options.publicApiRoot ?? callbackUri;
  const place = { host: listen?.host ?? host, port: listen?.port ?? 0 };
  return await startCallback({ ...place, ...(uri === undefined ? {} : { uri }) }).catch((error: unknown) => {
    throw new CannotRun(`the kit cannot be served: ${reasonOf(error)}`);
  });

  function unreachable(error: unknown): never {
    throw new CannotRun(`${apiRoot ?? ''} cannot be reached: ${reasonOf(error)}`);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function clientOf({ options: { ca, insecure } }: Run): Client {
  return createClient({
    apiRoot: '',
    authorization: () => Promise.resolve(undefined),
    insecure,
    ...(ca === undefined ? {} : { ca }),
  });
}

function note(facts: RunFacts, { violations, refusal }: CheckedRequest): void {
  for (const violation of violations) if (!facts.violations.includes(violation)) facts.violations.push(violation);
  if (refusal?.status === 401) facts.unauthorized += 1;
  else facts.authorized += 1;
}

/** The VNF manager begins to ask for its requests, or to listen for them. */
function isFirstContact({ operation, refusal }: CheckedRequest): boolean {
  if (refusal !== undefined || operation?.api !== 'vnfmig') return false;
  return ['createSubscription', 'listMigrationRequests'].includes(operation.operationId);
}

async function subscribed({ gateway, callback, options, facts }: Play, signal: AbortSignal): Promise<void> {
  const { waitTime } = options;
  const end = Date.now() + waitTime * 1000;
  while (gateway.subscriptions.all('vnfmig').length === 0 && !signal.aborted) {
    if (Date.now() < end) await callback.nextMessage(end - Date.now(), signal);
    else {
      const tried = facts.violations.map((violation) => `\n${violation}`).join('');
      throw new CannotRun(`no VNF manager subscribed within ${waitTime} s at ${gateway.settings.apiRoot}${tried}`);
    }
  }
}

/** It may have more to subscribe to, and reads what it missed: waits until it is quiet, but not for ever. */
async function settled({ callback, options: { settleTime } }: Play, signal: AbortSignal): Promise<void> {
  const count = (): number => callback.received('vnfmig').length + callback.received('vrinfo').length;
  const end = Date.now() + LONGEST_START * settleTime * 1000;
  let seen = count();
  let quiet = Date.now() + settleTime * 1000;
  while (Date.now() < Math.min(quiet, end) && !signal.aborted) {
    await callback.nextMessage(quiet - Date.now(), signal);
    if (count() > seen) quiet = Date.now() + settleTime * 1000;
    seen = count();
  }
}

/** On behalf of the VNF manager. */
function subscribe({ subscriptions, settings: { vnfmId } }: KitGateway, callbackUri: string): void {
  subscriptions.add('vnfmig', { callbackUri, filter: { vnfmIds: [vnfmId] } });
  subscriptions.add('vrinfo', { callbackUri });
}

function othersIn({ subscriptions, settings: { vnfmId } }: KitGateway): number {
  return subscriptions.all('vnfmig').filter(({ filter }) => filter?.['vnfmIds']?.some((id) => id !== vnfmId) === true)
    .length;
}
