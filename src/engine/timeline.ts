import type { TimelineEntry } from './entities.ts';

/** One step of an evacuation, for its timeline. */
export function entry(
  now: string,
  step: TimelineEntry['step'],
  detail: string,
  about: Partial<TimelineEntry> = {},
): TimelineEntry {
  return { timeStamp: now, step, detail, ...about };
}
