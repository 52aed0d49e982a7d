import { setTimeout as sleep } from 'node:timers/promises';

/** What a task monitor, or the Task itself, was answered with. */
export interface TaskAnswer {
  statusCode: number;
  text: string;
}

/** Longest that a task is followed, seconds; what becomes of one that takes longer shows in the server itself. */
const LONGEST_SECONDS = 3;
const LOOK_MILLISECONDS = 250;

/** What a monitor is answered with when the order itself failed; other errors speak of reading the monitor. */
const REFUSALS = [400, 409, 412, 422];

/** DMTF DSP0268, Task.TaskState: the states in which it has failed. */
const FAILED: readonly unknown[] = ['Exception', 'Killed', 'Cancelled'];

/**
 * Follows a task for a short time. Resolves with why it failed; undefined when it was carried out, is still running, or nothing
 * can be learned of it any more: then the power state tells. Never throws. DMTF DSP0266, asynchronous operations.
 */
export async function followTask(look: () => Promise<TaskAnswer>): Promise<string | undefined> {
  const end = performance.now() + 1000 * LONGEST_SECONDS;
  while (performance.now() < end) {
    const answer = await look().catch(() => undefined);
    if (answer === undefined) return undefined;
    const state = taskStateIn(answer);
    if (!state.running) return state.failure;
    await sleep(LOOK_MILLISECONDS);
  }
  return undefined;
}

function taskStateIn({ statusCode, text }: TaskAnswer): { running: boolean; failure?: string } {
  if (statusCode === 202) return { running: true };
  if (REFUSALS.includes(statusCode)) return { running: false, failure: `${statusCode}: ${text.slice(0, 500)}` };
  // A monitor may also be gone once it was read to its end.
  if (statusCode >= 300) return { running: false };
  const { TaskState: state, Messages: messages } = taskIn(text);
  if (FAILED.includes(state)) return { running: false, failure: `${String(state)}${messageOf(messages)}` };
  return { running: state !== undefined && state !== 'Completed' };
}

function taskIn(text: string): { TaskState?: unknown; Messages?: unknown } {
  try {
    const task: unknown = JSON.parse(text);
    return typeof task === 'object' && task !== null ? task : {};
  } catch {
    return {};
  }
}

function messageOf(messages: unknown): string {
  const [first] = Array.isArray(messages) ? (messages as ({ Message?: unknown } | null)[]) : [];
  return typeof first?.Message === 'string' ? `: ${first.Message.slice(0, 500)}` : '';
}
