import type { Answer, Exchange, Message } from './case.ts';
import type { OutgoingRequest } from './http.ts';

/** Longest content that a report shows. */
const LONGEST = 4000;

const SECRET_HEADERS = ['authorization', 'proxy-authorization', 'cookie', 'set-cookie'];

/** Members of a JSON text that hold secrets: those of SubscriptionAuthentication and of an OAuth 2.0 token. */
const SECRET_MEMBERS = /("(?:password|clientPassword|access_token|client_secret)"\s*:\s*)"(?:[^"\\]|\\.)*"/g;

/** An exchange as a report shows it, without secrets. */
export function recordSent(request: OutgoingRequest, answer: Answer | undefined): Exchange {
  return {
    direction: 'sent',
    method: request.method,
    uri: request.uri,
    requestHeaders: withoutSecrets(request.headers),
    requestContent: shown(request.content ?? ''),
    ...(answer === undefined
      ? {}
      : {
          status: answer.status,
          answerHeaders: withoutSecrets(answer.headers),
          answerContent: shown(answer.content),
        }),
  };
}

export function recordReceived(message: Message): Exchange {
  return {
    direction: 'received',
    method: message.method,
    uri: message.path,
    requestHeaders: withoutSecrets(message.headers),
    requestContent: shown(message.content),
  };
}

function withoutSecrets(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, SECRET_HEADERS.includes(name) ? '(not shown)' : value]),
  );
}

function shown(content: string): string {
  const text = content.replaceAll(SECRET_MEMBERS, '$1"(not shown)"');
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}… (${text.length} characters)` : text;
}
