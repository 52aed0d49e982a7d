import { gatewayProfile } from './gateway/profile.ts';
import type { Profile } from './profile.ts';
import { vnfmProfile } from './vnfm/profile.ts';

/** Everything that can be tested. */
export const PROFILES: readonly Profile[] = [gatewayProfile, vnfmProfile];
