import type { components } from '../../generated/config.ts';
import type { Log } from '../log.ts';
import { DomainError } from '../problem.ts';
import { controllerAdapter } from './environment/controller.ts';
import type {
  EnvironmentNotificationRequest,
  EnvironmentSource,
  LostParameters,
  RecalledParameter,
  SourceAdapter,
  SourcePorts,
} from './environment/environment-source.ts';
import { mqttAdapter } from './environment/mqtt.ts';
import { nutAdapter } from './environment/nut.ts';
import { directAdapter } from './vnfm/direct.ts';
import type { NotificationEndpoint, VnfManager, VnfManagerAdapter, VnfManagerPorts } from './vnfm/vnf-manager.ts';
import type { PowerAdapter, PowerController } from './power/power-controller.ts';
import { redfishAdapter } from './power/redfish.ts';
import { openStackAdapter } from './vim/openstack.ts';
import type { Vim, VimAdapter } from './vim/vim.ts';
import { kubernetesAdapter } from './vim/kubernetes/kubernetes.ts';
import { sol003Adapter } from './vnfm/sol003.ts';
import { serverNotifierOf, tackerAdapter, type ServerNotifier } from './vnfm/tacker.ts';
import { ipmiAdapter } from './power/ipmi.ts';
import { nutPowerAdapter } from './power/nut.ts';
import { ironicAdapter } from './power/ironic.ts';
import { snmpAdapter } from './environment/snmp/snmp.ts';
import { alertmanagerAdapter } from './environment/alertmanager.ts';
import { redfishSourceAdapter } from './environment/redfish.ts';

type SourceConfig = components['schemas']['Configuration']['environmentSources'][number];
type VnfManagerConfig = components['schemas']['Configuration']['vnfManagers'][number];
type PowerConfig = components['schemas']['Configuration']['powerControllers'][number];
type VimConfig = components['schemas']['Configuration']['vims'][number];

/** The configurations that an adapter of this type takes. */
type OfType<Config extends { type: string }, Type extends Config['type']> = Extract<Config, { type: Type }>;

/** Every kind of environment source; a type of the configuration without an adapter does not compile. R4. */
const sourceAdapters: { [Type in SourceConfig['type']]: SourceAdapter<OfType<SourceConfig, Type>> } = {
  nut: nutAdapter,
  controller: controllerAdapter,
  mqtt: mqttAdapter,
  snmp: snmpAdapter,
  alertmanager: alertmanagerAdapter,
  redfish: redfishSourceAdapter,
};

/** Every kind of power controller. R19. */
const powerAdapters: { [Type in PowerConfig['type']]: PowerAdapter<OfType<PowerConfig, Type>> } = {
  redfish: redfishAdapter,
  ipmi: ipmiAdapter,
  nut: nutPowerAdapter,
  ironic: ironicAdapter,
};

/** Every kind of VNF manager without the extension. R13. */
const vnfManagerAdapters: { [Type in VnfManagerConfig['type']]: VnfManagerAdapter<OfType<VnfManagerConfig, Type>> } = {
  direct: directAdapter,
  sol003: sol003Adapter,
  tacker: tackerAdapter,
};

/** Every kind of VIM. R17, R18. */
const vimAdapters: { [Type in VimConfig['type']]: VimAdapter<OfType<VimConfig, Type>> } = {
  openstack: openStackAdapter,
  kubernetes: kubernetesAdapter,
};

/** The ports that all sources share; they are told which source it is. */
interface SharedPorts extends Pick<SourcePorts, 'callbackUri' | 'log'> {
  receive(notification: EnvironmentNotificationRequest, environmentSourceId: string): Promise<unknown>;
  recall(environmentSourceId: string): Promise<RecalledParameter[]>;
  lostServers(environmentSourceId: string): Promise<readonly string[]>;
  lose(lost: LostParameters, environmentSourceId: string): Promise<boolean>;
  problem(kind: string, environmentSourceId: string): void;
}

