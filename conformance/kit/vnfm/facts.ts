/** What is known of a request and of the whole run, in the form that cases look at. */
import type { Json } from '../case.ts';
import type { HeldRequest, ReceivedAnswer } from './held-request.ts';

/** Facts about one request. */
export interface RequestFacts {
  /** State of the request as the kit holds it. */
  state: string;
  /** The answers of the VNF manager, oldest first, right or wrong. */
  answers: readonly AnswerFacts[];
  /** The last of them. */
  last?: AnswerFacts;
  /** Those that the kit had to refuse though the case did not want it, in words. */
  refused: readonly string[];
  /** How many the kit refused because the case wants it. */
  faults: number;
  /** How often the request was read after the last of those. */
  readsAfterFault: number;
  /** What was wrong with the form of the answers, in words. */
  violations: readonly string[];
  /** How often each state was answered. */
  counts: Readonly<Record<'ACCEPTED' | 'REJECTED' | 'PROCESSING' | 'COMPLETED' | 'FAILED', number>>;
  /** REJECTED and FAILED without `error`. */
  refusalsWithoutError: number;
  /** States answered after the VNF manager had taken note that the request was cancelled or had expired. */
  answeredAfterEnd: readonly string[];
  /** Servers that COMPLETED named, each once. */
  targets: readonly string[];
  /** The first of them. */
  target?: string;
  source: string;
  /** What was said of the target when the VNF manager began. */
  candidates: readonly string[];
  excluded: readonly string[];
  virtualComputeIds: readonly string[];
  /** Virtual computes that COMPLETED named as made anew, and how many. */
  newVirtualComputeIds: readonly string[];
  newVirtualComputes: number;
  virtualComputes: number;
}

interface AnswerFacts {
  mediaType: string;
  version: string;
  body: unknown;
  status: number;
}

const NO_COUNTS = { ACCEPTED: 0, REJECTED: 0, PROCESSING: 0, COMPLETED: 0, FAILED: 0 };

/** `settle`: milliseconds that the VNF manager may take to heed a notification. */
export function factsOf(held: HeldRequest, settle: number): RequestFacts {
  const { request, answers, reads, endedAt } = held;
  const { candidateComputeHostIds, excludedComputeHostIds } = held.begunWith ?? request.placement;
  const counts = { ...NO_COUNTS };
  for (const { body } of answers) {
    const state = body.migrationRequestState;
    if (state !== undefined && Object.hasOwn(counts, state)) counts[state] += 1;
  }
  const completed = answers.filter(({ body }) => body.migrationRequestState === 'COMPLETED');
  const targets = [...new Set(completed.flatMap(({ body }) => body.targetComputeHostId ?? []))];
  const [target] = targets;
  const faulted = answers.filter((answer) => answer.faulted);
  const newVirtualComputeIds = completed.at(-1)?.body.targetVirtualComputeIds ?? [];
  const last = answers.at(-1);
  return {
    state: request.migrationRequestState,
    answers: answers.map(answerFacts),
    ...(last === undefined ? {} : { last: answerFacts(last) }),
    refused: answers.filter((answer) => answer.status >= 400 && !answer.faulted).map(describeAnswer),
    faults: faulted.length,
    readsAfterFault: reads.filter((time) => time >= (faulted.at(-1)?.receivedAt ?? Infinity)).length,
    violations: answers.flatMap(({ violations }) => violations),
    counts,
    refusalsWithoutError: answers.filter(isRefusalWithoutError).length,
    answeredAfterEnd: answers
      .filter(({ receivedAt }) => endedAt !== undefined && receivedAt > endedAt + settle)
      .map(stateOf),
    targets,
    ...(target === undefined ? {} : { target }),
    source: request.sourceComputeHostId,
    candidates: candidateComputeHostIds,
    excluded: excludedComputeHostIds,
    virtualComputeIds: request.virtualComputeIds,
    newVirtualComputeIds,
    newVirtualComputes: newVirtualComputeIds.length,
    virtualComputes: request.virtualComputeIds.length,
  };
}

function answerFacts({ body, mediaType, version = '', status }: ReceivedAnswer): AnswerFacts {
  return { mediaType, version, body, status };
}

function isRefusalWithoutError({ body: { migrationRequestState: state, error } }: ReceivedAnswer): boolean {
  return (state === 'REJECTED' || state === 'FAILED') && error === undefined;
}

export function stateOf({ body }: ReceivedAnswer): string {
  return typeof body.migrationRequestState === 'string' ? body.migrationRequestState : 'none';
}

/** An answer in words, with what became of it. */
export function describeAnswer(answer: ReceivedAnswer): string {
  const { status, detail } = answer;
  return `${stateOf(answer)} → ${status === 0 ? 'cut' : status}${detail === '' ? '' : ` (${detail})`}`;
}

/** Facts that are texts, numbers or lists of texts, as placeholders find them. */
export function valuesOf(facts: object): Record<string, Json> {
  return Object.fromEntries(Object.entries(facts).filter((entry): entry is [string, Json] => isValue(entry[1])));
}

function isValue(fact: unknown): boolean {
  if (Array.isArray(fact)) return fact.every((item) => typeof item === 'string');
  return typeof fact === 'string' || typeof fact === 'number';
}
