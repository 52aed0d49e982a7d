import type { Profile } from '../case.ts';
import { API_VERSIONS_CASES } from './api-versions.ts';
import { FIXTURES } from './fixtures.ts';

/** A gateway, or whatever else serves envnotif, vnfmig, vrinfo and vrfm. */
export const gatewayProfile: Profile = {
  name: 'gateway',
  options: {},
  cases: [...API_VERSIONS_CASES],
  fixtures: FIXTURES,
};
