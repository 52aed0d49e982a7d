import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';

/** What the gateway counts, for `/metrics`. */
export interface Metrics {
  registry: Registry;
  environmentData: Counter<'result'>;
  notificationDeliveries: Counter<'result'>;
  sourceConnected: Gauge<'source'>;
  vimConnected: Gauge<'vim'>;
  environmentSourceProblems: Counter<'source' | 'kind'>;
  httpRequests: Counter<'api' | 'status'>;
  historyRemoved: Counter<'kind'>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    environmentData: new Counter({
      name: 'nfvi_te_environment_data_total',
      help: 'Environment data received, by result: applied, rejected, repeated',
      labelNames: ['result'],
      registers,
    }),
    notificationDeliveries: new Counter({
      name: 'nfvi_te_notification_deliveries_total',
      help: 'Deliveries of notifications, by result: delivered, failed, dropped',
      labelNames: ['result'],
      registers,
    }),
    sourceConnected: new Gauge({
      name: 'nfvi_te_environment_source_connected',
      help: '1 while the environment source is heard',
      labelNames: ['source'],
      registers,
    }),
    vimConnected: new Gauge({
      name: 'nfvi_te_vim_connected',
      help: '1 while the VIM answers',
      labelNames: ['vim'],
      registers,
    }),
    environmentSourceProblems: new Counter({
      name: 'nfvi_te_environment_source_problems_total',
      help: 'What came from an environment source and nothing could be learned from, by its kind',
      labelNames: ['source', 'kind'],
      registers,
    }),
    httpRequests: new Counter({
      name: 'nfvi_te_http_requests_total',
      help: 'Requests answered, by API and status',
      labelNames: ['api', 'status'],
      registers,
    }),
    historyRemoved: new Counter({
      name: 'nfvi_te_history_removed_total',
      help: 'What was removed because its retention was over, by its kind',
      labelNames: ['kind'],
      registers,
    }),
  };
}
