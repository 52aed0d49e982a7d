import type { components } from '../../generated/config.ts';
import type { Scenario } from './world.ts';

type Configuration = components['schemas']['Configuration'];

/** The configuration, with what is left to the defaults left out. */
type ConfigurationFile = { [Key in keyof Configuration]?: unknown };

interface Surroundings {
  port: number;
  databaseFile: string;
  controllerUrl: string;
  bmcUrl: string;
}

/** Configuration of the gateway for the site of a scenario. */
export function gatewayConfiguration(
  { site, gateway }: Scenario,
  { port, databaseFile, controllerUrl, bmcUrl }: Surroundings,
): ConfigurationFile {
  const systems = site.computeHosts.map(({ id }) => [id, `/redfish/v1/Systems/${id}`]);
  return {
    listen: { host: '127.0.0.1', port },
    store: `sqlite:${databaseFile}`,
    logLevel: 'debug',
    vimId: 'lab',
    inventory: {
      resourceZones: site.resourceZones ?? [],
      computeHosts: site.computeHosts.map(withoutHardware),
      virtualComputes: site.virtualComputes,
    },
    environmentThresholds: gateway.environmentThresholds,
    policies: gateway.policies ?? [],
    ...(gateway.restoration === undefined ? {} : { restoration: gateway.restoration }),
    ...(gateway.limits === undefined ? {} : { limits: gateway.limits }),
    ...(gateway.migration === undefined ? {} : { migration: gateway.migration }),
    notification: { timeout: 2, retryInterval: 0.2, maximumRetryInterval: 2 },
    environmentSources: [
      { id: 'controller', type: 'controller', apiRoot: controllerUrl, checkInterval: 2, timeout: 2 },
    ],
    powerControllers: [
      { id: 'bmcs', type: 'redfish', baseUrl: bmcUrl, timeout: 2, systems: Object.fromEntries(systems) as object },
    ],
  };
}

function withoutHardware(server: Scenario['site']['computeHosts'][number]): object {
  return Object.fromEntries(Object.entries(server).filter(([key]) => key !== 'hardware'));
}
