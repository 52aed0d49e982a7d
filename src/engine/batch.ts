/** What batches of notifications have in common (`receive-together.ts`): what was read for one, and that there is nothing else. */
import type { AddedNotification, IntakeBatch, QuietParameterTable, Tables } from '../store/store.ts';
import type { QuietReadings } from './context.ts';
import type { EnvironmentData } from './entities.ts';
import type { Incoming } from './receive.ts';
import type { Convert } from './unit.ts';

/** What was read for a batch, and what is to be written of it. */
interface Prepared {
  /** Of the whole batch; everything else is beyond it. */
  tables: Partial<Tables>;
  quiet: QuietReadings;
  /** Identifiers of notifications that were taken before, as far as somebody looked. */
  there: ReadonlySet<string>;
  /** The notification that was taken last is kept; tells whether a state has to be looked at sooner than before. */
  keep(): boolean;
  discard(): void;
  /** Writes these notifications, and what of them was kept; gives how many were not there. */
  save(notifications: readonly AddedNotification[]): Promise<number>;
}

export type Prepare = (convert: Convert, batch: IntakeBatch, incoming: readonly Incoming[]) => Promise<Prepared>;

/** Something was asked for that was not read for the batch. */
export class BeyondTheBatch extends Error {}

export const beyond = (): never => {
  throw new BeyondTheBatch();
};

export const NOTHING = {
  ...{ get: beyond, getStored: beyond, getEach: beyond, find: beyond, findKeys: beyond, page: beyond },
  ...{ lastSequence: beyond, insert: beyond, insertIfAbsent: beyond, update: beyond, setTime: beyond, delete: beyond },
};

export const dataOf = (incoming: readonly Incoming[]) => incoming.flatMap(({ request }) => request.environmentData);
export const hostIdsOf = (data: readonly EnvironmentData[]) => [
  ...new Set(data.flatMap((one) => one.computeHostId ?? [])),
];
export const tableOf = ({ tables: { quietParameters } }: IntakeBatch): QuietParameterTable => {
  if (quietParameters === undefined) throw new Error('a store that is shared has no quiet parameters');
  return quietParameters;
};
