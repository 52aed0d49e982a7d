import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

export const APIS = ['envnotif', 'vnfmig', 'vrinfo', 'vrfm'];

/** Something that the person at the keyboard can put right: told without a stack. */
export class Failure extends Error {}

/** Runs a program to its end and gives what it wrote; its complaints are in the failure. */
export function run(program, parameters, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(program, parameters, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    ...options,
  });
  if (error !== undefined) throw new Failure(`${program} cannot be run: ${error.message}`);
  if (status !== 0) throw new Failure(`${program} ${parameters.join(' ')} failed:\n${stdout}${stderr}`);
  return stdout;
}

export function succeeds(program, parameters, options = {}) {
  return spawnSync(program, parameters, { stdio: 'ignore', ...options }).status === 0;
}

/** Fails with the Debian packages to install when a program is not there. */
export function requireTool(program, trial, packages) {
  if (!succeeds(program, trial)) throw new Failure(`${program} is missing; on Debian: apt-get install ${packages}`);
}

/** Copies a file that has the version of this package in it. */
export function copyText(from, to) {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  writeFileSync(to, readFileSync(from, 'utf8').replaceAll('VERSION', version));
}

/** Replaces in a file what is found there. */
export function replaceIn(file, replacements) {
  const text = readFileSync(file, 'utf8');
  writeFileSync(
    file,
    replacements.reduce((changed, [from, to]) => changed.replaceAll(from, to), text),
  );
}
