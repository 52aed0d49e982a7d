/**
 * One process works on an evacuation at a time: it claims it for a while, renews the claim while its step acts, and once the claim
 * is not certain any more it orders nothing. What it saw counts only while the claim is its own.
 */
import type { Log } from '../log.ts';
import { reasonOf } from '../problem.ts';
import type { PowerController } from '../southbound/power/power-controller.ts';
import type { Vim } from '../southbound/vim/vim.ts';
import type { Store, Tables } from '../store/store.ts';
import { readCase } from './case.ts';
import type { Context } from './context.ts';
import { addSeconds, CLOSED_EVACUATION_STATES, toTime, type HostEvacuation } from './entities.ts';
import type { Observation, Step, StepPorts } from './step.ts';

export interface ClaimPorts {
  store: Store;
  powerControllers: readonly PowerController[];
  vims: readonly Vim[];
  log: Log;
  contextOn: (tables: Tables) => Context;
}

/** A claim on an evacuation ends by itself, so that another process carries on after a crash. */
const CLAIM_SECONDS = 10;
/** A step that takes longer keeps its claim by renewing it. */
const RENEW_MILLISECONDS = 3000;
/** So long before the end of its claim a step orders nothing any more. */
const MARGIN_SECONDS = 2;

/** Compare-and-set; undefined when there is nothing to do, or another process does it. */
export function claimEvacuation(
  { store, contextOn }: ClaimPorts,
  instanceId: string,
  id: string,
): Promise<HostEvacuation | undefined> {
  return store.transaction(async (tables) => {
    const { now } = contextOn(tables);
    const evacuation = await tables.hostEvacuations.get(id);
    if (evacuation === undefined || CLOSED_EVACUATION_STATES.includes(evacuation.hostEvacuationState)) return undefined;
    if (evacuation.nextAttemptTime > now) return undefined;
    if (evacuation.claimedUntil !== undefined && evacuation.claimedUntil > now) return undefined;
    const claimed: HostEvacuation = {
      ...(evacuation.claimedBy === undefined ? evacuation : afterCrash(evacuation, now)),
      claimedBy: instanceId,
      claimedUntil: addSeconds(now, CLAIM_SECONDS),
    };
    await tables.hostEvacuations.update(claimed);
    return claimed;
  });
}

/** The evacuation without the claim of a process that is gone; an order that it was about to send may have been sent. */
export function afterCrash(evacuation: HostEvacuation, now: string): HostEvacuation {
  const maySend = evacuation.powerOrder?.target === 'OFF' && evacuation.powerOffSentTime === undefined;
  return { ...unclaimed(evacuation), ...(maySend ? { powerOffSentTime: now } : {}) };
}

export function unclaimed({ claimedBy: _b, claimedUntil: _u, ...evacuation }: HostEvacuation): HostEvacuation {
  return evacuation;
}

/** Acts, and renews the claim meanwhile; undefined when the server is not in the inventory any more. */
export async function whileClaimed(
  ports: ClaimPorts,
  evacuation: HostEvacuation,
  step: Step,
): Promise<Observation | undefined> {
  const claim = { until: evacuation.claimedUntil ?? '' };
  const renewing = setInterval(() => {
    renew(ports, evacuation).then(
      (until) => {
        claim.until = until ?? claim.until;
      },
      (error: unknown) => {
        ports.log.warn({ hostEvacuationId: evacuation.id, error: reasonOf(error) }, 'a claim could not be renewed');
      },
    );
  }, RENEW_MILLISECONDS);
  try {
    const subject = await readCase(ports.contextOn(ports.store), evacuation);
    return subject === undefined ? undefined : await step.act?.(stepPorts(ports, claim), subject);
  } finally {
    clearInterval(renewing);
  }
}

function renew({ store, contextOn }: ClaimPorts, { id, claimedBy }: HostEvacuation): Promise<string | undefined> {
  return store.transaction(async (tables) => {
    const current = await tables.hostEvacuations.get(id);
    if (current === undefined || current.claimedBy !== claimedBy) return undefined;
    const claimedUntil = addSeconds(contextOn(tables).now, CLAIM_SECONDS);
    await tables.hostEvacuations.update({ ...current, claimedUntil });
    return claimedUntil;
  });
}

/** A process that was paused for longer than its claim leaves the orders to whoever took over. */
function stepPorts(ports: ClaimPorts, claim: { until: string }): StepPorts {
  const { store, vims } = ports;
  const assertClaimed = (computeHostId: string) => {
    if (store.exclusive || addSeconds(toTime(Date.now()), MARGIN_SECONDS) < claim.until) return;
    throw new Error(`the order for ${computeHostId} was not given: the claim on its evacuation has ended`);
  };
  const powerControllers = ports.powerControllers.map((controller) => fenced(controller, assertClaimed));
  return { store, powerControllers, vims, observe: () => ports.contextOn(store) };
}

function fenced(controller: PowerController, assertClaimed: (computeHostId: string) => void): PowerController {
  const orders: PowerController = {
    ...controller,
    powerOff(computeHostId, mode) {
      assertClaimed(computeHostId);
      return controller.powerOff(computeHostId, mode);
    },
    powerOn(computeHostId) {
      assertClaimed(computeHostId);
      return controller.powerOn(computeHostId);
    },
  };
  if (controller.setPowerRestorePolicy === undefined) return orders;
  return {
    ...orders,
    async setPowerRestorePolicy(computeHostId, policy) {
      assertClaimed(computeHostId);
      await controller.setPowerRestorePolicy?.(computeHostId, policy);
    },
  };
}
