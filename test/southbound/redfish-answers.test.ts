import { createServer as createTlsServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import {
  startService,
  type Service,
  type ServiceAnswer,
  type ServiceRequest,
} from '../../conformance/peers/service.ts';
import { reasonOf } from '../../src/problem.ts';
import type { PowerController } from '../../src/southbound/power/power-controller.ts';
import { redfishAdapter } from '../../src/southbound/power/redfish.ts';
import { createCertificates } from '../certificates.ts';
import { createRecordingLog } from './recording-ports.ts';

const SYSTEM = '/redfish/v1/Systems/1';
const MONITOR = '/redfish/v1/TaskService/TaskMonitors/7';

function createController(baseUrl: string, caFile?: string): PowerController {
  const config = { id: 'bmc', type: 'redfish' as const, baseUrl, timeout: 5, systems: { 'server-1': SYSTEM } };
  return redfishAdapter.create({ ...config, ...(caFile === undefined ? {} : { caFile }) }, createRecordingLog().log);
}

/** What went wrong, as the engine sees it; undefined when nothing did. */
async function failureOf(
  promise: Promise<unknown> | undefined,
): Promise<{ kind: unknown; reason: string } | undefined> {
  try {
    await promise;
    return undefined;
  } catch (error) {
    return { kind: (error as { kind?: unknown }).kind, reason: reasonOf(error) };
  }
}

describe('a BMC that makes a task of an order', () => {
  let service: Service;
  let looks: string[];
  let monitor: ServiceAnswer[];
  let location: string;
  beforeEach(async () => {
    looks = [];
    location = MONITOR;
    service = await startService(({ method, path }) => {
      if (method === 'POST') return { status: 202, headers: { location } };
      if (path === SYSTEM) return { status: 200, body: { PowerState: 'On' } };
      looks.push(path);
      return (looks.length < monitor.length ? monitor[looks.length - 1] : monitor.at(-1)) ?? { status: 404 };
    });
  });
  afterEach(() => service.close());

  const shutDown = () => failureOf(createController(service.url).powerOff('server-1', 'GRACEFUL'));
  const running = { status: 202, body: { TaskState: 'Running' } };

  it.each([
    ['is answered 204', { status: 204 }],
    ['is Completed', { status: 200, body: { TaskState: 'Completed' } }],
    ['is gone', { status: 404 }],
    ['must not be read', { status: 403 }],
  ])('has accepted it when the task, running first, then %s', async (_what, end) => {
    monitor = [running, end];
    expect(await shutDown()).toBeUndefined();
    expect(looks).toEqual([MONITOR, MONITOR]);
  });

  it.each([
    ['ends with an exception', { status: 200, body: { TaskState: 'Exception', Messages: [{ Message: 'no ACPI' }] } }],
    ['is answered 400', { status: 400, body: { error: { message: 'no ACPI' } } }],
  ])('refused it when the task %s, so that power can be cut at once', async (_what, end) => {
    monitor = [running, end];
    const failure = await shutDown();
    expect(failure?.kind).toBe('SouthboundRefused');
    expect(failure?.reason).toContain(
      `the task of system ${SYSTEM} of BMC ${service.url} (server-1) for GracefulShutdown`,
    );
    expect(failure?.reason).toContain('no ACPI');
  });

  it('is not waited for longer than is useful', async () => {
    monitor = [{ status: 200, body: { TaskState: 'Running' } }];
    expect(await shutDown()).toBeUndefined();
    expect(looks.length).toBeGreaterThan(1);
  });

  it('on another host is not followed there', async () => {
    let asked = false;
    const other = await startService(() => {
      asked = true;
      return { status: 204 };
    });
    location = `${other.url}${MONITOR}`;
    expect(await shutDown()).toBeUndefined();
    expect(asked).toBe(false);
    await other.close();
  });
});

describe('the power restore policy of a BMC', () => {
  let service: Service;
  let patches: ServiceRequest[];
  let policy: unknown;
  let patched: ServiceAnswer;
  beforeEach(async () => {
    patches = [];
    patched = { status: 204 };
    service = await startService((request) => {
      if (request.method === 'PATCH') {
        patches.push(request);
        return patched;
      }
      return { status: 200, headers: { etag: 'W/"7"' }, body: { PowerState: 'On', PowerRestorePolicy: policy } };
    });
  });
  afterEach(() => service.close());

  it.each([
    ['AlwaysOn', 'AlwaysOn'],
    ['AlwaysOff', 'AlwaysOff'],
    ['LastState', 'LastState'],
    ['Sometimes', undefined],
    [undefined, undefined],
    [null, undefined],
  ])('%s is %s', async (said, expected) => {
    policy = said;
    expect(await createController(service.url).readPowerRestorePolicy?.('server-1')).toBe(expected);
  });

  it('is changed in the version that was read', async () => {
    await createController(service.url).setPowerRestorePolicy?.('server-1', 'AlwaysOff');
    expect(patches).toMatchObject([
      { path: SYSTEM, headers: { 'if-match': 'W/"7"' }, body: { PowerRestorePolicy: 'AlwaysOff' } },
    ]);
  });

  it.each([
    [400, 'SouthboundRefused'],
    [405, 'SouthboundRefused'],
    [503, 'SouthboundUnavailable'],
  ])('is not changed by a BMC that answers %i: %s', async (status, kind) => {
    patched = { status };
    const failure = await failureOf(createController(service.url).setPowerRestorePolicy?.('server-1', 'AlwaysOff'));
    expect(failure?.kind).toBe(kind);
    expect(failure?.reason).toContain(`answered PowerRestorePolicy AlwaysOff with ${status}`);
  });
});

describe('a BMC with a certificate of a private CA', () => {
  const { selfSigned, signed, pair, file, remove } = createCertificates();
  let server: Server;
  beforeAll(async () => {
    selfSigned('ca');
    signed('bmc', 'ca');
    server = createTlsServer(pair('bmc'), (_request, response) => response.end('{"PowerState":"On"}'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
    remove();
  });
  const url = () => `https://127.0.0.1:${(server.address() as AddressInfo).port}`;

  it('is trusted with the CA of the configuration, and not without', async () => {
    expect(await createController(url(), file('ca.crt')).readPowerState('server-1')).toBe('ON');
    const failure = await failureOf(createController(url()).readPowerState('server-1'));
    expect(failure?.kind).toBe('SouthboundUnavailable');
    expect(failure?.reason).toMatch(/certificate/);
  });
});
