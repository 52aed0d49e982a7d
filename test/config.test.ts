import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkConfiguration, readConfiguration, type Configuration } from '../src/config.ts';

const folder = mkdtempSync(join(tmpdir(), 'nfvi-te-gateway-config-'));

function fileWith(text: string): string {
  const file = join(folder, `${Math.random().toString(36).slice(2)}.yaml`);
  writeFileSync(file, text);
  return file;
}

function accepted(checked: ReturnType<typeof checkConfiguration>): Configuration {
  if ('problems' in checked) throw new Error(checked.problems.join('\n'));
  return checked;
}
const problemsOf = (value: unknown): string[] => {
  const checked = checkConfiguration(value);
  return 'problems' in checked ? checked.problems : [];
};

const NUT = { id: 'ups', type: 'nut', host: 'upsd.example', upses: [{ name: 'ups1', computeHostIds: ['server-1'] }] };
const CONTROLLER = { id: 'building', type: 'controller', apiRoot: 'http://controller.example' };
const REDFISH = {
  id: 'rack-1',
  type: 'redfish',
  baseUrl: 'https://bmc.example',
  systems: { 'server-1': '/redfish/v1/Systems/1' },
};
const OPENSTACK = {
  id: 'region-1',
  type: 'openstack',
  authUrl: 'https://keystone.example/v3',
  authentication: { type: 'password', username: 'gateway', password: 'word', projectName: 'admin' },
  computeHosts: { 'server-1': 'compute1' },
};
const KUBERNETES = { id: 'edge', type: 'kubernetes', computeHosts: { 'server-1': 'worker-1' } };
const METAL = { id: 'metal', type: 'ironic', nodes: { 'server-1': 'node-1' } };
const IRONIC = { ...METAL, endpoint: 'http://127.0.0.1:6385' };
const BY_KEYSTONE = { authUrl: OPENSTACK.authUrl, authentication: OPENSTACK.authentication };
const IPMI = { id: 'rack-2', type: 'ipmi', bmcs: { 'server-1': { host: 'bmc-1.example' } } };
const OUTLETS = {
  id: 'pdu',
  type: 'nut',
  host: '127.0.0.1',
  outlets: { 'server-1': [{ ups: 'ups1', wholeLoad: true }] },
};
const SERVER = { id: 'server-1', computeHostType: 'PHYSICAL_SERVER' };
const CHARGE = {
  id: 'charge',
  parameterType: 'POWER',
  unit: '%',
  direction: 'FALLING',
  degraded: { thresholdValue: 50 },
};

describe('a configuration that says nothing', () => {
  it('has a default for everything', () => {
    expect(accepted(checkConfiguration({}))).toEqual({
      listen: { host: '127.0.0.1', port: 8080 },
      authentication: 'none',
      store: 'sqlite:nfvi-te-gateway.db',
      logLevel: 'info',
      vimId: 'nfvi',
      parameterTypes: [],
      inventory: { resourceZones: [], computeHosts: [], virtualComputes: [] },
      environmentThresholds: [],
      policies: [],
      retention: { environmentNotifications: 604800, hostEvacuations: 7776000, alarms: 7776000 },
      restoration: { waveSize: 5, waveInterval: 30 },
      limits: { zoneWideShare: 0.5, sheddingShare: 0.5 },
      migration: { deadlineTolerance: 10 },
      trustedProxies: [],
      sol013: { versionHeader: 'lenient', pageSize: 100, largeResults: {} },
      notification: {
        duplicateSubscriptions: 'SEE_OTHER',
        testCallbackUri: false,
        timeout: 10,
        retryInterval: 1,
        maximumRetryInterval: 30,
        maximumAge: 3600,
      },
      environmentSources: [],
      powerControllers: [],
      vims: [],
      vnfManagers: [],
    });
  });

  it('is what no file and an empty file are', () => {
    const defaults = accepted(checkConfiguration({}));
    expect(readConfiguration(undefined)).toEqual(defaults);
    expect(readConfiguration(fileWith(''))).toEqual(defaults);
    expect(readConfiguration(fileWith('# nothing yet\n'))).toEqual(defaults);
  });
});

