/**
 * What a case for a VNF manager is made of. `ask` and the like are what the kit does as its gateway, over time; `await`
 * and `check` are what the VNF manager has to do, and by when.
 */
import type { Assertion, CaseDescription, Expectation, Json } from '../case.ts';

export interface VnfmCase extends CaseDescription {
  /** What the run has to offer; without it the case is not applicable. */
  needs?: readonly VnfmNeed[];
  /** Runs while no other does. */
  alone?: true;
  steps: readonly VnfmStep[];
}

/**
 * `subscribes itself`: the VNF manager was given the apiRoot of the kit; `state changes` and `compute hosts`: it is
 * subscribed to notifications of them; `required token`: it was told to show one.
 */
export type VnfmNeed = 'subscribes itself' | 'state changes' | 'compute hosts' | 'required token';

export type VnfmStep =
  | AskStep
  | AdoptStep
  | ReissueStep
  | SetStep
  | RepeatStep
  | PostStep
  | ProbeStep
  | WithdrawStep
  | AwaitStep
  | WaitStep
  | CheckStep
  | OnlyStep
  | CheckRunStep
  | NotLastStep;

/** Makes a migration request for a function that no other case uses, and tells the VNF manager. */
export interface AskStep {
  /** Name of the request in this case. */
  ask: string;
  with?: RequestTerms;
  /** Members that a later version of the interface might add to the request and to its notification. */
  more?: Readonly<Record<string, Json>>;
  /** What becomes of the first answers, instead of their being taken. */
  faults?: readonly Fault[];
  /** How the notification has to be answered; with 204 by default. */
  expect?: Expectation;
}

/** Takes a request that was made before the VNF manager subscribed. */
export interface AdoptStep {
  adopt: string;
  /** Number of the request in the list, from 0. */
  number: number;
}

/** Terms of a migration request; what is absent is as usual. */
export interface RequestTerms {
  requestedAction?: 'MIGRATE' | 'DUPLICATE';
  criticality?: number;
  /** How many servers are candidates; 2 by default. */
  candidates?: number;
  /** How many servers are excluded besides the source, or all of them; 1 by default. */
  excluded?: number | 'all';
  /** The time as a multiple of the options; 1 by default. */
  replyTime?: number;
  migrationTime?: number;
}

/** The answer that the kit gives instead of taking what it is told. */
export interface Fault {
  /** 0 cuts the connection. 412 is given only to an answer with `If-Match`. */
  status: 0 | 409 | 412 | 503;
  /** How many answers in a row; 1 by default. */
  times?: number;
  headers?: Readonly<Record<string, string>>;
}

/** Sends a request again with a higher version. */
export interface ReissueStep {
  reissue: string;
  with?: Pick<RequestTerms, 'migrationTime'>;
  /** Other candidates; those of before are excluded now. */
  otherPlacement?: true;
  /** Asks anew, with a new reply deadline, after a refusal, a failure or silence. */
  newAttempt?: true;
}

/** What a gateway does with a request by itself, of which it tells. */
export interface SetStep {
  set: string;
  state: 'CANCELLED' | 'EXPIRED';
}

/** Delivers the last notification of a request once more, with the same id. */
export interface RepeatStep {
  repeat: string;
}

/** Posts content that is not a notification of a request of the kit. Texts may hold `{newId}`, `{now}` and `{subscriptionId}`. */
export interface PostStep {
  post: { content: string } | { body: Json };
  expect: Expectation;
}

/** Tests the callback with GET. */
export interface ProbeStep {
  probe: true;
  expect: Expectation;
}

/** Withdraws the server that is the best candidate of the next request of the case, and tells so. */
export interface WithdrawStep {
  withdraw: 'best candidate';
}

/**
 * Waits for what the VNF manager answers: `answered`, before the reply deadline; `completed`, or `ended` in any way,
 * before the migration deadline. `sent` and `concluded` are the same as `answered` and `ended`, but the kit may have
 * refused the answer.
 */
export interface AwaitStep {
  await: string | readonly string[];
  until: 'sent' | 'answered' | 'concluded' | 'ended' | 'completed';
}

/** Lets time go by: as long as the VNF manager has to take note of something, or as the kit watches that nothing comes. */
export interface WaitStep {
  wait: 'settle' | 'watch';
}

/** What has to hold for the facts about a request, see `facts.ts`; those that are texts are placeholders too. */
export interface CheckStep {
  check: string;
  facts: readonly Assertion[];
}

/** Without which the case is not applicable. */
export interface OnlyStep {
  only: string;
  where: readonly Assertion[];
  otherwise: string;
}

/** What has to hold for the facts about everything that the VNF manager has sent up to now. */
export interface CheckRunStep {
  checkRun: readonly Assertion[];
}

/** The request must not be completed later than all of the others, give or take the time to settle. */
export interface NotLastStep {
  notLast: string;
  of: readonly string[];
}
