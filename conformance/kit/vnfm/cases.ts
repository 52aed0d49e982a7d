import type { VnfmCase } from './case.ts';
import { ANSWER_CASES } from './cases/answers.ts';
import { CHANGE_CASES } from './cases/changes.ts';
import { FAILURE_CASES, LISTING_CASES } from './cases/failures.ts';
import { NOTIFICATION_CASES } from './cases/notifications.ts';
import { RUN_CASES } from './cases/run.ts';
import { TARGET_CASES } from './cases/targets.ts';

/** In the order in which they begin; what was made before the VNF manager came cannot wait. */
export const VNFM_CASES: readonly VnfmCase[] = [
  ...LISTING_CASES,
  ...NOTIFICATION_CASES,
  ...ANSWER_CASES,
  ...TARGET_CASES,
  ...CHANGE_CASES,
  ...FAILURE_CASES,
  ...RUN_CASES,
];
