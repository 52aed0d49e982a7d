import { siteOf, type Bench, type Group } from './bench.ts';
import { plainFigure, type Figure } from './figure.ts';
import { startGateway, storeOf } from './gateway.ts';
import { median } from './statistics.ts';

const STARTS = 3;

/** Time from the start of the process until /readyz answers 200. */
export const startUp: Group = { names: ['start-up'], measure: measureStart };

async function measureStart(bench: Bench): Promise<Figure[]> {
  const store = await storeOf(bench, siteOf(bench));
  const seconds: number[] = [];
  for (let start = 1; start <= (bench.quick ? 1 : STARTS); start++) {
    bench.progress(`start-up: start ${start}`);
    const begin = performance.now();
    const gateway = await startGateway(bench, { store });
    seconds.push((performance.now() - begin) / 1000);
    await gateway.stop();
  }
  return [plainFigure('start-up', median(seconds), 's', { target: { of: 'value', is: '<', limit: 3 } })];
}
