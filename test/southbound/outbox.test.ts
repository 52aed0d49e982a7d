import type { EnvironmentNotificationRequest } from '../../src/southbound/environment/environment-source.ts';
import { createOutbox } from '../../src/southbound/environment/outbox.ts';
import { createRecordingLog, eventually } from './recording-ports.ts';

type Data = EnvironmentNotificationRequest['environmentData'];

/** An engine that takes nothing until it is let. */
function createBusyEngine() {
  const taken: Data[] = [];
  let letGo: () => void = () => undefined;
  const free = new Promise<void>((resolve) => (letGo = resolve));
  return {
    taken,
    letGo,
    receive: async ({ environmentData }: EnvironmentNotificationRequest) => {
      await free;
      taken.push(environmentData);
    },
  };
}

const about = (computeHostId: string) => ({ computeHostId, parameterType: 'TEST', parameterName: 'sensor' });
const value = (number: number, host = 'server-1') => ({
  ...about(host),
  dataType: 'VALUE' as const,
  value: number,
  unit: '1',
});
const state = (name: string, host = 'server-1') => ({ ...about(host), dataType: 'STATE' as const, state: name });

describe('what comes while the engine is busy', () => {
  const log = createRecordingLog().log;

  it('waits in one notification, of each parameter the latest', async () => {
    const engine = createBusyEngine();
    const outbox = createOutbox('source', { receive: engine.receive, log });
    outbox.say([value(1)]);
    for (const number of [2, 3, 4]) outbox.say([value(number), value(10 * number, 'server-2')]);
    engine.letGo();
    await eventually(() => {
      expect(engine.taken).toEqual([[value(1)], [value(4), value(40, 'server-2')]]);
    });
    await outbox.stop();
  });

  it('loses no change of a state, and no order', async () => {
    const engine = createBusyEngine();
    const outbox = createOutbox('source', { receive: engine.receive, log });
    for (const name of ['DRY', 'LEAK', 'LEAK', 'DRY']) outbox.say([state(name), state('OPEN', 'server-2')]);
    outbox.say([value(5)]);
    engine.letGo();
    await eventually(() => {
      const ofServer1 = engine.taken.flat().filter(({ computeHostId }) => computeHostId === 'server-1');
      expect(ofServer1).toEqual([state('DRY'), state('LEAK'), state('DRY'), value(5)]);
    });
    await outbox.stop();
  });

  it('does not pile up: beyond a hundred notifications only the latest of each parameter is kept', async () => {
    const engine = createBusyEngine();
    const outbox = createOutbox('source', { receive: engine.receive, log });
    for (let count = 0; count < 1000; count += 1) outbox.say([state(count % 2 === 0 ? 'DRY' : 'LEAK')]);
    engine.letGo();
    await eventually(() => {
      expect(engine.taken).toHaveLength(101);
    });
    expect(engine.taken.at(-1)).toEqual([state('LEAK')]);
    await outbox.stop();
  });

  it('is in several notifications where it is more than the interface takes in one', async () => {
    const engine = createBusyEngine();
    const outbox = createOutbox('source', { receive: engine.receive, log });
    outbox.say(Array.from({ length: 1500 }, (_, index) => value(index, `server-${index}`)));
    engine.letGo();
    await eventually(() => {
      expect(engine.taken.map(({ length }) => length)).toEqual([1000, 500]);
    });
    await outbox.stop();
  });
});
