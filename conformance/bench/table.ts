import type { Figure } from './figure.ts';
import type { Machine } from './machine.ts';

/** The result for people. */
export function resultTable(machine: Machine, figures: readonly Figure[]): string {
  const head = ['figure', 'value', 'unit', 'reference', 'ratio', 'target', ''];
  const rows = figures.map((figure) => [
    figure.name,
    number(figure.value),
    figure.unit,
    number(figure.reference),
    number(figure.ratio),
    figure.target ?? '',
    verdict(figure),
  ]);
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => (isNumber(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  const notes = [...new Set(figures.map(({ note }) => note))].flatMap((note) =>
    note === undefined ? [] : [noteLine(note, figures)],
  );
  const { cpu, cores, memory, node, platform } = machine;
  return [
    `${cpu}, ${cores} cores, ${memory} GiB, Node.js ${node}, ${platform}`,
    '',
    line(head),
    ...rows.map(line),
    ...(notes.length === 0 ? [] : ['', ...notes]),
    '',
  ].join('\n');
}

/** A note that several figures share is there once. */
function noteLine(note: string, figures: readonly Figure[]): string {
  const names = figures.filter((figure) => figure.note === note).map(({ name }) => name);
  return `${names.join(', ')}: ${note}`;
}

const isNumber = (column: number): boolean => [1, 3, 4].includes(column);

function verdict({ value, pass }: Figure): string {
  if (value === null) return 'NOT MEASURED';
  if (pass === null) return '';
  return pass ? 'pass' : 'FAIL';
}

/** The digits that count, and no more. */
function number(value: number | null): string {
  if (value === null) return '';
  const digits = Math.min(5, Math.max(0, 2 - Math.floor(Math.log10(Math.max(Math.abs(value), 1e-5)))));
  return digits === 0 ? value.toFixed(0).replace(/\B(?=(\d{3})+$)/g, ',') : String(Number(value.toFixed(digits)));
}
