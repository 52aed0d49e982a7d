import type { EnvironmentData } from './environment-source.ts';

/** Timers may be early by so many milliseconds. */
const EARLY = 5;

/** Whether what a controller told still is as it told it. */
export interface Doubt {
  /** It did not answer. */
  silent(): void;
  /** It answers, but has lost the subscription: something may not have been told. To be called before there is a new one. */
  subscriptionLost(): void;
  /** It answers, and the subscription is as wanted: what it told holds, but what is in doubt since a subscription was lost. */
  answered(): void;
  /** The servers of which what it told is lost, while it has not answered since: it is to tell it again. */
  lostServers(): ReadonlySet<string>;
  hear(data: readonly EnvironmentData[]): void;
  /** Whether the parameter was told since the doubt began. */
  readonly isHeard: (datum: EnvironmentData) => boolean;
  /** The servers of these of which what was not told since is lost now; none before that is due. */
  due(computeHostIds: readonly string[]): readonly string[];
  /** It is; the doubt goes on with what was told in the meantime, unless it answers. */
  lost(computeHostIds: readonly string[], now: { isAnswering: boolean }): void;
}

/** @param patience milliseconds that a doubt lasts before what is in doubt is lost */
export function createDoubt(patience: number): Doubt {
  let since: number | undefined;
  let isOfSubscription = false;
  let heard = new Set<string>();
  let lostServers = new Set<string>();
  /** Something was told in the meantime, and is not lost yet. */
  let isPart = false;
  const begin = () => {
    since = performance.now();
    heard = new Set();
  };
  const end = () => {
    [since, isOfSubscription, heard, isPart, lostServers] = [undefined, false, new Set(), false, new Set()];
  };
  return {
    silent: () => {
      if (since === undefined) begin();
    },
    subscriptionLost: () => {
      begin();
      isOfSubscription = true;
    },
    answered: () => {
      if (!isOfSubscription || lostServers.size > 0) end();
    },
    lostServers: () => lostServers,
    hear: (data) => {
      if (since !== undefined) for (const datum of data) heard.add(keyOf(datum));
    },
    isHeard: (datum) => heard.has(keyOf(datum)),
    due: (computeHostIds) => {
      if (since === undefined || performance.now() - since < patience - EARLY) return [];
      return isPart || heard.size > 0 ? computeHostIds : computeHostIds.filter((id) => !lostServers.has(id));
    },
    lost: (computeHostIds, { isAnswering }) => {
      if (isAnswering) end();
      else {
        isPart = heard.size > 0;
        begin();
        isOfSubscription = false;
        for (const id of computeHostIds) lostServers.add(id);
      }
    },
  };
}

function keyOf({ computeHostId, resourceZoneId, parameterType, parameterName }: EnvironmentData): string {
  return JSON.stringify([computeHostId, resourceZoneId, parameterType, parameterName]);
}
