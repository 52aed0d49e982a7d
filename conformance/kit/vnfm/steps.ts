/** Takes the steps of a case: plays the gateway and looks at what the VNF manager does. */
import { setTimeout as sleep } from 'node:timers/promises';
import { checkAssertions } from '../assertions.ts';
import type { Callback } from '../callback.ts';
import { NotApplicable, type Assertion, type Exchange, type Expectation, type Failure, type Json } from '../case.ts';
import { checkAnswer } from '../expectations.ts';
import { fill } from '../placeholders.ts';
import type { AskStep, AwaitStep, PostStep, ReissueStep, VnfmStep } from './case.ts';
import { notificationValues, type Delivery } from './deliver.ts';
import { describeAnswer, factsOf, stateOf, valuesOf } from './facts.ts';
import {
  createRequest,
  reissue,
  repeatNotification,
  sendRequest,
  setState,
  withdraw,
  type KitGateway,
} from './gateway.ts';
import { placementOf, type VnfFunction } from './inventory.ts';
import type { HeldRequest, ReceivedAnswer } from './held-request.ts';
import type { Subscription } from './subscriptions.ts';

/** What the steps of one case work with. */
export interface Stage {
  gateway: KitGateway;
  callback: Callback;
  /** Of this case only; each request takes the next one. */
  functions: VnfFunction[];
  /** Made before the VNF manager subscribed. */
  adoptable: readonly HeldRequest[];
  /** Milliseconds. */
  settleTime: number;
  watchTime: number;
  /** Facts about everything that the VNF manager has sent. */
  runFacts: () => object;
  record: (exchange: Exchange) => void;
  /** Requests of this case by their names. */
  requests: Map<string, HeldRequest>;
  /** What `check` finds besides the facts. */
  values: Record<string, Json>;
  undo: (() => Promise<unknown>)[];
  signal: AbortSignal;
}

const TAKEN: Expectation = { status: 204 };

export async function takeVnfmStep(step: VnfmStep, stage: Stage): Promise<readonly Failure[]> {
  const { gateway } = stage;
  if ('ask' in step) return await ask(step, stage);
  if ('adopt' in step) return adopt(step.adopt, step.number, stage);
  if ('reissue' in step) return await askAgain(step, stage);
  if ('set' in step) return deliveryFailures(await setState(gateway, requestOf(step.set, stage), step.state), TAKEN);
  if ('repeat' in step)
    return deliveryFailures(await repeatNotification(gateway, requestOf(step.repeat, stage)), TAKEN);
  if ('post' in step) return await post(step, stage);
  if ('probe' in step) {
    const delivery = await gateway.deliverer.probe(subscriptionOf(stage), stage.record);
    return deliveryFailures([delivery], step.expect);
  }
  if ('withdraw' in step) return await withdrawBest(stage);
  if ('await' in step) return await awaitAll(step, stage);
  if ('wait' in step) {
    await sleep(step.wait === 'settle' ? stage.settleTime : stage.watchTime, undefined, { signal: stage.signal });
    return [];
  }
  if ('check' in step)
    return checkFacts(step.facts, factsOf(requestOf(step.check, stage), stage.settleTime), stage.values);
  if ('only' in step) {
    const unmet = checkFacts(step.where, factsOf(requestOf(step.only, stage), stage.settleTime), stage.values);
    if (unmet.length > 0) throw new NotApplicable(step.otherwise);
    return [];
  }
  if ('checkRun' in step) return checkFacts(step.checkRun, stage.runFacts(), stage.values);
  return checkNotLast(step.notLast, step.of, stage);
}

async function ask({ ask: name, with: terms = {}, more, faults = [], expect }: AskStep, stage: Stage) {
  const { gateway, functions, requests, record } = stage;
  const vnfFunction = functions[requests.size];
  if (vnfFunction === undefined)
    throw new NotApplicable(`needs more VNF instances than ${functions.length}; see --vnf-instance-id and --inventory`);
  const held = createRequest(gateway, vnfFunction, terms, more ?? {}, record);
  held.faults = [...faults];
  requests.set(name, held);
  return deliveryFailures(await sendRequest(gateway, held, more), expect ?? TAKEN);
}

function adopt(name: string, number: number, stage: Stage): Failure[] {
  const held = stage.adoptable[number];
  if (held === undefined) throw new NotApplicable('needs more than one VNF instance');
  held.record = stage.record;
  stage.requests.set(name, held);
  return [];
}

async function askAgain(step: ReissueStep, stage: Stage): Promise<readonly Failure[]> {
  const held = requestOf(step.reissue, stage);
  const { otherPlacement = false, newAttempt = false } = step;
  const kind = { placement: otherPlacement, attempt: newAttempt };
  return deliveryFailures(await reissue(stage.gateway, held, step.with ?? {}, kind), TAKEN);
}

async function post({ post: content, expect }: PostStep, stage: Stage): Promise<readonly Failure[]> {
  const subscription = subscriptionOf(stage);
  const text = 'content' in content ? content.content : fill(content.body, notificationValues(subscription));
  const sent = typeof text === 'string' ? text : JSON.stringify(text);
  return deliveryFailures([await stage.gateway.deliverer.post(subscription, sent, stage.record)], expect);
}