describe('a configuration that says a part', () => {
  it('keeps the defaults of the rest', () => {
    const file = fileWith('listen: { port: 0 }\nlimits:\n  sheddingShare: 1\nnotification: { timeout: 2.5 }\n');
    expect(accepted(readConfiguration(file))).toMatchObject({
      listen: { host: '127.0.0.1', port: 0 },
      limits: { zoneWideShare: 0.5, sheddingShare: 1 },
      notification: { timeout: 2.5, retryInterval: 1 },
    });
  });

  it('has defaults in each environment source', () => {
    const { environmentSources } = accepted(
      checkConfiguration({
        environmentSources: [NUT, CONTROLLER, { ...NUT, id: 'second', port: 13493, pollInterval: 0.5 }],
      }),
    );
    expect(environmentSources).toEqual([
      { ...NUT, port: 3493, pollInterval: 2 },
      { ...CONTROLLER, checkInterval: 30, timeout: 10 },
      { ...NUT, id: 'second', port: 13493, pollInterval: 0.5 },
    ]);
  });

  it('has defaults in each power controller', () => {
    const { powerControllers } = accepted(checkConfiguration({ powerControllers: [REDFISH] }));
    expect(powerControllers).toEqual([{ ...REDFISH, timeout: 10 }]);
  });

  it('has defaults in each VIM', () => {
    const { vims } = accepted(checkConfiguration({ vims: [OPENSTACK] }));
    expect(vims).toEqual([
      {
        ...OPENSTACK,
        authentication: { ...OPENSTACK.authentication, userDomainName: 'Default', projectDomainName: 'Default' },
        interface: 'public',
        timeout: 30,
        pollInterval: 5,
        metadataKeys: {
          vnfInstanceId: 'vnf_instance_id',
          vnfcInstanceId: 'vnfc_instance_id',
          vnfdId: 'vnfd_id',
          vnfmId: 'vnfm_id',
        },
      },
    ]);
  });

  it('takes an application credential for a VIM', () => {
    const authentication = { type: 'applicationCredential', applicationCredentialId: 'c-1', passwordFile: 'f' };
    const { vims } = accepted(checkConfiguration({ vims: [{ ...OPENSTACK, authentication }] }));
    expect(vims).toMatchObject([{ authentication }]);
  });

  it('has defaults in each cluster', () => {
    const { vims } = accepted(checkConfiguration({ vims: [KUBERNETES] }));
    const labelKeys = {
      vnfInstanceId: 'nfvi-te-gateway/vnf-instance-id',
      vnfcInstanceId: 'nfvi-te-gateway/vnfc-instance-id',
      vnfdId: 'nfvi-te-gateway/vnfd-id',
      vnfmId: 'nfvi-te-gateway/vnfm-id',
    };
    expect(vims).toEqual([{ ...KUBERNETES, timeout: 10, pollInterval: 5, ignoreDaemonSets: true, labelKeys }]);
  });

  it('has defaults in what it enters: servers, functions, thresholds, policies', () => {
    const configuration = accepted(
      checkConfiguration({
        inventory: {
          computeHosts: [SERVER],
          virtualComputes: [{ computeId: 'vc-1', hostId: 'server-1', vnfInstanceId: 'vnf-1', vnfmId: 'vnfm-1' }],
        },
        environmentThresholds: [CHARGE],
        policies: [{ replyTime: 1 }],
      }),
    );
    expect(configuration.inventory.computeHosts).toEqual([{ ...SERVER, priority: 50 }]);
    expect(configuration.inventory.virtualComputes).toMatchObject([{ operationalState: 'ENABLED', required: true }]);
    expect(configuration.environmentThresholds).toMatchObject([
      { requiredSensors: 1, degraded: { thresholdValue: 50, hysteresis: 0, dwellTime: 0 } },
    ]);
    expect(configuration.policies).toEqual([{ match: {}, replyTime: 1 }]);
  });
});

