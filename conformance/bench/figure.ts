import { median, medianRatio, type Rounds } from './statistics.ts';

/** What a figure should be. */
export interface Target {
  of: 'value' | 'ratio';
  is: '<' | '≤' | '≥';
  limit: number;
}

/** One result. */
export interface Figure {
  name: string;
  /** Null when it could not be measured; `note` says why. */
  value: number | null;
  unit: string;
  /** The same of a bare program that does nothing else, in the same unit; null where there is none. */
  reference: number | null;
  /** Value by reference: the median of the rounds. */
  ratio: number | null;
  /** In words, e.g. `ratio ≥ 0.5`; null where there is none. */
  target: string | null;
  /** Null without a target, and where the figure could not be measured. */
  pass: boolean | null;
  /** What has to be known to read it. */
  note?: string;
}

interface More {
  target?: Target | undefined;
  note?: string | undefined;
}

/** A figure that stands for itself. */
export function plainFigure(name: string, value: number, unit: string, more: More = {}): Figure {
  return createFigure({ name, value, unit, reference: null, ratio: null }, more);
}

/** A figure beside its reference. */
export function comparedFigure(name: string, rounds: Rounds, unit: string, more: More = {}): Figure {
  const { values, references } = rounds;
  const measured = { value: median(values), reference: median(references), ratio: medianRatio(rounds) };
  return createFigure({ name, unit, ...measured }, more);
}

/** A figure that could not be measured. */
export function missingFigure(name: string, note: string): Figure {
  return { name, value: null, unit: '', reference: null, ratio: null, target: null, pass: null, note };
}

/** Figures that an error kept from being measured. */
export function missingFigures(names: readonly string[], error: unknown): Figure[] {
  const reason = error instanceof Error ? error.message : String(error);
  return names.map((name) => missingFigure(name, reason));
}

type Measured = Omit<Figure, 'target' | 'pass' | 'note'>;

function createFigure(measured: Measured, { target, note }: More): Figure {
  const value = finite(measured.value);
  return {
    ...measured,
    value,
    reference: finite(measured.reference),
    ratio: finite(measured.ratio),
    target: target === undefined ? null : targetText(target, measured.unit),
    pass: target === undefined || value === null ? null : meets(measured, target),
    ...(note === undefined ? {} : { note }),
  };
}

/** JSON has no NaN. */
function finite(value: number | null): number | null {
  return value === null || !Number.isFinite(value) ? null : value;
}

function targetText({ of, is, limit }: Target, unit: string): string {
  return of === 'ratio' ? `ratio ${is} ${limit}` : `${is} ${limit} ${unit}`;
}

function meets(measured: Measured, { of, is, limit }: Target): boolean {
  const value = measured[of] ?? Number.NaN;
  if (is === '≥') return value >= limit;
  return is === '≤' ? value <= limit : value < limit;
}
