import { chooseMicroversion } from '../../../src/southbound/openstack/microversion.ts';
import { isSince, newestMigration, newestMove, progressOf } from '../../../src/southbound/openstack/migration.ts';
import type { InstanceAction, NovaMigration, NovaServer } from '../../../src/southbound/openstack/nova.ts';
import { reasonFor, schedulingOf } from '../../../src/southbound/openstack/scheduling.ts';
import { virtualComputeOf } from '../../../src/southbound/openstack/virtual-compute.ts';
import { METADATA_KEYS } from './harness.ts';

function serverWith(status: string, task: string | null = null, host: string | null = 'compute1'): NovaServer {
  return { id: 'a', name: 'a', status, 'OS-EXT-SRV-ATTR:host': host, 'OS-EXT-STS:task_state': task };
}
function migrationWith(status: string, more: Partial<NovaMigration> = {}): NovaMigration {
  return {
    id: 1,
    uuid: 'm-1',
    instance_uuid: 'a',
    status,
    migration_type: 'migration',
    source_compute: 'compute1',
    dest_compute: 'compute2',
    created_at: '2026-11-24T03:39:18.000000',
    ...more,
  };
}
function actionWith(more: Partial<InstanceAction> = {}): InstanceAction {
  return { action: 'migrate', request_id: 'req-1', start_time: '2026-11-24T03:39:17.000000', message: null, ...more };
}

describe('the microversion', () => {
  const known = { id: 'v2.1', least: '2.60', most: '2.93' };
  const choose = (details: object): string =>
    chooseMicroversion({ version: { id: 'v2.1', ...details } }, known, 'Nova at here');

  it.each([
    ['2.60', '2.60'],
    ['2.79', '2.79'],
    ['2.93', '2.93'],
    ['2.104', '2.93'],
  ])('at a service up to %s is %s', (version, chosen) => {
    expect(choose({ version, min_version: '2.1' })).toBe(chosen);
  });

  it('is found at the root of a service, and under the name that Placement gives it', () => {
    const versions = [
      { id: 'v2.0', version: '', min_version: '' },
      { id: 'v2.1', max_version: '2.90', min_version: '2.1' },
    ];
    expect(chooseMicroversion({ versions }, known, 'Nova')).toBe('2.90');
  });

  it.each<[string, object, string]>([
    ['is too old', { version: '2.42', min_version: '2.1' }, 'speaks 2.1 to 2.42; the gateway needs 2.60 to 2.93'],
    ['is too new', { version: '2.200', min_version: '2.100' }, 'speaks 2.100 to 2.200; the gateway needs 2.60 to 2.93'],
    ['has none', { version: '', min_version: '' }, 'does not say which microversions of v2.1 it speaks'],
    ['has another version only', { id: 'v3', version: '3.1', min_version: '3.0' }, 'does not say'],
  ])('is missing where the service %s', (_what, details, text) => {
    expect(() => choose(details)).toThrow(`Nova at here ${text}`);
  });
});

describe('a virtual compute', () => {
  it.each<[string, string | null, number, string]>([
    ['ACTIVE', null, 1, 'ENABLED'],
    ['SHUTOFF', null, 4, 'DISABLED'],
    ['SUSPENDED', null, 4, 'DISABLED'],
    ['SHELVED_OFFLOADED', null, 4, 'DISABLED'],
    ['PAUSED', null, 3, 'ENABLED'],
    ['ERROR', null, 0, 'ENABLED'],
    ['UNKNOWN', null, 0, 'ENABLED'],
    ['SHUTOFF', 'powering-on', 4, 'ENABLED'],
    ['SHUTOFF', null, 1, 'ENABLED'],
    ['VERIFY_RESIZE', null, 1, 'ENABLED'],
  ])('that is %s with the task %s and power state %d is %s', (status, task, power, operationalState) => {
    const server = { ...serverWith(status, task), 'OS-EXT-STS:power_state': power };
    expect(virtualComputeOf(server, 'server-1', METADATA_KEYS)).toEqual({
      computeId: 'a',
      computeName: 'a',
      hostId: 'server-1',
      operationalState,
    });
  });

  it('has the sizes of its flavor, the ephemeral disk with the other', () => {
    const flavor = { vcpus: 8, ram: 16384, disk: 20, ephemeral: 5, original_name: 'm1.large' };
    expect(virtualComputeOf({ ...serverWith('ACTIVE'), flavor }, 'server-1', METADATA_KEYS)).toMatchObject({
      flavourId: 'm1.large',
      virtualCpu: { numVirtualCpu: 8 },
      virtualMemory: { virtualMemSize: 16384 },
      virtualDisks: [{ sizeOfStorage: 25 }],
    });
  });

  it('belongs to what its metadata name, under the configured keys', () => {
    const metadata = { vnf: 'vnf-1', vnfc_instance_id: 'vnfc-1', vnfd_id: '', other: 'x' };
    const compute = virtualComputeOf({ ...serverWith('ACTIVE'), metadata }, 'server-1', {
      ...METADATA_KEYS,
      vnfInstanceId: 'vnf',
    });
    expect(compute).toMatchObject({ metadata, vnfInstanceId: 'vnf-1', vnfcInstanceId: 'vnfc-1' });
    expect(compute).not.toHaveProperty('vnfdId');
    expect(compute).not.toHaveProperty('vnfmId');
  });
});

