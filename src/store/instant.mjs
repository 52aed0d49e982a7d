/** Times in stored documents; plain JavaScript, because a thread of SQLite needs it too. */

/**
 * RFC 3339 as its validation takes it: any offset, any number of fractional digits. In the syntax that regular expressions
 * have in common, so that every engine reads times alike.
 */
export const DATE_TIME =
  '^([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt ]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:[.]([0-9]{1,3})[0-9]*)?(?:[Zz]|([+-])([0-9]{2}):?([0-9]{2})?)$';

const DATE_TIME_PATTERN = new RegExp(DATE_TIME);

/**
 * Milliseconds since 1970 of a date-time, the rest cut off; undefined when it is none.
 *
 * @param {string} dateTime
 * @returns {number | undefined}
 */
export function instantOf(dateTime) {
  const match = DATE_TIME_PATTERN.exec(dateTime);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const millisecond = Number((match[7] ?? '').padEnd(3, '0'));
  const offset = (match[8] === '-' ? -60_000 : 60_000) * (Number(match[9] ?? 0) * 60 + Number(match[10] ?? 0));
  // Counted from 2000, because Date.UTC takes the years 0 to 99 for 1900 to 1999.
  return Date.UTC(2000, (year - 2000) * 12 + month - 1, day, hour, minute, second, millisecond) - offset;
}

/** Name of the function that reads a date-time in SQLite, which itself takes neither every offset nor every fraction. */
export const INSTANT = 'instant_of';

/** @param {import('better-sqlite3').Database} database */
export function defineInstant(database) {
  database.function(INSTANT, { deterministic: true }, (text) => instantOf(String(text)) ?? null);
}
