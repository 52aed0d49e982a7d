import type { Column, Result } from './result.ts';
import type { TimelineEntry, Tone } from './timeline.ts';

const COLOURS: Record<Tone, string> = { event: '1', bad: '31', warn: '33', good: '32', info: '2' };

/** One line of the timeline. */
export function entryLine({ at, who, what, tone }: TimelineEntry, coloured: boolean): string {
  const line = `T+${at.toFixed(1).padStart(5)}  ${who.padEnd(12)}  ${what}`;
  return coloured ? `\u001b[${COLOURS[tone]}m${line}\u001b[0m` : line;
}

/** Rows of the table without gateway / with gateway, for the console and for the page. */
export function tableRows({ baseline, gateway }: Result): [name: string, without: string, withGateway: string][] {
  const row = (name: string, text: (column: Column) => string): [string, string, string] => [
    name,
    text(baseline),
    text(gateway),
  ];
  return [
    row('required functions lost', ({ vnfsLost }) => String(vnfsLost)),
    row('outage of required functions, total', ({ vnfOutageSeconds }) => seconds(vnfOutageSeconds.total)),
    row('outage of required functions, worst', ({ vnfOutageSeconds }) => seconds(vnfOutageSeconds.max)),
    row('optional functions left behind (not lost)', ({ optionalVnfsLeftBehind }) => String(optionalVnfsLeftBehind)),
    row('outage of optional functions, total', ({ optionalVnfOutageSeconds }) =>
      seconds(optionalVnfOutageSeconds.total),
    ),
    row('servers dead or off, total', ({ serverOutageSeconds }) => seconds(serverOutageSeconds)),
    row('first event to first migration request', ({ firstMigrationRequestMs }) =>
      firstMigrationRequestMs === null ? '–' : seconds(firstMigrationRequestMs / 1000),
    ),
    row('first server beyond DEGRADED to that request', ({ reactionMs }) =>
      reactionMs === null ? '–' : seconds(reactionMs / 1000),
    ),
    row('migration requests', ({ migrationRequests }) =>
      migrationRequests === null ? '–' : String(migrationRequests),
    ),
    row('of which done by their deadline', ({ deadlinesMet }) => (deadlinesMet === null ? '–' : String(deadlinesMet))),
  ];
}

/** The table and the expectations as plain text. */
export function summaryText(result: Result): string {
  const rows: [string, string, string][] = [['', 'without gateway', 'with gateway'], ...tableRows(result)];
  const width = Math.max(...rows.map(([name]) => name.length));
  const table = rows.map(
    ([name, without, withGateway]) => `${name.padEnd(width)}  ${without.padStart(15)}  ${withGateway.padStart(15)}`,
  );
  const checks = result.expected.map(({ what, expected, actual, met }) =>
    met ? `  met      ${what}: ${actual}` : `  NOT MET  ${what}: expected ${expected}, was ${actual}`,
  );
  const verdict = result.met ? 'Expectations met.' : 'Expectations NOT met.';
  return ['', ...table, '', ...checks, '', verdict, ''].join('\n');
}

function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}
