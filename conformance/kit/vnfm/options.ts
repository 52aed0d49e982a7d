import { CannotRun } from '../case.ts';

/** Command-line options of the profile. */
export const OPTIONS = {
  'vnfm-id': 'identifier of the VNF manager; by default the one that its subscription names, or vnfm-1',
  'vnf-instance-id': 'VNF instances that it may be asked to move, separated by commas; made up by default',
  inventory: 'YAML file with the `inventory` of a gateway, for the servers and functions of a real site',
  'reply-time': 'seconds from a request to its replyDeadline; 10 by default',
  'migration-time': 'seconds from a request to its migrationDeadline; 60 by default',
  'settle-time': 'seconds that it may take to heed a notification that it has taken; 1 by default',
  'watch-time': 'seconds for which the kit looks that nothing more comes; 3 by default',
  'wait-time': 'seconds to wait for its subscription; 60 by default',
  'public-api-root': 'apiRoot under which it reaches the kit, when that is another',
  'required-token':
    'access token that it has to show to the kit; better in the environment, as CONFORMANCE_REQUIRED_TOKEN',
} as const;

export interface VnfmOptions {
  vnfmId: string | undefined;
  vnfInstanceIds: readonly string[];
  inventory: string | undefined;
  /** Seconds. */
  replyTime: number;
  migrationTime: number;
  settleTime: number;
  watchTime: number;
  waitTime: number;
  publicApiRoot: string | undefined;
  requiredToken: string | undefined;
}

export function readVnfmOptions(values: Readonly<Record<string, string | undefined>>): VnfmOptions {
  const seconds = (name: keyof typeof OPTIONS, usual: number): number => {
    const number = Number(values[name] ?? usual);
    if (number > 0) return number;
    throw new CannotRun(`--${name} ${values[name] ?? ''}: it is a number of seconds`);
  };
  return {
    vnfmId: values['vnfm-id'],
    vnfInstanceIds: values['vnf-instance-id']?.split(',') ?? [],
    inventory: values['inventory'],
    replyTime: seconds('reply-time', 10),
    migrationTime: seconds('migration-time', 60),
    settleTime: seconds('settle-time', 1),
    watchTime: seconds('watch-time', 3),
    waitTime: seconds('wait-time', 60),
    publicApiRoot: values['public-api-root']?.replace(/\/+$/, ''),
    requiredToken: values['required-token'] ?? process.env['CONFORMANCE_REQUIRED_TOKEN'],
  };
}
