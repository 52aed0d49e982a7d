import {
  alsoFed,
  commandsFor,
  isSwitchable,
  outletState,
  serverState,
  type Outlet,
} from '../../src/southbound/power/nut-outlet.ts';
import type { PowerState } from '../../src/southbound/power/power-controller.ts';

const one: Outlet = { ups: 'pdu-a', outlet: 1 };
const whole: Outlet = { ups: 'pdu-a', wholeLoad: true };
const variables = (values: Record<string, string>) => new Map(Object.entries(values));

it.each<[Outlet, Record<string, string>, PowerState]>([
  [one, { 'outlet.1.status': 'on' }, 'ON'],
  [one, { 'outlet.1.status': 'off' }, 'OFF'],
  [one, { 'outlet.1.status': 'reboot' }, 'UNKNOWN'],
  [one, { 'outlet.2.status': 'off', 'outlet.status': 'off' }, 'UNKNOWN'],
  [whole, { 'ups.status': 'OL CHRG' }, 'ON'],
  [whole, { 'ups.status': 'OB DISCHRG' }, 'ON'],
  [whole, { 'ups.status': 'OL OFF' }, 'OFF'],
  [whole, { 'ups.status': 'OFF' }, 'OFF'],
  [whole, { 'ups.status': 'WAIT' }, 'UNKNOWN'],
  [whole, { 'ups.status': 'ALARM' }, 'UNKNOWN'],
  [whole, {}, 'UNKNOWN'],
])('%j with %j is %s', (outlet, values, expected) => {
  expect(outletState(variables(values), outlet)).toBe(expected);
});

it.each<[PowerState[], PowerState]>([
  [['OFF', 'OFF'], 'OFF'],
  [['OFF', 'ON'], 'ON'],
  [['ON', 'UNKNOWN'], 'ON'],
  [['OFF', 'UNKNOWN'], 'UNKNOWN'],
])('a server whose outlets are %j is %s', (states, expected) => {
  expect(serverState(states)).toBe(expected);
});

it.each<[Outlet, Record<string, string>, boolean]>([
  [one, { 'outlet.1.switchable': 'yes' }, true],
  [one, { 'outlet.1.switchable': 'no' }, false],
  [one, {}, false],
  [whole, {}, true],
])('%j with %j can be switched: %s', (outlet, values, expected) => {
  expect(isSwitchable(variables(values), outlet)).toBe(expected);
});

it('is switched by its own command, or by the one with a delay, of none', () => {
  expect(commandsFor(one, 'OFF')).toEqual([['outlet.1.load.off'], ['outlet.1.load.off.delay', '0']]);
  expect(commandsFor(whole, 'ON')).toEqual([['load.on'], ['load.on.delay', '0']]);
});

it.each<[Outlet, Outlet, boolean]>([
  [one, { ups: 'pdu-a', outlet: 1 }, true],
  [one, { ups: 'pdu-a', outlet: 2 }, false],
  [one, { ups: 'pdu-b', outlet: 1 }, false],
  [one, whole, true],
  [whole, one, true],
  [whole, whole, true],
])('%j is shared with a server on %j: %s', (outlet, other, shared) => {
  const outlets = new Map([
    ['server-1', [outlet]],
    ['server-2', [{ ups: 'ups-9', outlet: 1 }, other]],
  ]);
  expect(alsoFed(outlet, 'server-1', outlets)).toEqual(shared ? ['server-2'] : []);
});
