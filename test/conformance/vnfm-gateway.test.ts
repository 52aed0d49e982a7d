import { startCallbackEndpoint, type CallbackEndpoint } from '../../conformance/peers/callback-endpoint.ts';
import { send, type SendAnswer, type SendOptions } from '../../conformance/peers/send.ts';
import { compileSchema } from '../../conformance/peers/spec-validator.ts';
import { runKit } from './vnfm-under-test.ts';

interface Listed {
  id: string;
  vnfmId: string;
  sourceComputeHostId: string;
  placement: { candidateComputeHostIds: string[] };
}

/** A VNF manager that is led by hand, for which the kit plays the gateway. */
interface Hand {
  ask: (path: string, options?: SendOptions) => Promise<SendAnswer>;
  answer: (id: string, body: object, headers?: Record<string, string>) => Promise<SendAnswer>;
}

const NO_REQUEST = { id: '', sourceComputeHostId: '', placement: { candidateComputeHostIds: [] } };

const CASES = ['vnfm.migration_requests.open-ones-found', 'vnfm.migration_requests.next-page-found'];

async function withHand(play: (hand: Hand) => Promise<void>): Promise<unknown[]> {
  const listen = { host: '127.0.0.1', port: 0 };
  const endpoint: CallbackEndpoint = await startCallbackEndpoint(() => undefined);
  let played: Promise<void> | undefined;
  const begin = async (apiRoot: string): Promise<void> => {
    const ask: Hand['ask'] = (path, options) => send(path.startsWith('http') ? path : `${apiRoot}${path}`, options);
    const body = { callbackUri: endpoint.url, filter: { vnfmIds: ['vnfm-9'] } };
    expect((await ask('/vnfmig/v1/subscriptions', { method: 'POST', body })).status).toBe(201);
    await play({
      ask,
      answer: (id, content, headers = {}) =>
        ask(`/vnfmig/v1/migration_requests/${id}`, {
          method: 'PATCH',
          body: content,
          headers,
          contentType: 'application/merge-patch+json',
        }),
    });
  };
  try {
    const options = { 'reply-time': '10', 'migration-time': '20' };
    const results = await runKit({ cases: CASES, common: { listen }, options }, (apiRoot) => {
      played = begin(apiRoot);
      played.catch(() => undefined);
    });
    await played;
    expect(endpoint.violations).toEqual([]);
    return results.map(({ outcome }) => outcome);
  } finally {
    await endpoint.close();
  }
}

/** Every request of the list, page by page. */
async function listAll({ ask }: Hand): Promise<Listed[]> {
  const items: Listed[] = [];
  for (let page: string | undefined = '/vnfmig/v1/migration_requests'; page !== undefined;) {
    const { body, headers }: SendAnswer = await ask(page);
    items.push(...(body as Listed[]));
    page = /<([^>]+)>; rel="next"/.exec(String(headers['link']))?.[1];
  }
  return items;
}

async function completeAll(hand: Hand): Promise<void> {
  for (const { id, placement } of await listAll(hand)) {
    const [targetComputeHostId] = placement.candidateComputeHostIds;
    expect((await hand.answer(id, { migrationRequestState: 'COMPLETED', targetComputeHostId })).status).toBe(200);
  }
}

