import type { ConformanceCase, SendStep } from './case.ts';
import type { Operation } from './documents.ts';
import { expectationsOf, statusesOf } from './expectations.ts';

/** A request and the statuses of the answers that it stands for. */
export interface Probe {
  method: string;
  path: string;
  statuses: readonly number[];
}

/** A declared answer that no request can provoke from outside. */
export interface Exemption {
  /** Pattern for the operationId, whole. */
  operations: RegExp;
  status: number;
  reason: string;
}

export interface Gap {
  operationId: string;
  api: string;
  status: number;
}

/** The declared answers that have neither a probe nor an exemption. */
export function findGaps(
  operations: readonly Operation[],
  probes: readonly Probe[],
  exemptions: readonly Exemption[],
): Gap[] {
  const covered = coveredAnswers(operations, probes);
  return operations.flatMap((operation) =>
    operation.statuses
      .filter((status) => !covered.has(keyOf(operation, status)) && !isExempt(operation, status, exemptions))
      .map((status) => ({ api: operation.api, operationId: operation.operationId, status })),
  );
}

/** The exemptions that are not needed, because of a probe or because nothing declares the answer. */
export function findIdleExemptions(
  operations: readonly Operation[],
  probes: readonly Probe[],
  exemptions: readonly Exemption[],
): Exemption[] {
  const covered = coveredAnswers(operations, probes);
  return exemptions.filter(
    (exemption) =>
      !operations.some(
        (operation) =>
          operation.statuses.includes(exemption.status) &&
          !covered.has(keyOf(operation, exemption.status)) &&
          isExempt(operation, exemption.status, [exemption]),
      ),
  );
}

function isExempt({ api, operationId }: Operation, status: number, exemptions: readonly Exemption[]): boolean {
  return exemptions.some(
    (exemption) => exemption.status === status && exemption.operations.test(`${api}.${operationId}`),
  );
}

/** What the cases ask for, and the answers that they take. */
export function probesOf(cases: readonly ConformanceCase[]): Probe[] {
  return cases.flatMap(sendSteps).map((step) => ({
    method: step.send.method,
    path: step.send.path,
    statuses: expectationsOf(step).flatMap(({ status }) => statusesOf(status)),
  }));
}

/** Every answer that some probe stands for, as `api.operationId status`. */
function coveredAnswers(operations: readonly Operation[], probes: readonly Probe[]): Set<string> {
  const covered = new Set<string>();
  for (const probe of probes)
    for (const operation of operationsOf(probe, operations))
      for (const status of probe.statuses) covered.add(keyOf(operation, status));
  return covered;
}

function sendSteps({ steps }: ConformanceCase): SendStep[] {
  return steps.flatMap((step) => {
    if ('send' in step) return [step];
    return 'pages' in step
      ? [{ send: { method: 'GET', ...step.pages }, expect: { status: 200 } }, ...(step.afterFirst ?? [])]
      : [];
  });
}

/** What the request is an instance of. A method that a path does not support stands for all operations there. */
export function operationsOf(
  { method, path }: Pick<Probe, 'method' | 'path'>,
  operations: readonly Operation[],
): Operation[] {
  const asked = path.split('?')[0] ?? path;
  const there = operations.filter((operation) => fits(operation.path, asked));
  const same = there.filter((operation) => operation.method === method);
  return same.length > 0 ? same : there;
}

function fits(template: string, path: string): boolean {
  const [wanted, asked] = [template.split('/'), path.split('/')];
  return (
    wanted.length === asked.length &&
    wanted.every((part, index) => part === asked[index] || (part.startsWith('{') && asked[index] !== ''))
  );
}

function keyOf({ api, operationId }: Operation, status: number): string {
  return `${api}.${operationId} ${status}`;
}
