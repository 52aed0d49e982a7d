import { findGaps, findIdleExemptions, type Exemption } from '../../kit/coverage.ts';
import type { Exchange } from '../exchange.ts';
import { APIS, OPERATIONS } from '../judge.ts';

export interface Coverage {
  api: string;
  operations: number;
  /** Declared answers of its operations. */
  answers: number;
  seen: number;
  exempt: number;
  /** `api.operationId status` of what was neither seen nor exempt. */
  missing: readonly string[];
}

/** How many of the declared answers came, by API. */
export function coverageOf(exchanges: readonly Exchange[], exemptions: readonly Exemption[]): Coverage[] {
  const probes = exchanges.map(({ method, path, status }) => ({ method, path, statuses: [status] }));
  return APIS.map((api) => {
    const operations = OPERATIONS.filter((operation) => operation.api === api);
    const unseen = findGaps(operations, probes, []);
    const missing = findGaps(operations, probes, exemptions);
    const answers = operations.flatMap(({ statuses }) => statuses).length;
    return {
      api,
      operations: operations.length,
      answers,
      seen: answers - unseen.length,
      exempt: unseen.length - missing.length,
      missing: missing.map(({ operationId, status }) => `${api}.${operationId} ${status}`),
    };
  });
}

/** The exemptions that excuse nothing: what they are for was seen, or is not declared. */
export function idleExemptions(exchanges: readonly Exchange[], exemptions: readonly Exemption[]): Exemption[] {
  const probes = exchanges.map(({ method, path, status }) => ({ method, path, statuses: [status] }));
  return findIdleExemptions(OPERATIONS, probes, exemptions);
}
