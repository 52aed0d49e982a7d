import { tableRows } from './console-report.ts';
import { drawFigure, escape, type Figure } from './figure.ts';
import type { LiveRun } from './live-run.ts';
import { findMarks, markedServer, type Mark } from './marks.ts';
import { STYLE } from './page-style.ts';
import type { Play } from './play.ts';
import type { Result } from './result.ts';
import { curvesOf, functionBands, serverBands, switchBands, type Curve } from './series.ts';
import type { Scenario } from './world.ts';

/** The report of a run as one self-contained page: nothing is loaded from elsewhere. */
export function createPage(scenario: Scenario, baseline: Play, run: LiveRun, result: Result): string {
  const server = markedServer(baseline, run);
  const marks = server === undefined ? [] : findMarks(server, baseline, run);
  const plays = [baseline, run.play];
  const curves = plays.map((play) => curvesOf(scenario, plays, play));
  const ranges = (curves[0] ?? []).map((curve, index) => rangeOf([curve, curves[1]?.[index] ?? curve]));
  const figure = (play: Play, live: LiveRun | undefined, own: Curve[], side: Mark['run']): Figure => ({
    duration: scenario.duration,
    curves: own,
    ranges,
    marks: marks.filter((mark) => mark.run === side),
    bandGroups: [
      { title: 'environment', bands: switchBands(play) },
      { title: 'servers', bands: serverBands(scenario, play, live) },
      { title: 'functions, and the server each is on', bands: functionBands(scenario, play, live) },
    ],
  });
  const without = drawFigure(figure(baseline, undefined, curves[0] ?? [], 'without'));
  const withGateway = drawFigure(figure(run.play, run, curves[1] ?? [], 'with'));
  const verdict = result.met
    ? '<b class="badge good">expectations met</b>'
    : '<b class="badge bad">expectations not met</b>';
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(scenario.name)}</title><style>${STYLE}</style></head>
<body>
<header><h1>${escape(scenario.name)} ${verdict}</h1><p>${escape(scenario.description)}</p></header>
<section class="cards">${cards(result)}</section>
<section><h2>Without the gateway</h2>${without}</section>
<section><h2>With the gateway</h2>${withGateway}</section>
<section class="columns"><div>${legend(marks, server)}</div><div>${colours()}</div></section>
<section><h2>In numbers</h2>${table(result)}${checks(result)}</section>
<section><h2>As it happened, with the gateway</h2>${timeline(result)}</section>
</body>
</html>
`;
}

function cards({ baseline, gateway }: Result): string {
  const card = (title: string, without: string, withGateway: string, classes = 'gain'): string =>
    `<div class="card ${classes}"><h3>${title}</h3><span class="before">${without}</span><span class="arrow">→</span><span class="after">${withGateway}</span></div>`;
  return [
    card('required functions lost', String(baseline.vnfsLost), String(gateway.vnfsLost)),
    card(
      'worst outage of a required function',
      seconds(baseline.vnfOutageSeconds.max),
      seconds(gateway.vnfOutageSeconds.max),
    ),
    card(
      'outage of all required functions',
      seconds(baseline.vnfOutageSeconds.total),
      seconds(gateway.vnfOutageSeconds.total),
    ),
    card(
      'servers dead → switched off in time',
      seconds(baseline.serverOutageSeconds),
      seconds(gateway.serverOutageSeconds),
      '',
    ),
  ].join('');
}

function legend(marks: readonly Mark[], server: string | undefined): string {
  const rows = marks.map(({ name, at, meaning, run }) => {
    const when = at === undefined ? 'did not come' : `T+${at.toFixed(1)} s`;
    return `<tr><td><b class="flag">${name}</b></td><td>${when}</td><td>${escape(meaning)}, ${run} the gateway</td></tr>`;
  });
  const time = (name: Mark['name']): number => marks.find((mark) => mark.name === name)?.at ?? Number.NaN;
  const difference = (from: Mark['name'], to: Mark['name'], what: string): string => {
    const value = time(to) - time(from);
    return Number.isNaN(value)
      ? ''
      : `<tr><td colspan="2">${to} − ${from} = ${value.toFixed(1)} s</td><td>${what}</td></tr>`;
  };
  const sums = [
    difference('T1', 'T3', 'server and functions out, without the gateway (fig. 2)'),
    difference('T5', 'T6', 'server withdrawn after its functions have left, with the gateway'),
    difference('T4', 'T5', 'time taken to leave the server in good order'),
  ];
  return `<h2>Marks, for ${escape(server ?? 'no server')}</h2><table class="marks">${[...rows, ...sums].join('')}</table>`;
}

function colours(): string {
  const rows: [kind: string, meaning: string][] = [
    ['normal', 'NORMAL: the server is sound'],
    ['degraded', 'DEGRADED: it will fail; its functions have to leave'],
    ['failed', 'FAILED: the level at which it is gone, or dead'],
    ['off', 'off on purpose'],
    ['boot', 'boots'],
    ['unknown', 'no sensor heard: none, or not followed because nothing runs there (R6)'],
    ['run', 'function runs'],
    ['out', 'function is out'],
  ];
  const items = rows.map(([kind, meaning]) => `<tr><td><i class="swatch ${kind}"></i></td><td>${meaning}</td></tr>`);
  return `<h2>Colours</h2><table class="marks">${items.join('')}</table>`;
}

function table(result: Result): string {
  const rows = tableRows(result).map(
    ([name, without, withGateway]) => `<tr><td>${name}</td><td>${without}</td><td>${withGateway}</td></tr>`,
  );
  return `<table class="numbers"><tr><th></th><th>without gateway</th><th>with gateway</th></tr>${rows.join('')}</table>
<p class="note">A function is required or optional. An optional one that stays on a server which is switched off in good order is left behind, not lost.</p>`;
}

function checks({ expected }: Result): string {
  const rows = expected.map(({ what, expected: wanted, actual, met }) => {
    const mark = met ? '<b class="badge good">met</b>' : '<b class="badge bad">not met</b>';
    return `<tr><td>${escape(what)}</td><td>${escape(wanted)}</td><td>${escape(actual)}</td><td>${mark}</td></tr>`;
  });
  return `<h2>Expectations</h2><table class="numbers text"><tr><th></th><th>expected</th><th>was</th><th></th></tr>${rows.join('')}</table>`;
}

function timeline({ timeline: entries }: Result): string {
  const rows = entries.map(
    ({ at, who, what, tone }) =>
      `<tr class="${tone}"><td>T+${at.toFixed(1)}</td><td>${escape(who)}</td><td>${escape(what)}</td></tr>`,
  );
  return `<table class="timeline">${rows.join('')}</table>`;
}

/** Range of a curve in both runs, with its thresholds when they are near. */
function rangeOf(curves: readonly Curve[]): [number, number] {
  const values = curves.flatMap(({ points }) => points.map(([, value]) => value));
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (curves[0]?.unit === '%' && least < 5 && most > 95) return [0, 100];
  const near = (curves[0]?.lines ?? [])
    .map(({ value }) => value)
    .filter((value) => value <= most + (most - least) * 0.5);
  const margin = (Math.max(most, ...near) - least) * 0.06;
  return [least === 0 ? 0 : Math.min(least, ...near) - margin, Math.max(most, ...near) + margin];
}

function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}
