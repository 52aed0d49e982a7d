import createClient, { type FetchResponse, type MaybeOptionalInit } from 'openapi-fetch';
import { nextPage } from './next-page.ts';
import type { Send } from './send.ts';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

type PathsWith<Paths, M extends Method> = {
  [Path in keyof Paths]: Paths[Path] extends Record<M, unknown> ? Path : never;
}[keyof Paths];

/** What the gateway answered when it did not refuse: refusals are thrown as a GatewayProblem. */
export interface Answer<Data> {
  data: Data;
  response: Response;
}

/** Content of a success; `undefined` where there is none. */
type Content<Result> = Result extends { data: infer Data; error?: never }
  ? [Data] extends [never]
    ? undefined
    : Data
  : never;

type Parameters<Paths extends object, Path extends keyof Paths, M extends Method> =
  MaybeOptionalInit<Paths[Path], M & keyof Paths[Path]> extends infer Init
    ? undefined extends Init
      ? [init?: Init]
      : [init: Init]
    : never;

type Result<Operation> = FetchResponse<Operation & Record<string, unknown>, object, `${string}/${string}`>;

type Call<Paths extends object, M extends Method> = <Path extends PathsWith<Paths, M>>(
  path: Path,
  ...init: Parameters<Paths, Path, M>
) => Promise<Answer<Content<Result<Paths[Path][M & keyof Paths[Path]]>>>>;

interface List<Item> {
  get: { responses: { 200: { content: { 'application/json': Item[] } } } };
}

type Item<Resource> = Resource extends List<infer Found> ? Found : never;

/** Every entry of a list, whatever number of pages the gateway makes of it. SOL013 5.4. */
type Each<Paths extends object> = <
  Path extends PathsWith<Paths, 'get'> &
    { [P in keyof Paths]: Paths[P] extends List<unknown> ? P : never }[keyof Paths],
>(
  path: Path,
  ...init: Parameters<Paths, Path, 'get'>
) => AsyncGenerator<Item<Paths[Path]>, void>;

/** One interface: a path of its document, and what the document says of it. */
export interface ApiClient<Paths extends object> {
  GET: Call<Paths, 'get'>;
  POST: Call<Paths, 'post'>;
  PUT: Call<Paths, 'put'>;
  PATCH: Call<Paths, 'patch'>;
  DELETE: Call<Paths, 'delete'>;
  each: Each<Paths>;
}

/** `send` throws what the gateway refuses, so that no result without data comes out of the client below. */
export function createApiClient<Paths extends object>(baseUrl: string, send: Send): ApiClient<Paths> {
  const client = createClient({ baseUrl, fetch: send });
  async function* each(path: never, ...init: never[]): AsyncGenerator<unknown, void> {
    const { data, response } = await client.GET(path, ...init);
    yield* entries(data);
    for (let next = nextPage(response); next !== undefined;) {
      const page = await send(new Request(next));
      yield* entries(await page.json());
      next = nextPage(page);
    }
  }
  const { GET, POST, PUT, PATCH, DELETE } = client;
  return { GET, POST, PUT, PATCH, DELETE, each } as unknown as ApiClient<Paths>;
}

function entries(page: unknown): unknown[] {
  if (Array.isArray(page)) return page;
  throw new TypeError('the answer is not a list');
}
