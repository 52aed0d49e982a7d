import type { components } from '../../generated/config.ts';
import type { EnvironmentSource } from '../../src/southbound/environment/environment-source.ts';
import { nutAdapter } from '../../src/southbound/environment/nut.ts';
import { createCertificates } from '../certificates.ts';
import { createRecordingPorts, eventually, type RecordingPorts } from '../southbound/recording-ports.ts';
import { startNutRig, type NutRig } from './nut-rig.ts';

type NutSource = components['schemas']['NutSource'];

/** The adapter at a real upsd: each test goes on from where the one before left the mains. */
describe('at Network UPS Tools', () => {
  let rig: NutRig | undefined;
  let ports: RecordingPorts;
  let source: EnvironmentSource | undefined;

  const rigOf = (): NutRig => {
    if (rig === undefined) throw new Error('the rig does not run');
    return rig;
  };
  const start = (config: Partial<NutSource> = {}): void => {
    ports = createRecordingPorts();
    source = nutAdapter.create(
      {
        id: 'power-room',
        type: 'nut',
        host: rigOf().host,
        port: rigOf().port,
        tls: 'never',
        pollInterval: 0.2,
        upses: [
          { name: 'ups1', computeHostIds: ['server-1'] },
          { name: 'ups2', resourceZoneIds: ['zone-a'] },
        ],
        ...config,
      },
      ports,
    );
    source.start();
  };
  const expectLatest = (parameterName: string, expected: object, about = 'server-1'): void => {
    expect(ports.latest(parameterName, about)).toMatchObject(expected);
  };
  const expectUnknown = (about = 'server-1'): void => {
    for (const name of ['ups.status', 'battery.charge', 'battery.runtime', 'ambient.temperature']) {
      expectLatest(name, { dataType: 'STATE', state: 'UNKNOWN' }, about);
    }
  };
  const expectOnMains = (about = 'server-1'): void => {
    expectLatest('ups.status', { state: 'OL' }, about);
    expectLatest('battery.charge', { value: 100, unit: '%' }, about);
    expectLatest('battery.runtime', { value: 1800, unit: 's' }, about);
  };

  beforeAll(async () => {
    rig = await startNutRig(['ups1', 'ups2']);
  }, 60_000);
  afterAll(async () => {
    await rig?.stop();
  }, 60_000);
  beforeEach(() => {
    start();
  });
  afterEach(async () => {
    await source?.stop();
  });

  it('says what feeds the servers while the mains are there', async () => {
    await eventually(() => {
      expectOnMains();
      expectOnMains('zone-a');
      expectLatest('ambient.temperature', { parameterType: 'COOLING', value: 22, unit: 'Cel' });
    });
    expect(source?.status()).toEqual({ connected: true, detail: 'ups1, ups2 heard' });
  });

  it('is served with a user name and a password of any letters too', async () => {
    await source?.stop();
    start({ username: 'admin', password: String.raw`a "b" \c é` });
    await eventually(() => {
      expectOnMains();
    });
  });

  it('is spoken to in the clear where TLS is optional, and not where it is required: it has no certificate', async () => {
    await source?.stop();
    start({ tls: 'optional' });
    await eventually(() => {
      expectOnMains();
    });
    await source?.stop();
    start({ tls: 'required' });
    await eventually(() => {
      expectLatest('ups.status', { state: 'UNKNOWN' });
    });
    expect(source?.status().detail).toMatch(
      /is not spoken to without TLS, and answered STARTTLS with ERR FEATURE-NOT-CONFIGURED$/,
    );
  });

  it('says OB when the mains fail, of that UPS only', async () => {
    await rigOf().mains('off');
    await eventually(() => {
      expectLatest('ups.status', { state: 'OB' });
      expectOnMains('zone-a');
    });
  });

  it('follows the battery down to LB', async () => {
    await rigOf().drain({ from: 60, to: 10, step: 25, seconds: 0.5 });
    await eventually(() => {
      expectLatest('ups.status', { state: 'LB' });
      expectLatest('battery.charge', { value: 10 });
    });
    const charges = ports.notifications
      .flatMap(({ environmentData }) => environmentData)
      .filter(({ parameterName, computeHostId }) => parameterName === 'battery.charge' && computeHostId === 'server-1')
      .map(({ value }) => value);
    expect([...new Set(charges)]).toEqual(expect.arrayContaining([60, 35, 10]));
  });

  it('says OL when the mains are back', async () => {
    await rigOf().set('battery.charge', '100');
    await rigOf().set('battery.runtime', '1800');
    await rigOf().mains('on');
    await eventually(expectOnMains);
  });

  it('says UNKNOWN while the driver hangs, and values again afterwards', async () => {
    await eventually(expectOnMains);
    await rigOf().freezeDriver();
    try {
      await eventually(expectUnknown, 30_000);
      expectOnMains('zone-a');
      expect(source?.status()).toEqual({ connected: false, detail: 'ups1: DATA-STALE' });
    } finally {
      await rigOf().thawDriver();
    }
    await eventually(expectOnMains, 30_000);
  });

  it('says UNKNOWN while upsd is gone, and values again when it is back', async () => {
    await eventually(expectOnMains);
    await rigOf().stopUpsd();
    await eventually(() => {
      expectUnknown();
      expectUnknown('zone-a');
    });
    expect(source?.status().connected).toBe(false);
    await rigOf().startUpsd();
    await eventually(() => {
      expectOnMains();
      expectOnMains('zone-a');
    }, 30_000);
    expect(source?.status().connected).toBe(true);
  });

  it('says UNKNOWN of a UPS that upsd does not know', async () => {
    await source?.stop();
    start({ upses: [{ name: 'ups9', computeHostIds: ['server-1'] }] });
    await eventually(() => {
      expectLatest('ups.status', { state: 'UNKNOWN' });
    });
    expect(source?.status().detail).toBe('ups9: UNKNOWN-UPS');
  });
});