describe('the kit as a gateway', () => {
  it('lists, pages and filters the migration requests of the VNF manager', async () => {
    const outcomes = await withHand(async (hand) => {
      const requests = await listAll(hand);
      const isRequest = compileSchema('vnfmig', 'MigrationRequest');
      expect(requests.map((request) => [isRequest(request), request.vnfmId])).toEqual([
        [true, 'vnfm-9'],
        [true, 'vnfm-9'],
      ]);
      const [id = '', other = ''] = requests.map((request) => request.id);
      const found = async (filter: string): Promise<unknown> => {
        const uri = `/vnfmig/v1/migration_requests?filter=${encodeURIComponent(filter)}`;
        const { status, body } = await hand.ask(uri);
        return status === 200 ? (body as Listed[]).map((request) => request.id) : status;
      };
      expect(await found('(eq,vnfmId,vnfm-9)')).toEqual([id]);
      expect(await found('(eq,vnfmId,vnfm-1)')).toEqual([]);
      expect(await found(`(neq,id,${id});(in,migrationRequestState,REQUESTED,'ACCEPTED')`)).toEqual([other]);
      expect(await found(`(cont,id,${other});(gte,criticality,50);(lt,replyDeadline,2999-01-01T00:00:00Z)`)).toEqual([
        other,
      ]);
      expect(await found(`(eq,id,${other});(cont,placement/excludedComputeHostIds,server-1)`)).toEqual([other]);
      expect(await found('(le,criticality,50)')).toBe(400);
      expect(await found('(gt,criticality,1,2)')).toBe(400);
      await completeAll(hand);
    });
    expect(outcomes).toEqual(['passed', 'passed']);
  });

  it('takes the answers that the state allows, and those only for the representation that If-Match names', async () => {
    const outcomes = await withHand(async (hand) => {
      const [request] = await listAll(hand);
      const { id, sourceComputeHostId: source, placement } = request ?? NO_REQUEST;
      const [target] = placement.candidateComputeHostIds;
      const path = `/vnfmig/v1/migration_requests/${id}`;
      const etag = async (): Promise<string> => String((await hand.ask(path)).headers['etag']);
      const first = await etag();
      const status = async (body: object, headers?: Record<string, string>): Promise<number> =>
        (await hand.answer(id, body, headers)).status;
      expect(await status({ migrationRequestState: 'ACCEPTED', requestVersion: 2 })).toBe(409);
      expect(await status({ migrationRequestState: 'ACCEPTED' }, { 'if-match': '"another"' })).toBe(412);
      expect(await status({ migrationRequestState: 'ACCEPTED' }, { 'if-match': `"another", ${first}` })).toBe(200);
      expect(await etag()).not.toBe(first);
      expect(await status({ migrationRequestState: 'PROCESSING' }, { 'if-match': first })).toBe(412);
      const old = { 'if-unmodified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' };
      expect(await status({ migrationRequestState: 'PROCESSING' }, old)).toBe(412);
      expect(await status({ migrationRequestState: 'PROCESSING' })).toBe(200);
      expect(await status({ migrationRequestState: 'ACCEPTED' })).toBe(409);
      expect(await status({ migrationRequestState: 'PROCESSING' })).toBe(200);
      expect(await status({ migrationRequestState: 'COMPLETED' })).toBe(422);
      expect(await status({ migrationRequestState: 'COMPLETED', targetComputeHostId: source })).toBe(422);
      expect(await status({ migrationRequestState: 'DONE' })).toBe(422);
      expect(await status({ migrationRequestState: 'COMPLETED', targetComputeHostId: target })).toBe(200);
      expect(await status({ migrationRequestState: 'FAILED' })).toBe(409);
      expect(await status({ migrationRequestState: 'COMPLETED', targetComputeHostId: 'elsewhere' })).toBe(409);
      await completeAll(hand);
    });
    expect(outcomes).toEqual(['passed', 'passed']);
  });

  it('serves servers, virtual computes, subscriptions and versions, and refuses what is wrong', async () => {
    await withHand(async (hand) => {
      const read = async (path: string): Promise<unknown> => (await hand.ask(path)).body;
      const fits = (schema: string, items: unknown): void => {
        const validate = compileSchema('vrinfo', schema);
        expect((items as unknown[]).length).toBeGreaterThan(0);
        expect((items as unknown[]).filter((item) => !validate(item))).toEqual([]);
      };
      fits('ComputeHost', await read('/vrinfo/v1/compute_hosts'));
      fits('VirtualCompute', await read('/vrinfo/v1/virtual_computes'));
      expect(await read('/vrinfo/v1/compute_hosts/kit-server-2')).toMatchObject({ schedulingState: 'ENABLED' });
      expect(await read('/vrinfo/api_versions')).toMatchObject({ apiVersions: [{ version: '1.0.0' }] });
      const [subscription] = (await read('/vnfmig/v1/subscriptions')) as { _links: { self: { href: string } } }[];
      expect(await read(subscription?._links.self.href ?? '')).toEqual(subscription);
      const status = async (path: string, options?: SendOptions): Promise<number> =>
        (await hand.ask(path, options)).status;
      expect(await status('/vnfmig/v1/migration_requests?vnfmId=vnfm-9')).toBe(400);
      expect(await status('/vnfmig/v1/migration_requests', { headers: { version: 'one' } })).toBe(400);
      expect(await status('/vnfmig/v1/migration_requests', { headers: { version: '2.0.0' } })).toBe(406);
      expect(await status('/vnfmig/v1/migration_requests', { headers: { accept: 'text/html' } })).toBe(406);
      expect(await status('/vnfmig/v1/migration_requests/nobody')).toBe(404);
      expect(await status('/vnfmig/v1/nothing')).toBe(404);
      expect(await status('/vnfmig/v1/migration_requests', { method: 'DELETE' })).toBe(405);
      expect(await status('/vnfmig/v1/subscriptions', { method: 'POST', body: {} })).toBe(422);
      expect(await status('/vrinfo/v1/compute_hosts/kit-server-2', { method: 'DELETE' })).toBe(403);
      expect(await status(subscription?._links.self.href ?? '', { method: 'DELETE' })).toBe(204);
      expect(await status(subscription?._links.self.href ?? '')).toBe(404);
      await completeAll(hand);
    });
  });
});
