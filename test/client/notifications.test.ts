import { readFileSync } from 'node:fs';
import { NotificationError, parseNotification } from '../../src/client/index.ts';

type Example = Record<string, unknown>;

/** Every notification that a document has as an example, by its type. */
function examplesOf(api: string): Example[] {
  const document = JSON.parse(readFileSync(`generated/${api}-notification.json`, 'utf8')) as {
    paths: Record<string, { post: { requestBody: { content: { 'application/json': { example: Example } } } } }>;
  };
  return Object.values(document.paths).map(({ post }) => post.requestBody.content['application/json'].example);
}

const asked = examplesOf('vnfmig').find(({ notificationType }) => notificationType === 'MigrationRequestNotification');

function refusalOf(body: unknown): NotificationError {
  try {
    parseNotification('vnfmig', body);
  } catch (error) {
    if (error instanceof NotificationError) return error;
  }
  throw new Error('it was not refused');
}

describe('a notification', () => {
  it.each(['envnotif', 'vnfmig', 'vrinfo', 'vrfm'] as const)('of %s is parsed, as text and as what it is', (api) => {
    const examples = examplesOf(api);
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) {
      expect(parseNotification(api, example)).toBe(example);
      expect(parseNotification(api, JSON.stringify(example))).toEqual(example);
      expect(parseNotification(api, Buffer.from(JSON.stringify(example)))).toEqual(example);
    }
  });

  it('is told apart by its type', () => {
    const notification = parseNotification('vnfmig', asked);
    if (notification.notificationType !== 'MigrationRequestNotification') throw new Error('it is of another type');
    expect(notification.migrationRequest.migrationRequestState).toBe('REQUESTED');
  });

  it('may have attributes of a later version', () => {
    const later = { ...asked, laterAttribute: { of: 'a later version' } };
    expect(parseNotification('vnfmig', later)).toEqual(later);
  });

  it.each<[string, unknown, string, string]>([
    ['no JSON', '{', '', 'the notification is not JSON'],
    ['no object', [], '', 'the notification is not an object'],
    ['without a type', {}, '/notificationType', '/notificationType is missing'],
    ['of another interface', examplesOf('vrfm')[0], '/notificationType', 'not one of MigrationRequestNotification, '],
    ['without its request', { ...asked, migrationRequest: undefined }, '/migrationRequest', ' is missing'],
    ['with a time that is none', { ...asked, timeStamp: '2026-13-01T00:00:00Z' }, '/timeStamp', 'date-time'],
    [
      'with a state that there is not',
      { ...asked, migrationRequest: { ...(asked?.['migrationRequest'] as object), migrationRequestState: 'DONE' } },
      '/migrationRequest/migrationRequestState',
      'allowed values: REQUESTED, ',
    ],
  ])('%s is refused, and the place named', (_what, body, place, message) => {
    const refusal = refusalOf(body);
    expect(refusal.place).toBe(place);
    expect(refusal.message).toContain(message);
  });
});
