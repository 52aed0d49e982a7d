import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { startService } from '../../peers/service.ts';
import { APIS } from '../judge.ts';

/** Stands for an OAuth 2.0 server: the keys that tokens are checked with, and tokens. */
export interface Authorization {
  /** For the configuration of the gateway. */
  authentication: { issuer: string; audience: string; jwksUri: string };
  /** May do everything. */
  token: string;
  /** Valid, without any scope of the interfaces. */
  limitedToken: string;
  close: () => Promise<void>;
}

const ISSUER = 'https://authorization-server.example';
const AUDIENCE = 'nfvi-te-gateway';
const SCOPES = [...APIS.filter((api) => api !== 'callback').map((api) => `${api}:v1:all`), 'envnotif:notify'];

export async function startAuthorization(): Promise<Authorization> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'key-1', alg: 'ES256', use: 'sig' }];
  const service = await startService(() => ({ status: 200, body: { keys } }));
  const sign = (scope: string): Promise<string> =>
    new SignJWT({ scope, client_id: 'outside' })
      .setProtectedHeader({ alg: 'ES256', kid: 'key-1', typ: 'at+jwt' })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setSubject('outside')
      .setIssuedAt()
      .setJti('token')
      .setExpirationTime('1h')
      .sign(privateKey);
  return {
    authentication: { issuer: ISSUER, audience: AUDIENCE, jwksUri: `${service.url}/jwks` },
    token: await sign(SCOPES.join(' ')),
    limitedToken: await sign('another:scope'),
    close: service.close,
  };
}
