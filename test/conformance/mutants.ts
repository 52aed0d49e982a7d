/** Broken servers: what each does wrong, and the case that has to catch it. */
import type { Mutation, Passing, Reply } from './mutating-proxy.ts';

export interface Mutant {
  does: string;
  caughtBy: string;
  mutation: Mutation;
}

const HOSTS = 'vrinfo.compute_hosts';
const THRESHOLDS = 'envnotif.environment_thresholds';

/** Replaces one status by another. */
const instead = (is: number, of: number): Mutation => ({
  reply: (reply) => {
    if (reply.status === of) reply.status = is;
  },
});
const without = (header: string): Mutation => ({
  reply: ({ headers }) => {
    Reflect.deleteProperty(headers, header);
  },
});
const notSending = (header: string): Mutation => ({
  request: ({ headers }) => {
    Reflect.deleteProperty(headers, header);
  },
});
/** Takes no notice of a query parameter. */
const ignoring = (parameter: string): Mutation => ({
  request: (request) => {
    const [path = '', query = ''] = request.url.split('?');
    const rest = query.split('&').filter((part) => part.split('=')[0] !== parameter);
    request.url = rest.length === 0 ? path : `${path}?${rest.join('&')}`;
  },
});
/** Changes a JSON content of a success. */
const body = (change: (content: unknown, request: Passing, reply: Reply) => unknown): Mutation => ({
  reply: (reply, request) => {
    if (reply.status >= 300 || reply.content === '') return;
    reply.content = JSON.stringify(change(JSON.parse(reply.content), request, reply));
  },
});
const header = (name: string, change: (value: string) => string): Mutation => ({
  reply: ({ headers }) => {
    const value = headers[name];
    if (value !== undefined) headers[name] = change(value);
  },
});
/** Every resource of a list, or the one. */
const resources = (change: (resource: Record<string, unknown>) => void): Mutation =>
  body((content) => {
    const all = (Array.isArray(content) ? content : [content]) as Record<string, unknown>[];
    all.forEach(change);
    return content;
  });

