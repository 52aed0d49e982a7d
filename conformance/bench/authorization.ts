import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** What the gateway has to be told to take the token. */
export interface Authorization {
  /** Part `authentication` of the configuration. */
  configuration: { issuer: string; audience: string; jwksUri: string };
  /** Header of every request. */
  headers: { authorization: string };
  close(): Promise<void>;
}

const AUDIENCE = 'nfvi-te-gateway';
const SCOPE = 'envnotif:v1:all vnfmig:v1:all vrinfo:v1:all vrfm:v1:all';

/** Serves the key of an authorization server on loopback, and gives one token signed with it: ES256, good for an hour. */
export async function startAuthorization(): Promise<Authorization> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const key = { ...(await exportJWK(publicKey)), kid: 'bench', alg: 'ES256', use: 'sig' };
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: [key] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const token = await new SignJWT({ client_id: 'bench', scope: SCOPE })
    .setProtectedHeader({ alg: 'ES256', kid: 'bench', typ: 'at+jwt' })
    .setIssuer(issuer)
    .setAudience(AUDIENCE)
    .setSubject('bench')
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(privateKey);
  return {
    configuration: { issuer, audience: AUDIENCE, jwksUri: `${issuer}/jwks` },
    headers: { authorization: `Bearer ${token}` },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