describe('at Network UPS Tools with TLS', () => {
  const { selfSigned, signed, file, files, remove } = createCertificates();
  let rig: NutRig | undefined;
  let ports: RecordingPorts;
  let source: EnvironmentSource | undefined;

  const start = (config: Partial<NutSource>): void => {
    if (rig === undefined) throw new Error('the rig does not run');
    const { host, port } = rig;
    const upses = [{ name: 'ups1', computeHostIds: ['server-1'] }];
    ports = createRecordingPorts();
    source = nutAdapter.create(
      { id: 'power-room', type: 'nut', host, port, tls: 'required', pollInterval: 0.2, upses, ...config },
      ports,
    );
    source.start();
  };
  const expectStatus = (state: string): Promise<void> =>
    eventually(() => {
      expect(ports.latest('ups.status')).toMatchObject({ state });
    }, 30_000);

  beforeAll(async () => {
    for (const ca of ['ca', 'foreign-ca']) selfSigned(ca);
    signed('upsd', 'ca');
    rig = await startNutRig(['ups1'], files('upsd'));
  }, 60_000);
  afterAll(async () => {
    await rig?.stop();
    remove();
  }, 60_000);
  afterEach(async () => {
    await source?.stop();
  });

  it.each(['optional', 'required'] as const)('follows the UPS where TLS is %s, with a password too', async (tls) => {
    start({ tls, caFile: file('ca.crt'), username: 'admin', password: 'adminpw' });
    await expectStatus('OL');
    await rig?.mains('off');
    await expectStatus('OB');
    await rig?.mains('on');
    await expectStatus('OL');
  });

  it('takes it up again when upsd is back', async () => {
    start({ caFile: file('ca.crt') });
    await expectStatus('OL');
    await rig?.stopUpsd();
    await expectStatus('UNKNOWN');
    await rig?.startUpsd();
    await expectStatus('OL');
    expect(source?.status()).toEqual({ connected: true, detail: 'ups1 heard' });
  });

  it.each(['optional', 'required'] as const)(
    'does not speak to a upsd whose certificate is of another CA, with TLS %s',
    async (tls) => {
      start({ tls, caFile: file('foreign-ca.crt') });
      await expectStatus('UNKNOWN');
      expect(source?.status().connected).toBe(false);
      expect(source?.status().detail).toMatch(/cannot be reached.*certificate/);
    },
  );
});
