/** Who may do what (SOL013 8.3, RFC 6750). */
import type { ConformanceCase, RequestTemplate } from '../../case.ts';
import { problem } from '../../expect.ts';
import { caseId, OPERATIONS, requestFor } from '../operation-requests.ts';

const SECURED = OPERATIONS.filter(({ secured }) => secured).map(requestFor);

const WITHOUT_TOKEN: Partial<RequestTemplate> = { caller: 'nobody' };
const WRONG_TOKEN: Partial<RequestTemplate> = { headers: { authorization: 'Bearer no-token-of-anybody' } };

const noToken: ConformanceCase[] = SECURED.map(({ operation, send, ...rest }) => ({
  ...rest,
  id: caseId(operation, 'without-token'),
  objective: `${operation.operationId} without an access token is 401 with a challenge`,
  clause: 'SOL013 8.3.3 (T1), RFC 6750 3',
  needs: ['token'],
  steps: [
    { send: { ...send, ...WITHOUT_TOKEN }, expect: problem(401, { headers: { 'www-authenticate': /^Bearer/i } }) },
  ],
}));

const wrongToken: ConformanceCase[] = SECURED.map(({ operation, send, ...rest }) => ({
  ...rest,
  id: caseId(operation, 'wrong-token'),
  objective: `${operation.operationId} with an access token of nobody is 401 with the error invalid_token`,
  clause: 'SOL013 8.3.3 (T1), RFC 6750 3.1',
  needs: ['token'],
  steps: [
    {
      send: { ...send, ...WRONG_TOKEN },
      expect: problem(401, { headers: { 'www-authenticate': /^Bearer.*error="?invalid_token"?/i } }),
    },
  ],
}));

const withoutScope: ConformanceCase[] = SECURED.map(({ operation, send, ...rest }) => ({
  ...rest,
  id: caseId(operation, 'without-scope'),
  objective: `${operation.operationId} with an access token without its scope is 403`,
  clause: 'SOL013 6.4, 8.3.3, RFC 6750 3.1',
  needs: ['limited token'],
  steps: [{ send: { ...send, caller: 'limited' }, expect: problem(403) }],
}));

export const AUTHORIZATION_CASES: readonly ConformanceCase[] = [...noToken, ...wrongToken, ...withoutScope];
