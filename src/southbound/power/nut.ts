import { setTimeout as sleep } from 'node:timers/promises';
import type { components } from '../../../generated/config.ts';
import type { Log } from '../../log.ts';
import { DomainError, reasonOf, type ProblemKind } from '../../problem.ts';
import { connectUpsd, type UpsdConnection } from '../environment/nut-protocol.ts';
import { readPassword } from '../read-password.ts';
import { alsoFed, commandsFor, isSwitchable, nameOf, outletState, serverState, type Outlet } from './nut-outlet.ts';
import type { PowerAdapter, PowerController, PowerState } from './power-controller.ts';

type NutPowerController = components['schemas']['NutPowerController'];

/** Errors that speak of the moment, not of the order; the others mean that it will not be taken again. RFC 9271. */
const PASSING_ERRORS: readonly (string | undefined)[] = [
  'DATA-STALE',
  'DRIVER-NOT-CONNECTED',
  'INSTCMD-FAILED',
  'FAILED',
];
/** How often, and how often at most, it is asked what the driver made of a command; afterwards the outlet itself tells. */
const TRACKING_MILLISECONDS = 250;
const TRACKING_LOOKS = 20;

/**
 * Power controller `nut`: the outlets that feed servers. GRACEFUL is refused, an outlet knows none; FORCED and power on are
 * `load.off` and `load.on` of each outlet that is not as wanted, where upsd calls it switchable and it feeds no other server.
 * What the driver makes of the command is followed where upsd can tell (TRACKING). Throws DomainError `SouthboundRefused` when it
 * will not be taken again, `SouthboundUnavailable` when nothing tells. R19, R21, RFC 9271.
 */
export const nutPowerAdapter: PowerAdapter<NutPowerController> = { type: 'nut', create: createNutController };

function createNutController(config: NutPowerController, log: Log): PowerController {
  const outlets = new Map(Object.entries(config.outlets));

  function outletsOf(computeHostId: string): Outlet[] {
    const fed = outlets.get(computeHostId);
    if (fed !== undefined) return fed;
    throw new DomainError('SouthboundRefused', `power controller ${config.id} does not control ${computeHostId}`);
  }
  async function order(computeHostId: string, wanted: 'ON' | 'OFF'): Promise<void> {
    const fed = outletsOf(computeHostId);
    for (const outlet of fed) expectAlone(outlet, computeHostId, alsoFed(outlet, computeHostId, outlets));
    await withUpsd(config, async (upsd) => {
      await authenticate(upsd, config);
      await switchAll(upsd, await outletsToSwitch(upsd, fed, wanted), wanted);
      log.info({ computeHostId, outlets: fed.map(nameOf), wanted }, 'the outlets are as wanted, says upsd');
    });
  }

  return {
    id: config.id,
    controls: (computeHostId) => outlets.has(computeHostId),
    readPowerState: (computeHostId) =>
      withUpsd(config, async (upsd) => {
        const states: PowerState[] = [];
        for (const outlet of outletsOf(computeHostId)) states.push(outletState(await readUps(upsd, outlet), outlet));
        return serverState(states);
      }),
    powerOff: async (computeHostId, mode) => {
      if (mode === 'FORCED') return order(computeHostId, 'OFF');
      const names = outletsOf(computeHostId).map(nameOf).join(', ');
      throw new DomainError('SouthboundRefused', `no orderly shutdown of ${computeHostId} by ${names}`);
    },
    powerOn: (computeHostId) => order(computeHostId, 'ON'),
  };
}

function expectAlone(outlet: Outlet, computeHostId: string, others: readonly string[]): void {
  if (others.length === 0) return;
  const detail = `${nameOf(outlet)} is not switched for ${computeHostId}: it also feeds ${others.join(', ')}`;
  throw new DomainError('SouthboundRefused', detail);
}

/** Works on a connection of its own: orders are rare, and upsd closes a silent one. */
async function withUpsd<Result>(
  config: NutPowerController,
  work: (upsd: UpsdConnection) => Promise<Result>,
): Promise<Result> {
  const timeout = 1000 * config.timeout;
  const upsd = await connectUpsd({ ...config, timeout, signal: new AbortController().signal });
  try {
    return await work(upsd);
  } finally {
    upsd.close();
  }
}

