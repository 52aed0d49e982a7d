import { siteOf, tellAll, type Bench, type Group, type Part } from './bench.ts';
import { crossing } from './crossing.ts';
import { missingFigures, type Figure } from './figure.ts';
import { startGatewayOf } from './gateway.ts';
import { ingest } from './ingest.ts';
import { memory } from './memory.ts';

/** In this order: after the last of them servers are being evacuated. */
const PARTS: readonly Part[] = [ingest, memory, crossing];

/** What becomes of readings, all on one gateway: to tell it of every parameter takes longer than to measure. */
export const readings: Group = { names: PARTS.flatMap(({ names }) => names), measure: measureReadings };

async function measureReadings(bench: Bench): Promise<Figure[]> {
  const site = siteOf(bench);
  const gateway = bench.closing(await startGatewayOf(bench, site));
  await tellAll(bench, gateway, site);
  const figures: Figure[] = [];
  for (const { names, measure } of PARTS.filter((part) => part.names.some((name) => bench.wanted(name))))
    figures.push(...(await measure(bench, gateway).catch((error: unknown) => missingFigures(names, error))));
  return figures;
}
