import type { components } from '../../../generated/config.ts';

type PowerController = components['schemas']['Configuration']['powerControllers'][number];

/** By computeHostId, what is switched for it; `key` is where the configuration says so. */
interface Switched {
  key: string;
  targets: Record<string, string>;
}

/** A server has one power controller, and what is switched is of one server: else another one would be switched off for it. */
export function sharedPowerProblems(controllers: readonly PowerController[]): string[] {
  const [controllerOf, serverOf] = [new Map<string, string>(), new Map<string, string>()];
  const problems: string[] = [];
  for (const [index, controller] of controllers.entries()) {
    const { key, targets } = switchedBy(controller);
    for (const [computeHostId, target] of Object.entries(targets)) {
      const place = `powerControllers.${index}.${key}.${computeHostId}`;
      const [other, owner] = [controllerOf.get(computeHostId), serverOf.get(target)];
      if (other !== undefined) problems.push(`${place}: the power controller ${other} switches this server too`);
      else if (owner !== undefined) problems.push(`${place}: ${owner} is switched by this too`);
      controllerOf.set(computeHostId, controller.id);
      serverOf.set(target, computeHostId);
    }
  }
  return problems;
}

function switchedBy(controller: PowerController): Switched {
  switch (controller.type) {
    case 'redfish':
      return { key: 'systems', targets: map(controller.systems, (path) => resourceAt(controller.baseUrl, path)) };
    case 'ipmi':
      return { key: 'bmcs', targets: map(controller.bmcs, ({ host, port }) => `ipmi ${host.toLowerCase()} ${port}`) };
    case 'ironic':
      return { key: 'nodes', targets: map(controller.nodes, (node) => `ironic ${placeOf(controller)} ${node}`) };
    case 'nut':
      // That an outlet feeds one server is seen to where it is switched.
      return { key: 'outlets', targets: map(controller.outlets, (_outlets, id) => `outlets of ${id}`) };
  }
}

function map<Value>(values: Record<string, Value>, targetOf: (value: Value, id: string) => string) {
  return Object.fromEntries(Object.entries(values).map(([id, value]) => [id, targetOf(value, id)]));
}

const resourceAt = (baseUrl: string, path: string) => new URL(path, baseUrl).href.replace(/\/$/, '');

/** The Bare Metal service, as far as the configuration tells. */
function placeOf({ endpoint, authUrl, region }: { endpoint?: string; authUrl?: string; region?: string }): string {
  return [endpoint ?? authUrl, region].join(' ');
}