describe('the scheduling state', () => {
  const service = { id: 's', host: 'compute1', state: 'up' };
  it.each<[string, object, object]>([
    ['of an enabled server', { status: 'enabled', disabled_reason: null }, { schedulingState: 'ENABLED' }],
    [
      'of a server that an evacuation withdrew',
      { status: 'disabled', disabled_reason: reasonFor('e-1') },
      { schedulingState: 'WITHDRAWN', hostEvacuationId: 'e-1', reason: 'nfvi-te-gateway: host evacuation e-1' },
    ],
    [
      'of a server that somebody withdrew',
      { status: 'disabled', disabled_reason: 'see nfvi-te-gateway: host evacuation e-1' },
      { schedulingState: 'WITHDRAWN', reason: 'see nfvi-te-gateway: host evacuation e-1' },
    ],
    [
      'of a server that somebody withdrew without a word',
      { status: 'disabled', disabled_reason: null },
      { schedulingState: 'WITHDRAWN' },
    ],
  ])('%s', (_what, told, scheduling) => {
    expect(schedulingOf({ ...service, status: '', ...told })).toEqual({ ...scheduling, markedPoweredOff: false });
    expect(schedulingOf({ ...service, status: '', ...told, forced_down: true }).markedPoweredOff).toBe(true);
  });
});

