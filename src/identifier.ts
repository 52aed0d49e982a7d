import { randomFillSync } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';

const BYTES = 16;
/** Random bytes for so many identifiers: asked for one by one they cost more than anything else about an entity. */
const pool = new Uint8Array(256 * BYTES);
let used = pool.length;

/** A new identifier, UUID version 7: those made later sort after those of earlier milliseconds (RFC 9562, 5.7). */
export function newIdentifier(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const random = pool.subarray(used, used + BYTES);
  used += BYTES;
  return uuidv7({ random });
}
