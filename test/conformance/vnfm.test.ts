import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CaseResult } from '../../conformance/kit/case.ts';
import { startVnfm } from '../../conformance/peers/vnfm.ts';
import { bodyOf, type Distortion } from './vnfm-relay.ts';
import { freePort, PATIENT, runKit, testSubscribing, testThroughRelay } from './vnfm-under-test.ts';

/** A program of `dist/` with what it has said so far. */
function start(file: string, args: readonly string[]): { child: ChildProcess; said: () => string } {
  const child = spawn(process.execPath, [`dist/${file}`, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said += String(data)));
  return { child, said: () => said };
}

function optionsOf(options: Readonly<Record<string, string>>): string[] {
  return Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
}

/** The kit as a program, for a VNF manager as a program that is told where the kit is. */
async function testProgram(vnfm: string, argsFor: (apiRoot: string) => readonly string[]): Promise<string> {
  const kit = start('conformance/kit/main.js', optionsOf({ profile: 'vnfm', listen: '127.0.0.1:0', ...PATIENT }));
  const ended = once(kit.child, 'exit') as Promise<[number | null]>;
  const apiRootSaid = (): string | undefined => /http:\/\/127\.0\.0\.1:\d+/.exec(kit.said())?.[0];
  while (apiRootSaid() === undefined && kit.child.exitCode === null) await sleep(50);
  const program = start(vnfm, argsFor(apiRootSaid() ?? ''));
  const [status] = await ended;
  program.child.kill();
  return `${kit.said()}exit status ${status ?? 'none'}`;
}

function withOutcome(results: readonly CaseResult[], outcome: CaseResult['outcome']): CaseResult[] {
  return results.filter((result) => result.outcome === outcome);
}

/** Changes the subscription to migration requests on its way to the kit. */
function subscribing(change: (body: Record<string, unknown>) => Record<string, unknown>): Distortion {
  return {
    toGateway: (request) =>
      request.method === 'POST' && request.path.startsWith('/vnfmig')
        ? [{ ...request, body: change(bodyOf(request)) }]
        : [request],
  };
}

