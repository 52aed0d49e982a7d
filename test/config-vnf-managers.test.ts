import { checkConfiguration } from '../src/config.ts';

const SOL003 = { vnfmId: 'vnfm-1', type: 'sol003', apiRoot: 'https://vnfm.example' };
const TACKER = { vnfmId: 'tacker-1', type: 'tacker', apiRoot: 'http://tacker.example:9890' };
const BY_SECRET = {
  authType: 'OAUTH2_CLIENT_CREDENTIALS',
  tokenEndpoint: 'https://a.example/token',
  clientId: 'gateway',
};

function problemsOf(...vnfManagers: object[]): string[] {
  const checked = checkConfiguration({ vnfManagers });
  return 'problems' in checked ? checked.problems : [];
}

describe('the VNF managers of a configuration', () => {
  it('have defaults', () => {
    const defaults = { timeout: 10, pollInterval: 2, failedTemporarily: 'RETRY', maximumRetries: 2, checkInterval: 60 };
    expect(checkConfiguration({ vnfManagers: [SOL003, TACKER] })).toMatchObject({
      vnfManagers: [
        { ...SOL003, ...defaults, healWholeVnf: false },
        { ...TACKER, ...defaults, faultType: '10', healWaitTime: 60 },
      ],
    });
  });

  it('may be authenticated towards in each way', () => {
    const byPassword = { authType: 'BASIC', userName: 'gateway', passwordFile: '/run/password' };
    expect(problemsOf({ ...SOL003, authentication: byPassword })).toEqual([]);
    expect(problemsOf({ ...TACKER, authentication: { ...BY_SECRET, password: 'p', scope: 'heal' } })).toEqual([]);
  });

  it.each<[string, object[], string]>([
    ['no apiRoot', [{ ...SOL003, apiRoot: undefined }], "vnfManagers.0: must have required property 'apiRoot'"],
    ['a key of another type', [{ ...TACKER, healWholeVnf: true }], 'vnfManagers.0.healWholeVnf: there is no such key'],
    ['one name twice', [SOL003, { ...TACKER, vnfmId: 'vnfm-1' }], 'vnfManagers: the id vnfm-1 is there twice'],
    [
      'one notifier for two Tackers',
      [TACKER, { ...TACKER, vnfmId: 'tacker-2', notifierId: 'tacker-1' }],
      'vnfManagers.notifierId: the id tacker-1 is there twice',
    ],
    [
      'no password',
      [SOL003, { ...TACKER, authentication: BY_SECRET }],
      'vnfManagers.1.authentication: password or passwordFile is missing',
    ],
    [
      'a certificate that is wanted and not there',
      [{ ...SOL003, authentication: { ...BY_SECRET, authType: 'OAUTH2_CLIENT_CERT' } }],
      'vnfManagers.0.clientCertificate: OAUTH2_CLIENT_CERT needs one',
    ],
    [
      'a token endpoint without TLS for a certificate',
      [
        {
          ...SOL003,
          authentication: { authType: 'OAUTH2_CLIENT_CERT', tokenEndpoint: 'http://a.example', clientId: 'gateway' },
        },
      ],
      'vnfManagers.0.authentication.tokenEndpoint: must match pattern "^https://"',
    ],
  ])('are refused because of %s', (_what, vnfManagers, problem) => {
    expect(problemsOf(...vnfManagers)).toContain(problem);
  });

  it('are refused with files that cannot be read', () => {
    const missing = '/nowhere/missing.pem';
    const clientCertificate = { certificateFile: missing, keyFile: missing };
    expect(problemsOf({ ...SOL003, caFile: missing, clientCertificate }).map((text) => text.split(':')[0])).toEqual([
      'vnfManagers.0.clientCertificate.certificateFile',
      'vnfManagers.0.clientCertificate.keyFile',
      'vnfManagers.0.caFile',
    ]);
  });
});
