import fc from 'fast-check';
import type {
  Capacity,
  ComputeHost,
  EnvironmentLevel,
  ResourceZone,
  VirtualCompute,
} from '../../../src/engine/entities.ts';
import { createServers, hazardZones, needOf, sumOf } from '../../../src/engine/rules/placement.ts';

const host = (id: string, more: Partial<ComputeHost> = {}): ComputeHost => ({
  id,
  computeHostType: 'PHYSICAL_SERVER',
  priority: 50,
  environmentLevel: 'NORMAL',
  levelEnteredTime: '2026-11-23T02:00:00.000Z',
  schedulingState: 'ENABLED',
  withdrawals: [],
  powerState: 'ON',
  ...more,
});

const zone = (zoneId: string, environmentLevel: EnvironmentLevel, parentResourceZoneId?: string): ResourceZone => ({
  zoneId,
  environmentLevel,
  ...(parentResourceZoneId === undefined ? {} : { parentResourceZoneId }),
});

const compute = (computeId: string, hostId: string, cpus: number): VirtualCompute => ({
  computeId,
  hostId,
  vnfInstanceId: `vnf-of-${computeId}`,
  vnfmId: 'vnfm-1',
  operationalState: 'ENABLED',
  criticality: 50,
  required: true,
  virtualCpu: { numVirtualCpu: cpus },
});

const SOURCE = host('source', { environmentLevel: 'DEGRADED' });

interface Site {
  computes?: VirtualCompute[];
  zones?: ResourceZone[];
  running?: VirtualCompute[];
  source?: ComputeHost;
}

/** The candidates for functions on the source, among it and the others. */
function candidatesAmong(others: ComputeHost[], { computes, zones = [], running = [], source = SOURCE }: Site = {}) {
  const moving = computes ?? [compute('vc-1', source.id, 4)];
  const servers = serversOf([source, ...others], running);
  servers.setHazard(hazardZones(zones));
  return servers.candidates(source, sumOf(moving.map(needOf)));
}

function serversOf(hosts: readonly ComputeHost[], running: readonly VirtualCompute[] = []) {
  const servers = createServers();
  for (const one of running) servers.take(one.hostId, needOf(one));
  for (const one of hosts) servers.set(one);
  return servers;
}

describe('the zones that an event reaches', () => {
  it('are those that fail, with all below them', () => {
    const zones = [
      zone('rack-2', 'NORMAL', 'row-1'),
      zone('row-1', 'NORMAL', 'room-1'),
      zone('room-1', 'FAILED', 'site'),
      zone('site', 'NORMAL'),
      zone('room-2', 'UNKNOWN', 'site'),
      zone('rack-9', 'DEGRADED', 'room-2'),
    ];
    expect([...hazardZones(zones)].sort()).toEqual(['rack-2', 'rack-9', 'room-1', 'row-1']);
  });

  it('are none where all are sound or unknown', () => {
    expect(hazardZones([zone('room-1', 'NORMAL'), zone('room-2', 'UNKNOWN')]).size).toBe(0);
  });
});

