import { escape, ticks } from '../lab/figure.ts';

/** A plot of lines over one axis. */
export interface Plot {
  title: string;
  x: Axis;
  y: Axis;
  lines: { name: string; points: readonly (readonly [x: number, y: number])[] }[];
}

interface Axis {
  label: string;
  /** Each step is ten times the one before. */
  logarithmic?: boolean;
}

const WIDTH = 760;
const HEIGHT = 380;
const LEFT = 84;
const RIGHT = 24;
const TOP = 64;
const BOTTOM = 56;
const COLOURS = ['#2b5fa8', '#c23b32', '#2f8f5b', '#8d99a6'];
const STYLE = `
  text { font: 12px system-ui, 'Segoe UI', Helvetica, Arial, sans-serif; fill: #1d2733; }
  .title { font-size: 15px; font-weight: 600; }
  .tick { fill: #5d6b7a; font-size: 11px; }
  .end { text-anchor: end; }
  .middle { text-anchor: middle; }
  .grid { stroke: #e3e9ee; }
  .line { fill: none; stroke-width: 2.2; stroke-linejoin: round; }`;

interface Scale {
  place(value: number): number;
  ticks: number[];
}

/** Draws it as an SVG file that needs nothing else. */
export function drawPlot({ title, x, y, lines }: Plot): string {
  const points = lines.flatMap((line) => line.points);
  const across = scaleOf(
    points.map(([value]) => value),
    x,
    [LEFT, WIDTH - RIGHT],
  );
  const up = scaleOf(
    points.map(([, value]) => value),
    y,
    [HEIGHT - BOTTOM, TOP],
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img"><style>${STYLE}</style>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    text(LEFT, 24, title, 'title'),
    ...up.ticks.map((value) => gridLine(LEFT, WIDTH - RIGHT, up.place(value), up.place(value))),
    ...up.ticks.map((value) => text(LEFT - 8, up.place(value) + 4, value.toLocaleString('en'), 'tick end')),
    ...across.ticks.map((value) => gridLine(across.place(value), across.place(value), TOP, HEIGHT - BOTTOM)),
    ...across.ticks.map((value) =>
      text(across.place(value), HEIGHT - BOTTOM + 18, value.toLocaleString('en'), 'tick middle'),
    ),
    text(LEFT, TOP - 10, y.label, 'tick'),
    text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 14, x.label, 'tick middle'),
    ...lines.map((line, index) => drawLine(line, index, across, up)),
    '</svg>\n',
  ].join('\n');
}

function drawLine({ name, points }: Plot['lines'][number], index: number, across: Scale, up: Scale): string {
  const colour = COLOURS[index % COLOURS.length] ?? '';
  const places = points.map(([x, y]) => [across.place(x).toFixed(1), up.place(y).toFixed(1)] as const);
  const path = places.map(([x, y], place) => `${place === 0 ? 'M' : 'L'}${x} ${y}`).join('');
  const dots = places.map(([x, y]) => `<circle cx="${x}" cy="${y}" r="3" fill="${colour}"/>`).join('');
  const right = WIDTH - RIGHT - index * 150;
  return [
    `<path class="line" stroke="${colour}" d="${path}"/>${dots}`,
    `<rect x="${right - 140}" y="${TOP - 20}" width="12" height="12" fill="${colour}"/>`,
    text(right - 122, TOP - 10, name, 'name'),
  ].join('');
}

function scaleOf(values: readonly number[], { logarithmic = false }: Axis, [from, to]: [number, number]): Scale {
  const most = Math.max(...values);
  if (logarithmic) {
    const least = Math.floor(Math.log10(Math.min(...values)) + 1e-9);
    const decades = Math.max(1, Math.ceil(Math.log10(most) - 1e-9) - least);
    return {
      place: (value) => from + ((Math.log10(value) - least) / decades) * (to - from),
      ticks: Array.from({ length: decades + 1 }, (_value, index) => 10 ** (least + index)),
    };
  }
  return { place: (value) => from + (value / (most * 1.05)) * (to - from), ticks: ticks(0, most * 1.05, 6) };
}

function gridLine(x1: number, x2: number, y1: number, y2: number): string {
  return `<line class="grid" x1="${x1.toFixed(1)}" x2="${x2.toFixed(1)}" y1="${y1.toFixed(1)}" y2="${y2.toFixed(1)}"/>`;
}

function text(x: number, y: number, content: string, classes: string): string {
  return `<text class="${classes}" x="${x.toFixed(1)}" y="${y.toFixed(1)}">${escape(content)}</text>`;
}
