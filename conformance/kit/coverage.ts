import type { ConformanceCase, RequestTemplate, SendStep } from './case.ts';
import type { Operation } from './documents.ts';
import { expectationsOf, statusesOf } from './expectations.ts';

/** A declared answer that no case can provoke from outside. */
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

/** The declared answers that have neither a case nor an exemption. */
export function findGaps(
  operations: readonly Operation[],
  cases: readonly ConformanceCase[],
  exemptions: readonly Exemption[],
): Gap[] {
  const covered = coveredAnswers(operations, cases);
  return operations.flatMap((operation) =>
    operation.statuses
      .filter((status) => !covered.has(keyOf(operation, status)) && !isExempt(operation, status, exemptions))
      .map((status) => ({ api: operation.api, operationId: operation.operationId, status })),
  );
}

/** The exemptions that are not needed, because of a case or because nothing declares the answer. */
export function findIdleExemptions(
  operations: readonly Operation[],
  cases: readonly ConformanceCase[],
  exemptions: readonly Exemption[],
): Exemption[] {
  const covered = coveredAnswers(operations, cases);
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

/** Every answer that some case looks for, as `api.operationId status`. */
function coveredAnswers(operations: readonly Operation[], cases: readonly ConformanceCase[]): Set<string> {
  const covered = new Set<string>();
  for (const step of cases.flatMap(sendSteps)) {
    const statuses = expectationsOf(step).flatMap(({ status }) => statusesOf(status));
    for (const operation of operationsOf(step.send, operations))
      for (const status of statuses) covered.add(keyOf(operation, status));
  }
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
function operationsOf({ method, path }: RequestTemplate, operations: readonly Operation[]): Operation[] {
  const asked = path.split('?')[0] ?? path;
  const there = operations.filter((operation) => fits(operation.path, asked));
  const same = there.filter((operation) => operation.method === method);
  return same.length > 0 ? same : there;
}

function fits(template: string, path: string): boolean {
  const [wanted, asked] = [template.split('/'), path.split('/')];
  return wanted.length === asked.length && wanted.every((part, index) => part === asked[index] || part.startsWith('{'));
}

function keyOf({ api, operationId }: Operation, status: number): string {
  return `${api}.${operationId} ${status}`;
}