describe('a candidate', () => {
  it.each<[string, Partial<ComputeHost>]>([
    ['is of the same type', { computeHostType: 'VIRTUAL_MACHINE' }],
    ['is not withdrawn', { schedulingState: 'WITHDRAWN' }],
    ['is not DEGRADED', { environmentLevel: 'DEGRADED' }],
    ['is not FAILED', { environmentLevel: 'FAILED' }],
    ['is not off', { powerState: 'OFF' }],
    ['is not being powered off', { powerState: 'POWERING_OFF' }],
    ['has room', { capacity: { numVirtualCpu: 3 } }],
    ['does not stand in a hazard zone', { resourceZoneId: 'room-1' }],
    ['does not stand below a hazard zone', { resourceZoneId: 'rack-1' }],
  ])('%s', (_what, flaw) => {
    const zones = [zone('room-1', 'DEGRADED'), zone('rack-1', 'NORMAL', 'room-1'), zone('room-2', 'NORMAL')];
    const sound = host('sound', { resourceZoneId: 'room-2' });
    expect(candidatesAmong([host('flawed', flaw), sound], { zones })).toEqual(['sound']);
  });

  it('is never the server that is left', () => {
    expect(candidatesAmong([], { source: host('source') })).toEqual([]);
  });

  it.each<[string, Partial<ComputeHost>]>([
    ['its environment is unknown', { environmentLevel: 'UNKNOWN' }],
    ['its power state is unknown', { powerState: 'UNKNOWN' }],
    ['it is being powered on', { powerState: 'POWERING_ON' }],
    ['it says nothing of its room', {}],
    ['it has exactly enough room', { capacity: { numVirtualCpu: 4 } }],
    ['it stands in no zone', {}],
  ])('may be chosen when %s', (_what, trait) => {
    expect(candidatesAmong([host('other', trait)], { zones: [zone('room-1', 'FAILED')] })).toEqual(['other']);
  });

  it('has room for all of the functions at once', () => {
    const computes = [compute('vc-1', 'source', 4), compute('vc-2', 'source', 4)];
    const others = [
      host('small', { capacity: { numVirtualCpu: 7 } }),
      host('large', { capacity: { numVirtualCpu: 8 } }),
    ];
    expect(candidatesAmong(others, { computes })).toEqual(['large']);
  });

  it('has room beside what runs there', () => {
    const others = [host('full', { capacity: { numVirtualCpu: 8 } }), host('free', { capacity: { numVirtualCpu: 8 } })];
    expect(candidatesAmong(others, { running: [compute('vc-9', 'full', 5)] })).toEqual(['free']);
  });

  it.each<[keyof Capacity, Partial<VirtualCompute>]>([
    ['numVirtualCpu', { virtualCpu: { numVirtualCpu: 11 } }],
    ['virtualMemSize', { virtualMemory: { virtualMemSize: 11 } }],
    ['sizeOfStorage', { virtualDisks: [{ sizeOfStorage: 5 }, { sizeOfStorage: 6 }] }],
    ['bandwidth', { virtualNetworkInterface: [{ bandwidth: 5 }, { bandwidth: 6 }] }],
  ])('has room for the %s of a function', (resource, need) => {
    const computes = [{ ...compute('vc-1', 'source', 0), ...need }];
    const others = [host('small', { capacity: { [resource]: 10 } }), host('large', { capacity: { [resource]: 11 } })];
    expect(candidatesAmong(others, { computes })).toEqual(['large']);
  });
});