export const MUTANTS: readonly Mutant[] = [
  { does: 'leaves out Version', caughtBy: `${HOSTS}.list-version-told`, mutation: without('version') },
  {
    does: 'leaves out Version in errors',
    caughtBy: `${HOSTS}.version-told-in-404`,
    mutation: {
      reply: ({ status, headers }) => {
        if (status >= 400) Reflect.deleteProperty(headers, 'version');
      },
    },
  },
  {
    does: 'takes a version that it does not have',
    caughtBy: `${HOSTS}.list-version-unsupported`,
    mutation: notSending('version'),
  },
  {
    does: 'answers 406 for a version that is none',
    caughtBy: `${HOSTS}.list-version-malformed`,
    mutation: instead(406, 400),
  },
  {
    does: 'does not look at Accept',
    caughtBy: `${HOSTS}.list-accept-other-than-json`,
    mutation: notSending('accept'),
  },
  {
    does: 'takes any Content-Type',
    caughtBy: `${HOSTS}.post-content-type-other-than-json`,
    mutation: {
      request: ({ headers }) => {
        if ('content-type' in headers) headers['content-type'] = 'application/json';
      },
    },
  },
  {
    does: 'adds a charset to the media type',
    caughtBy: `${HOSTS}.list-content-type-exact`,
    mutation: header('content-type', (type) => `${type}; charset=utf-8`),
  },
  {
    does: 'sends problems as application/json',
    caughtBy: `${HOSTS}.problem-content-type-exact`,
    mutation: header('content-type', () => 'application/json'),
  },
  {
    does: 'answers 404 for a method that is not supported',
    caughtBy: `${HOSTS}.list-all-put-not-supported`,
    mutation: instead(404, 405),
  },
  { does: 'leaves out Allow', caughtBy: `${HOSTS}.get-one-put-not-supported`, mutation: without('allow') },
  {
    does: 'answers 500 for what is not there',
    caughtBy: `${HOSTS}.get-unknown-identifier`,
    mutation: instead(500, 404),
  },
  {
    does: 'gives its problems no detail',
    caughtBy: `${HOSTS}.get-unknown-identifier`,
    mutation: {
      reply: (reply) => {
        if (reply.status >= 400) reply.content = reply.content.replace('"detail"', '"text"');
      },
    },
  },
  {
    does: 'does not answer HEAD',
    caughtBy: `${HOSTS}.list-head`,
    mutation: {
      reply: (reply, { method }) => {
        if (method === 'HEAD') reply.status = 405;
      },
    },
  },
  {
    does: 'answers 400 where a body does not fit its schema',
    caughtBy: `${HOSTS}.post-content-incomplete`,
    mutation: instead(400, 422),
  },
  {
    does: 'answers 422 for what is no JSON',
    caughtBy: `${HOSTS}.post-content-malformed`,
    mutation: instead(422, 400),
  },
  {
    does: 'overlooks query parameters that nobody knows',
    caughtBy: `${HOSTS}.list-unknown-parameter`,
    mutation: {
      request: (request) => {
        request.url = request.url.split('?')[0] ?? '';
      },
    },
  },
  { does: 'overlooks the filter', caughtBy: `${HOSTS}.filter-eq-text`, mutation: ignoring('filter') },
  {
    does: 'looks only at the first expression of a filter',
    caughtBy: `${HOSTS}.filter-and`,
    mutation: {
      request: (request) => {
        request.url = request.url.replace(/(;|%3B)(\(|%28)[^&]*/i, '');
      },
    },
  },
  {
    does: 'compares numbers as text',
    caughtBy: `${HOSTS}.filter-gt-as-number-not-as-text`,
    mutation: {
      reply: (reply, { url }) => {
        if (url.includes('heightAboveFloor')) reply.content = '[]';
      },
    },
  },
  {
    does: 'gives all attributes whatever is selected',
    caughtBy: `${HOSTS}.select-fields`,
    mutation: ignoring('fields'),
  },
  {
    does: 'leaves out mandatory attributes when they are excluded',
    caughtBy: `${HOSTS}.select-exclude-fields-mandatory`,
    mutation: resources((host) => {
      Reflect.deleteProperty(host, 'environmentLevel');
    }),
  },
  { does: 'gives no ETag', caughtBy: `${HOSTS}.get-etag`, mutation: without('etag') },
  {
    does: 'gives weak ETags',
    caughtBy: `${HOSTS}.patch-if-match`,
    mutation: header('etag', (etag) => `W/${etag}`),
  },
  {
    does: 'overlooks If-Match',
    caughtBy: `${HOSTS}.patch-if-match-mismatch`,
    mutation: notSending('if-match'),
  },
  {
    does: 'overlooks If-Unmodified-Since',
    caughtBy: `${HOSTS}.delete-if-unmodified-since-long-ago`,
    mutation: notSending('if-unmodified-since'),
  },
  {
    does: 'answers 409 where a precondition fails',
    caughtBy: `${THRESHOLDS}.patch-if-match-mismatch`,
    mutation: instead(409, 412),
  },
  {
    does: 'keeps the ETag when the resource changes',
    caughtBy: `${HOSTS}.patch-etag-changes`,
    mutation: {
      ...header('etag', () => '"always"'),
      request: ({ headers }) => {
        if (headers['if-match'] === '"always"') headers['if-match'] = '*';
      },
    },
  },
  {
    does: 'gives an empty list as 404',
    caughtBy: `${HOSTS}.filter-without-match`,
    mutation: {
      reply: (reply) => {
        if (reply.content === '[]') reply.status = 404;
      },
    },
  },
  {
    does: 'gives the versions as a bare list',
    caughtBy: 'vrfm.api_versions.all',
    mutation: body((versions) => (versions as { apiVersions: unknown }).apiVersions),
  },
  {
    does: 'needs a Version to tell its versions',
    caughtBy: 'vrfm.api_versions.all-without-version',
    mutation: {
      reply: (reply, { headers }) => {
        if (headers['version'] === undefined) reply.status = 400;
      },
    },
  },
  {
    does: 'answers a doubled slash with 404',
    caughtBy: `${HOSTS}.list-double-slashes`,
    mutation: {
      reply: (reply, { url }) => {
        if (url.includes('//')) reply.status = 404;
      },
    },
  },
  {
    does: 'takes any marker',
    caughtBy: `${HOSTS}.list-marker-of-nobody`,
    mutation: ignoring('nextpage_opaque_marker'),
  },
];
