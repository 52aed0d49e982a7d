import type { components } from '../../../generated/config.ts';
import type { Log } from '../../log.ts';
import { DomainError } from '../../problem.ts';
import { createIpmitool, type IpmiBmc } from './ipmitool.ts';
import type { PowerAdapter, PowerController, PowerRestorePolicy, PowerState } from './power-controller.ts';

type IpmiPowerController = components['schemas']['IpmiPowerController'];

/** Words of `chassis power` and what it reads when they were carried out. IPMI 2.0, 28.3. */
const ORDERS = {
  soft: 'OFF',
  off: 'OFF',
  on: 'ON',
} as const satisfies Record<string, PowerState>;

/** Words of `chassis policy`. IPMI 2.0, 28.8. */
const POLICIES: readonly (readonly [word: string, policy: PowerRestorePolicy])[] = [
  ['always-off', 'AlwaysOff'],
  ['previous', 'LastState'],
  ['always-on', 'AlwaysOn'],
];

/**
 * Power controller `ipmi`: the BMCs of servers by IPMI 2.0 over LAN, through the program ipmitool. GRACEFUL is `soft` (ACPI),
 * FORCED is `off`. A server that already is as wanted gets no order. Errors are those of `createIpmitool`. R19, R21.
 */
export const ipmiAdapter: PowerAdapter<IpmiPowerController> = { type: 'ipmi', create: createIpmiController };

function createIpmiController(config: IpmiPowerController, log: Log): PowerController {
  const bmcs = new Map(Object.entries(config.bmcs));
  const ipmitool = createIpmitool(config);

  function bmcOf(computeHostId: string): IpmiBmc {
    const bmc = bmcs.get(computeHostId);
    if (bmc === undefined) {
      throw new DomainError('SouthboundRefused', `power controller ${config.id} does not control ${computeHostId}`);
    }
    return { ...bmc, name: `BMC ${bmc.host}:${bmc.port} (${computeHostId})` };
  }
  async function readPowerState(computeHostId: string): Promise<PowerState> {
    const bmc = bmcOf(computeHostId);
    const said = await ipmitool(bmc, 'power', 'status');
    const [, state] = /^Chassis Power is (on|off)\s*$/m.exec(said) ?? [];
    if (state !== undefined) return state === 'on' ? 'ON' : 'OFF';
    throw new DomainError('SouthboundUnavailable', `${bmc.name} told no power state: ${said.trim().slice(0, 200)}`);
  }
  async function order(computeHostId: string, word: keyof typeof ORDERS): Promise<void> {
    const powerState = ORDERS[word];
    if ((await readPowerState(computeHostId)) === powerState) {
      log.info({ computeHostId, powerState }, 'the server is already as wanted; no order given');
      return;
    }
    await ipmitool(bmcOf(computeHostId), 'power', word);
    log.info({ computeHostId, order: word }, 'the BMC accepted the order');
  }

  return {
    id: config.id,
    controls: (computeHostId) => bmcs.has(computeHostId),
    readPowerState,
    powerOff: (computeHostId, mode) => order(computeHostId, mode === 'GRACEFUL' ? 'soft' : 'off'),
    powerOn: (computeHostId) => order(computeHostId, 'on'),
    readPowerRestorePolicy: async (computeHostId) => {
      const said = await ipmitool(bmcOf(computeHostId), 'status');
      const [, word] = /^Power Restore Policy\s*: (\S+)\s*$/m.exec(said) ?? [];
      return POLICIES.find(([known]) => known === word)?.[1];
    },
    setPowerRestorePolicy: async (computeHostId, wanted) => {
      const [word] = POLICIES.find(([, policy]) => policy === wanted) ?? [];
      if (word !== undefined) await ipmitool(bmcOf(computeHostId), 'policy', word);
    },
  };
}
