import { setTimeout as sleep } from 'node:timers/promises';
import { checkAssertions, select, show } from './assertions.ts';
import type { Callback } from './callback.ts';
import type {
  Answer,
  Exchange,
  Failure,
  Json,
  Message,
  PagesStep,
  ReceiveStep,
  RequestTemplate,
  SendStep,
  Source,
  Step,
  Values,
} from './case.ts';
import { checkAnswer, checkMessage } from './expectations.ts';
import type { Client } from './http.ts';
import { fillText } from './placeholders.ts';
import { recordReceived, recordSent } from './recording.ts';

export interface Tools {
  client: Client;
  callback: Callback;
  signal: AbortSignal;
  /** Told of everything that goes over the wire. */
  record: (exchange: Exchange) => void;
}

export interface StepResult {
  failures: readonly Failure[];
  /** What the step keeps for later ones. */
  saved: Values;
}

/** Seconds that a message of the implementation may take when the step does not say. */
const RECEIVE_WITHIN = 10;

/** Pages after which a list is given up. */
const MAXIMUM_PAGES = 1000;

export async function takeStep(step: Step, values: Values, tools: Tools): Promise<StepResult> {
  if ('send' in step) return await takeSend(step, values, tools);
  if ('receive' in step) return await takeReceive(step, values, tools);
  return await takePages(step, values, tools);
}

/** Sends one request as its template says. */
export async function sendRequest(template: RequestTemplate, values: Values, tools: Tools): Promise<Answer> {
  const request = await tools.client.prepare(template, values);
  let answer: Answer | undefined;
  try {
    answer = await tools.client.exchange(request, tools.signal);
    return answer;
  } finally {
    tools.record(recordSent(request, answer));
  }
}

async function takeSend(step: SendStep, values: Values, tools: Tools): Promise<StepResult> {
  const end = Date.now() + (step.within ?? 0) * 1000;
  for (;;) {
    // Only the last of many looks is worth recording.
    let look: Exchange | undefined;
    const answer = await sendRequest(step.send, values, { ...tools, record: (exchange) => (look = exchange) });
    const failures = checkAnswer(step.expect, answer, values);
    if (failures.length === 0 || Date.now() >= end) {
      if (look !== undefined) tools.record(look);
      return saving(step.save, answer, failures);
    }
    await sleep(50, undefined, { signal: tools.signal });
  }
}

async function takeReceive(step: ReceiveStep, values: Values, tools: Tools): Promise<StepResult> {
  const { inbox, method = 'POST', where = [] } = step.receive;
  const name = fillText(inbox, values);
  const matching = (): Message[] =>
    tools.callback
      .received(name)
      .filter((message) => message.method === method && checkAssertions(where, message.body, values).length === 0);
  const what = `${method} to the kit${where.length === 0 ? '' : ` with ${JSON.stringify(where)}`}`;
  if (step.never === true) {
    const unwanted = matching();
    for (const message of unwanted) tools.record(recordReceived(message));
    return nothingSaved(unwanted.length === 0 ? [] : [{ what, expected: 'none', got: `${unwanted.length}` }]);
  }
  const wanted = step.times ?? 1;
  const end = Date.now() + (step.within ?? RECEIVE_WITHIN) * 1000;
  while (matching().length < wanted && Date.now() < end && !tools.signal.aborted)
    await tools.callback.nextMessage(end - Date.now(), tools.signal);
  const found = matching();
  const last = found[wanted - 1];
  if (last === undefined || (step.times !== undefined && found.length !== wanted)) {
    for (const message of tools.callback.received(name)) tools.record(recordReceived(message));
    const got = `${found.length} within ${step.within ?? RECEIVE_WITHIN} s`;
    return nothingSaved([{ what, expected: String(wanted), got }]);
  }
  for (const message of found.slice(0, wanted)) tools.record(recordReceived(message));
  const bodies = found.map(({ body }) => body);
  return saving(step.save, last, [
    ...checkMessage(step.expect ?? {}, last, values),
    ...checkAssertions(step.together ?? [], bodies, values),
  ]);
}

async function takePages(step: PagesStep, values: Values, tools: Tools): Promise<StepResult> {
  const items: unknown[] = [];
  let saved: Values = values;
  let next: RequestTemplate | undefined = { method: 'GET', ...step.pages };
  for (let page = 0; next !== undefined && page < MAXIMUM_PAGES; page += 1) {
    const answer = await sendRequest(next, saved, tools);
    if (answer.status !== 200 || !Array.isArray(answer.body))
      return nothingSaved([{ what: `page ${page + 1}`, expected: '200 and a list', got: `${answer.status}` }]);
    items.push(...(answer.body as unknown[]));
    const uri = nextPageOf(answer);
    next = uri === undefined ? undefined : { method: 'GET', path: uri };
    if (page > 0) continue;
    for (const send of step.afterFirst ?? []) {
      const result = await takeSend(send, saved, tools);
      if (result.failures.length > 0) return result;
      saved = { ...saved, ...result.saved };
    }
  }
  return nothingSaved(checkAssertions(step.expect.body, items, saved));
}

function nothingSaved(failures: readonly Failure[]): StepResult {
  return { failures, saved: {} };
}

function saving(
  sources: Readonly<Record<string, Source>> = {},
  message: Pick<Answer, 'headers' | 'body'>,
  failures: readonly Failure[],
): StepResult {
  const found = Object.entries(sources).map(([name, source]) => ({ name, source, value: readSource(source, message) }));
  const missing = found
    .filter(({ value }) => value === undefined)
    .map(({ source }) => ({ what: describe(source), expected: 'present', got: 'absent' }));
  // Also kept when something else is wrong: what was made has to be removed.
  const saved = found.filter(({ value }) => value !== undefined).map(({ name, value }) => [name, value as Json]);
  return { failures: failures.length > 0 ? failures : missing, saved: Object.fromEntries(saved) as Values };
}

function readSource(source: Source, message: Pick<Answer, 'headers' | 'body'>): unknown {
  if ('header' in source) return message.headers[source.header.toLowerCase()];
  if ('body' in source) return select(message.body, source.body)[0];
  return nextPageOf(message);
}

/** Target of the link to the next page (RFC 8288), undefined on the last one. */
export function nextPageOf({ headers }: Pick<Answer, 'headers'>): string | undefined {
  const links = (headers['link'] ?? '').split(/,\s*(?=<)/);
  const next = links.find((link) => /;\s*rel="?next"?/.test(link));
  return next === undefined ? undefined : /^\s*<([^>]*)>/.exec(next)?.[1];
}

function describe(source: Source): string {
  if ('header' in source) return `header ${source.header}`;
  return 'body' in source ? show(source.body) : 'link to the next page';
}
