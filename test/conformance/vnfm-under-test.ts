import { createServer } from 'node:net';
import type { CommonOptions } from '../../conformance/kit/options.ts';
import type { CaseResult } from '../../conformance/kit/case.ts';
import { testVnfm } from '../../conformance/kit/vnfm/profile.ts';
import { startVnfm, type Vnfm, type VnfmOptions } from '../../conformance/peers/vnfm.ts';
import { startRelay, type Distortion, type Relay } from './vnfm-relay.ts';

/** Short times, so that a case takes a second or two. */
export const QUICK = {
  'reply-time': '1.5',
  'migration-time': '4',
  'settle-time': '0.5',
  'watch-time': '0.9',
  'wait-time': '10',
};

/** As long as it may take on a busy machine; nobody who is right takes it. */
export const PATIENT = { ...QUICK, 'reply-time': '10', 'migration-time': '30', 'settle-time': '0.8' };

const COMMON: CommonOptions = {
  apiRoot: undefined,
  versionHeader: 'strict',
  token: undefined,
  limitedToken: undefined,
  tokenUrl: undefined,
  clientId: undefined,
  clientSecret: undefined,
  ca: undefined,
  insecure: false,
  listen: undefined,
  callbackUri: undefined,
};

const TIMES = { replyDelayMs: 20, migrationMs: 60 };

export interface KitRun {
  cases?: readonly string[];
  options?: Readonly<Record<string, string>>;
  common?: Partial<CommonOptions>;
}

/** A reference VNFM, and what a relay makes of it. */
export interface ChangedVnfm {
  vnfm?: Partial<VnfmOptions>;
  distortion?: Distortion;
}

/** The profile in this process. */
export async function runKit(
  { cases, options = {}, common = {} }: KitRun,
  say: (apiRoot: string) => void = () => undefined,
): Promise<CaseResult[]> {
  return await testVnfm(
    {
      options: { ...COMMON, ...common },
      profileOptions: { ...QUICK, ...options },
      isWanted: (id) => cases?.includes(id) !== false,
      signal: new AbortController().signal,
      onResult: () => undefined,
    },
    say,
  );
}

/** The kit subscribes the VNFM, which then answers where the links lead: to the relay. */
export async function testThroughRelay(
  { options, common, ...run }: KitRun,
  { vnfm: vnfmOptions = {}, distortion = {} }: ChangedVnfm = {},
): Promise<CaseResult[]> {
  const port = await freePort();
  const vnfm = await startVnfm({ vnfmId: 'vnfm-1', ...TIMES, ...vnfmOptions });
  const relay = await startRelay(`http://127.0.0.1:${port}`, distortion);
  try {
    return await runKit({
      ...run,
      options: { ...options, 'public-api-root': relay.url },
      common: { ...common, apiRoot: relay.callbackFor(vnfm.url), listen: { host: '127.0.0.1', port } },
    });
  } finally {
    await vnfm.close();
    await relay.close();
  }
}

/** The VNFM subscribes by itself, through the relay. */
export async function testSubscribing(
  { common, ...run }: KitRun,
  { vnfm: vnfmOptions = {}, distortion = {} }: ChangedVnfm = {},
): Promise<CaseResult[]> {
  const begin = async (apiRoot: string): Promise<{ relay: Relay; vnfm: Promise<Vnfm | undefined> }> => {
    const relay = await startRelay(apiRoot, distortion);
    const vnfm = startVnfm({ gateway: relay.url, vnfmId: 'vnfm-1', ...TIMES, ...vnfmOptions });
    return { relay, vnfm: vnfm.catch(() => undefined) };
  };
  let begun: ReturnType<typeof begin> | undefined;
  try {
    return await runKit({ ...run, common: { ...common, listen: { host: '127.0.0.1', port: 0 } } }, (apiRoot) => {
      begun = begin(apiRoot);
    });
  } finally {
    const { relay, vnfm } = (await begun) ?? {};
    relay?.part();
    await (await vnfm)?.close({ unsubscribe: false });
    await relay?.close();
  }
}

/** Below those that the system hands out, where another one may take it meanwhile. */
export async function freePort(): Promise<number> {
  const port = 20_000 + Math.floor(Math.random() * 12_000);
  const server = createServer();
  const isFree = await new Promise<boolean>((resolve) => {
    server.once('error', () => {
      resolve(false);
    });
    server.listen(port, '127.0.0.1', () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
  return isFree ? port : await freePort();
}
