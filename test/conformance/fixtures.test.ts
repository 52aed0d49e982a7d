/** What the kit makes before a case, as the gateway sees it. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, RequestTemplate, World } from '../../conformance/kit/case.ts';
import { ENVIRONMENT_FIXTURES } from '../../conformance/kit/gateway/fixtures/environment.ts';

interface Reading {
  timeStamp: string;
  environmentData: { computeHostId: string }[];
}

/** A gateway that takes everything, some milliseconds later, and has an alarm of whatever it is told of. */
function slowGateway() {
  const readings: Reading[] = [];
  let count = 0;
  const send = async ({ path, body }: RequestTemplate): Promise<Answer> => {
    if (path.endsWith('/environment_notifications')) readings.push(body as unknown as Reading);
    await sleep(5);
    const managedObjectId = readings[0]?.environmentData[0]?.computeHostId;
    return { status: 200, headers: {}, content: '', body: [{ id: 'alarm-1', managedObjectId }] };
  };
  const world: World = {
    target: { apiRoot: 'http://127.0.0.1', hasToken: false, hasLimitedToken: false, versionHeader: 'strict' },
    send,
    unique: (prefix) => `${prefix}-${(count += 1)}`,
    openInbox: () => ({ inbox: 'inbox', uri: 'http://127.0.0.1/inbox' }),
    received: () => [],
    undo: () => undefined,
    signal: new AbortController().signal,
  };
  return { world, readings };
}

describe('an alarm of its own', () => {
  it('is followed by readings that are newer than the one that raised it', async () => {
    const { world, readings } = slowGateway();
    const values = await ENVIRONMENT_FIXTURES['ownAlarm']?.create(world, {});
    expect(readings).toHaveLength(1);
    expect((values?.['watchedHost.time'] as string) > (readings[0]?.timeStamp ?? '')).toBe(true);
  });
});