describe('the best candidate', () => {
  const PARIS = { latitude: 48.86, longitude: 2.35 };
  const LYON = { latitude: 45.76, longitude: 4.84 };
  const TOKYO = { latitude: 35.68, longitude: 139.69 };
  const place = (nfviPopId: string, geographicalLocation?: typeof PARIS) => ({
    location: { nfviPopId, ...(geographicalLocation === undefined ? {} : { geographicalLocation }) },
  });
  const source = host('source', { environmentLevel: 'DEGRADED', ...place('paris-1', PARIS) });

  it('is one whose environment is NORMAL, before one that is nearer but UNKNOWN', () => {
    const others = [
      host('unknown', { environmentLevel: 'UNKNOWN', ...place('paris-1', PARIS) }),
      host('normal', place('tokyo-1', TOKYO)),
    ];
    expect(candidatesAmong(others, { source })).toEqual(['normal', 'unknown']);
  });

  it('is then one in the same NFVI-PoP, before the nearest', () => {
    const others = [host('next-door', place('paris-2', PARIS)), host('same-pop', place('paris-1'))];
    expect(candidatesAmong(others, { source })).toEqual(['same-pop', 'next-door']);
  });

  it('is then the nearest, and one of unknown position is the last', () => {
    const others = [
      host('nowhere', place('x')),
      host('tokyo', place('tokyo-1', TOKYO)),
      host('lyon', place('lyon-1', LYON)),
    ];
    expect(candidatesAmong(others, { source })).toEqual(['lyon', 'tokyo', 'nowhere']);
  });

  it('is near also across the date line', () => {
    const fiji = host('source', { ...place('fiji', { latitude: -17.7, longitude: 178 }) });
    const others = [
      host('west', place('w', { latitude: -17.7, longitude: 170 })),
      host('east', place('e', { latitude: -17.7, longitude: -179 })),
    ];
    expect(candidatesAmong(others, { source: fiji })).toEqual(['east', 'west']);
  });

  it('is then one in another zone, before one with more CPUs left beside the server that is left', () => {
    const source = host('source', { environmentLevel: 'DEGRADED', resourceZoneId: 'rack-1' });
    const beside = host('beside', { resourceZoneId: 'rack-1', capacity: { numVirtualCpu: 64 } });
    const elsewhere = host('elsewhere', { resourceZoneId: 'rack-2', capacity: { numVirtualCpu: 8 } });
    const unplaced = host('unplaced', { capacity: { numVirtualCpu: 4 } });
    expect(candidatesAmong([beside, elsewhere, unplaced], { source })).toEqual(['elsewhere', 'unplaced', 'beside']);
  });

  it('is then the one with most CPUs left', () => {
    const others = [
      host('some', { capacity: { numVirtualCpu: 16 }, ...place('paris-1') }),
      host('most', { capacity: { numVirtualCpu: 64 }, ...place('paris-1') }),
      host('busy', { capacity: { numVirtualCpu: 128 }, ...place('paris-1') }),
    ];
    const running = [compute('vc-9', 'busy', 120)];
    expect(candidatesAmong(others, { source, running })).toEqual(['most', 'some', 'busy']);
  });

  it('is always the same among equals', () => {
    const others = ['c', 'a', 'b'].map((id) => host(id));
    expect(candidatesAmong(others)).toEqual(['a', 'b', 'c']);
    expect(candidatesAmong(others.toReversed())).toEqual(['a', 'b', 'c']);
  });

  it('is among the twenty that are named', () => {
    const others = Array.from({ length: 30 }, (_, index) =>
      host(`h${String(index).padStart(2, '0')}`, { capacity: { numVirtualCpu: 100 + index } }),
    );
    const candidates = candidatesAmong(others);
    expect(candidates).toHaveLength(20);
    expect(candidates[0]).toBe('h29');
  });
});

describe('the servers that must not be chosen', () => {
  it('are those that are withdrawn, failing or off outside of the hazard zones', () => {
    const hosts = [
      host('sound'),
      host('unknown', { environmentLevel: 'UNKNOWN', powerState: 'UNKNOWN' }),
      host('withdrawn', { schedulingState: 'WITHDRAWN' }),
      host('degraded', { environmentLevel: 'DEGRADED' }),
      host('off', { powerState: 'OFF' }),
      host('in-hazard', { resourceZoneId: 'room-1', environmentLevel: 'DEGRADED' }),
    ];
    const servers = serversOf(hosts);
    servers.setHazard(hazardZones([zone('room-1', 'DEGRADED')]));
    expect(servers.unusable()).toEqual(['withdrawn', 'degraded', 'off']);
    expect(hosts.map(({ id }) => id).filter((id) => servers.isExcluded(id))).toEqual([
      'withdrawn',
      'degraded',
      'off',
      'in-hazard',
    ]);
  });
});

describe('the room on a server', () => {
  const server = host('h', { capacity: { numVirtualCpu: 10 } });

  it('is its capacity less what runs there', () => {
    expect(serversOf([server], [compute('a', 'h', 3), compute('b', 'x', 5)]).roomOn('h')).toEqual({ numVirtualCpu: 7 });
  });

  it('is less by what is promised to it, and is given back', () => {
    const servers = serversOf([server]);
    const need = needOf(compute('a', 'source', 3));
    servers.take('h', need);
    servers.take('elsewhere', need);
    expect(servers.roomOn('h')).toEqual({ numVirtualCpu: 7 });
    servers.giveBack('h', need);
    expect(servers.roomOn('h')).toEqual({ numVirtualCpu: 10 });
    expect(server.capacity).toEqual({ numVirtualCpu: 10 });
  });

  it('is that of its new capacity, less what runs there', () => {
    const servers = serversOf([server], [compute('a', 'h', 3)]);
    servers.set(host('h', { capacity: { numVirtualCpu: 20 } }));
    expect(servers.roomOn('h')).toEqual({ numVirtualCpu: 17 });
  });

  it('a function that says nothing needs none of it', () => {
    const { virtualCpu: _cpus, ...silent } = compute('a', 'h', 0);
    expect(needOf(silent)).toEqual({ numVirtualCpu: 0, virtualMemSize: 0, sizeOfStorage: 0, bandwidth: 0 });
  });
});