/** Makes the configured environment sources, each with its own log; none of them is started. R4. */
export function createEnvironmentSources(configs: readonly SourceConfig[], ports: SharedPorts): EnvironmentSource[] {
  return configs.map((config) =>
    createSource(config.type, config, {
      callbackUri: ports.callbackUri,
      receive: async (notification) => {
        await ports.receive(notification, config.id);
      },
      recall: () => ports.recall(config.id),
      lostServers: () => ports.lostServers(config.id),
      lose: (lost) => ports.lose(lost, config.id),
      problem: (kind) => {
        ports.problem(kind, config.id);
      },
      log: ports.log.child({ environmentSource: config.id }),
    }),
  );
}

/** Hands what was posted for a source of the type to it; throws DomainError `NotFound` when there is none. */
export function createAccept(configs: readonly SourceConfig[], sources: readonly EnvironmentSource[]) {
  return async (type: string, id: string, content: unknown): Promise<void> => {
    const isConfigured = configs.some((config) => config.id === id && config.type === type);
    const source = isConfigured ? sources.find((candidate) => candidate.id === id) : undefined;
    if (source?.accept === undefined) throw new DomainError('NotFound', `no environment source ${id} of type ${type}`);
    await source.accept(content);
  };
}

function createSource<Type extends SourceConfig['type']>(
  type: Type,
  config: OfType<SourceConfig, Type>,
  ports: SourcePorts,
): EnvironmentSource {
  return sourceAdapters[type].create(config, ports);
}

/** Makes the configured power controllers, each with its own log. R19. */
export function createPowerControllers(configs: readonly PowerConfig[], log: Log): PowerController[] {
  return configs.map((config) => createPowerController(config.type, config, log.child({ powerController: config.id })));
}

function createPowerController<Type extends PowerConfig['type']>(
  type: Type,
  config: OfType<PowerConfig, Type>,
  log: Log,
): PowerController {
  return powerAdapters[type].create(config, log);
}

/** Makes the configured VNF managers, each with its own log; none of them is started. R13. */
export function createVnfManagers(configs: readonly VnfManagerConfig[], ports: VnfManagerPorts): VnfManager[] {
  return configs.map((config) =>
    createVnfManager(config.type, config, { ...ports, log: ports.log.child({ vnfManager: config.vnfmId }) }),
  );
}

function createVnfManager<Type extends VnfManagerConfig['type']>(
  type: Type,
  config: OfType<VnfManagerConfig, Type>,
  ports: VnfManagerPorts,
): VnfManager {
  return vnfManagerAdapters[type].create(config, ports);
}

/** The endpoint of this callbackUri; throws DomainError `NotFound` when there is none, and never tells why. SOL003 5.4.20. */
export function createEndpointOf(vnfManagers: readonly VnfManager[]) {
  return (vnfmId: string, callbackId: string): NotificationEndpoint => {
    const endpoint = vnfManagers.find((candidate) => candidate.vnfmId === vnfmId)?.endpoint;
    if (endpoint?.accepts(callbackId) !== true) throw new DomainError('NotFound', 'there is no such subscription');
    return endpoint;
  };
}

/** The Tackers among the VNF managers, for which the gateway is the Server Notifier. R13. */
export function serverNotifiersOf(configs: readonly VnfManagerConfig[]): ServerNotifier[] {
  return configs.flatMap((config) => (config.type === 'tacker' ? [serverNotifierOf(config)] : []));
}

/** Makes the configured VIMs, each with its own log. R17, R18. */
export function createVims(configs: readonly VimConfig[], log: Log): Vim[] {
  return configs.map((config) => createVim(config.type, config, log.child({ vim: config.id })));
}

function createVim<Type extends VimConfig['type']>(type: Type, config: OfType<VimConfig, Type>, log: Log): Vim {
  return vimAdapters[type].create(config, log);
}