describe('the profile vnfm', () => {
  it.concurrent('passes the reference VNFM when it subscribes by itself', async () => {
    const times = { 'reply-delay-ms': '20', 'migration-ms': '200' };
    const said = await testProgram('conformance/peers/vnfm.js', (gateway) =>
      optionsOf({ gateway, 'vnfm-id': 'my-vnfm', ...times }),
    );
    // No token is required, and it sends no If-Match.
    expect(said).toMatch(/37 passed, 0 failed, 2 not applicable\.\nexit status 0$/);
  });

  it.concurrent('passes the VNFM of the documentation, which reads all it needs from the gateway', async () => {
    const callbackUri = `http://127.0.0.1:${await freePort()}/`;
    const said = await testProgram('docs/examples/vnfm.js', (apiRoot) => [apiRoot, 'my-vnfm', callbackUri]);
    // No token is required, and it does not want to hear of servers.
    expect(said).toMatch(/37 passed, 0 failed, 2 not applicable\.\nexit status 0$/);
  });

  it('passes the reference VNFM when the kit subscribes it and the links say where to answer', async () => {
    const vnfm = await startVnfm({ vnfmId: 'vnfm-7', replyDelayMs: 20, migrationMs: 100 });
    const results = await runKit({ common: { apiRoot: vnfm.url }, options: { ...PATIENT, 'vnfm-id': 'vnfm-7' } });
    await vnfm.close();
    expect(withOutcome(results, 'failed').map(({ id, failures }) => [id, failures])).toEqual([]);
    expect(new Set(withOutcome(results, 'notApplicable').map(({ reason }) => reason))).toEqual(
      new Set([
        'only where the VNF manager subscribes by itself; see --listen',
        'needs --required-token',
        'the VNF manager sends no If-Match',
      ]),
    );
    expect(withOutcome(results, 'passed').length).toBeGreaterThan(30);
    // What the kit sends is as the specification says, but for what is wrong on purpose.
    const deliberate = /^unknown notificationType|must have required property/;
    expect(vnfm.violations.filter((violation) => !deliberate.test(violation))).toEqual([]);
  });

  it('asks for the servers and functions of a site', async () => {
    const vnfm = await startVnfm({ vnfmId: 'vnfm-1', replyDelayMs: 5, migrationMs: 10 });
    const results = await runKit({
      cases: ['vnfm.migration_request.target-among-candidates', 'vnfm.migration_request.several-at-once'],
      common: { apiRoot: vnfm.url },
      options: { ...PATIENT, inventory: 'docs/site.example.yaml', 'vnf-instance-id': 'vnf-amf' },
    });
    const [asked] = [...vnfm.requests.values()];
    await vnfm.close();
    expect(results.map(({ outcome }) => outcome)).toEqual(['notApplicable', 'passed']);
    expect(asked?.request).toMatchObject({
      vnfInstanceId: 'vnf-amf',
      vnfcInstanceIds: ['amf-a'],
      virtualComputeIds: ['amf-1'],
      sourceComputeHostId: 'server-1',
      placement: { excludedComputeHostIds: ['server-1', 'server-3'], candidateComputeHostIds: ['server-2'] },
    });
  });

  it('authenticates towards the callback as the subscription says, or else with its token', async () => {
    const cases = ['vnfm.callback.get-no-content'];
    const shown: unknown[] = [];
    const noting: Distortion = {
      toVnfm: (request) => {
        shown.push(request.headers['authorization']);
        return request;
      },
    };
    const authentication = { authType: ['BASIC'], paramsBasic: { userName: 'kit', password: 'secret' } };
    await testThroughRelay({ cases, common: { token: 'abc' } }, { distortion: noting });
    await testSubscribing(
      { cases },
      { distortion: { ...noting, ...subscribing((body) => ({ ...body, authentication })) } },
    );
    expect(new Set(shown)).toEqual(new Set(['Bearer abc', `Basic ${Buffer.from('kit:secret').toString('base64')}`]));
  });

  it('is content with the old candidates as long as the new ones have not arrived', async () => {
    let isLost = false;
    const losingOnce: Distortion = {
      toVnfm: (request) => {
        if (isLost || bodyOf(request)['requestVersion'] !== 2) return request;
        isLost = true;
        return { status: 503 };
      },
    };
    const cases = ['vnfm.migration_request.reissue-other-placement'];
    const results = await testThroughRelay({ cases }, { distortion: losingOnce });
    expect(isLost).toBe(true);
    expect(results.map(({ outcome, failures }) => [outcome, failures])).toEqual([['passed', []]]);
  });

  it('leaves out what the VNFM is not subscribed to', async () => {
    const notificationTypes = ['MigrationRequestNotification'];
    const results = await testSubscribing(
      { cases: ['vnfm.migration_request.cancelled-before-answer', 'vnfm.migration_request.answer-in-time'] },
      { distortion: subscribing((body) => ({ ...body, filter: { notificationTypes } })) },
    );
    expect(results.map(({ outcome }) => outcome)).toEqual(['passed', 'notApplicable']);
  });

  it('answers the same subscription again with 303, with which the reference VNFM is content', async () => {
    const statuses: number[] = [];
    const results = await testSubscribing(
      { cases: ['vnfm.migration_request.answer-in-time'] },
      {
        distortion: {
          toGateway: (request) => (request.method === 'POST' ? [request, request] : [request]),
          fromGateway: (answer, { method }) => {
            if (method === 'POST') statuses.push(answer.status);
            return answer;
          },
        },
      },
    );
    expect(results.map(({ outcome }) => outcome)).toEqual(['passed']);
    expect(statuses).toEqual([303, 303]);
  });

  it('cannot run without a VNFM, and says why', async () => {
    const listen = { host: '127.0.0.1', port: 0 };
    await expect(runKit({})).rejects.toThrow('--api-root (the callback URI of the VNF manager) or --listen is missing');
    await expect(runKit({ common: { apiRoot: 'http://127.0.0.1:9' } })).rejects.toThrow('cannot be reached');
    await expect(runKit({ common: { listen: { host: '192.0.2.1', port: 0 } } })).rejects.toThrow(
      'the kit cannot be served',
    );
    await expect(runKit({ common: { listen }, options: { 'wait-time': '0.1' } })).rejects.toThrow(
      'no VNF manager subscribed within 0.1 s',
    );
    await expect(runKit({ common: { listen }, options: { 'reply-time': 'soon' } })).rejects.toThrow(
      '--reply-time soon',
    );
    await expect(runKit({ common: { listen }, options: { inventory: 'README.md' } })).rejects.toThrow(
      '--inventory README.md',
    );
    const inventory = 'docs/site.example.yaml';
    const nothing = 'nothing in it is of VNF manager other';
    await expect(runKit({ common: { listen }, options: { inventory, 'vnfm-id': 'other' } })).rejects.toThrow(nothing);
    await expect(testSubscribing({ options: { inventory } }, { vnfm: { vnfmId: 'other' } })).rejects.toThrow(nothing);
    const refused = testSubscribing(
      { options: { 'wait-time': '0.5' } },
      { distortion: subscribing(({ callbackUri: _callbackUri, ...body }) => body) },
    );
    await expect(refused).rejects.toThrow("must have required property 'callbackUri'");
  });
});
