/** Rates how easily each interface is understood from its document alone, and fails when one is rated too low. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';

const LEAST = 80;
const WORST_PARTS = 3;
const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

const rated = readdirSync('spec')
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => `spec/${file}`)
  .filter(hasOperations)
  .map((file) => ({ file, ...rate(file) }));

const width = Math.max(...rated.map(({ file }) => file.length));
for (const { file, score, worst } of rated)
  console.log(`${file.padEnd(width)}  ${score.toFixed(1).padStart(5)}  least: ${worst.join(', ')}`);
for (const { file, score, worst, hotspots } of rated.filter((one) => one.score < LEAST)) {
  console.error(`${file}: ${score} is below ${LEAST}. What pulls it down: ${worst.join(', ')}`);
  for (const line of hotspots) console.error(`  ${line}`);
  process.exitCode = 1;
}

function hasOperations(file) {
  const { paths = {} } = parse(readFileSync(file, 'utf8'));
  return Object.values(paths).some((path) => METHODS.some((method) => method in path));
}

function rate(file) {
  const output = execFileSync('npx', ['redocly', 'score', file, '--config', '.redocly.yaml', '--format', 'json'], {
    env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
    stdio: ['ignore', 'pipe', 'ignore'],
    encoding: 'utf8',
  });
  const { agentReadiness: score, subscores, hotspots = [] } = JSON.parse(output);
  const worst = Object.entries(subscores)
    .sort(([, one], [, other]) => one - other)
    .slice(0, WORST_PARTS)
    .map(([part, share]) => `${part} ${Math.round(share * 100)} %`);
  return {
    score,
    worst,
    hotspots: hotspots.map(({ method, path, reasons }) => `${method.toUpperCase()} ${path}: ${reasons.join(', ')}`),
  };
}
