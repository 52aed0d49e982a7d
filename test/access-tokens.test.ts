import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent } from 'undici';
import { createAccessTokens, type AccessTokens, type TokenClient } from '../src/access-tokens.ts';

let server: Server;
let dispatcher: Agent;
let tokens: AccessTokens;
/** What the token endpoint answers with the number of the request; it is changed by the tests. */
let answer: (number: number) => { status?: number; body: unknown };
let asked: number;

beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume();
    const { status = 200, body } = answer(++asked);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  dispatcher = new Agent({ connections: 16 });
});
beforeEach(() => {
  asked = 0;
  answer = (number) => ({ body: { access_token: `token-${number}`, token_type: 'Bearer', expires_in: 3600 } });
  tokens = createAccessTokens({ dispatcherFor: () => dispatcher, timeout: 5 });
});
afterAll(async () => {
  await dispatcher.close();
  server.close();
});

const client = (clientId = 'gateway'): TokenClient => ({
  tokenEndpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`,
  clientId,
  clientPassword: 'secret',
});

describe('an access token of the gateway', () => {
  it('is fetched once, and is that of the client alone', async () => {
    expect(await tokens.get(client())).toBe('token-1');
    expect(await tokens.get(client())).toBe('token-1');
    expect(await tokens.get(client('another'))).toBe('token-2');
    expect(await tokens.get({ ...client(), clientPassword: 'changed' })).toBe('token-3');
  });

  it('is fetched once for all who want it meanwhile, even when it is good for nothing longer', async () => {
    answer = (number) => ({ body: { access_token: `token-${number}` } });
    const all = await Promise.all(Array.from({ length: 20 }, () => tokens.get(client())));
    expect(new Set(all)).toEqual(new Set(['token-1']));
    expect(await tokens.get(client())).toBe('token-2');
  });

  it('is fetched anew before it expires', async () => {
    answer = (number) => ({ body: { access_token: `token-${number}`, expires_in: 0.4 } });
    expect(await tokens.get(client())).toBe('token-1');
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(await tokens.get(client())).toBe('token-2');
  });

  it('is forgotten when it was dropped, unless it was replaced meanwhile', async () => {
    const first = await tokens.get(client());
    await tokens.drop(client(), first);
    const second = await tokens.get(client());
    await tokens.drop(client(), first);
    expect([first, second, await tokens.get(client())]).toEqual(['token-1', 'token-2', 'token-2']);
  });

  it('that could not be had is asked for again', async () => {
    answer = () => ({ status: 503, body: {} });
    await expect(tokens.get(client())).rejects.toThrow('answered 503');
    answer = () => ({ body: { access_token: 'at last', expires_in: 60 } });
    await expect(tokens.get(client())).rejects.toThrow('gave no access_token of the type Bearer');
    answer = () => ({ body: { access_token: 'at-last', expires_in: 60 } });
    expect(await tokens.get(client())).toBe('at-last');
  });

  it.each<[string, object]>([
    ['of a type that the gateway does not know', { access_token: 'token', token_type: 'DPoP', expires_in: 60 }],
    ['that is none', { access_token: 7, token_type: 'Bearer' }],
    ['that is missing', { token_type: 'Bearer' }],
  ])('%s is not used', async (_what, body) => {
    answer = () => ({ body });
    await expect(tokens.get(client())).rejects.toThrow('gave no access_token of the type Bearer');
  });

  it('is kept for a thousand clients, and the one unused longest goes first', async () => {
    await tokens.get(client('used'));
    await tokens.get(client('unused'));
    for (let number = 3; number <= 1000; number++) await tokens.get(client(`client-${number}`));
    await tokens.get(client('used'));
    await tokens.get(client('one more'));
    expect(asked).toBe(1001);
    await tokens.get(client('used'));
    expect(asked).toBe(1001);
    await tokens.get(client('unused'));
    expect(asked).toBe(1002);
  });
});
