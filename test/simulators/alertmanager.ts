/** What Prometheus Alertmanager posts to a webhook, version 4. */
export interface SimulatedAlert {
  alertname: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  status?: 'firing' | 'resolved';
  startsAt?: string;
}

/** A notification as Alertmanager 0.25 makes it, with what newer ones add. */
export function alertmanagerNotification(alerts: readonly SimulatedAlert[], more: object = {}): object {
  const status = alerts.some((alert) => alert.status !== 'resolved') ? 'firing' : 'resolved';
  return {
    receiver: 'gateway',
    status,
    alerts: alerts.map(({ alertname, labels = {}, annotations = {}, status: own = 'firing', startsAt }) => ({
      status: own,
      labels: { alertname, severity: 'critical', ...labels },
      annotations,
      startsAt: startsAt ?? '2026-11-23T02:13:00.123456789Z',
      endsAt: own === 'firing' ? '0001-01-01T00:00:00Z' : '2026-11-23T02:14:00.5Z',
      generatorURL: 'http://prometheus.example:9090/graph?g0.expr=inlet+%3E+40',
      fingerprint: JSON.stringify([alertname, labels]),
    })),
    groupLabels: {},
    commonLabels: {},
    commonAnnotations: {},
    externalURL: 'http://alertmanager.example:9093',
    version: '4',
    groupKey: '{}:{}',
    truncatedAlerts: 0,
    notification_reason: 'repeat interval',
    routeLabels: { team: 'site' },
    ...more,
  };
}

/** Posts a notification as Alertmanager does: without `Version` and `Accept`. */
export async function postNotification(
  url: string,
  alerts: readonly SimulatedAlert[],
  { more = {}, headers = {} }: { more?: object; headers?: Record<string, string> } = {},
): Promise<{ status: number; body: Record<string, unknown>; retryAfter: string | null }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': 'Alertmanager/0.25.0', ...headers },
    body: JSON.stringify(alertmanagerNotification(alerts, more)),
  });
  const text = await response.text();
  const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
  return { status: response.status, body, retryAfter: response.headers.get('retry-after') };
}
