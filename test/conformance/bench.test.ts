import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { readArguments, WrongArguments } from '../../conformance/bench/arguments.ts';
import { comparedFigure, missingFigure, plainFigure } from '../../conformance/bench/figure.ts';
import { interleave, median, medianRatio, quantile } from '../../conformance/bench/statistics.ts';
import { resultTable } from '../../conformance/bench/table.ts';

const PROGRAM = join(import.meta.dirname, '../../dist/conformance/bench/main.js');

interface Run {
  code: number | null;
  output: string;
  errors: string;
}

function run(...args: string[]): Promise<Run> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    const [output, errors]: Buffer[][] = [[], []];
    child.stdout.on('data', (data: Buffer) => output?.push(data));
    child.stderr.on('data', (data: Buffer) => errors?.push(data));
    child.on('close', (code) => {
      resolve({ code, output: Buffer.concat(output ?? []).toString(), errors: Buffer.concat(errors ?? []).toString() });
    });
  });
}

describe('the statistics of the benchmark', () => {
  it('know the median of an odd and of an even number of samples, in any order', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });

  it('know quantiles, between samples too', () => {
    const samples = Array.from({ length: 101 }, (_value, index) => 100 - index);
    expect(quantile(samples, 0.99)).toBe(99);
    expect(quantile([10, 20], 0.25)).toBe(12.5);
    expect(quantile([7], 0.99)).toBe(7);
    expect(quantile([], 0.5)).toBeNaN();
  });

  it('compare within each round, so that a machine that was slow in one of them does not count', () => {
    expect(medianRatio({ values: [50, 5, 40], references: [100, 10, 100] })).toBe(0.5);
  });

  it('measure the one and the other in turn', async () => {
    const order: string[] = [];
    const measure = (name: string) => (round: number) => {
      order.push(`${name}${round}`);
      return Promise.resolve(round);
    };
    expect(await interleave(2, measure('a'), measure('b'))).toEqual({ values: [1, 2], references: [1, 2] });
    expect(order).toEqual(['a1', 'b1', 'a2', 'b2']);
  });
});

describe('a figure', () => {
  const rounds = { values: [40, 50, 60], references: [100, 100, 100] };

  it('meets its target, or misses it', () => {
    const target = { of: 'ratio', is: '≥', limit: 0.5 } as const;
    expect(comparedFigure('ingest-1', rounds, 'requests/CPU s', { target })).toEqual({
      name: 'ingest-1',
      value: 50,
      unit: 'requests/CPU s',
      reference: 100,
      ratio: 0.5,
      target: 'ratio ≥ 0.5',
      pass: true,
    });
    expect(plainFigure('wave-first-out', 10, 'ms', { target: { of: 'value', is: '<', limit: 10 } })).toMatchObject({
      target: '< 10 ms',
      pass: false,
    });
  });

  it('neither passes nor fails without a target, or when it could not be measured', () => {
    expect(plainFigure('wave-order', 1, '').pass).toBeNull();
    expect(missingFigure('list', 'there is no list')).toMatchObject({ value: null, pass: null });
    const target = { of: 'value', is: '<', limit: 10 } as const;
    expect(plainFigure('list', Number.NaN, 'ms', { target })).toMatchObject({ value: null, pass: null });
  });

  it('is shown beside its reference, with what became of its target', () => {
    const machine = { cpu: 'CPU', cores: 2, memory: 8, node: 'v20.0.0', platform: 'linux' };
    const target = { of: 'ratio', is: '≥', limit: 0.6 } as const;
    const table = resultTable(machine, [
      comparedFigure('ingest-1', { values: [12_345], references: [24_690] }, 'requests/CPU s', { target }),
      missingFigure('list', 'there is no list'),
    ]);
    expect(table).toMatch(/ingest-1 +12,345 +requests\/CPU s +24,690 +0\.5 +ratio ≥ 0\.6 +FAIL/);
    expect(table).toMatch(/list .*NOT MEASURED/);
    expect(table).toContain('list: there is no list');
  });
});

describe('the command line of the benchmark', () => {
  const names = ['ingest-1', 'list'];

  it('chooses figures by their names', () => {
    expect(readArguments(['--only', 'list,ingest-1', '--strict'], names)).toMatchObject({
      only: ['list', 'ingest-1'],
      strict: true,
      json: false,
    });
  });

  it.each([
    [['--onyl', 'list'], /Unknown option '--onyl'/],
    [['--only', 'speed'], /There is no figure speed; there are ingest-1, list\./],
    [['list'], /Unexpected argument 'list'/],
  ])('refuses %j with a sentence', (argv, reason) => {
    expect(() => readArguments(argv, names)).toThrow(WrongArguments);
    expect(() => readArguments(argv, names)).toThrow(reason);
  });

  it('is explained by --help, and a wrong one has a status of its own', async () => {
    const [help, wrong] = await Promise.all([run('--help'), run('--fast')]);
    expect(help).toMatchObject({ code: 0, errors: '' });
    expect(help.output).toContain('--only');
    expect(wrong).toMatchObject({ code: 2, output: '' });
    expect(wrong.errors).toContain("'--fast'");
  });
});

describe('a run of the benchmark', () => {
  it('prints one JSON object with the machine and the figures that were asked for', async () => {
    const { code, output, errors } = await run('--json', '--quick', '--only', 'ingest-1');
    const result = JSON.parse(output) as { machine: object; figures: { value: number; ratio: number }[] };
    expect(errors).toContain('ingest-1: round 2');
    expect(code).toBe(0);
    expect(Object.keys(result.machine)).toEqual(['cpu', 'cores', 'memory', 'node', 'platform']);
    expect(result.figures).toHaveLength(1);
    const [figure] = result.figures;
    expect(figure).toMatchObject({ name: 'ingest-1', unit: 'requests/CPU s', target: 'ratio ≥ 0.5' });
    expect(figure?.value).toBeGreaterThan(0);
    expect(figure?.ratio).toBeGreaterThan(0);
  });
});
