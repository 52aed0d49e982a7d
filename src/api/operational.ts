import express, { type Router } from 'express';
import type { Metrics } from '../metrics.ts';
import type { SourceStatus } from '../southbound/environment/environment-source.ts';

export interface Readiness {
  /** Undefined when the store answers. */
  storeProblem(): Promise<string | undefined>;
  sources(): { id: string; status: SourceStatus }[];
  vims(): { id: string; connected: boolean; detail: string }[];
}

/** `/livez`, `/readyz` and `/metrics`, outside of the APIs. A source that is lost is shown, but the gateway stays ready. */
export function operationalRouter(readiness: Readiness, metrics: Metrics): Router {
  const router = express.Router();
  router.get('/livez', (_request, response) => {
    response.json({ status: 'alive' });
  });
  router.get('/readyz', (_request, response, next) => {
    readiness.storeProblem().then((storeProblem) => {
      const environmentSources = readiness.sources().map(({ id, status }) => ({ id, ...status }));
      const ready = storeProblem === undefined;
      response
        .status(ready ? 200 : 503)
        .json({ status: ready ? 'ready' : `store: ${storeProblem}`, environmentSources, vims: readiness.vims() });
    }, next);
  });
  router.get('/metrics', (_request, response, next) => {
    for (const { id, status } of readiness.sources())
      metrics.sourceConnected.set({ source: id }, status.connected ? 1 : 0);
    for (const { id, connected } of readiness.vims()) metrics.vimConnected.set({ vim: id }, connected ? 1 : 0);
    metrics.registry.metrics().then((text) => {
      response.type(metrics.registry.contentType).send(text);
    }, next);
  });
  return router;
}
