/** What an agent gave, by OID; an exception value (noSuchObject, noSuchInstance) is not in it. RFC 3416 3. */
export type Readings = ReadonlyMap<string, number | string>;

/** The number at the OID, also when it comes as a text such as "24.5"; undefined when there is none. */
export function numberAt(readings: Readings, oid: string): number | undefined {
  const value = readings.get(oid);
  if (typeof value !== 'string') return value;
  return /^\s*[+-]?(\d+(\.\d*)?|\.\d+)\s*$/.test(value) ? Number(value) : undefined;
}

/** The rows of a column of a table, by their index. RFC 2578 7.7. */
export function rowsOf(readings: Readings, column: string): Map<string, number | string> {
  const prefix = `${column}.`;
  return new Map(
    [...readings].filter(([oid]) => oid.startsWith(prefix)).map(([oid, value]) => [oid.slice(prefix.length), value]),
  );
}

/** The number times a power of ten or another factor, without the last digits that binary fractions add. */
export function scaled(value: number, factor: number): number {
  return Number((value * factor).toPrecision(12));
}
