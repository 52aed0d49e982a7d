/** ETag, Last-Modified and the preconditions on them (RFC 9110 8.8, 13.1; SOL013 4.2). */
import { createHash } from 'node:crypto';
import type { Request } from 'express';
import stringify from 'safe-stable-stringify';
import { DomainError } from '../problem.ts';

export interface Preconditions {
  ifMatch?: string;
  ifUnmodifiedSince?: string;
}

/** What a precondition is held against. */
export interface Validators {
  etag: string;
  /** RFC 3339, in UTC with milliseconds. */
  modifiedTime: string;
}

export function preconditionsOf({ headers }: Pick<Request, 'headers'>): Preconditions {
  const { 'if-match': ifMatch, 'if-unmodified-since': ifUnmodifiedSince } = headers;
  return {
    ...(ifMatch === undefined ? {} : { ifMatch }),
    ...(ifUnmodifiedSince === undefined ? {} : { ifUnmodifiedSince }),
  };
}

/**
 * A strong entity tag: the same for the same representation, whatever the order of its attributes. `_links` are left aside,
 * because they differ with the address by which the gateway was reached.
 */
export function etagOf(representation: object): string {
  const { _links, ...attributes } = representation as Record<string, unknown>;
  const digest = createHash('sha256').update(stringify(attributes)).digest('base64url');
  return `"${digest.slice(0, 22)}"`;
}

export function validatorHeaders({ etag, modifiedTime }: Validators): Record<string, string> {
  return { ETag: etag, 'Last-Modified': new Date(modifiedTime).toUTCString() };
}

/** H3: throws DomainError `PreconditionFailed` when the resource is not the one that the caller means. */
export function checkPreconditions({ ifMatch, ifUnmodifiedSince }: Preconditions, current: Validators): void {
  const isMet =
    ifMatch === undefined
      ? isUnmodifiedSince(ifUnmodifiedSince, current.modifiedTime)
      : ifMatch.trim() === '*' || entityTags(ifMatch).includes(current.etag);
  if (!isMet)
    throw new DomainError('PreconditionFailed', `the resource was changed meanwhile; its ETag is ${current.etag}`);
}

/** Weak tags are among them as they are written, so that they match no strong one (RFC 9110 8.8.3.2). */
function entityTags(ifMatch: string): string[] {
  return ifMatch.match(/(W\/)?"[^"]*"/g) ?? [];
}

/** To the second; a date that cannot be read is no precondition (RFC 9110 13.1.4). */
function isUnmodifiedSince(since: string | undefined, modifiedTime: string): boolean {
  const limit = Date.parse(since ?? '');
  return Number.isNaN(limit) || Math.floor(Date.parse(modifiedTime) / 1000) * 1000 <= limit;
}
