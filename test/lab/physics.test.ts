import { applyEvent, applyOrder, type PowerOrder } from '../../conformance/lab/physics-actions.ts';
import { initialState, isSound, step, type Happening, type PhysicsState } from '../../conformance/lab/physics.ts';
import type { ScenarioEvent, ServerSpec, World } from '../../conformance/lab/world.ts';

const server = (id: string, changes: Partial<ServerSpec> = {}): ServerSpec => ({
  id,
  powerDraw: 400,
  heat: 500,
  bootTime: 3,
  recoveryTime: 0,
  shutdownTime: 1,
  maximumTemperature: 40,
  restartTemperature: 30,
  heightAboveFloor: 200,
  supplyId: undefined,
  roomIds: ['room-1'],
  ...changes,
});

const world = (servers: ServerSpec[]): World => ({
  servers,
  supplies: [
    {
      id: 'ups-1',
      computeHostIds: [],
      resourceZoneIds: ['room-1'],
      capacity: 8000,
      initialCharge: 1,
      rechargePower: 800,
      restartCharge: 0.5,
    },
  ],
  rooms: [
    {
      id: 'room-1',
      cooling: { coolingPower: 2000, thermalCapacity: 1000, setPoint: 20, passiveLoss: 0 },
      water: { drainRate: 50 },
      gas: { ventilationRate: 2, cutOff: 20, release: 2 },
      door: true,
    },
  ],
});

interface Stage {
  state: PhysicsState;
  happenings: Happening[];
}

function pass(place: World, from: PhysicsState, seconds: number): Stage {
  let state = from;
  const happenings: Happening[] = [];
  for (let index = 0; index < Math.round(seconds * 20); index += 1) {
    const next = step(place, state, 0.05);
    state = next.state;
    happenings.push(...next.happenings);
  }
  return { state, happenings };
}

function meet(place: World, state: PhysicsState, event: Omit<ScenarioEvent, 'at'>): PhysicsState {
  return applyEvent(place, state, { at: 0, ...event });
}

const command = (place: World, state: PhysicsState, order: PowerOrder): PhysicsState =>
  applyOrder(place, state, 'server-1', order);

describe('the battery', () => {
  const place = world([server('server-1', { supplyId: 'ups-1' })]);

  it('drains with the load of the servers that are on and lets them die when it is empty', () => {
    const dark = meet(place, initialState(place), { mainsOff: 'ups-1' });
    const half = pass(place, dark, 10);
    expect(half.state.supplies['ups-1']?.energy).toBeCloseTo(4000, 0);
    expect(half.state.servers['server-1']?.power).toBe('ON');
    const empty = pass(place, half.state, 10.1);
    expect(empty.happenings.map(({ kind }) => kind)).toEqual(['SUPPLY_EMPTY', 'DIED']);
    expect(empty.state.servers['server-1']).toMatchObject({ power: 'OFF', diedOf: 'POWER' });
  });

  it('keeps its charge while the server is off', () => {
    const off = command(place, initialState(place), 'ForceOff');
    const { state } = pass(place, meet(place, off, { mainsOff: 'ups-1' }), 60);
    expect(state.supplies['ups-1']?.energy).toBe(8000);
  });

  it('feeds again only when it is charged enough, and then the server boots', () => {
    const empty = pass(place, meet(place, initialState(place), { mainsOff: 'ups-1' }), 21).state;
    const charging = pass(place, meet(place, empty, { mainsOn: 'ups-1' }), 4.9);
    expect(charging.happenings).toEqual([]);
    const charged = pass(place, charging.state, 3.3);
    expect(charged.happenings.map(({ kind }) => kind)).toEqual(['SUPPLY_FEEDS', 'BOOTING', 'UP']);
  });

  it('lasts longer when another server is switched off', () => {
    const two = world([server('server-1', { supplyId: 'ups-1' }), server('server-2', { supplyId: 'ups-1' })]);
    const dark = meet(two, initialState(two), { mainsOff: 'ups-1' });
    const alone = pass(two, applyOrder(two, dark, 'server-2', 'ForceOff'), 12).state;
    expect(alone.servers['server-1']?.power).toBe('ON');
    expect(pass(two, dark, 12).state.servers['server-1']?.power).toBe('OFF');
  });
});

