/** The HTTP front: one validated router for each API, SOL013 behaviour around it, errors as ProblemDetails. */
import express, {
  type Express,
  type NextFunction,
  type Request,
  type RequestHandler,
  type Response,
  type Router,
} from 'express';
import type { Configuration } from '../config.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { createApiRootOf, type ApiRootOf, type ApiRootSettings } from './api-root.ts';
import { jsonContent } from './content.ts';
import { documentedPaths } from './documented-paths.ts';
import { keepableText } from './keepable-text.ts';
import type { AnyHandlers, Api } from './operations.ts';
import { handlerRequest, type ValidatedRequest } from './handler-request.ts';
import { plainRequests } from './plain-requests.ts';
import {
  acceptJson,
  allowedMethods,
  bodyPresent,
  collapseSlashes,
  decodableUri,
  filterByParameters,
  headAsGet,
  normaliseContentType,
  versionHeader,
} from './sol013.ts';
import { problemHandler, notFound } from './problems.ts';
import type { SecurityHandler } from './security.ts';
import { compileAhead, secureWith, validateBy } from './validators.ts';

export interface AppPorts {
  apis: readonly Api[];
  /** Routes that are not part of an API: liveness, readiness, metrics. */
  operational: Router;
  security: SecurityHandler;
  settings: AppSettings;
  log: Log;
  metrics: Metrics;
  /** Hold every answer against the document too; for tests. */
  validateResponses: boolean;
}

/** What of the configuration the HTTP front goes by. */
type AppSettings = Pick<Configuration, 'sol013' | 'trustedProxies'> & ApiRootSettings;

/** The application without anything in it, for whoever has to know it before it can be filled. */
export function createEmptyApp(): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  return app;
}

/** Gives what ends the preparations that still go on then. */
export function fillApp(app: Express, ports: AppPorts): () => void {
  const { apis, operational, settings, log, metrics } = ports;
  app.set('trust proxy', settings.trustedProxies);
  const apiRootOf = createApiRootOf(settings);
  // Only the long way holds answers against the document.
  if (!ports.validateResponses)
    app.use(plainRequests({ ...ports, versionHeader: settings.sol013.versionHeader, apiRootOf }));
  app.use(collapseSlashes);
  app.use(operational);
  app.use(versionHeader(settings.sol013.versionHeader, isVersionedBy(apis)), decodableUri);
  for (const api of apis) app.use(api.prefix, count(metrics, api.document), apiRouter(api, ports, apiRootOf));
  app.use(notFound);
  app.use(problemHandler(log));
  const documents = apis.map(({ document }) => document);
  return compileAhead(documents, ports.validateResponses);
}

/** Whether the header `Version` is looked at: everywhere but on paths whose document does not have it. */
function isVersionedBy(apis: readonly Api[]): (path: string) => boolean {
  const lookUps = apis.map(({ document, prefix }) => ({ start: `${prefix}/`, pathOf: documentedPaths(document) }));
  return (path) =>
    lookUps.every(
      ({ start, pathOf }) => !path.startsWith(start) || pathOf(path.slice(start.length - 1))?.isVersioned !== false,
    );
}

function count(metrics: Metrics, api: string): RequestHandler {
  return (_request, response, next) => {
    response.on('finish', () => {
      metrics.httpRequests.inc({ api, status: String(response.statusCode) });
    });
    next();
  };
}

function apiRouter(
  { document, prefix, handlers }: Api,
  { security, settings, validateResponses }: AppPorts,
  apiRootOf: ApiRootOf,
): Router {
  const router = express.Router();
  const pathOf = documentedPaths(document);
  router.use(allowedMethods(pathOf), headAsGet, acceptJson, normaliseContentType);
  if (settings.sol013.versionHeader === 'lenient') router.use(filterByParameters(pathOf));
  router.use(jsonContent, bodyPresent);
  router.use((request: Request, response: Response, next: NextFunction) => {
    // The validator matches the whole path against the server URL of the document.
    request.url = `${prefix}${request.url}`;
    // It holds what goes through `json` against the document; as a buffer express adds no charset (H1).
    response.json = (body: unknown) => response.send(Buffer.from(JSON.stringify(body)));
    next();
  });
  router.use(secureWith(security), validateBy(document, validateResponses), keepableText);
  router.use((request: Request, response: Response, next: NextFunction) => {
    dispatch(handlers, apiRootOf, request, response).catch(next);
  });
  return router;
}

async function dispatch(
  handlers: AnyHandlers,
  apiRootOf: ApiRootOf,
  request: ValidatedRequest,
  response: Response,
): Promise<void> {
  const handler = handlers[request.openapi?.schema?.operationId ?? ''];
  if (handler === undefined) throw new Error(`no handler for ${request.method} ${request.path}`);
  // The one cast from what was validated to the type that the document gives it.
  const answer = await handler(handlerRequest(request, apiRootOf) as never);
  response.status(answer.status).set(answer.headers ?? {});
  if (answer.body === undefined) response.end();
  // H1: exactly application/json, to which express' own `set` would add a charset.
  else response.setHeader('Content-Type', 'application/json').json(answer.body);
}
