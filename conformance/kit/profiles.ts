import type { Profile } from './case.ts';
import { gatewayProfile } from './gateway/profile.ts';

/** Everything that can be tested. */
export const PROFILES: readonly Profile[] = [gatewayProfile];
