import type { Mark } from './marks.ts';
import type { Band, Curve } from './series.ts';

/** One run on the page: curves above, coloured rows below, marks across. */
export interface Figure {
  duration: number;
  curves: Curve[];
  /** Range of each curve, the same in both runs so that they compare. */
  ranges: [least: number, most: number][];
  bandGroups: { title: string; bands: Band[] }[];
  marks: Mark[];
}

const WIDTH = 1120;
const LEFT = 168;
const RIGHT = 24;
const TOP = 44;
const FLAG_WIDTH = 24;
const CURVE_HEIGHT = 190;
const CURVE_GAP = 34;
const BAND_HEIGHT = 18;
const BAND_GAP = 5;
const GROUP_GAP = 26;

/** What is drawn, in two layers: the marks come between shapes and words, so that words stay readable. */
interface Layers {
  shapes: string;
  words: string;
}

/** Draws a figure as inline SVG. */
export function drawFigure(figure: Figure): string {
  const x = (at: number): number => LEFT + (at / figure.duration) * (WIDTH - LEFT - RIGHT);
  const layers: Layers[] = [];
  let y = TOP;
  figure.curves.forEach((curve, index) => {
    layers.push(drawCurve(curve, figure.ranges[index] ?? [0, 1], x, y));
    y += CURVE_HEIGHT + CURVE_GAP;
  });
  for (const { title, bands } of figure.bandGroups.filter((group) => group.bands.length > 0)) {
    layers.push({ shapes: '', words: text(LEFT, y + 2, title, 'group') });
    y += 10;
    for (const band of bands) {
      layers.push(drawBand(band, x, y));
      y += BAND_HEIGHT + BAND_GAP;
    }
    y += GROUP_GAP - BAND_GAP;
  }
  const bottom = y - GROUP_GAP + BAND_GAP + 4;
  const drawn = [
    ...layers.map(({ shapes }) => shapes),
    drawAxis(figure.duration, x, bottom),
    drawMarks(figure.marks, x, bottom),
    ...layers.map(({ words }) => words),
  ];
  return `<svg viewBox="0 0 ${WIDTH} ${bottom + 34}" role="img">${drawn.join('')}</svg>`;
}

function drawCurve(
  { title, unit, points, lines }: Curve,
  [least, most]: [number, number],
  x: (at: number) => number,
  top: number,
): Layers {
  const bottom = top + CURVE_HEIGHT;
  const y = (value: number): number => bottom - ((value - least) / (most - least)) * CURVE_HEIGHT;
  const across = (value: number, classes: string): string =>
    `<line class="${classes}" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${fixed(y(value))}" y2="${fixed(y(value))}"/>`;
  const grid = ticks(least, most, 4);
  const shown = lines.filter(({ value }) => value >= least && value <= most);
  const path = points
    .map(([at, value], index) => `${index === 0 ? 'M' : 'L'}${fixed(x(at))} ${fixed(y(value))}`)
    .join('');
  const area = `${path}L${fixed(x(points.at(-1)?.[0] ?? 0))} ${bottom}L${fixed(x(0))} ${bottom}Z`;
  const names = [...wrapped(title), unit];
  return {
    shapes: [
      `<rect class="plot" x="${LEFT}" y="${top}" width="${WIDTH - LEFT - RIGHT}" height="${CURVE_HEIGHT}"/>`,
      ...grid.map((value) => across(value, 'grid')),
      `<path class="area" d="${area}"/><path class="curve" d="${path}"/>`,
      ...shown.map(({ level, value }) => across(value, `threshold ${level.toLowerCase()}`)),
    ].join(''),
    words: [
      ...grid.map((value) => text(LEFT - 8, y(value) + 4, String(value), 'tick end')),
      ...shown.map(({ level, value, label }) =>
        text(WIDTH - RIGHT - 4, y(value) - 4, `${label} ${unit}`, `threshold-name end ${level.toLowerCase()}`),
      ),
      ...names.map((line, index) => text(12, top + 16 + index * 15, line, index < names.length - 1 ? 'name' : 'tick')),
    ].join(''),
  };
}

function drawBand({ title, pieces }: Band, x: (at: number) => number, top: number): Layers {
  const long = pieces.filter(({ from, to }) => to > from);
  return {
    shapes: long
      .map(({ from, to, kind, label }) => {
        const hover = escape(`${title}: ${label}, T+${from.toFixed(1)} to T+${to.toFixed(1)}`);
        const place = `x="${fixed(x(from))}" y="${top}" width="${fixed(x(to) - x(from))}" height="${BAND_HEIGHT}"`;
        return `<rect class="piece ${kind}" ${place}><title>${hover}</title></rect>`;
      })
      .join(''),
    words:
      text(LEFT - 8, top + 13, title, 'name end') +
      long
        .filter(({ from, to, label }) => label.length * 6.6 + 10 < x(to) - x(from))
        .map(({ from, kind, label }) => text(x(from) + 6, top + 13, label, `piece-name ${kind}`))
        .join(''),
  };
}

function drawAxis(duration: number, x: (at: number) => number, y: number): string {
  const marks = ticks(0, duration, 10).map(
    (at) =>
      `<line class="axis" x1="${fixed(x(at))}" x2="${fixed(x(at))}" y1="${y}" y2="${y + 5}"/>` +
      text(x(at), y + 18, `${at} s`, 'tick middle'),
  );
  return `<line class="axis" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y}" y2="${y}"/>${marks.join('')}`;
}

function drawMarks(marks: readonly Mark[], x: (at: number) => number, bottom: number): string {
  let before = Number.NEGATIVE_INFINITY;
  let isRaised = false;
  const drawn = marks.map(({ name, at }) => {
    if (at === undefined) return '';
    // A flag that would cover the one before it is put above it.
    isRaised = x(at) - before < FLAG_WIDTH + 2 && !isRaised;
    before = x(at);
    const flag = isRaised ? TOP - 40 : TOP - 22;
    return (
      `<line class="mark" x1="${fixed(x(at))}" x2="${fixed(x(at))}" y1="${flag + 16}" y2="${bottom}"/>` +
      `<rect class="mark-flag" x="${fixed(x(at) - FLAG_WIDTH / 2)}" y="${flag}" width="${FLAG_WIDTH}" height="16" rx="3"/>` +
      text(x(at), flag + 12, name, 'mark-name middle')
    );
  });
  return drawn.join('');
}

/** Round values within a range. */
export function ticks(least: number, most: number, about: number): number[] {
  const rough = (most - least) / about;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const unit = [1, 2, 5, 10].map((factor) => factor * magnitude).find((candidate) => candidate >= rough) ?? rough;
  const first = Math.ceil(least / unit - 1e-9);
  const count = Math.floor(most / unit + 1e-9) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_value, index) => Number(((first + index) * unit).toFixed(6)));
}

/** Text that is safe in HTML and SVG. */
export function escape(content: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return content.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

function text(x: number, y: number, content: string, classes: string): string {
  return `<text class="${classes}" x="${fixed(x)}" y="${fixed(y)}">${escape(content)}</text>`;
}

/** The title of a curve on two lines: what, and of what. */
function wrapped(title: string): string[] {
  const cut = title.indexOf(' of ');
  return cut === -1 ? [title] : [title.slice(0, cut), title.slice(cut + 1)];
}

function fixed(value: number): string {
  return value.toFixed(1);
}
