import { apcPowernet } from './apc-powernet.ts';
import { dcPlant } from './dc-plant.ts';
import { entitySensor } from './entity-sensor.ts';
import type { Profile } from './profile.ts';
import { upsMib } from './ups-mib.ts';

/** Every profile that the configuration can name. */
export const PROFILES: Record<'UPS_MIB' | 'APC_POWERNET' | 'ENTITY_SENSOR' | 'DC_PLANT', Profile> = {
  UPS_MIB: upsMib,
  APC_POWERNET: apcPowernet,
  ENTITY_SENSOR: entitySensor,
  DC_PLANT: dcPlant,
};
