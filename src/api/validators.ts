/** What holds requests, and in tests answers, against the document of an API. */
import express, { type Request, type RequestHandler, type Router } from 'express';
import * as OpenApiValidator from 'express-openapi-validator';
import type { OpenAPIV3 } from 'express-openapi-validator/dist/framework/types.js';
import { readDocument } from '../document.ts';
import { isDateTime } from './date-time.ts';
import type { SecurityHandler } from './security.ts';

interface SecuredRequest extends Request {
  security?: SecurityHandler;
}

/** Leaves on the request who decides whether it may pass; the validators are shared and cannot know. */
export function secureWith(security: SecurityHandler): RequestHandler {
  return (request: SecuredRequest, _response, next) => {
    request.security = security;
    next();
  };
}

/** Milliseconds before each is compiled ahead: right after a start there is other work. */
const AHEAD_MILLISECONDS = 5000;

/** By document and whether answers are validated; once in a process is enough. */
const compiled = new Map<string, Router>();

/**
 * Validates by a document of `generated/`; each request has to come through `secureWith` first. It is compiled for the first request
 * that comes: for all documents that takes a second, in which a gateway that starts would take nothing.
 */
export function validateBy(document: string, validateResponses: boolean): RequestHandler {
  return (request, response, next) => {
    validatorOf(document, validateResponses)(request, response, next);
  };
}

/** Compiles one after the other, so that nobody has to wait for it; gives what ends that. */
export function compileAhead(documents: readonly string[], validateResponses: boolean): () => void {
  const left = [...documents];
  const timer = setInterval(() => {
    const document = left.shift();
    if (document === undefined) clearInterval(timer);
    else validatorOf(document, validateResponses);
  }, AHEAD_MILLISECONDS).unref();
  return () => {
    clearInterval(timer);
  };
}

function validatorOf(document: string, validateResponses: boolean): Router {
  const key = `${document} ${String(validateResponses)}`;
  const validator =
    compiled.get(key) ?? express.Router({ mergeParams: true }).use(createValidators(document, validateResponses));
  compiled.set(key, validator);
  return validator;
}

function createValidators(document: string, validateResponses: boolean): RequestHandler[] {
  return OpenApiValidator.middleware({
    // A copy, because the validator resolves references in place.
    apiSpec: structuredClone(readDocument(document)) as unknown as OpenAPIV3.DocumentV3,
    validateApiSpec: false,
    validateRequests: { allowUnknownQueryParameters: false },
    validateResponses,
    validateFormats: true,
    ajvFormats: { mode: 'full' },
    formats: { 'date-time': { type: 'string', validate: isDateTime } },
    validateSecurity: { handlers: { OauthSecurity: decide } },
    ignoreUndocumented: false,
    // Without it the validator looks at the path as it was sent, with its double slashes.
    useRequestUrl: true,
  }) as RequestHandler[];
}

function decide(request: SecuredRequest, scopes: string[]): Promise<boolean> {
  return request.security?.(request, scopes) ?? Promise.resolve(false);
}
