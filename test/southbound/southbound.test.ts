import { createEnvironmentSources, createPowerControllers, createVims } from '../../src/southbound/southbound.ts';
import { CONFIGURATION } from './kubernetes-harness.ts';
import { createRecordingLog, createRecordingPorts } from './recording-ports.ts';

describe('the registry of adapters', () => {
  it('makes each configured environment source, in order, and starts none', () => {
    const ports = createRecordingPorts();
    const sources = createEnvironmentSources(
      [
        { id: 'building', type: 'controller', apiRoot: 'http://127.0.0.1:9', checkInterval: 30, timeout: 10 },
        {
          id: 'power-room',
          type: 'nut',
          host: '127.0.0.1',
          tls: 'never',
          port: 9,
          pollInterval: 2,
          upses: [{ name: 'ups1', computeHostIds: ['server-1'] }],
        },
      ],
      ports,
    );
    expect(sources.map(({ id }) => id)).toEqual(['building', 'power-room']);
    expect(sources.map((source) => source.status())).toEqual([
      { connected: false, detail: 'not asked yet' },
      { connected: false, detail: 'ups1: not read yet' },
    ]);
    expect(ports.lines).toEqual([]);
  });

  it('makes each configured power controller', () => {
    const controllers = createPowerControllers(
      [
        {
          id: 'rack-1',
          type: 'redfish',
          baseUrl: 'http://127.0.0.1:9',
          timeout: 10,
          systems: { 'server-1': '/redfish/v1/Systems/1' },
        },
        {
          id: 'rack-2',
          type: 'ipmi',
          program: 'ipmitool',
          cipherSuite: '17',
          privilegeLevel: 'OPERATOR',
          timeout: 10,
          maximumProcesses: 8,
          bmcs: { 'server-2': { host: '127.0.0.1', port: 623 } },
        },
        {
          id: 'pdu-1',
          type: 'nut',
          host: '127.0.0.1',
          tls: 'never',
          port: 9,
          timeout: 10,
          outlets: { 'server-3': [{ ups: 'pdu', outlet: 1 }] },
        },
        {
          id: 'metal',
          type: 'ironic',
          interface: 'public',
          endpoint: 'http://127.0.0.1:9',
          timeout: 10,
          softPowerOffTimeout: 60,
          nodes: { 'server-4': 'node-4' },
        },
      ],
      createRecordingLog().log,
    );
    const controlled = ['server-1', 'server-2', 'server-3', 'server-4'];
    expect(controllers.map((each) => [each.id, ...controlled.filter((id) => each.controls(id))])).toEqual([
      ['rack-1', 'server-1'],
      ['rack-2', 'server-2'],
      ['pdu-1', 'server-3'],
      ['metal', 'server-4'],
    ]);
  });

  it('makes each configured VIM, and asks none', () => {
    const [vim, ...others] = createVims([CONFIGURATION], createRecordingLog().log);
    expect(others).toEqual([]);
    expect(vim?.id).toBe('edge');
    expect(vim?.computeHostIds).toEqual(['server-1', 'server-2', 'server-3']);
  });
});
