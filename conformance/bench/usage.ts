import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Clock ticks of /proc per second; 100 on every Linux that Node.js runs on (proc(5), sysconf(_SC_CLK_TCK)). */
const TICKS_PER_SECOND = 100;

/** Positions of utime and stime behind the name of the program (proc_pid_stat(5): fields 14 and 15). */
const UTIME = 11;
const STIME = 12;

/** Wait for what a server does after it has answered, ms. */
const SETTLE = 50;

/** CPU seconds that a process and the processes it started have used so far, in user and in kernel mode, by all threads. */
export function cpuSeconds(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const own = (Number(fields[UTIME]) + Number(fields[STIME])) / TICKS_PER_SECOND;
  return childrenOf(pid).reduce((sum, child) => sum + cpuSeconds(child), own);
}

/** Memory of a process that is in RAM, MB (10⁶ bytes). */
export function residentMegabytes(pid: number): number {
  const text = readFileSync(`/proc/${pid}/status`, 'latin1');
  const kibibytes = Number(/^VmRSS:\s*(\d+) kB$/m.exec(text)?.[1]);
  return (kibibytes * 1024) / 1e6;
}

/** What is done per CPU second of the process while `work` goes on; `work` tells how much was done. */
export async function perCpuSecond(pid: number, work: () => Promise<number>): Promise<number> {
  const before = cpuSeconds(pid);
  const done = await work();
  await sleep(SETTLE);
  return done / (cpuSeconds(pid) - before);
}

function childrenOf(pid: number): number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').trim();
    return text === '' ? [] : text.split(' ').map(Number);
  } catch {
    // A kernel without CONFIG_PROC_CHILDREN: then only the process itself counts.
    return [];
  }
}
