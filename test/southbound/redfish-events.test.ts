import { CHASSIS } from '../simulators/redfish-chassis.ts';
import { pause } from './recording-ports.ts';
import { createRedfishHarness, type RedfishHarness } from './redfish-harness.ts';

let redfish: RedfishHarness;
beforeEach(async () => {
  redfish = await createRedfishHarness();
});
afterEach(() => redfish.stop());

describe('what events tell', () => {
  const Rope = { '@odata.id': `${CHASSIS}/LeakDetectors/Rope` };
  const Float = { '@odata.id': `${CHASSIS}/LeakDetectors/Float` };
  const event = (name: string, OriginOfCondition: object, EventTimestamp?: string) => ({
    MessageId: `Environmental.1.4.0.${name}`,
    OriginOfCondition,
    ...(EventTimestamp === undefined ? {} : { EventTimestamp }),
  });
  const latest = (name: string) => redfish.ports.latest(name)?.state;
  /** Sends the events one after the other; after the last the state of Rope becomes, and stays, what is expected. */
  const expectAfter = async (events: readonly object[], state: string) => {
    redfish.start({ pollInterval: 30 });
    await redfish.subscribed();
    for (const one of events) expect(await redfish.bmc.send([one])).toEqual([204]);
    await redfish.expectLatest('leak.Rope', { state });
    await pause(100);
    expect(latest('leak.Rope')).toBe(state);
  };

  it('ends only what was told of the same origin', async () => {
    await expectAfter([event('LeakDetectedCritical', Rope), event('LeakDetectedNormal', Float)], 'Critical');
    await redfish.expectLatest('leak.Float', { state: 'OK' });
  });

  it.each([
    ['the end first', ['LeakDetectedNormal', '10:00:05'], ['LeakDetectedCritical', '10:00:01'], 'OK'],
    ['an old end last', ['LeakDetectedCritical', '10:00:05'], ['LeakDetectedNormal', '10:00:01'], 'Critical'],
    ['in order', ['LeakDetectedCritical', '10:00:01'], ['LeakDetectedNormal', '10:00:05'], 'OK'],
    ['in the same second', ['LeakDetectedNormal', '10:00:05'], ['LeakDetectedCritical', '10:00:05'], 'Critical'],
  ])('is put in the order in which it happened: %s', async (_what, first, second, state) => {
    const at = ([name = '', time = '']: string[]) => event(name, Rope, `2026-11-24T${time}Z`);
    await expectAfter([at(first), at(second)], state);
  });

  it('is put in order within one delivery too', async () => {
    redfish.start({ pollInterval: 30 });
    await redfish.subscribed();
    await redfish.bmc.send([
      event('LeakDetectedNormal', Rope, '2026-11-24T10:00:05+00:00'),
      event('LeakDetectedWarning', Rope, '2026-11-24T11:00:01+01:00'),
    ]);
    await redfish.expectLatest('leak.Rope', { state: 'OK' });
  });

  it('is believed as it comes when the clock of the BMC was set back, or tells no time', async () => {
    const normal = event('LeakDetectedNormal', Rope, '2026-11-24T10:00:05Z');
    await expectAfter([normal, event('LeakDetectedCritical', Rope, '1970-01-01T00:00:09Z')], 'Critical');
    expect(await redfish.bmc.send([event('LeakDetectedNormal', Rope)])).toEqual([204]);
    await redfish.expectLatest('leak.Rope', { state: 'OK' });
  });

  it('keeps nothing from being polled, however often events come', async () => {
    redfish.start({ pollInterval: 0.3 });
    await redfish.subscribed();
    const elsewhere = { '@odata.id': '/redfish/v1/EventService/Subscriptions/1' };
    const stopping = new AbortController();
    const sending = (async () => {
      while (!stopping.signal.aborted) {
        await redfish.bmc.send([
          { MessageId: 'HeartbeatEvent.1.0.RedfishServiceFunctional', OriginOfCondition: elsewhere },
        ]);
        await pause(100);
      }
    })();
    try {
      await redfish.polls(3);
    } finally {
      stopping.abort();
      await sending;
    }
  });
});
