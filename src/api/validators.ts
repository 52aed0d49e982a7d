/** What holds requests, and in tests answers, against the document of an API. */
import type { Request, RequestHandler } from 'express';
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

/** By document and whether answers are validated. Compiling costs a second or two: once in a process is enough. */
const compiled = new Map<string, RequestHandler[]>();

/** The validators of a document of `generated/`; each request has to come through `secureWith` first. */
export function validatorsOf(document: string, validateResponses: boolean): RequestHandler[] {
  const key = `${document} ${String(validateResponses)}`;
  const validators = compiled.get(key) ?? createValidators(document, validateResponses);
  compiled.set(key, validators);
  return validators;
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
