import { readFileSync } from 'node:fs';
import { Pool } from 'undici';

/**
 * What a sender of notifications can do at best: an undici pool posts bodies that are there already.
 *
 * Usage: reference-sender URL FILE, FILE with a body on each line. Prints the requests per second of each of three times.
 */
const [url = '', file = ''] = process.argv.slice(2);
const TIMES = 3;
const CONNECTIONS = 32;

const bodies = readFileSync(file, 'utf8').trimEnd().split('\n');
const pool = new Pool(url, { connections: CONNECTIONS });
const rates: number[] = [];
for (let time = 0; time < TIMES; time++) {
  const begin = performance.now();
  await sendAll();
  rates.push(bodies.length / ((performance.now() - begin) / 1000));
}
await pool.close();
process.stdout.write(`${JSON.stringify(rates)}\n`);

async function sendAll(): Promise<void> {
  let index = 0;
  const send = async (): Promise<void> => {
    for (let body = bodies[index++]; body !== undefined; body = bodies[index++]) {
      const headers = { 'content-type': 'application/json' };
      const answer = await pool.request({ method: 'POST', path: '/reference', headers, body });
      await answer.body.dump();
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, send));
}