describe('the progress of a migration from compute1', () => {
  const errored = actionWith({
    message: 'Error',
    events: [
      { finish_time: 't', result: 'Error', details: null, traceback: 'File "x"\n    raise\nnova.NoValidHost: full\n' },
      { finish_time: 't', result: 'Error', details: 'No valid host was found. ', traceback: '' },
    ],
  });
  const finished = actionWith({ events: [{ finish_time: 't', result: 'Success' }] });
  const unfinished = actionWith({ events: [{ finish_time: null, result: null }] });

  it.each<[string, Parameters<typeof progressOf>[0], object | undefined]>([
    ['there is no server', { server: undefined }, { state: 'FAILED' }],
    ['nothing began', { server: serverWith('ACTIVE') }, undefined],
    ['nothing began, and it is stopped', { server: serverWith('ACTIVE', 'powering-off') }, undefined],
    ['it migrates', { server: serverWith('MIGRATING', 'migrating') }, { state: 'PROCESSING' }],
    ['it arrives', { server: serverWith('RESIZE', 'resize_finish', 'compute2') }, { state: 'PROCESSING' }],
    ['it is brought up elsewhere', { server: serverWith('REBUILD', 'rebuild_spawning') }, { state: 'PROCESSING' }],
    [
      'it is on another host',
      { server: serverWith('ACTIVE', null, 'compute2') },
      { state: 'COMPLETED', host: 'compute2' },
    ],
    [
      'it is on another host, stopped',
      { server: serverWith('SHUTOFF', null, 'compute2') },
      { state: 'COMPLETED', host: 'compute2' },
    ],
    [
      'it is busy on another host',
      { server: serverWith('ACTIVE', 'powering-off', 'compute2') },
      { state: 'PROCESSING' },
    ],
    ['it is in error on another host', { server: serverWith('ERROR', null, 'compute2') }, { state: 'FAILED' }],
    ['it is nowhere', { server: serverWith('ACTIVE', null, null) }, { state: 'PROCESSING' }],
    [
      'it waits for our confirmation',
      { server: serverWith('VERIFY_RESIZE', null, 'compute2'), migration: migrationWith('finished') },
      { state: 'CONFIRMABLE' },
    ],
    [
      'it is being confirmed',
      { server: serverWith('VERIFY_RESIZE', null, 'compute2'), migration: migrationWith('confirming') },
      { state: 'PROCESSING' },
    ],
    ['its owner resized it', { server: serverWith('VERIFY_RESIZE', null, 'compute2') }, { state: 'PROCESSING' }],
    [
      'it failed',
      { server: serverWith('ACTIVE'), migration: migrationWith('error'), action: errored },
      { state: 'FAILED', detail: 'nova.NoValidHost: full (ACTIVE, migration error)' },
    ],
    ['it failed without a record', { server: serverWith('ACTIVE'), action: errored }, { state: 'FAILED' }],
    ['it was cancelled', { server: serverWith('ACTIVE'), migration: migrationWith('cancelled') }, { state: 'FAILED' }],
    [
      'it was taken back',
      { server: serverWith('ACTIVE'), migration: migrationWith('reverted'), action: finished },
      { state: 'FAILED' },
    ],
    [
      'the server broke',
      { server: { ...serverWith('ERROR'), fault: { message: 'no disk' } }, migration: migrationWith('running') },
      { state: 'FAILED', detail: 'no disk (ERROR, migration running)' },
    ],
    ['it is queued', { server: serverWith('ACTIVE'), migration: migrationWith('queued') }, { state: 'PROCESSING' }],
    ['it was just taken', { server: serverWith('ACTIVE'), action: unfinished }, { state: 'PROCESSING' }],
    ['it ended in silence', { server: serverWith('ACTIVE'), action: finished }, { state: 'FAILED' }],
  ])('when %s', (_what, facts, expected) => {
    const progress = progressOf(facts, 'compute1');
    if (expected === undefined) expect(progress).toBeUndefined();
    else expect(progress).toMatchObject(expected);
  });

  it.each<[number | null, number | null, number | undefined]>([
    [1000, 250, 75],
    [1000, 1000, 0],
    [1000, 2000, 0],
    [0, 0, undefined],
    [null, null, undefined],
  ])('with %s bytes of which %s remain is %s %%', (total, remaining, progress) => {
    const live = {
      id: 1,
      status: 'running',
      source_compute: 'compute1',
      memory_total_bytes: total,
      memory_remaining_bytes: remaining,
      disk_total_bytes: null,
      disk_remaining_bytes: null,
    };
    expect(progressOf({ server: serverWith('MIGRATING', 'migrating'), live }, 'compute1')?.progress).toBe(progress);
  });
});

describe('what began since', () => {
  const since = '2026-11-24T03:39:17.900Z';

  it('is told by Nova in whole seconds', () => {
    expect(isSince('2026-11-24T03:39:17.000000', since)).toBe(true);
    expect(isSince('2026-11-24T03:39:16.000000', since)).toBe(false);
    expect(isSince('2026-11-24T03:39:17Z', '2026-11-24T04:39:17+01:00')).toBe(true);
  });

  it('is the newest migration away from the host that is no resize', () => {
    const at = (created_at: string, more: Partial<NovaMigration> = {}): NovaMigration =>
      migrationWith('error', { created_at, ...more });
    const newest = at('2026-11-24T03:39:19.000000', { uuid: 'newest' });
    const others = [
      at('2026-11-24T03:39:10.000000'),
      at('2026-11-24T03:39:18.000000'),
      at('2026-11-24T03:39:25.000000', { source_compute: 'compute2' }),
      at('2026-11-24T03:39:25.000000', { migration_type: 'resize' }),
    ];
    expect(newestMigration([...others, newest], 'compute1', since)).toBe(newest);
    expect(newestMigration(others.slice(0, 1), 'compute1', since)).toBeUndefined();
  });

  it('is the newest order that moves the server', () => {
    const evacuate = actionWith({ action: 'evacuate', start_time: '2026-11-24T03:39:20.000000' });
    const stop = actionWith({ action: 'stop', start_time: '2026-11-24T03:39:21.000000' });
    expect(newestMove([stop, actionWith(), evacuate], since)).toBe(evacuate);
    expect(newestMove([stop], since)).toBeUndefined();
  });
});
