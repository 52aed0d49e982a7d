/** Options of every profile. */
export interface CommonOptions {
  apiRoot: string | undefined;
  /** Undefined: found out by asking. */
  versionHeader: 'strict' | 'lenient' | undefined;
  token: string | undefined;
  limitedToken: string | undefined;
  tokenUrl: string | undefined;
  clientId: string | undefined;
  clientSecret: string | undefined;
  /** PEM text. */
  ca: string | undefined;
  insecure: boolean;
  listen: { host: string | undefined; port: number } | undefined;
  callbackUri: string | undefined;
}
