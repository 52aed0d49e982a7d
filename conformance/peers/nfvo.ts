import { startCallbackEndpoint, subscribe, unsubscribe, type ReceivedNotification } from './callback-endpoint.ts';
import { isProgram, numberOption, printLine, requiredOption, runProgram } from './program.ts';

export interface NfvoOptions {
  /** apiRoot of the gateway. */
  gateway: string;
  /** Port of the callback; 0, a free one, by default. */
  port?: number;
  onNotification?: (notification: ReceivedNotification) => void;
}

export interface Nfvo {
  url: string;
  /** Ends the subscriptions and the endpoint. */
  close: () => Promise<void>;
  notifications: ReceivedNotification[];
  violations: string[];
}

const APIS = ['envnotif', 'vnfmig', 'vrinfo', 'vrfm'];

/** Reference NFVO: subscribes to every interface without a filter and keeps what it is told (R10). */
export async function startNfvo(options: NfvoOptions): Promise<Nfvo> {
  const stop = new AbortController();
  const endpoint = await startCallbackEndpoint((notification) => options.onNotification?.(notification), options.port);
  const subscriptions = await Promise.all(
    APIS.map((api) =>
      subscribe(`${options.gateway}/${api}/v1/subscriptions`, { callbackUri: `${endpoint.url}/${api}` }, stop.signal),
    ),
  );
  return {
    url: endpoint.url,
    notifications: endpoint.notifications,
    violations: endpoint.violations,
    close: async () => {
      stop.abort();
      await unsubscribe(subscriptions);
      await endpoint.close();
    },
  };
}

if (isProgram(import.meta.url)) {
  const usage =
    'Reference NFVO: subscribes to every interface of the gateway and prints what it is told, a JSON line each.';
  const options = { gateway: 'apiRoot of the gateway', port: 'port of the callback, a free one by default' };
  await runProgram({ usage, options }, async (values) => {
    const port = numberOption(values, 'port') ?? 0;
    const nfvo = await startNfvo({ gateway: requiredOption(values, 'gateway'), port, onNotification: printLine });
    printLine({ event: 'READY', url: nfvo.url });
    return nfvo;
  });
}