/** The best candidate that the next request will have. */
async function withdrawBest(stage: Stage): Promise<readonly Failure[]> {
  const { gateway, functions, record, values, undo } = stage;
  const source = functions[0]?.computeHostId ?? '';
  const [best, other] = placementOf(gateway.inventory, source, {}).candidateComputeHostIds;
  if (best === undefined || other === undefined)
    throw new NotApplicable('needs two candidates besides the source and an excluded server');
  values['withdrawn'] = best;
  undo.push(() => withdraw(gateway, best, false, () => undefined));
  return deliveryFailures(await withdraw(gateway, best, true, record), TAKEN);
}

function requestOf(name: string, { requests }: Stage): HeldRequest {
  const held = requests.get(name);
  if (held === undefined) throw new Error(`no step made the request ${name}`);
  return held;
}

/** The one that migration requests go to. */
function subscriptionOf({ gateway }: Stage): Subscription {
  const [subscription] = gateway.subscriptions
    .all('vnfmig')
    .filter(({ filter }) => filter?.['notificationTypes']?.includes('MigrationRequestNotification') !== false);
  if (subscription === undefined) throw new Error('the VNF manager is not subscribed to migration requests');
  return subscription;
}

function deliveryFailures(deliveries: readonly Delivery[], expect: Expectation): readonly Failure[] {
  if (deliveries.length === 0)
    return [{ what: 'subscription', expected: 'one that is for this notification', got: 'none' }];
  return deliveries.flatMap(({ answer, problem, callbackUri }) =>
    answer === undefined
      ? [{ what: callbackUri, expected: 'an answer', got: problem ?? 'none' }]
      : checkAnswer(expect, answer, {}).map((failure) => ({ ...failure, what: `answer to it: ${failure.what}` })),
  );
}

async function awaitAll({ await: names, until }: AwaitStep, stage: Stage): Promise<readonly Failure[]> {
  const all = typeof names === 'string' ? [names] : names;
  const failures = await Promise.all(
    all.map(async (name) => await awaitOne(name, requestOf(name, stage), until, stage)),
  );
  return failures.flat();
}

type Until = AwaitStep['until'];

async function awaitOne(name: string, held: HeldRequest, until: Until, stage: Stage): Promise<readonly Failure[]> {
  const { callback, signal } = stage;
  const isReply = until === 'answered' || until === 'sent';
  const deadline = (): number => Date.parse(isReply ? held.request.replyDeadline : held.request.migrationDeadline);
  while (!isDecided(held, until) && Date.now() < deadline() && !signal.aborted)
    await callback.nextMessage(deadline() - Date.now(), signal);
  const met = answersUntil(held, until).at(0);
  if (met !== undefined && met.receivedAt <= deadline()) return [];
  const got = held.answers.map((answer) => describeAnswer(answer));
  return [
    {
      what: `request ${name}`,
      expected: `${EXPECTED[until]} by ${new Date(deadline()).toISOString()}`,
      got: `${met === undefined ? '' : 'too late: '}${got.length === 0 ? 'no answer' : got.join(', ')}`,
    },
  ];
}

const EXPECTED: Readonly<Record<Until, string>> = {
  sent: 'an answer',
  answered: 'ACCEPTED or REJECTED',
  concluded: 'COMPLETED, REJECTED or FAILED',
  ended: 'COMPLETED, REJECTED or FAILED',
  completed: 'COMPLETED',
};

const ENDS = ['COMPLETED', 'REJECTED', 'FAILED'];

/** What an answer has to be like; `taken` means that the kit did not refuse it. */
const WANTED: Readonly<Record<Until, (state: string, taken: boolean) => boolean>> = {
  sent: () => true,
  answered: (_state, taken) => taken,
  concluded: (state) => ENDS.includes(state),
  ended: (state, taken) => taken && ENDS.includes(state),
  completed: (state, taken) => taken && state === 'COMPLETED',
};

/** The answers since it was asked that are what is waited for. */
function answersUntil({ answers, askedAt }: HeldRequest, until: Until): ReceivedAnswer[] {
  return answers.filter(
    (answer) => answer.receivedAt >= askedAt && WANTED[until](stateOf(answer), answer.status === 200),
  );
}

/** True when it is there, or cannot come any more. */
function isDecided(held: HeldRequest, until: Until): boolean {
  if (answersUntil(held, until).length > 0) return true;
  const isRefused = ['REJECTED', 'FAILED'].includes(held.request.migrationRequestState);
  return isRefused && until === 'completed';
}

function checkFacts(facts: readonly Assertion[], body: object, values: Readonly<Record<string, Json>>): Failure[] {
  // One after the other: a later one may rely on what an earlier one found to be there.
  for (const assertion of facts) {
    const failures = checkAssertions([assertion], body, { ...values, ...valuesOf(body) });
    if (failures.length > 0) return failures;
  }
  return [];
}

function checkNotLast(name: string, others: readonly string[], stage: Stage): Failure[] {
  const completedAt = (one: string): number => answersUntil(requestOf(one, stage), 'completed').at(0)?.receivedAt ?? 0;
  const last = Math.max(...others.map(completedAt));
  const late = completedAt(name) - last;
  return late <= stage.settleTime
    ? []
    : [{ what: `request ${name}`, expected: 'completed before the last of the others', got: `${late} ms after it` }];
}
