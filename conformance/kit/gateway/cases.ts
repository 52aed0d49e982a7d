import type { ConformanceCase } from '../case.ts';
import { AUTHORIZATION_CASES } from './families/authorization.ts';
import { CONTENT_CASES } from './families/contents.ts';
import { MEDIA_TYPE_CASES } from './families/media-types.ts';
import { METHOD_CASES } from './families/methods.ts';
import { READ_CASES } from './families/reads.ts';
import { URI_CASES } from './families/uris.ts';
import { VERSION_CASES } from './families/version.ts';
import { ENVIRONMENT_CASES } from './environment.ts';
import { ENVIRONMENT_STATE_CASES } from './environment-states.ts';
import { THRESHOLD_CASES } from './thresholds.ts';
import { INVENTORY_CASES } from './inventory.ts';
import { ALARM_CASES } from './alarms.ts';
import { EVACUATION_CASES } from './evacuations.ts';
import { FILTER_CASES } from './filter.ts';
import { LINK_CASES } from './links.ts';
import { MIGRATION_CASES } from './migration-requests.ts';
import { MIGRATION_TASK_CASES } from './migration-tasks.ts';
import { NOTIFICATION_CASES } from './notifications.ts';
import { PRECONDITION_CASES } from './preconditions.ts';
import { LIST_CASES } from './selectors.ts';
import { SUBSCRIPTION_CASES } from './subscriptions.ts';

/** Everything that is asked of a gateway. */
export const GATEWAY_CASES: readonly ConformanceCase[] = [
  ...VERSION_CASES,
  ...MEDIA_TYPE_CASES,
  ...METHOD_CASES,
  ...URI_CASES,
  ...CONTENT_CASES,
  ...AUTHORIZATION_CASES,
  ...READ_CASES,
  ...FILTER_CASES,
  ...LIST_CASES,
  ...PRECONDITION_CASES,
  ...SUBSCRIPTION_CASES,
  ...NOTIFICATION_CASES,
  ...ENVIRONMENT_CASES,
  ...ENVIRONMENT_STATE_CASES,
  ...THRESHOLD_CASES,
  ...INVENTORY_CASES,
  ...ALARM_CASES,
  ...MIGRATION_CASES,
  ...MIGRATION_TASK_CASES,
  ...EVACUATION_CASES,
  ...LINK_CASES,
];
