import { readFile } from 'node:fs/promises';
import { DomainError } from '../problem.ts';

/**
 * The password of a southbound peer. `passwordFile` goes before `password` and is read anew at every call, so that a
 * changed secret needs no restart; one line end at its end is not part of it. Undefined when neither is configured.
 * Throws DomainError `SouthboundUnavailable` when the file cannot be read. R5.
 */
export async function readPassword(config: { password?: string; passwordFile?: string }): Promise<string | undefined> {
  if (config.passwordFile === undefined) return config.password;
  try {
    return (await readFile(config.passwordFile, 'utf8')).replace(/\r?\n$/, '');
  } catch (cause) {
    throw new DomainError('SouthboundUnavailable', `cannot read the password file ${config.passwordFile}`, { cause });
  }
}