describe('a configuration that is wrong', () => {
  it.each<[string, unknown, string]>([
    ['an unknown key', { lisen: {} }, 'lisen: there is no such key'],
    ['an unknown key within', { listen: { prot: 1 } }, 'listen.prot: there is no such key'],
    ['an unknown key in a list', { policies: [{}, { repyTime: 1 }] }, 'policies.1.repyTime: there is no such key'],
    ['a text for a number', { listen: { port: 'http' } }, 'listen.port: must be integer'],
    ['a port that does not exist', { listen: { port: 65536 } }, 'listen.port: must be <= 65535'],
    ['a share beyond 1', { limits: { zoneWideShare: 1.1 } }, 'limits.zoneWideShare: must be <= 1'],
    [
      'a value that is none of those possible',
      { logLevel: 'loud' },
      'logLevel: must be equal to one of the allowed values: fatal, error, warn, info, debug, trace',
    ],
    ['a key that is missing', { tls: { keyFile: 'k' } }, "tls: must have required property 'certificateFile'"],
    ['a list that is none', { policies: {} }, 'policies: must be array'],
    ['a file that is no list of keys', [], 'the file: must be object'],
    [
      'a source without its host',
      { environmentSources: [{ id: 'ups', type: 'nut', upses: NUT.upses }] },
      "environmentSources.0: must have required property 'host'",
    ],
    [
      'a key of another type of source',
      { environmentSources: [{ ...CONTROLLER, port: 3493 }] },
      'environmentSources.0.port: there is no such key',
    ],
    [
      'a server in the inventory without an id',
      { inventory: { computeHosts: [{ computeHostType: 'CONTAINER' }] } },
      'inventory.computeHosts.0.id: is missing',
    ],
    [
      'a threshold without an id',
      { environmentThresholds: [{ ...CHARGE, id: undefined }] },
      'environmentThresholds.0.id: is missing',
    ],
    [
      'a threshold that is wrong as a whole',
      { environmentThresholds: [CHARGE, { ...CHARGE, id: 'c2', failed: { thresholdValue: 60 } }] },
      'environmentThresholds.1.failed.thresholdValue: with FALLING, failed must lie below degraded (50)',
    ],
    [
      'a threshold for a parameter type that it does not declare',
      { parameterTypes: ['VIBRATION'], environmentThresholds: [{ ...CHARGE, parameterType: 'VIBRATON' }] },
      'environmentThresholds.0.parameterType: the configuration declares no parameter type VIBRATON',
    ],
    [
      'two sources of one id',
      { environmentSources: [NUT, { ...CONTROLLER, id: 'ups' }] },
      'environmentSources: the id ups is there twice',
    ],
    [
      'the load of a UPS that feeds other servers too',
      {
        environmentSources: [
          { ...NUT, host: '127.0.0.1', upses: [{ name: 'ups1', computeHostIds: ['server-1', 'server-2'] }] },
        ],
        powerControllers: [OUTLETS],
      },
      'powerControllers.0.outlets.server-1: ups1 also feeds server-2',
    ],
    [
      'the load of a UPS that feeds a zone',
      {
        environmentSources: [{ ...NUT, host: '127.0.0.1', upses: [{ name: 'ups1', resourceZoneIds: ['room-1'] }] }],
        powerControllers: [OUTLETS],
      },
      'powerControllers.0.outlets.server-1: ups1 also feeds room-1',
    ],
    [
      'two power controllers of one id',
      { powerControllers: [REDFISH, REDFISH] },
      'powerControllers: the id rack-1 is there twice',
    ],
    [
      'a server with two power controllers',
      { powerControllers: [REDFISH, OUTLETS] },
      'powerControllers.1.outlets.server-1: the power controller rack-1 switches this server too',
    ],
    [
      'two servers that are one system',
      { powerControllers: [REDFISH, { ...REDFISH, id: 'rack-2', systems: { 'server-2': '/redfish/v1/Systems/1/' } }] },
      'powerControllers.1.systems.server-2: server-1 is switched by this too',
    ],
    [
      'two servers with one BMC',
      { powerControllers: [{ ...IPMI, bmcs: { ...IPMI.bmcs, 'server-2': { host: 'BMC-1.example', port: 623 } } }] },
      'powerControllers.0.bmcs.server-2: server-1 is switched by this too',
    ],
    [
      'two servers that are one node',
      { powerControllers: [{ ...IRONIC, nodes: { ...IRONIC.nodes, 'server-2': 'node-1' } }] },
      'powerControllers.0.nodes.server-2: server-1 is switched by this too',
    ],
    ['two VIMs of one id', { vims: [OPENSTACK, OPENSTACK] }, 'vims: the id region-1 is there twice'],
    ...[OPENSTACK, KUBERNETES].map((vim): [string, object, string] => [
      `two servers of one name in ${vim.type}`,
      { vims: [{ ...vim, computeHosts: { 'server-1': 'first', 'server-2': 'first' } }] },
      'vims.0.computeHosts.server-2: first is the name of server-1 too',
    ]),
    [
      'a VIM without a user',
      { vims: [{ ...OPENSTACK, authentication: { type: 'password', projectName: 'admin' } }] },
      "vims.0.authentication: must have required property 'username'",
    ],
    ['two VIMs of one id', { vims: [KUBERNETES, KUBERNETES] }, 'vims: the id edge is there twice'],
    [
      'a VNF manager without a name',
      { authentication: { issuer: 'i', audience: 'a', jwksUri: 'https://a.example', vnfManagers: { client: '' } } },
      'authentication.vnfManagers.client: must NOT have fewer than 1 characters',
    ],
    [
      'an authentication of half the parameters',
      { authentication: { issuer: 'https://a.example', audience: 'g' } },
      "authentication: must have required property 'jwksUri'",
    ],
  ])('because of %s says which key and why', (_what, value, problem) => {
    expect(problemsOf(value)).toContain(problem);
  });

  it('has its defaults in the BMCs and outlets of power controllers too', () => {
    const source = { ...NUT, host: '127.0.0.1', upses: [{ name: 'ups1', computeHostIds: ['server-1'] }] };
    const given = {
      environmentSources: [source],
      powerControllers: [
        { ...IPMI, bmcs: { 'server-2': IPMI.bmcs['server-1'] } },
        OUTLETS,
        { ...IRONIC, nodes: { 'server-3': 'node-1' } },
      ],
    };
    expect(accepted(checkConfiguration(given)).powerControllers).toMatchObject([
      { program: 'ipmitool', cipherSuite: '17', bmcs: { 'server-2': { host: 'bmc-1.example', port: 623 } } },
      { port: 3493, outlets: { 'server-1': [{ ups: 'ups1', wholeLoad: true }] } },
      { softPowerOffTimeout: 60 },
    ]);
  });

  it('takes an Ironic by Keystone, with the defaults of that', () => {
    expect(accepted(checkConfiguration({ powerControllers: [{ ...METAL, ...BY_KEYSTONE }] })).powerControllers).toEqual(
      [
        {
          ...METAL,
          ...BY_KEYSTONE,
          authentication: { ...OPENSTACK.authentication, userDomainName: 'Default', projectDomainName: 'Default' },
          interface: 'public',
          timeout: 10,
          softPowerOffTimeout: 60,
        },
      ],
    );
  });

  it.each<[string, object]>([
    ['a BMC that would be an option', { powerControllers: [{ ...IPMI, bmcs: { 'server-1': { host: '-v' } } }] }],
    ['an outlet of no kind', { powerControllers: [{ ...OUTLETS, outlets: { 'server-1': [{ ups: 'ups1' }] } }] }],
    [
      'an outlet that is a whole load too',
      { powerControllers: [{ ...OUTLETS, outlets: { 'server-1': [{ ups: 'ups1', outlet: 1, wholeLoad: true }] } }] },
    ],
    ['an Ironic that is nowhere', { powerControllers: [METAL] }],
    ['an Ironic that is at two places', { powerControllers: [{ ...IRONIC, ...BY_KEYSTONE }] }],
    ['an Ironic that stands alone, with a region', { powerControllers: [{ ...IRONIC, region: 'RegionOne' }] }],
    [
      'an Ironic by Keystone, with a password of its own',
      { powerControllers: [{ ...METAL, ...BY_KEYSTONE, password: 'word' }] },
    ],
    ['a store of no kind', { store: 'mysql://localhost/gateway' }],
    ['an apiRoot that is no URI', { apiRoot: 'gateway.example' }],
    ['a source of no kind', { environmentSources: [{ ...NUT, type: 'snmp' }] }],
    ['a UPS that feeds nothing', { environmentSources: [{ ...NUT, upses: [{ name: 'ups1' }] }] }],
    [
      'a UPS that feeds both servers and zones',
      { environmentSources: [{ ...NUT, upses: [{ name: 'u', computeHostIds: ['s'], resourceZoneIds: ['z'] }] }] },
    ],
    ['a source without UPSes', { environmentSources: [{ ...NUT, upses: [] }] }],
    ['a power controller without systems', { powerControllers: [{ ...REDFISH, systems: {} }] }],
    ['a system that is no path', { powerControllers: [{ ...REDFISH, systems: { 's-1': 'Systems/1' } }] }],
    ['a VIM with a CA that is not there', { vims: [{ ...OPENSTACK, caFile: '/nowhere/ca.pem' }] }],
    ['a VIM without servers', { vims: [{ ...OPENSTACK, computeHosts: {} }] }],
    [
      'a VIM with a project twice over',
      { vims: [{ ...OPENSTACK, authentication: { ...OPENSTACK.authentication, projectId: 'p-1' } }] },
    ],
    ['a VIM without servers', { vims: [{ ...KUBERNETES, computeHosts: {} }] }],
    ['a grace of half a second', { vims: [{ ...KUBERNETES, gracePeriodSeconds: 0.5 }] }],
    ['a parameter type in small letters', { parameterTypes: ['humidity'] }],
  ])('because of %s is refused, and names the key', (_what, value) => {
    const [key = ''] = Object.keys(value);
    expect(problemsOf(value).join('\n')).toContain(key);
  });

  it('tells everything that is wrong at once', () => {
    expect(problemsOf({ lisen: {}, logLevel: 'loud', listen: { port: -1 } })).toHaveLength(3);
  });

  it('says which file it is when that cannot be read', () => {
    const missing = join(folder, 'missing.yaml');
    const broken = fileWith('listen: { port: [');
    for (const file of [missing, broken]) {
      expect(readConfiguration(file)).toMatchObject({ problems: [expect.stringContaining(file)] });
    }
  });
});

describe('a key that nobody knows', () => {
  it('is named wherever it stands, in thresholds and in the inventory too', () => {
    const problems = problemsOf({
      environmentThresholds: [{ ...CHARGE, staleness: 5, degraded: { thresholdValue: 50, hysteresys: 1 } }],
      inventory: { computeHosts: [{ ...SERVER, characteristics: { minimumPowr: 1 } }] },
    });
    expect(problems.sort()).toEqual([
      'environmentThresholds.0.degraded.hysteresys: there is no such key',
      'environmentThresholds.0.staleness: there is no such key',
      'inventory.computeHosts.0.characteristics.minimumPowr: there is no such key',
    ]);
  });
});