describe('servers that change in any order', () => {
  const hostIds = ['a', 'b', 'c', 'd', 'e'];
  const change = fc.record({
    id: fc.constantFrom(...hostIds),
    cpus: fc.integer({ min: 0, max: 4 }),
    pop: fc.constantFrom('pop-1', 'pop-2'),
    level: fc.constantFrom<EnvironmentLevel>('NORMAL', 'UNKNOWN', 'DEGRADED'),
    zone: fc.constantFrom('room-1', 'room-2', undefined),
    action: fc.constantFrom('set', 'take', 'delete', 'fail'),
  });

  it('are candidates as if they had just been entered as they are now', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
        const servers = createServers();
        const hosts = new Map<string, ComputeHost>();
        const running: VirtualCompute[] = [];
        let hazard = new Set<string>();
        for (const { id, cpus, pop, level, zone, action } of changes) {
          const now = host(id, {
            capacity: { numVirtualCpu: 8 + cpus },
            location: { nfviPopId: pop },
            environmentLevel: level,
            ...(zone === undefined ? {} : { resourceZoneId: zone }),
          });
          if (action === 'fail') {
            hazard = new Set(zone === undefined ? [] : [zone]);
            servers.setHazard(hazard);
          } else if (action === 'delete') {
            servers.delete(id);
            hosts.delete(id);
          } else if (action === 'set') {
            servers.set(now);
            hosts.set(id, now);
          } else {
            running.push(compute(`vc-${running.length}`, id, cpus));
            servers.take(id, needOf(compute('vc', id, cpus)));
          }
        }
        const source = host('source', { location: { nfviPopId: 'pop-1' } });
        const need = needOf(compute('vc', 'source', 2));
        const anew = serversOf([...hosts.values()], running);
        anew.setHazard(hazard);
        expect(servers.candidates(source, need)).toEqual(anew.candidates(source, need));
        expect(hostIds.map((id) => servers.isExcluded(id))).toEqual(hostIds.map((id) => anew.isExcluded(id)));
        expect(servers.unusable().sort()).toEqual(anew.unusable().sort());
        expect(hostIds.map((id) => servers.roomOn(id))).toEqual(hostIds.map((id) => anew.roomOn(id)));
      }),
    );
  });

  it('are in their order also where there are thousands of them', () => {
    const MANY = 3000;
    const idOf = (index: number) => `server-${String(index % MANY).padStart(4, '0')}`;
    const servers = serversOf(
      Array.from({ length: MANY }, (_, index) => host(idOf(index), { capacity: { numVirtualCpu: 40 } })),
    );
    const left = new Map(Array.from({ length: MANY }, (_, index) => [idOf(index), 40]));
    const need = (cpus: number) => needOf(compute('vc', 'source', cpus));
    for (let step = 0; step < 10 * MANY; step++) {
      const id = idOf(step * 1237);
      const cpus = step % 7;
      const isTaken = step % 3 !== 0;
      if (isTaken) servers.take(id, need(cpus));
      else servers.giveBack(id, need(cpus));
      left.set(id, (left.get(id) ?? 0) - (isTaken ? cpus : -cpus));
    }
    const best = [...left].sort(([a, leftOnA], [b, leftOnB]) => leftOnB - leftOnA || (a < b ? -1 : 1));
    expect(servers.candidates(host('source'), need(1))).toEqual(best.slice(0, 20).map(([id]) => id));
    // All of them can be taken out again.
    for (const [id] of best.slice(0, MANY - 5)) servers.set(host(id, { schedulingState: 'WITHDRAWN' }));
    expect(servers.candidates(host('source'), need(0))).toEqual(best.slice(MANY - 5).map(([id]) => id));
  });
});
