import { readFileSync } from 'node:fs';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { CannotRun } from './case.ts';
import type { CommonOptions } from './options.ts';
import type { Profile } from './profile.ts';

export interface Arguments {
  help: boolean;
  json: boolean;
  self: boolean;
  profile: Profile;
  only: readonly string[];
  report: string | undefined;
  options: CommonOptions;
  profileOptions: Readonly<Record<string, string | undefined>>;
}

const COMMON = {
  'api-root': 'apiRoot of what is tested, e.g. https://gateway.example:8443',
  profile: 'kind of implementation that is tested; gateway by default',
  only: 'only the cases whose id starts so; several, separated by commas',
  report: 'directory for report.json, junit.xml and report.html',
  'version-header':
    'strict: a missing Version header has to be refused; lenient: it means the newest; without it the kit asks',
  token: 'access token to send; better in the environment, as CONFORMANCE_TOKEN',
  'limited-token': 'access token that is valid but has no scope of the interfaces, for the cases of 403',
  'token-url': 'token endpoint, for OAuth 2.0 client credentials',
  'client-id': 'client identifier for it',
  'client-secret': 'client secret for it; better in the environment, as CONFORMANCE_CLIENT_SECRET',
  ca: 'file with the certificates of the authorities to trust, PEM',
  listen: 'PORT or HOST:PORT on which the kit can be reached; a free port by default',
  'callback-uri': 'scheme and authority under which the implementation reaches that, when it is another',
} as const;

const FLAGS = {
  self: 'start an implementation of this project and test that',
  json: 'print one JSON object on standard output, everything else on standard error',
  insecure: 'trust any certificate',
  help: 'this text',
} as const;

/** Reads the command line; the options depend on the profile, which is looked for first. */
export function readArguments(argv: readonly string[], profiles: readonly Profile[]): Arguments {
  const profile = profileOf(argv, profiles);
  const texts = { ...COMMON, ...profile.options };
  const options: ParseArgsConfig['options'] = {
    ...Object.fromEntries(Object.keys(texts).map((name) => [name, { type: 'string' as const }])),
    ...Object.fromEntries(Object.keys(FLAGS).map((name) => [name, { type: 'boolean' as const }])),
  };
  const { values } = parse({ args: [...argv], options });
  const text = (name: keyof typeof COMMON): string | undefined => textOf(values[name]);
  return {
    help: values['help'] === true,
    json: values['json'] === true,
    self: values['self'] === true,
    profile,
    only: text('only')?.split(',') ?? [],
    report: text('report'),
    options: {
      apiRoot: text('api-root')?.replace(/\/+$/, ''),
      versionHeader: versionHeaderOf(text('version-header')),
      token: text('token') ?? process.env['CONFORMANCE_TOKEN'],
      limitedToken: text('limited-token') ?? process.env['CONFORMANCE_LIMITED_TOKEN'],
      tokenUrl: text('token-url'),
      clientId: text('client-id'),
      clientSecret: text('client-secret') ?? process.env['CONFORMANCE_CLIENT_SECRET'],
      ca: readText(text('ca')),
      insecure: values['insecure'] === true,
      listen: listenOf(text('listen')),
      callbackUri: text('callback-uri')?.replace(/\/+$/, ''),
    },
    profileOptions: Object.fromEntries(Object.keys(profile.options).map((name) => [name, textOf(values[name])])),
  };
}

/** The help, with the options of every profile. */
export function helpText(profiles: readonly Profile[]): string {
  const lines = (options: Readonly<Record<string, string>>, value: string): string =>
    Object.entries(options)
      .map(([name, meaning]) => `  ${`--${name}${value}`.padEnd(26)} ${meaning}\n`)
      .join('');
  const special = profiles
    .filter(({ options }) => Object.keys(options).length > 0)
    .map(({ name, options }) => `\nOnly with --profile ${name}:\n${lines(options, ' …')}`);
  const names = profiles.map(({ name }) => name).join(' | ');
  return `Tests an implementation by HTTP alone.

  npm run conformance -- --api-root URL [--profile ${names}] [options]
  npm run conformance -- --self

${lines(COMMON, ' …')}${lines(FLAGS, '')}${special.join('')}
The exit status is 0 when nothing failed, 1 when a case failed, 2 when the kit itself could not run.
`;
}

function profileOf(argv: readonly string[], profiles: readonly Profile[]): Profile {
  const { values } = parse({ args: [...argv], options: { profile: { type: 'string' } }, strict: false });
  const name = textOf(values['profile']) ?? 'gateway';
  const profile = profiles.find((candidate) => candidate.name === name);
  if (profile !== undefined) return profile;
  throw new CannotRun(`--profile ${name}: it is one of ${profiles.map((candidate) => candidate.name).join(', ')}`);
}

function parse(config: ParseArgsConfig): { values: Record<string, unknown> } {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new CannotRun(error instanceof Error ? error.message : String(error));
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function versionHeaderOf(text: string | undefined): 'strict' | 'lenient' | undefined {
  if (text === undefined || text === 'strict' || text === 'lenient') return text;
  throw new CannotRun(`--version-header ${text}: it is strict or lenient`);
}

function listenOf(text: string | undefined): CommonOptions['listen'] {
  if (text === undefined) return undefined;
  const [, host, port] = /^(?:\[?([^\]]+)\]?:)?(\d+)$/.exec(text) ?? [];
  if (port === undefined) throw new CannotRun(`--listen ${text}: it is PORT or HOST:PORT`);
  return { host, port: Number(port) };
}

function readText(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new CannotRun(`--ca ${file}: the file cannot be read`);
  }
}
