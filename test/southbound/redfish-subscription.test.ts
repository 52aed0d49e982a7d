import { CHASSIS, DETECTOR, SUBSCRIPTIONS } from '../simulators/redfish-chassis.ts';
import { eventually } from './recording-ports.ts';
import { createRedfishHarness, type RedfishHarness } from './redfish-harness.ts';

let redfish: RedfishHarness;
beforeEach(async () => {
  redfish = await createRedfishHarness();
});
afterEach(() => redfish.stop());

const paths = (): string[] => [...redfish.bmc.subscriptions.keys()];
const count = (request: string): number => redfish.bmc.requests.filter((one) => one === request).length;
const warnings = (): string[] =>
  redfish.ports.lines.filter(({ level }) => level === 'warn').map(({ message }) => message);

/** The only subscription. */
const theOne = (): Record<string, unknown> => {
  const [first = {}] = redfish.bmc.subscriptions.values();
  return first;
};

describe('the subscription to the events of a BMC', () => {
  it('is made once and then only looked at', async () => {
    redfish.start();
    await redfish.subscribed();
    await eventually(() => {
      expect(count(`GET ${SUBSCRIPTIONS}/1`)).toBeGreaterThan(2);
    });
    expect(count(`POST ${SUBSCRIPTIONS}`)).toBe(1);
    expect(theOne()).toMatchObject({ Protocol: 'Redfish', EventFormatType: 'Event', SendHeartbeat: true });
  });

  it.each([
    [
      'is gone',
      () => {
        redfish.bmc.subscriptions.clear();
      },
    ],
    ['was put out of use', () => (theOne()['Status'] = { State: 'Disabled' })],
    ['leads elsewhere', () => (theOne()['Destination'] = 'http://127.0.0.1:9/other')],
  ])('is made anew when it %s', async (_what, spoil) => {
    redfish.start();
    await redfish.subscribed();
    spoil();
    await eventually(() => {
      expect(paths()).toEqual([`${SUBSCRIPTIONS}/2`]);
    });
    expect(warnings()).toEqual(['the subscription to the events of the BMC is of no use any more']);
  });

  it('is made anew when its heartbeats stay away, and the silence is told until something is heard', async () => {
    redfish.bmc.showsContext = false;
    const source = redfish.start({ heartbeatInterval: 0.002 });
    await eventually(() => {
      expect(paths()).toContain(`${SUBSCRIPTIONS}/2`);
    });
    expect(source.status()).toMatchObject({ connected: true });
    expect(source.status().detail).toContain('no heartbeat arrives');
    // The one before is ended even where it cannot be told by its Context.
    expect(redfish.bmc.subscriptions.size).toBe(1);
    await eventually(async () => {
      expect(await redfish.bmc.send([{ MessageId: 'Heartbeat.1.0.0.RedfishServiceFunctional' }])).toEqual([204]);
      expect(source.status().detail).not.toContain('no heartbeat');
    });
  });

  it.each([true, false])('is the only one that is left of earlier runs, Context shown: %s', async (showsContext) => {
    redfish.bmc.showsContext = showsContext;
    const { callbackUri } = redfish.ports;
    const Destination = new URL('redfish_events/bmc-1', callbackUri).href;
    const left = { Destination, Context: 'nfvi-te-gateway:bmc-1:earlier' };
    const others = [
      { Destination: new URL('redfish_events/bmc-2', callbackUri).href, Context: 'nfvi-te-gateway:bmc-2:earlier' },
      { Destination: 'http://127.0.0.1:9/monitoring', Context: 'monitoring' },
    ];
    for (const [index, one] of [left, ...others].entries())
      redfish.bmc.subscriptions.set(`${SUBSCRIPTIONS}/left-${index}`, one);
    redfish.start();
    await eventually(() => {
      expect(paths()).toEqual([`${SUBSCRIPTIONS}/left-1`, `${SUBSCRIPTIONS}/left-2`, `${SUBSCRIPTIONS}/1`]);
    });
  });

  it('that finds no room is told once, asked for once at a time, and polling goes on', async () => {
    redfish.bmc.subscriptionLimit = 0;
    const source = redfish.start();
    await redfish.expectLatest('leak.Moisture', { state: 'OK' });
    await eventually(() => {
      expect(count(`POST ${SUBSCRIPTIONS}`)).toBeGreaterThan(2);
    });
    // Another wish would not find room either.
    expect(count(`POST ${SUBSCRIPTIONS}`)).toBe(count('GET /redfish/v1/EventService'));
    expect(warnings()).toEqual(['no subscription to the events of the BMC; it is polled all the same']);
    expect(source.status()).toMatchObject({ connected: true });
    expect(source.status().detail).toContain('exceeding the limit');
    Object.assign(redfish.bmc.resources.get(DETECTOR) ?? {}, { DetectorState: 'Critical' });
    await redfish.expectLatest('leak.Moisture', { state: 'Critical' });
    redfish.bmc.subscriptionLimit = 1;
    await redfish.subscribed();
    await eventually(() => {
      expect(source.status().detail).toBe(`${CHASSIS} heard`);
    });
  });
});
