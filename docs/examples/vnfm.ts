/** A VNF manager, as small as it can be. Usage: node vnfm.ts APIROOT VNFM_ID CALLBACK_URI */
import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { createGatewayClient, ifMatch, NotificationError, parseNotification } from 'nfvi-te-gateway/client';
import type { VnfmigSchemas } from 'nfvi-te-gateway/client';

type MigrationRequest = VnfmigSchemas['MigrationRequest'];
type Answer = VnfmigSchemas['MigrationRequestModifications'];

const [apiRoot = 'http://127.0.0.1:8080', vnfmId = 'vnfm-1', callbackUri = 'http://127.0.0.1:9000/'] =
  process.argv.slice(2);
const { vnfmig } = createGatewayClient({ apiRoot, token: process.env['TOKEN'] });
const OPEN = ['REQUESTED', 'ACCEPTED', 'PROCESSING'];

/** The request whose functions are on their way; the next one waits. */
let moving: string | undefined;
/** How moves ended, by request, until the gateway knows. */
const outcomes = new Map<string, Answer>();
/** Ends the wait for something to do. */
let wake = (): void => undefined;

/** Put the call of your VIM here: it migrates `request.virtualComputeIds` to the server `target`. */
async function migrate(request: MigrationRequest, target: string): Promise<void> {
  console.log(`${request.virtualComputeIds.join(', ')}: ${request.sourceComputeHostId} → ${target}`);
  await pause(200);
}

/** The best server that may be chosen. */
function targetOf({ placement, sourceComputeHostId }: MigrationRequest): string | undefined {
  const forbidden = [sourceComputeHostId, ...placement.excludedComputeHostIds];
  return placement.candidateComputeHostIds.find((host) => !forbidden.includes(host));
}

function firstAnswer(request: MigrationRequest): Answer {
  const refused = (detail: string): Answer => ({ migrationRequestState: 'REJECTED', error: { status: 503, detail } });
  if (request.requestedAction !== 'MIGRATE') return refused(`${request.requestedAction} is not supported`);
  if (targetOf(request) === undefined) return refused('there is no server to move to');
  return { migrationRequestState: 'ACCEPTED' };
}

async function move(request: MigrationRequest, target: string): Promise<void> {
  try {
    await migrate(request, target);
    outcomes.set(request.id, { migrationRequestState: 'COMPLETED', targetComputeHostId: target });
  } catch (error) {
    outcomes.set(request.id, { migrationRequestState: 'FAILED', error: { status: 500, detail: String(error) } });
  }
  moving = undefined;
  wake();
}

/** Reads one request and takes the next step, if there is one to take. */
async function step(migrationRequestId: string): Promise<void> {
  const path = { migrationRequestId };
  const found = await vnfmig.GET('/v1/migration_requests/{migrationRequestId}', { params: { path } });
  const request = found.data;
  const isOpen = OPEN.includes(request.migrationRequestState);
  const answer = async (body: Answer): Promise<void> => {
    // 412 when the request is another meanwhile: then the next look sees it.
    const params = { path, header: ifMatch(found.response) };
    await vnfmig.PATCH('/v1/migration_requests/{migrationRequestId}', { params, body });
    console.log(`${request.id}: ${body.migrationRequestState}`);
  };

  const outcome = outcomes.get(request.id);
  if (outcome !== undefined) {
    // What has moved is told, even when nobody waits for it any more.
    if (isOpen || outcome.migrationRequestState === 'COMPLETED') await answer(outcome);
    outcomes.delete(request.id);
  } else if (request.migrationRequestState === 'REQUESTED') {
    await answer(firstAnswer(request));
  } else if (isOpen && moving === undefined) {
    const target = targetOf(request);
    const detail = 'there is no server left to move to';
    if (target === undefined) return answer({ migrationRequestState: 'FAILED', error: { status: 503, detail } });
    await answer({ migrationRequestState: 'PROCESSING' });
    moving = request.id;
    void move(request, target);
  }
}

/** Looks at all that is open, the most critical first. The gateway is the memory: nothing is lost by a restart. */
async function look(): Promise<void> {
  const open: MigrationRequest[] = [];
  const filter = `(eq,vnfmId,${vnfmId});(in,migrationRequestState,${OPEN.join(',')})`;
  const list = vnfmig.each('/v1/migration_requests', { params: { query: { filter } } });
  for await (const request of list) if (request.id !== moving) open.push(request);
  open.sort((a, b) => b.criticality - a.criticality);
  for (const id of new Set([...outcomes.keys(), ...open.map((request) => request.id)])) {
    await step(id).catch(tryAgain);
  }
}

function tryAgain(error: unknown): void {
  console.error(String(error));
  setTimeout(() => {
    wake();
  }, 1000);
}

/** GET tests the callback, POST brings a notification. Whatever it says, what to do is read from the gateway. */
async function take(request: IncomingMessage): Promise<number> {
  if (request.method !== 'POST') return 204;
  try {
    const { notificationType } = parseNotification('vnfmig', await text(request));
    console.log(notificationType);
    wake();
    return 204;
  } catch (error) {
    console.error(String(error));
    return error instanceof NotificationError ? 400 : 500;
  }
}

createServer((request, response) => {
  void take(request).then((status) => response.writeHead(status, { Version: '1.0.0' }).end());
}).listen(Number(new URL(callbackUri).port), new URL(callbackUri).hostname);

await vnfmig.POST('/v1/subscriptions', { body: { callbackUri, filter: { vnfmIds: [vnfmId] } } });
console.log('subscribed');
for (;;) {
  const told = new Promise<void>((resolve) => {
    wake = resolve;
  });
  await look().catch(tryAgain);
  await told;
}
