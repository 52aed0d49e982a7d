import type { operations } from '../../generated/vrinfo.ts';
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
import { createContainer, type Sol013 } from './container.ts';
import { createMergePatch, createPick } from './merge-patch.ts';
import type { Handlers } from './operations.ts';
import { subscriptionHandlers, type ApiSettings } from './subscriptions.ts';
import { ownVnfm } from './visibility.ts';

/** `vrinfo/v1`: the servers, what runs on them, and the zones they stand in (R11, R12, R17, R18). */
export function vrinfoHandlers(engine: Engine, settings: ApiSettings): Handlers<operations> {
  return {
    ...apiVersionHandlers('vrinfo'),
    ...subscriptionHandlers('vrinfo', 'VirtualisedResourceSubscription', engine, settings),
    ...computeHostHandlers(engine, settings.sol013),
    ...virtualComputeHandlers(engine, settings.sol013),
    ...resourceZoneHandlers(engine, settings.sol013),
  };
}

type Of<Name extends string> = Pick<Handlers<operations>, Extract<keyof operations, `${string}${Name}${string}`>>;

function computeHostHandlers(engine: Engine, sol013: Sol013): Of<'ComputeHost'> {
  const { transact } = engine;
  const mergePatch = createMergePatch('vrinfo', 'ComputeHost');
  const pick = createPick('vrinfo', 'ComputeHostRequest');
  const hosts = createContainer(engine, sol013, {
    apiName: 'vrinfo',
    name: 'compute_hosts',
    what: 'compute host',
    schema: 'ComputeHost',
    collection: (tables) => tables.computeHosts,
    show: computeHost,
    linkAttributes: ['hostEvacuationId'],
  });
  return {
    createComputeHost: (request) =>
      hosts.create(request, async (context) => (await createComputeHost(context, pick(request.body))).id),
    listComputeHosts: hosts.list,
    getComputeHost: (request) => hosts.get(request, request.path.computeHostId),
    modifyComputeHost: (request) => {
      const { computeHostId: id } = request.path;
      return hosts.modify(request, id, (context) =>
        modifyComputeHost(context, id, (host) => ({ ...mergePatch(host, request.body), id })),
      );
    },
    deleteComputeHost: (request) => {
      const { computeHostId: id } = request.path;
      return hosts.delete(request, id, (context) => deleteComputeHost(context, id));
    },
    async evacuateComputeHost({ path: { computeHostId: id }, body, apiRoot }) {
      const evacuation = await transact((context) => evacuateComputeHost(context, id, body));
      return { status: 202, headers: { Location: hrefOf(apiRoot, 'vnfmig', 'host_evacuations', evacuation.id) } };
    },
    async withdrawComputeHost({ path: { computeHostId: id }, body }) {
      await transact((context) => withdrawComputeHost(context, id, body.reason ?? 'ordered by an operator'));
      return { status: 204 };
    },
    async restoreComputeHost({ path: { computeHostId: id }, apiRoot }) {
      const evacuation = await transact((context) => restoreComputeHost(context, id));
      const Location =
        evacuation === undefined
          ? hrefOf(apiRoot, 'vrinfo', 'compute_hosts', id)
          : hrefOf(apiRoot, 'vnfmig', 'host_evacuations', evacuation.id);
      return { status: 202, headers: { Location } };
    },
  };
}

function virtualComputeHandlers(engine: Engine, sol013: Sol013): Of<'VirtualCompute'> {
  const mergePatch = createMergePatch('vrinfo', 'VirtualCompute');
  const pick = createPick('vrinfo', 'VirtualComputeRequest');
  const computes = createContainer(engine, sol013, {
    apiName: 'vrinfo',
    name: 'virtual_computes',
    what: 'virtual compute',
    schema: 'VirtualCompute',
    collection: (tables) => tables.virtualComputes,
    show: virtualCompute,
    excludedByDefault: ['metadata'],
    visible: ownVnfm,
  });
  return {
    createVirtualCompute: (request) =>
      computes.create(request, async (context) => (await createVirtualCompute(context, pick(request.body))).computeId),
    listVirtualComputes: computes.list,
    getVirtualCompute: (request) => computes.get(request, request.path.virtualComputeId),
    modifyVirtualCompute: (request) => {
      const { virtualComputeId: id } = request.path;
      return computes.modify(request, id, (context) =>
        modifyVirtualCompute(context, id, (compute) => ({ ...mergePatch(compute, request.body), computeId: id })),
      );
    },
    deleteVirtualCompute: (request) => {
      const { virtualComputeId: id } = request.path;
      return computes.delete(request, id, (context) => deleteVirtualCompute(context, id));
    },
  };
}

function resourceZoneHandlers(engine: Engine, sol013: Sol013): Of<'ResourceZone'> {
  const mergePatch = createMergePatch('vrinfo', 'ResourceZone');
  const pick = createPick('vrinfo', 'ResourceZoneRequest');
  const zones = createContainer(engine, sol013, {
    apiName: 'vrinfo',
    name: 'resource_zones',
    what: 'resource zone',
    schema: 'ResourceZone',
    collection: (tables) => tables.resourceZones,
    show: resourceZone,
    excludedByDefault: ['zoneProperty', 'metadata'],
  });
  return {
    createResourceZone: (request) =>
      zones.create(request, async (context) => (await createResourceZone(context, pick(request.body))).zoneId),
    listResourceZones: zones.list,
    getResourceZone: (request) => zones.get(request, request.path.resourceZoneId),
    modifyResourceZone: (request) => {
      const { resourceZoneId: id } = request.path;
      return zones.modify(request, id, (context) =>
        modifyResourceZone(context, id, (zone) => ({ ...mergePatch(zone, request.body), zoneId: id })),
      );
    },
    deleteResourceZone: (request) => {
      const { resourceZoneId: id } = request.path;
      return zones.delete(request, id, (context) => deleteResourceZone(context, id));
    },
  };
}
