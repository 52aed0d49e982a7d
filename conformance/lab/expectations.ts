import type { LiveRun } from './live-run.ts';
import { zonesAbove, type Scenario } from './world.ts';

/** One expectation and what came of it. */
export interface Check {
  what: string;
  expected: string;
  actual: string;
  met: boolean;
}

/** What the scenario expects of the run with the gateway, and what always holds. */
export function checkExpectations(scenario: Scenario, run: LiveRun): Check[] {
  return [...checkNumbers(scenario, run), ...checkLists(scenario, run), ...checkAlways(run)];
}

function checkNumbers({ expected, events }: Scenario, { play, observations }: LiveRun): Check[] {
  const measures = play.measures();
  const firstEvent = Math.min(...events.map(({ at }) => at));
  const { firstMigrationRequestAt, requests, deadlinesMet } = observations;
  const first = firstMigrationRequestAt === undefined ? Infinity : (firstMigrationRequestAt - firstEvent) * 1000;
  return [
    atMost('required functions lost', expected.vnfsLost, measures.vnfsLost),
    atMost('longest outage of a required function, s', expected.vnfOutageSeconds, measures.vnfOutageSeconds.max),
    atMost('server outage, s', expected.serverOutageSeconds, measures.serverOutageSeconds),
    atMost('first migration request after the first event, ms', expected.firstMigrationRequestMs, Math.round(first)),
    expected.deadlinesMet === true
      ? [check('migrations done by their deadline', String(requests.length), String(deadlinesMet))]
      : [],
  ].flat();
}

function checkLists({ expected, site }: Scenario, run: LiveRun): Check[] {
  const { play, observations, poweredOff, powerOns } = run;
  const restored = Object.entries(observations.enabledAgain).map(([id, times]) => {
    const most = Math.max(times, powerOns[id] ?? 0);
    return most === 1 ? id : `${id} (${most} times)`;
  });
  const forbidden = observations.moves
    .filter(({ targetId }) => {
      const target = site.computeHosts.find(({ id }) => id === targetId);
      const zones = zonesAbove(site.resourceZones, target?.resourceZoneId);
      return expected.excludedZones?.some((zone) => zones.includes(zone)) === true;
    })
    .map(({ vnfInstanceId, targetId }) => `${vnfInstanceId} to ${targetId}`);
  return [
    exactly('servers withdrawn', expected.withdrawn, observations.withdrawn),
    exactly('servers switched off by the gateway', expected.poweredOff, poweredOff),
    exactly('servers restored, each once', expected.restored, restored),
    exactly('optional functions left behind', expected.leftBehind, play.measures().leftBehindVnfInstanceIds),
    expected.excludedZones === undefined
      ? []
      : exactly(`functions that went to ${expected.excludedZones.join(', ')}`, [], forbidden),
  ].flat();
}

function checkAlways({ observations, tableErrors }: LiveRun): Check[] {
  return [
    ...exactly('notifications that break the specification', [], observations.violations),
    ...exactly('entries of the correspondence table that are wrong', [], tableErrors),
  ];
}

function atMost(what: string, most: number | undefined, actual: number): Check[] {
  return most === undefined ? [] : [{ what, expected: `at most ${most}`, actual: String(actual), met: actual <= most }];
}

function exactly(what: string, expected: readonly string[] | undefined, actual: readonly string[]): Check[] {
  return expected === undefined ? [] : [check(what, listed(expected), listed(actual))];
}

function check(what: string, expected: string, actual: string): Check {
  return { what, expected, actual, met: expected === actual };
}

function listed(ids: readonly string[]): string {
  return ids.length === 0 ? 'none' : [...ids].sort().join(', ');
}
