import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../lab/scenario.ts';

const VERSION = '2.55.1';
/** Of specmatic.jar in the npm package of that version. */
const SHA256 = '07a1ae4b861c6b4dab67a4a1407c58f28db306b3b7732eda92148bce8f2729b9';

/** The program, from the npm package that carries it. It is too big for a dependency, so it is fetched once, when needed. */
export function specmaticJar(): string {
  const cache = join(packageRoot(), 'node_modules', '.cache', 'specmatic', VERSION);
  const jar = join(cache, 'specmatic.jar');
  if (!existsSync(jar)) fetchTo(cache);
  const digest = createHash('sha256').update(readFileSync(jar)).digest('hex');
  if (digest !== SHA256) throw new Error(`${jar} is not the one that was looked at; remove it`);
  return jar;
}

function fetchTo(cache: string): void {
  mkdirSync(cache, { recursive: true });
  const run = (program: string, args: readonly string[]): void => {
    execFileSync(program, args, { cwd: cache, stdio: ['ignore', 'ignore', 'inherit'] });
  };
  run('npm', ['pack', '--silent', '--ignore-scripts', `specmatic@${VERSION}`]);
  const archive = `specmatic-${VERSION}.tgz`;
  run('tar', ['-xzf', archive, 'package/specmatic.jar']);
  renameSync(join(cache, 'package', 'specmatic.jar'), join(cache, 'specmatic.jar'));
  for (const rest of [archive, 'package']) rmSync(join(cache, rest), { recursive: true });
}
