/** Rows of numbers for very many things, outside of objects: they are small, near each other, and no work for the collector. */
export interface NumberRows {
  /** A new row; its numbers are 0. */
  add(): number;
  get(row: number, column: number): number;
  set(row: number, column: number, value: number): void;
}

const ROWS_IN_CHUNK_BITS = 12;
const ROW_MASK = (1 << ROWS_IN_CHUNK_BITS) - 1;

export function createNumberRows(width: number): NumberRows {
  const chunks: Float64Array[] = [];
  let count = 0;
  return {
    add() {
      if ((count & ROW_MASK) === 0) chunks.push(new Float64Array(width << ROWS_IN_CHUNK_BITS));
      count += 1;
      return count - 1;
    },
    get: (row, column) => chunks[row >> ROWS_IN_CHUNK_BITS]?.[(row & ROW_MASK) * width + column] ?? 0,
    set(row, column, value) {
      const chunk = chunks[row >> ROWS_IN_CHUNK_BITS];
      if (chunk !== undefined) chunk[(row & ROW_MASK) * width + column] = value;
    },
  };
}
