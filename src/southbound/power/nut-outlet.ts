/** What upsd says of an outlet and how it is switched: NUT variables and instant commands. RFC 9271. */
import type { components } from '../../../generated/config.ts';
import type { PowerState } from './power-controller.ts';

export type Outlet = components['schemas']['NutOutlet'];

export function nameOf({ ups, outlet }: Outlet): string {
  return outlet === undefined ? `the load of ${ups}` : `outlet ${outlet} of ${ups}`;
}

/** `outlet.N.status`; for a whole load the OFF of `ups.status`, unless it does not tell where the power comes from. */
export function outletState(variables: ReadonlyMap<string, string>, { outlet }: Outlet): PowerState {
  if (outlet !== undefined) return stateOf(variables.get(`outlet.${outlet}.status`));
  const tokens = (variables.get('ups.status') ?? '').split(/\s+/);
  if (tokens.includes('WAIT')) return 'UNKNOWN';
  if (tokens.includes('OFF')) return 'OFF';
  return tokens.includes('OL') || tokens.includes('OB') ? 'ON' : 'UNKNOWN';
}

function stateOf(status: string | undefined): PowerState {
  if (status === 'on') return 'ON';
  return status === 'off' ? 'OFF' : 'UNKNOWN';
}

/** A server is off when every outlet is, and on when one is. */
export function serverState(states: readonly PowerState[]): PowerState {
  if (states.includes('ON')) return 'ON';
  return states.every((state) => state === 'OFF') ? 'OFF' : 'UNKNOWN';
}

/** A whole load can be switched when there is a command for it; that an outlet can, is said of it. */
export function isSwitchable(variables: ReadonlyMap<string, string>, { outlet }: Outlet): boolean {
  return outlet === undefined || variables.get(`outlet.${outlet}.switchable`) === 'yes';
}

/** The commands that switch it at once, in the order of preference; what drivers have differs. */
export function commandsFor({ outlet }: Outlet, wanted: 'ON' | 'OFF'): string[][] {
  const command = `${outlet === undefined ? '' : `outlet.${outlet}.`}load.${wanted.toLowerCase()}`;
  return [[command], [`${command}.delay`, '0']];
}

/** The servers, other than this one, that would be switched with the outlet. */
export function alsoFed(
  outlet: Outlet,
  computeHostId: string,
  outlets: ReadonlyMap<string, readonly Outlet[]>,
): string[] {
  const isShared = (other: Outlet): boolean =>
    other.ups === outlet.ups &&
    (other.outlet === undefined || outlet.outlet === undefined || other.outlet === outlet.outlet);
  return [...outlets].filter(([id, others]) => id !== computeHostId && others.some(isShared)).map(([id]) => id);
}
