/** Timers may be early by so many milliseconds. */
const EARLY = 5;
/** Clocks of several gateways differ by less, milliseconds. */
const CLOCKS_DIFFER = 1000;

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
  /** Of these servers it was lost before the last start. */
  recall(computeHostIds: readonly string[]): void;
  /** The servers of these of which what was not told since the doubt began is lost now; none before that is due. */
  due(computeHostIds: readonly string[]): readonly string[];
  /** When the doubt began. */
  since(): string | undefined;
  /** It is lost, or all of it but what was told since; then the doubt goes on, unless it answers. */
  lost(computeHostIds: readonly string[], now: { isAll: boolean; isAnswering: boolean }): void;
}

/** @param patience milliseconds that a doubt lasts before what is in doubt is lost */
export function createDoubt(patience: number): Doubt {
  /** Milliseconds of a clock that only goes on, and the time then. */
  let began: { at: number; time: string } | undefined;
  let isOfSubscription = false;
  let lostServers = new Set<string>();
  /** Something was told in the meantime, and is not lost yet. */
  let isPart = false;
  const begin = () => {
    began = { at: performance.now(), time: new Date(Date.now() - CLOCKS_DIFFER).toISOString() };
  };
  const end = () => {
    [began, isOfSubscription, isPart, lostServers] = [undefined, false, false, new Set()];
  };
  return {
    silent: () => {
      if (began === undefined) begin();
    },
    subscriptionLost: () => {
      begin();
      isOfSubscription = true;
    },
    answered: () => {
      if (!isOfSubscription || lostServers.size > 0) end();
    },
    lostServers: () => lostServers,
    recall: (computeHostIds) => {
      for (const id of computeHostIds) lostServers.add(id);
    },
    due: (computeHostIds) => {
      if (began === undefined || performance.now() - began.at < patience - EARLY) return [];
      return isPart ? computeHostIds : computeHostIds.filter((id) => !lostServers.has(id));
    },
    since: () => began?.time,
    lost: (computeHostIds, { isAll, isAnswering }) => {
      if (isAnswering) {
        end();
        return;
      }
      begin();
      [isOfSubscription, isPart] = [false, !isAll];
      for (const id of computeHostIds) lostServers.add(id);
    },
  };
}