describe('the room', () => {
  const place = world([server('server-1')]);

  it('holds its temperature while the cooling works', () => {
    expect(pass(place, initialState(place), 60).state.rooms['room-1']?.temperature).toBeCloseTo(20, 5);
  });

  it('warms up with the heat of its servers until they trip, and they start when it is cool enough', () => {
    const hot = pass(place, meet(place, initialState(place), { coolingFails: 'room-1' }), 41);
    expect(hot.happenings.map(({ kind, cause }) => [kind, cause])).toEqual([['DIED', 'TEMPERATURE']]);
    expect(hot.state.rooms['room-1']?.temperature).toBeCloseTo(40, 0);
    const cool = pass(place, meet(place, hot.state, { coolingRestored: 'room-1' }), 8.2);
    expect(cool.happenings.map(({ kind }) => kind)).toEqual(['BOOTING', 'UP']);
  });

  it('floods the lower server only', () => {
    const two = world([server('server-1'), server('server-2', { heightAboveFloor: 900 })]);
    const leak = meet(two, initialState(two), { waterLeak: { resourceZoneId: 'room-1', rate: 50 } });
    const { state } = pass(two, leak, 10);
    expect(state.rooms['room-1']?.level).toBeCloseTo(500, 0);
    expect(state.servers['server-1']?.diedOf).toBe('WATER');
    expect(state.servers['server-2']?.power).toBe('ON');
    const dry = pass(two, meet(two, state, { waterLeakStops: 'room-1' }), 11).state;
    expect(dry.rooms['room-1']?.level).toBe(0);
    expect(dry.servers['server-1']?.power).toBe('ON');
  });

  it('has its power cut at the limit of the gas and gets it back below the release', () => {
    const leak = meet(place, initialState(place), { gasLeak: { resourceZoneId: 'room-1', rate: 2 } });
    const cut = pass(place, leak, 10.2);
    expect(cut.happenings.map(({ kind }) => kind)).toEqual(['GAS_CUT', 'DIED']);
    const stopped = meet(place, cut.state, { gasLeakStops: 'room-1' });
    expect(pass(place, stopped, 9).state.rooms['room-1']?.gasCut).toBe(true);
    expect(pass(place, stopped, 14).state.servers['server-1']?.power).toBe('ON');
  });
});

describe('a server', () => {
  const place = world([server('server-1', { supplyId: 'ups-1', recoveryTime: 4 })]);

  it('shuts down in its time and stays off when it was switched off on purpose', () => {
    const going = command(place, initialState(place), 'GracefulShutdown');
    expect(going.servers['server-1']?.power).toBe('POWERING_OFF');
    const off = pass(place, going, 60);
    expect(off.happenings.map(({ kind }) => kind)).toEqual(['SWITCHED_OFF']);
    expect(off.state.servers['server-1']?.power).toBe('OFF');
  });

  it('does not boot without power', () => {
    const empty = pass(place, meet(place, initialState(place), { mainsOff: 'ups-1' }), 21).state;
    expect(command(place, empty, 'On')).toBe(empty);
  });

  it('takes longer to start after it died than after an orderly shutdown', () => {
    const pulled = pass(place, meet(place, initialState(place), { plugPulled: 'server-1' }), 1).state;
    const back = meet(place, pulled, { plugBack: 'server-1' });
    expect(pass(place, back, 6).state.servers['server-1']?.power).toBe('POWERING_ON');
    expect(pass(place, back, 8).state.servers['server-1']?.power).toBe('ON');
    const off = pass(place, command(place, initialState(place), 'GracefulShutdown'), 2).state;
    expect(pass(place, command(place, off, 'On'), 3.2).state.servers['server-1']?.power).toBe('ON');
  });

  it('has a sound environment only with mains', () => {
    const spec = place.servers[0];
    const start = initialState(place);
    expect(spec !== undefined && isSound(spec, start)).toBe(true);
    expect(spec !== undefined && isSound(spec, meet(place, start, { mainsOff: 'ups-1' }))).toBe(false);
  });

  it('is the same world for the same steps', () => {
    const dark = meet(place, initialState(place), { mainsOff: 'ups-1' });
    const before = structuredClone(dark);
    expect(pass(place, dark, 5)).toEqual(pass(place, dark, 5));
    expect(dark).toEqual(before);
  });
});
