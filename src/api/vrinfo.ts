import type { operations } from '../../generated/vrinfo.ts';
import type { ComputeHost, ResourceZone, VirtualCompute } from '../engine/entities.ts';
import { evacuateComputeHost, restoreComputeHost, withdrawComputeHost } from '../engine/compute-host.ts';
import type { Engine } from '../engine/engine.ts';
import {
  createComputeHost,
  createResourceZone,
  createVirtualCompute,
  deleteComputeHost,
  deleteResourceZone,
  deleteVirtualCompute,
  modifyComputeHost,
  modifyResourceZone,
  modifyVirtualCompute,
} from '../engine/inventory.ts';
import { computeHost, hrefOf, resourceZone, virtualCompute } from '../engine/representations.ts';
import { apiVersionHandlers } from './api-versions.ts';
import { found, listPage } from './listing.ts';
import { createMergePatch, createPick } from './merge-patch.ts';
import type { Handlers } from './operations.ts';
import { subscriptionHandlers, type SubscriptionSettings } from './subscriptions.ts';

/** `vrinfo/v1`: the servers, what runs on them, and the zones they stand in (R11, R12, R17, R18). */
export function vrinfoHandlers(engine: Engine, subscriptionSettings: SubscriptionSettings): Handlers<operations> {
  return {
    ...apiVersionHandlers('vrinfo'),
    ...subscriptionHandlers('vrinfo', engine, subscriptionSettings),
    ...computeHostHandlers(engine),
    ...virtualComputeHandlers(engine),
    ...resourceZoneHandlers(engine),
  };
}

type Of<Name extends string> = Pick<Handlers<operations>, Extract<keyof operations, `${string}${Name}${string}`>>;

function computeHostHandlers({ store, settings: { apiRoot }, transact }: Engine): Of<'ComputeHost'> {
  const mergePatch = createMergePatch('vrinfo', 'ComputeHost');
  const pick = createPick('vrinfo', 'ComputeHostRequest');
  const show = (host: ComputeHost) => computeHost(apiRoot, host);
  return {
    async createComputeHost({ body }) {
      const shown = show(await transact((context) => createComputeHost(context, pick(body))));
      return { status: 201, headers: { Location: shown._links.self.href }, body: shown };
    },
    listComputeHosts: ({ query }) =>
      listPage(store.computeHosts, query.nextpage_opaque_marker, hrefOf(apiRoot, 'vrinfo', 'compute_hosts'), show),
    async getComputeHost({ path: { computeHostId: id } }) {
      return { status: 200, body: show(found(await store.computeHosts.get(id), 'compute host', id)) };
    },
    async modifyComputeHost({ path: { computeHostId: id }, body }) {
      return {
        status: 200,
        body: show(
          await transact((context) => modifyComputeHost(context, id, (host) => ({ ...mergePatch(host, body), id }))),
        ),
      };
    },
    async deleteComputeHost({ path: { computeHostId: id } }) {
      await transact((context) => deleteComputeHost(context, id));
      return { status: 204 };
    },
    async evacuateComputeHost({ path: { computeHostId: id }, body }) {
      const evacuation = await transact((context) => evacuateComputeHost(context, id, body));
      return { status: 202, headers: { Location: hrefOf(apiRoot, 'vnfmig', 'host_evacuations', evacuation.id) } };
    },
    async withdrawComputeHost({ path: { computeHostId: id }, body }) {
      await transact((context) => withdrawComputeHost(context, id, body.reason ?? 'ordered by an operator'));
      return { status: 204 };
    },
    async restoreComputeHost({ path: { computeHostId: id } }) {
      const evacuation = await transact((context) => restoreComputeHost(context, id));
      const Location =
        evacuation === undefined
          ? hrefOf(apiRoot, 'vrinfo', 'compute_hosts', id)
          : hrefOf(apiRoot, 'vnfmig', 'host_evacuations', evacuation.id);
      return { status: 202, headers: { Location } };
    },
  };
}

function virtualComputeHandlers({ store, settings: { apiRoot }, transact }: Engine): Of<'VirtualCompute'> {
  const mergePatch = createMergePatch('vrinfo', 'VirtualCompute');
  const pick = createPick('vrinfo', 'VirtualComputeRequest');
  const show = (compute: VirtualCompute) => virtualCompute(apiRoot, compute);
  return {
    async createVirtualCompute({ body }) {
      const shown = show(await transact((context) => createVirtualCompute(context, pick(body))));
      return { status: 201, headers: { Location: shown._links.self.href }, body: shown };
    },
    listVirtualComputes: ({ query }) =>
      listPage(
        store.virtualComputes,
        query.nextpage_opaque_marker,
        hrefOf(apiRoot, 'vrinfo', 'virtual_computes'),
        show,
      ),
    async getVirtualCompute({ path: { virtualComputeId: id } }) {
      return { status: 200, body: show(found(await store.virtualComputes.get(id), 'virtual compute', id)) };
    },
    async modifyVirtualCompute({ path: { virtualComputeId: id }, body }) {
      return {
        status: 200,
        body: show(
          await transact((context) =>
            modifyVirtualCompute(context, id, (compute) => ({ ...mergePatch(compute, body), computeId: id })),
          ),
        ),
      };
    },
    async deleteVirtualCompute({ path: { virtualComputeId: id } }) {
      await transact((context) => deleteVirtualCompute(context, id));
      return { status: 204 };
    },
  };
}

function resourceZoneHandlers({ store, settings: { apiRoot }, transact }: Engine): Of<'ResourceZone'> {
  const mergePatch = createMergePatch('vrinfo', 'ResourceZone');
  const pick = createPick('vrinfo', 'ResourceZoneRequest');
  const show = (zone: ResourceZone) => resourceZone(apiRoot, zone);
  return {
    async createResourceZone({ body }) {
      const shown = show(await transact((context) => createResourceZone(context, pick(body))));
      return { status: 201, headers: { Location: shown._links.self.href }, body: shown };
    },
    listResourceZones: ({ query }) =>
      listPage(store.resourceZones, query.nextpage_opaque_marker, hrefOf(apiRoot, 'vrinfo', 'resource_zones'), show),
    async getResourceZone({ path: { resourceZoneId: id } }) {
      return { status: 200, body: show(found(await store.resourceZones.get(id), 'resource zone', id)) };
    },
    async modifyResourceZone({ path: { resourceZoneId: id }, body }) {
      return {
        status: 200,
        body: show(
          await transact((context) =>
            modifyResourceZone(context, id, (zone) => ({ ...mergePatch(zone, body), zoneId: id })),
          ),
        ),
      };
    },
    async deleteResourceZone({ path: { resourceZoneId: id } }) {
      await transact((context) => deleteResourceZone(context, id));
      return { status: 204 };
    },
  };
}
