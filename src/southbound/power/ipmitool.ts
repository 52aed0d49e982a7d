import { execFile } from 'node:child_process';
import type { components } from '../../../generated/config.ts';
import { DomainError, reasonOf, type ProblemKind } from '../../problem.ts';
import { readPassword } from '../read-password.ts';
import { createLimit } from './limit.ts';

type IpmiPowerController = components['schemas']['IpmiPowerController'];

/** A BMC that speaks IPMI 2.0 over LAN; `name` is for people. */
export interface IpmiBmc {
  host: string;
  port: number;
  name: string;
}

/** Runs `ipmitool chassis …` at a BMC and resolves with what it printed. */
export type Ipmitool = (bmc: IpmiBmc, ...command: readonly string[]) => Promise<string>;

/** More than any answer about a chassis, bytes. */
const MAXIMUM_OUTPUT = 65_536;

/**
 * Completion codes, in the words of ipmitool, that speak of the order itself and not of the moment: c1, c2, c7, c9, cc, d4, d6.
 * IPMI 2.0, table 5-2.
 */
const REFUSALS =
  /^(?:Set Chassis Power Control|Power Restore Policy).* failed: (?:Invalid command.*|Request data length invalid|Parameter out of range|Invalid data field in request|Insufficient privilege level|Cannot execute command, command disabled)$/m;

/** Said of every BMC that is no carrier of HPM.x; it is no complaint. */
const NOISE = /^Get HPM\.x Capabilities request failed/;

/**
 * Makes the one way to the program `ipmitool`. The password goes by its environment, never by its arguments, which every user
 * of the machine can read; a run that takes too long is killed. Throws DomainError `SouthboundRefused` when the BMC does not know
 * or not allow the command, and `SouthboundUnavailable` for everything else that prevents it.
 */
export function createIpmitool(config: IpmiPowerController): Ipmitool {
  const inTurn = createLimit(config.maximumProcesses);
  return async (bmc, ...command) => {
    const password = await readPassword(config);
    const words = [...argumentsFor(config, bmc, password !== undefined), 'chassis', ...command];
    return inTurn(() => run(config, { words, password, about: `${bmc.name} with chassis ${command.join(' ')}` }));
  };
}

function argumentsFor(config: IpmiPowerController, { host, port }: IpmiBmc, hasPassword: boolean): string[] {
  return [
    ...['-I', 'lanplus', '-H', host, '-p', String(port), '-C', config.cipherSuite, '-L', config.privilegeLevel],
    ...(config.username === undefined ? [] : ['-U', config.username]),
    ...(hasPassword ? ['-E'] : []),
  ];
}

interface Run {
  words: string[];
  password: string | undefined;
  /** BMC and command, for people. */
  about: string;
}

function run({ program, timeout }: IpmiPowerController, { words, password, about }: Run): Promise<string> {
  const env = {
    PATH: process.env['PATH'],
    LC_ALL: 'C',
    ...(password === undefined ? {} : { IPMI_PASSWORD: password }),
  };
  const limits = { timeout: 1000 * timeout, killSignal: 'SIGKILL' as const, maxBuffer: MAXIMUM_OUTPUT };
  return new Promise((resolve, reject) => {
    const child = execFile(program, words, { env, ...limits }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(failureOf(error, stderr, { program, timeout, about }));
    });
    // Without a password it would ask for one.
    child.stdin?.end();
  });
}

type Failure = Error & { code?: unknown; killed?: boolean };

function failureOf(
  error: Failure,
  stderr: string,
  { program, timeout, about }: { program: string; timeout: number; about: string },
): DomainError {
  if (typeof error.code === 'string' && error.code !== 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') {
    const detail = `the program ${program} (Debian package ipmitool) cannot be run to reach ${about}: ${error.code}`;
    return new DomainError('SouthboundUnavailable', detail);
  }
  if (error.killed === true) {
    return new DomainError('SouthboundUnavailable', `${about} did not end within ${timeout} s`);
  }
  const kind: ProblemKind = REFUSALS.test(stderr) ? 'SouthboundRefused' : 'SouthboundUnavailable';
  return new DomainError(kind, `${about} failed: ${complaintOf(stderr) || reasonOf(error.code)}`);
}

function complaintOf(stderr: string): string {
  const lines = stderr.split('\n').map((line) => line.trim());
  return lines
    .filter((line) => line !== '' && !NOISE.test(line))
    .join('; ')
    .slice(0, 500);
}
