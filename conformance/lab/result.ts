import type { Check } from './expectations.ts';
import type { LiveRun } from './live-run.ts';
import type { Measures, Outage } from './meter.ts';
import type { Play } from './play.ts';
import { levelOf } from './threshold-level.ts';
import type { TimelineEntry } from './timeline.ts';
import type { Scenario } from './world.ts';

/** Numbers of one column of the table; null where the baseline has nothing of the kind. */
export interface Column {
  serverOutageSeconds: number;
  vnfOutageSeconds: Outage;
  optionalVnfOutageSeconds: Outage;
  vnfsLost: number;
  optionalVnfsLeftBehind: number;
  /** Milliseconds from the first event to the first migration request. */
  firstMigrationRequestMs: number | null;
  /** Milliseconds from the moment the first server was beyond DEGRADED to the first migration request. */
  reactionMs: number | null;
  migrationRequests: number | null;
  /** How many of the requests were carried out by their deadline. */
  deadlinesMet: number | null;
}

/** What a run of the lab gives, as `--json` prints it. */
export interface Result {
  scenario: string;
  baseline: Column;
  gateway: Column;
  timeline: TimelineEntry[];
  expected: Check[];
  met: boolean;
}

/** Puts the result of both runs together. */
export function createResult(scenario: Scenario, baseline: Play, run: LiveRun, checks: Check[]): Result {
  const { firstMigrationRequestAt, requests, deadlinesMet } = run.observations;
  return {
    scenario: scenario.name,
    baseline: {
      ...columnOf(baseline.measures()),
      firstMigrationRequestMs: null,
      reactionMs: null,
      migrationRequests: null,
      deadlinesMet: null,
    },
    gateway: {
      ...columnOf(run.play.measures()),
      firstMigrationRequestMs: milliseconds(Math.min(...scenario.events.map(({ at }) => at)), firstMigrationRequestAt),
      reactionMs: milliseconds(firstDegradedAt(scenario, run.play), firstMigrationRequestAt),
      migrationRequests: requests.length,
      deadlinesMet,
    },
    timeline: run.timeline.toSorted((a, b) => a.at - b.at),
    expected: checks,
    met: checks.every(({ met }) => met),
  };
}

type OfBoth = Omit<Column, 'firstMigrationRequestMs' | 'reactionMs' | 'migrationRequests' | 'deadlinesMet'>;

function firstDegradedAt(scenario: Scenario, { world, states }: Play): number | undefined {
  return states.find((state) =>
    scenario.site.computeHosts.some((server) => levelOf(scenario, world, state, server) === 'DEGRADED'),
  )?.time;
}

function milliseconds(from: number | undefined, to: number | undefined): number | null {
  return from === undefined || to === undefined ? null : Math.round((to - from) * 1000);
}

function columnOf(measures: Measures): OfBoth {
  const { serverOutageSeconds, vnfOutageSeconds, optionalVnfOutageSeconds, vnfsLost } = measures;
  const optionalVnfsLeftBehind = measures.leftBehindVnfInstanceIds.length;
  return { serverOutageSeconds, vnfOutageSeconds, optionalVnfOutageSeconds, vnfsLost, optionalVnfsLeftBehind };
}
