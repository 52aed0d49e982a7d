/** The kit as a program, against the gateway as a program, as a test lab runs it. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Report {
  summary: { passed: number; failed: number; notApplicable: number };
  cases: { id: string; outcome: string; failures: unknown[] }[];
}

interface Ended {
  status: number;
  stdout: string;
  stderr: string;
}

const directory = mkdtempSync(join(tmpdir(), 'conformance-report-'));
afterAll(() => {
  rmSync(directory, { recursive: true });
});

function conformance(...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile('node', ['dist/conformance/kit/main.js', ...args], { maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      resolve({ status: typeof error?.code === 'number' ? error.code : error === null ? 0 : 255, stdout, stderr });
    });
  });
}

describe.each(['strict', 'lenient'])('our own gateway, %s', (versionHeader) => {
  const report = join(directory, versionHeader);
  let ended: Ended;
  let told: Report;
  beforeAll(async () => {
    ended = await conformance('--self', '--json', '--version-header', versionHeader, '--report', report);
    told = JSON.parse(ended.stdout) as Report;
  }, 120_000);

  it('conforms in every case that applies to it', () => {
    expect(told.cases.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect(ended.status).toBe(0);
    expect(told.summary.passed).toBeGreaterThan(1000);
    expect(told.summary.passed + told.summary.notApplicable).toBe(told.cases.length);
  });

  it('is reported as JSON, JUnit XML and a page', () => {
    expect(JSON.parse(readFileSync(join(report, 'report.json'), 'utf8'))).toEqual(told);
    const junit = readFileSync(join(report, 'junit.xml'), 'utf8');
    expect(junit.match(/<testcase /g)).toHaveLength(told.cases.length);
    const page = readFileSync(join(report, 'report.html'), 'utf8');
    expect(page).toContain('No case failed');
    expect(page).not.toMatch(/<(script|link|img)\b|https?:\/\/(?!127\.0\.0\.1)[^"<]*\.(js|css|png)/);
  });
});

describe('the kit', () => {
  it('ends with 2 and a sentence when nothing answers', async () => {
    const { status, stderr } = await conformance('--api-root', 'http://127.0.0.1:1');
    expect(status).toBe(2);
    expect(stderr).toContain('http://127.0.0.1:1 cannot be reached');
  });

  it.each([
    ['--profile', 'nobody'],
    ['--only', 'nothing.like.it', '--self'],
    ['--unknown'],
    ['--version-header', 'sometimes'],
  ])('ends with 2 for what it does not know: %s', async (...args) => {
    const { status, stderr, stdout } = await conformance(...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(args[0]);
  });

  it('tells how it is used', async () => {
    const { status, stdout } = await conformance('--help');
    expect(status).toBe(0);
    expect(stdout).toContain('--api-root');
  });
});
