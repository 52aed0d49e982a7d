import type { components } from '../../generated/config.ts';
import { reasonOf } from '../../src/problem.ts';
import { nutAdapter } from '../../src/southbound/environment/nut.ts';
import type { EnvironmentSource } from '../../src/southbound/environment/environment-source.ts';
import { nutPowerAdapter } from '../../src/southbound/power/nut.ts';
import { createCertificates } from '../certificates.ts';
import { startUpsd, type Upsd } from '../simulators/upsd.ts';
import { ON_MAINS } from './nut-harness.ts';
import { createRecordingLog, createRecordingPorts, eventually, type RecordingPorts } from './recording-ports.ts';

type NutSource = components['schemas']['NutSource'];

const { selfSigned, signed, pair, file, remove } = createCertificates();
let upsd: Upsd;
let ports: RecordingPorts;
let source: EnvironmentSource | undefined;

beforeAll(() => {
  selfSigned('ca');
  selfSigned('foreign-ca');
  signed('upsd', 'ca');
});
afterAll(remove);
beforeEach(() => {
  ports = createRecordingPorts();
});
afterEach(async () => {
  await source?.stop();
  await upsd.close();
});

const serve = async (hasCertificate: boolean): Promise<void> => {
  upsd = await startUpsd(0, hasCertificate ? pair('upsd') : undefined);
  upsd.set('ups1', { ...ON_MAINS, 'outlet.1.status': 'on' });
};
const start = (config: Partial<NutSource>): void => {
  const upses = [{ name: 'ups1', computeHostIds: ['server-1'] }];
  const where = { host: '127.0.0.1', port: upsd.port, tls: 'never' as const, username: 'gateway', password: 'secret' };
  source = nutAdapter.create({ id: 'power-room', type: 'nut', pollInterval: 0.1, upses, ...where, ...config }, ports);
  source.start();
};
const expectState = (state: string): Promise<void> =>
  eventually(() => {
    expect(ports.latest('ups.status')).toMatchObject({ state });
  });
const expectRefused = async (reason: RegExp): Promise<void> => {
  await expectState('UNKNOWN');
  await eventually(() => {
    expect(source?.status().detail).toMatch(reason);
  });
  expect(upsd.commands).not.toContainEqual(expect.stringMatching(/^(USERNAME|PASSWORD|LIST)/));
};

describe('a upsd with a certificate', () => {
  beforeEach(() => serve(true));

  it.each(['optional', 'required'] as const)(
    'is spoken to over TLS when it is %s, before anything else',
    async (tls) => {
      start({ tls, caFile: file('ca.crt') });
      await expectState('OL');
      expect(upsd.commands.slice(0, 2)).toEqual(['STARTTLS', 'USERNAME "gateway"']);
    },
  );

  it('is spoken to in the clear when TLS is never wanted', async () => {
    start({});
    await expectState('OL');
    expect(upsd.commands).not.toContain('STARTTLS');
  });

  it.each(['optional', 'required'] as const)(
    'is not spoken to when the certificate is of another CA, with TLS %s',
    async (tls) => {
      start({ tls, caFile: file('foreign-ca.crt') });
      await expectRefused(/cannot be reached.*certificate/);
    },
  );

  it('is not spoken to when the certificate is that of another host', async () => {
    start({ tls: 'required', caFile: file('ca.crt'), host: 'localhost' });
    await expectRefused(/cannot be reached.*altnames/);
  });

  it('tells the state of outlets over TLS too', async () => {
    const controller = nutPowerAdapter.create(
      {
        id: 'pdu',
        type: 'nut',
        host: '127.0.0.1',
        port: upsd.port,
        tls: 'required',
        caFile: file('ca.crt'),
        timeout: 5,
        outlets: { 'server-1': [{ ups: 'ups1', outlet: 1 }] },
      },
      createRecordingLog().log,
    );
    expect(await controller.readPowerState('server-1')).toBe('ON');
    expect(upsd.commands[0]).toBe('STARTTLS');
  });
});

describe('a upsd without a certificate', () => {
  beforeEach(() => serve(false));

  it('is spoken to in the clear where TLS is optional', async () => {
    start({ tls: 'optional' });
    await expectState('OL');
    expect(upsd.commands[0]).toBe('STARTTLS');
  });

  it('is not spoken to where TLS is required, and that is said', async () => {
    start({ tls: 'required' });
    await expectRefused(/is not spoken to without TLS, and answered STARTTLS with ERR FEATURE-NOT-CONFIGURED$/);
  });

  it('switches no outlet where TLS is required', async () => {
    const outlets = { 'server-1': [{ ups: 'ups1', outlet: 1 }] };
    const where = { host: '127.0.0.1', port: upsd.port, tls: 'required' as const, timeout: 5 };
    const controller = nutPowerAdapter.create({ id: 'pdu', type: 'nut', outlets, ...where }, createRecordingLog().log);
    const failure = await controller.powerOff('server-1', 'FORCED').catch(reasonOf);
    expect(failure).toContain('is not spoken to without TLS');
    expect(upsd.commands).toEqual(['STARTTLS']);
  });
});
