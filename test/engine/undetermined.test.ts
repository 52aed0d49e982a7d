/** Of a zone with many servers those come first for which it is most urgent (R14, R20). */
import type { Context } from '../../src/engine/context.ts';
import { NOTHING_QUIET } from '../../src/engine/quiet-readings.ts';
import type { ComputeHost, EnvironmentState, VirtualCompute } from '../../src/engine/entities.ts';
import { readSite } from '../../src/engine/site.ts';
import { firstOf } from '../../src/engine/undetermined.ts';
import { openStore } from '../../src/store/open-store.ts';
import { sqliteLocation } from '../stores.ts';

const hostOf = (index: number, priority: number): ComputeHost => ({
  id: `server-${index}`,
  computeHostType: 'PHYSICAL_SERVER',
  priority,
  environmentLevel: 'NORMAL',
  levelEnteredTime: '2026-11-23T02:00:00.000Z',
  schedulingState: 'ENABLED',
  withdrawals: [],
  powerState: 'ON',
});
const computeOn = (hostId: string, criticality: number): VirtualCompute => ({
  computeId: `vc-of-${hostId}-${criticality}`,
  hostId,
  vnfInstanceId: `vnf-of-${hostId}`,
  vnfmId: 'vnfm-1',
  operationalState: 'ENABLED',
  criticality,
  required: true,
});
const STATE: EnvironmentState = {
  id: 'state',
  objectId: 'resourceZone room',
  resourceZoneId: 'room',
  parameterType: 'COOLING',
  environmentLevel: 'DEGRADED',
  levelEnteredTime: '2026-11-23T02:00:00.000Z',
  lastDatum: { resourceZoneId: 'room', parameterType: 'COOLING', dataType: 'VALUE', value: 42, unit: 'Cel' },
  lastMeasuredTime: '2026-11-23T02:00:00.000Z',
  thresholdLevels: [],
  readings: {},
  samples: [],
};

it('those that waited already, then by priority, then by the most critical function, then as they come', async () => {
  const store = await openStore(sqliteLocation());
  const hosts = Array.from({ length: 20 }, (_, index) => hostOf(index, index === 7 ? 90 : 50));
  const order = await store.transaction(async (tables) => {
    for (const [id, criticality] of [
      ['server-5', 3],
      ['server-5', 80],
      ['server-9', 100],
      ['server-11', 80],
    ] as const)
      await tables.virtualComputes.insert(computeOn(id, criticality));
    const site = await readSite(tables);
    const waited = { ...STATE, undeterminedComputeHostIds: ['server-3'] };
    await tables.environmentStates.insert(waited);
    const context = { tables, now: '2026-11-23T02:00:01.000Z', keptSite: () => site, quiet: NOTHING_QUIET };
    const first = await firstOf(context as Context, waited, hosts);
    const left = await tables.environmentStates.get('state');
    return [...first.map(({ id }) => id), ...(left?.undeterminedComputeHostIds ?? [])];
  });
  await store.close();
  expect(order.slice(0, 7)).toEqual([3, 7, 9, 5, 11, 0, 1].map((index) => `server-${index}`));
  expect(order.sort()).toEqual(hosts.map(({ id }) => id).sort());
});
