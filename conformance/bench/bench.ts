import type { Figure } from './figure.ts';
import { startServer } from './server-process.ts';
import { freePort } from '../lab/gateway-process.ts';
import { join } from 'node:path';
import type { Measured, Surroundings } from './gateway.ts';
import { closedLoop, ingestCall, openTarget } from './load.ts';
import { createReadings, type Site } from './site.ts';

/** What a run of the benchmark shares. */
export interface Bench extends Surroundings {
  /** Small and short: to see that it works, not to learn how fast anything is. */
  quick: boolean;
  /** Whether a figure was asked for. */
  wanted(name: string): boolean;
  /** Takes care that what was started ends, also when a measurement fails. */
  closing<Opened extends { stop(): Promise<void> }>(opened: Opened): Opened;
}

/** Figures that are measured together. */
export interface Group {
  /** Names of its figures. */
  names: readonly string[];
  measure: (bench: Bench) => Promise<Figure[]>;
}

/** Figures of a gateway that is there already and was told of every parameter. */
export interface Part {
  /** Names of its figures. */
  names: readonly string[];
  measure: (bench: Bench, gateway: Measured) => Promise<Figure[]>;
}

/** The site that the figures are about: 10,000 servers with 10 parameters each, and 100,000 VNFs. */
export function siteOf({ quick }: Pick<Bench, 'quick'>): Site {
  const common = { rowsPerHall: 10, vnfsPerServer: 10, parameters: 10, vnfManagers: 10 };
  return quick ? { ...common, servers: 50, serversPerRow: 1 } : { ...common, servers: 10_000, serversPerRow: 100 };
}

/** Starts the bare server that figures of the HTTP front are compared with. */
export async function startReferenceServer({ directory }: Surroundings): Promise<Measured> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = await startServer({
    program: 'conformance/bench/reference-server.js',
    args: [String(port)],
    readyUrl: url,
    logFile: join(directory, 'reference-server.log'),
    patience: 10,
  });
  return { ...server, url, headers: {} };
}

/** Data in a notification, notifications at once, and longest time, s, of the warm-up. */
const WARM_UP = { data: 100, connections: 4, seconds: 20 };

/** Tells every parameter of the site once, as it is of a gateway that has been running for a while; what is slow gets less. */
export async function tellAll(bench: Bench, gateway: Measured, site: Site): Promise<void> {
  const target = openTarget(gateway.url, gateway.headers, WARM_UP.connections);
  const body = createReadings(site);
  const count = Math.ceil((site.servers * site.parameters) / WARM_UP.data);
  let sent = 0;
  const next = () => (sent++ < count ? ingestCall(body(WARM_UP.data)) : undefined);
  const { done, seconds } = await closedLoop(target, { ...WARM_UP, next });
  await target.pool.destroy();
  const told = Math.min(done * WARM_UP.data, site.servers * site.parameters);
  bench.progress(`warm-up: ${told} of ${site.servers * site.parameters} parameters told in ${seconds.toFixed(1)} s`);
}