async function authenticate(upsd: UpsdConnection, config: NutPowerController): Promise<void> {
  const password = await readPassword(config);
  if (config.username !== undefined && password !== undefined) await upsd.authenticate(config.username, password);
}

async function readUps(upsd: UpsdConnection, outlet: Outlet): Promise<ReadonlyMap<string, string>> {
  const answer = await upsd.listVariables(outlet.ups);
  if ('variables' in answer) return answer.variables;
  throw new DomainError('SouthboundUnavailable', `upsd does not tell the state of ${nameOf(outlet)}: ${answer.error}`);
}

/** Those that are not as wanted yet. Nothing is switched unless all of them can be. */
async function outletsToSwitch(upsd: UpsdConnection, fed: readonly Outlet[], wanted: 'ON' | 'OFF'): Promise<Outlet[]> {
  const others: Outlet[] = [];
  for (const outlet of fed) {
    const variables = await readUps(upsd, outlet);
    if (outletState(variables, outlet) === wanted) continue;
    if (!isSwitchable(variables, outlet))
      throw new DomainError('SouthboundRefused', `${nameOf(outlet)} is not switchable, says upsd`);
    others.push(outlet);
  }
  return others;
}

/** One that cannot be switched keeps no other from it. */
async function switchAll(upsd: UpsdConnection, outlets: readonly Outlet[], wanted: 'ON' | 'OFF'): Promise<void> {
  const failures: unknown[] = [];
  for (const outlet of outlets) {
    await switchOutlet(upsd, outlet, wanted).catch((error: unknown) => failures.push(error));
  }
  const [cause] = failures;
  if (cause === undefined) return;
  // An order that was carried out in part was not refused.
  const isRefused = failures.length === outlets.length && cause instanceof DomainError;
  const kind = isRefused ? cause.kind : 'SouthboundUnavailable';
  throw new DomainError(kind, reasonOf(cause));
}

async function switchOutlet(upsd: UpsdConnection, outlet: Outlet, wanted: 'ON' | 'OFF'): Promise<void> {
  // Without it, as before NUT 2.8, only the state of the outlet tells what became of the command.
  await upsd.command('SET TRACKING ON');
  const answer = await instantCommand(upsd, outlet, wanted);
  if (answer[0] !== 'OK') throw refusal(outlet, wanted, answer);
  if (answer[1] === 'TRACKING' && answer[2] !== undefined) await followTracking(upsd, outlet, wanted, answer[2]);
}

/** The answer to the first command that the driver has. */
async function instantCommand(upsd: UpsdConnection, outlet: Outlet, wanted: 'ON' | 'OFF'): Promise<string[]> {
  let answer: string[] = [];
  for (const words of commandsFor(outlet, wanted)) {
    answer = await upsd.command('INSTCMD', outlet.ups, ...words);
    if (answer[1] !== 'CMD-NOT-SUPPORTED') return answer;
  }
  return answer;
}

/** Accepted is not done. */
async function followTracking(
  upsd: UpsdConnection,
  outlet: Outlet,
  wanted: 'ON' | 'OFF',
  trackingId: string,
): Promise<void> {
  for (let look = 0; look < TRACKING_LOOKS; look += 1) {
    const answer = await upsd.command('GET TRACKING', trackingId);
    if (answer[0] === 'SUCCESS') return;
    if (answer[0] === 'ERR') throw refusal(outlet, wanted, answer);
    await sleep(TRACKING_MILLISECONDS);
  }
}
function refusal(outlet: Outlet, wanted: 'ON' | 'OFF', answer: readonly string[]): DomainError {
  const kind: ProblemKind = PASSING_ERRORS.includes(answer[1]) ? 'SouthboundUnavailable' : 'SouthboundRefused';
  return new DomainError(kind, `${nameOf(outlet)} was not switched ${wanted.toLowerCase()}: ${answer.join(' ')}`);
}
