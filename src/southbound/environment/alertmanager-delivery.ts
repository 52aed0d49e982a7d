import { v7 as uuid } from 'uuid';
import { DomainError } from '../../problem.ts';
import { sayingOf, type AlertMemory, type Remembered } from './alertmanager-memory.ts';
import type { Saying } from './alertmanager-rules.ts';
import type { SourcePorts } from './environment-source.ts';

/** Most data in one notification to the engine, as the interface has it. */
const MAXIMUM_DATA = 1000;
/** Most different things that are logged; what goes beyond is only counted. */
const MAXIMUM_LOGGED = 1000;

export type Complain = (kind: string, what: string, message: string) => void;

/** Counts what cannot be used, and logs it the first time. */
export function createComplain(ports: SourcePorts): Complain {
  const logged = new Set<string>();
  return (kind, what, message) => {
    ports.problem(kind);
    const key = `${kind}\n${what}`;
    if (logged.has(key) || logged.size >= MAXIMUM_LOGGED) return;
    logged.add(key);
    ports.log.warn({ kind }, message);
  };
}

/**
 * Makes durable what is to be said of the parameters that were touched, and of those that are otherwise than was said. Throws
 * DomainError: `Unavailable` when it cannot be kept now, `Unprocessable` when the engine takes none of it.
 */
export function createDeliver(source: string, memory: AlertMemory, ports: SourcePorts, complain: Complain) {
  async function give(part: readonly Delivery[]): Promise<DomainError | undefined> {
    const environmentData = part.map(({ remembered, saying }) => ({ ...remembered.parameter, ...saying }));
    try {
      const timeStamp = new Date().toISOString();
      await ports.receive({ id: `${source}:${uuid()}`, timeStamp, source, environmentData });
      return undefined;
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'Unprocessable') return error;
      throw new DomainError('Unavailable', 'what the alerts say could not be kept', { cause: error });
    }
  }
  return async (touched: ReadonlySet<Remembered>): Promise<void> => {
    const now = performance.now();
    const deliveries = memory
      .all()
      .map((remembered): Delivery => ({ remembered, saying: sayingOf(remembered, now) }))
      .filter(({ remembered, saying }) => touched.has(remembered) || !isSame(saying, remembered.said));
    const refusals: DomainError[] = [];
    const parts = chunksOf(deliveries);
    for (const part of parts) {
      const refusal = await give(part);
      for (const { remembered, saying } of part) remembered.said = saying;
      if (refusal === undefined) continue;
      complain('data refused', refusal.message, refusal.message);
      refusals.push(refusal);
    }
    const [first] = refusals;
    if (first !== undefined && refusals.length === parts.length) throw first;
  };
}

interface Delivery {
  remembered: Remembered;
  saying: Saying;
}

function isSame(one: Saying, other: Saying | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function chunksOf(deliveries: readonly Delivery[]): Delivery[][] {
  const count = Math.ceil(deliveries.length / MAXIMUM_DATA);
  return Array.from({ length: count }, (_, index) =>
    deliveries.slice(index * MAXIMUM_DATA, (index + 1) * MAXIMUM_DATA),
  );
}
