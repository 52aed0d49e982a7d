import { createMeter, type Measures } from './meter.ts';
import { entry, initialState, step, type Happening, type PhysicsState } from './physics.ts';
import { applyEvent, applyOrder, type PowerOrder } from './physics-actions.ts';
import { createSite, type Site } from './site.ts';
import { createWorld, type Scenario, type ScenarioEvent, type World } from './world.ts';

/** One performance of a scenario: its physics, where its functions are, and what it costs. */
export interface Play {
  world: World;
  site: Site;
  /** State now. */
  state(): PhysicsState;
  /** States so far, for the curves. */
  states: PhysicsState[];
  happenings: Happening[];
  measures(): Measures;
  /** Goes on for some seconds: events that are due, then physics, in short steps. */
  advance(seconds: number): void;
  /** Carries out an order of a BMC. */
  order(serverId: string, order: PowerOrder): void;
  /** Notes that a function was out for a moment while it migrated. */
  interrupt(vnfInstanceId: string): void;
}

interface PlayListener {
  onEvent?: (event: ScenarioEvent) => void;
  onHappening?: (happening: Happening) => void;
}

/** Longest step of the physics, s. */
const LONGEST_STEP = 0.05;

/** Seconds that the mark of an event may be early or late for rounding. */
const EPSILON = 1e-9;

/** Makes a play of a scenario. Nothing moves by itself: whoever calls `advance` gives the time, real or virtual. */
export function createPlay(scenario: Scenario, listener: PlayListener = {}): Play {
  const world = createWorld(scenario);
  const meter = createMeter(world);
  const events = [...scenario.events].sort((a, b) => a.at - b.at);
  let state = initialState(world);
  const states = [state];
  const happenings: Happening[] = [];
  const site = createSite(scenario, (hostId) => entry(state.servers, hostId).power === 'ON');

  const fireDueEvents = (): void => {
    for (let event = events[0]; event !== undefined && event.at <= state.time + EPSILON; event = events[0]) {
      state = applyEvent(world, state, event);
      listener.onEvent?.(event);
      events.shift();
    }
  };
  const advanceOnce = (dt: number): void => {
    fireDueEvents();
    const next = step(world, state, dt);
    meter.count(state, next.state, site.placements());
    state = next.state;
    states.push(state);
    for (const happening of next.happenings) {
      happenings.push(happening);
      listener.onHappening?.(happening);
    }
  };
  return {
    world,
    site,
    states,
    happenings,
    state: () => state,
    measures: () => meter.measures(),
    advance: (seconds) => {
      const steps = Math.ceil(seconds / LONGEST_STEP - EPSILON);
      for (let done = 0; done < steps; done += 1) advanceOnce(seconds / steps);
    },
    order: (serverId, order) => {
      const before = state;
      state = applyOrder(world, state, serverId, order);
      meter.count(before, state, site.placements());
      for (const happening of ordered(before, state, serverId)) {
        happenings.push(happening);
        listener.onHappening?.(happening);
      }
    },
    interrupt: (vnfInstanceId) => {
      meter.interrupt(vnfInstanceId, scenario.migrationInterruption ?? 0.2);
    },
  };
}

/** What an order did at once. */
function ordered(before: PhysicsState, after: PhysicsState, id: string): Happening[] {
  const [was, is] = [entry(before.servers, id).power, entry(after.servers, id).power];
  if (was === is) return [];
  const kind = is === 'OFF' ? 'SWITCHED_OFF' : is === 'POWERING_ON' ? 'BOOTING' : 'SHUTTING_DOWN';
  return [{ time: after.time, kind, id }];
}
