import type { Fixture } from '../case.ts';
import { ENVIRONMENT_FIXTURES } from './fixtures/environment.ts';
import { FILTER_FIXTURES } from './fixtures/filter.ts';
import { INVENTORY_FIXTURES } from './fixtures/inventory.ts';
import { MIGRATION_FIXTURES } from './fixtures/migration.ts';
import { SUBSCRIPTION_FIXTURES } from './fixtures/subscription.ts';

/** What the cases of a gateway start from. */
export const FIXTURES: Readonly<Record<string, Fixture>> = {
  /** An identifier that nothing has. */
  newId: { scope: 'case', create: (world) => Promise.resolve({ newId: world.unique('new') }) },
  ...INVENTORY_FIXTURES,
  ...ENVIRONMENT_FIXTURES,
  ...MIGRATION_FIXTURES,
  ...SUBSCRIPTION_FIXTURES,
  ...FILTER_FIXTURES,
};
