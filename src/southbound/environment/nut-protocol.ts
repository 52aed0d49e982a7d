import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { trustedWith } from '../../certificates.ts';
import { DomainError } from '../../problem.ts';

/** Longest answer that is read, characters; a UPS has some hundred variables. Protects against an endless answer. */
const MAXIMUM_ANSWER = 1_048_576;

/** Answers to STARTTLS of a upsd without a certificate, and of one that was built without TLS. RFC 9271. */
const NO_TLS = ['ERR FEATURE-NOT-CONFIGURED', 'ERR FEATURE-NOT-SUPPORTED', 'ERR UNKNOWN-COMMAND'];

/** What upsd says of one UPS: its variables by name, or the word after `ERR`, e.g. `DATA-STALE`. RFC 9271. */
export type UpsAnswer = { variables: ReadonlyMap<string, string> } | { error: string };

/** An open connection to upsd. Once a command has thrown DomainError `SouthboundUnavailable` it is closed for good. */
export interface UpsdConnection {
  /** Identifies the caller with USERNAME and PASSWORD; throws DomainError `SouthboundRefused` when upsd objects. */
  authenticate(username: string, password: string): Promise<void>;
  /** Every variable of the UPS. An `ERR` answer is a result, not an exception. RFC 9271, LIST VAR. */
  listVariables(ups: string): Promise<UpsAnswer>;
  /** The words of the answer to a command that is answered with one line, e.g. `INSTCMD`; the arguments are quoted. */
  command(keyword: string, ...words: readonly string[]): Promise<string[]>;
  /** False once either side has closed it; upsd does so after a minute of silence. */
  isOpen(): boolean;
  /** Drops the connection; a command under way throws. */
  close(): void;
}

interface Exchange {
  lines: string[];
  isComplete: (lines: readonly string[]) => boolean;
  resolve: (lines: string[]) => void;
  reject: (error: Error) => void;
}

/**
 * One argument as the line protocol wants it: in quotes, with `"` and `\` escaped. RFC 9271.
 * Throws DomainError `SouthboundRefused` for a word with a line end, which would start a second command.
 */
export function quoteWord(word: string): string {
  if (/[\r\n]/.test(word)) throw new DomainError('SouthboundRefused', 'a word for upsd has a line end in it');
  return `"${word.replace(/["\\]/g, '\\$&')}"`;
}

/**
 * The words of one line; quoted words lose their quotes and escapes, unquoted ones may carry escapes too. RFC 9271.
 * Undefined when the line is not of the protocol: an open quote, an escape at the end, text stuck to a quoted word.
 */
export function splitWords(line: string): string[] | undefined {
  const words: string[] = [];
  const wordPattern = /\s*(?:"((?:[^"\\]|\\.)*)"|((?:[^\s"\\]|\\.)+))(?=\s|$)/y;
  const end = line.trimEnd().length;
  while (wordPattern.lastIndex < end) {
    const match = wordPattern.exec(line);
    if (match === null) return undefined;
    words.push((match[1] ?? match[2] ?? '').replace(/\\(.)/g, '$1'));
  }
  return words;
}

/** Whether STARTTLS comes first, and what the certificate of upsd is checked by. RFC 9271. */
export interface UpsdTls {
  /** `optional`: a upsd that has no certificate is spoken to in the clear. */
  tls: 'never' | 'optional' | 'required';
  /** CA in addition to those of the system. */
  caFile?: string;
}

/**
 * Connects to upsd.
 *
 * @param options.timeout milliseconds for the connection and for each command
 * @param options.signal ends the connection
 * @throws DomainError `SouthboundUnavailable` when upsd cannot be reached in time, or its certificate is not right;
 *   `SouthboundRefused` when it has no TLS although that is required
 */
export async function connectUpsd(
  options: UpsdTls & { host: string; port: number; timeout: number; signal: AbortSignal },
): Promise<UpsdConnection> {
  let socket = connect({ host: options.host, port: options.port, noDelay: true });
  const peer = `upsd ${options.host}:${options.port}`;
  let exchange = exchangeOn(socket, peer, options.timeout);
  const end = (): void => void socket.destroy();
  options.signal.addEventListener('abort', end, { once: true });
  socket.once('close', () => {
    options.signal.removeEventListener('abort', end);
  });
  if (options.signal.aborted) end();
  const endAndThrow = (error: unknown): never => {
    end();
    throw error;
  };
  await untilConnected(socket, peer, options.timeout);
  if (await isTlsBegun(exchange, peer, options.tls).catch(endAndThrow)) {
    socket.removeAllListeners('data');
    socket = securedSocket(socket, options);
    exchange = exchangeOn(socket, peer, options.timeout);
    await untilConnected(socket, peer, options.timeout, 'secureConnect');
  }
  return {
    authenticate: async (username, password) => {
      await expectOk(exchange, peer, 'USERNAME', username);
      await expectOk(exchange, peer, 'PASSWORD', password);
    },
    listVariables: async (ups) => {
      const lines = await exchange(`LIST VAR ${quoteWord(ups)}`, isListComplete);
      const answer = parseVariableList(lines, ups);
      if (answer !== undefined) return answer;
      socket.destroy();
      throw new DomainError('SouthboundUnavailable', `${peer} answered LIST VAR ${ups} with text outside the protocol`);
    },
    command: async (keyword, ...words) => {
      const [line = ''] = await exchange([keyword, ...words.map(quoteWord)].join(' '), (lines) => lines.length === 1);
      return splitWords(line) ?? [line];
    },
    isOpen: () => !socket.destroyed && !socket.readableEnded,
    close: end,
  };
}

/** Asks for TLS. RFC 9271, STARTTLS. */
async function isTlsBegun(
  exchange: ReturnType<typeof exchangeOn>,
  peer: string,
  tls: UpsdTls['tls'],
): Promise<boolean> {
  if (tls === 'never') return false;
  const [line = ''] = await exchange('STARTTLS', (lines) => lines.length === 1);
  if (line === 'OK STARTTLS') return true;
  if (tls === 'optional' && NO_TLS.includes(line)) return false;
  throw new DomainError(
    'SouthboundRefused',
    `${peer} is not spoken to without TLS, and answered STARTTLS with ${line}`,
  );
}

function securedSocket(socket: Socket, { host, caFile }: UpsdTls & { host: string }): Socket {
  const ca = trustedWith(caFile);
  // RFC 6066 3: no address is a server name.
  const servername = isIP(host) === 0 ? { servername: host } : {};
  return connectTls({ socket, host, minVersion: 'TLSv1.2', ...servername, ...(ca === undefined ? {} : { ca }) });
}

async function untilConnected(
  socket: Socket,
  peer: string,
  timeout: number,
  event: 'connect' | 'secureConnect' = 'connect',
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    let failure: Error | undefined;
    const timer = setTimeout(() => socket.destroy(new Error(`no connection within ${timeout} ms`)), timeout);
    socket.on('error', (error) => (failure = error));
    socket.once('close', () => {
      clearTimeout(timer);
      reject(new DomainError('SouthboundUnavailable', `${peer} cannot be reached`, { cause: failure }));
    });
    socket.once(event, () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Makes the function that sends one command and waits for its whole answer; one at a time, as upsd answers in order. */
function exchangeOn(socket: Socket, peer: string, timeout: number) {
  let current: Exchange | undefined;
  let received = '';
  let size = 0;
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    received += chunk;
    size += chunk.length;
    const lines = received.split('\n');
    received = lines.pop() ?? '';
    for (const line of lines) takeLine(line.replace(/\r$/, ''));
    if (size > MAXIMUM_ANSWER) fail('sent an answer without end');
  });
  socket.once('close', () => {
    fail('closed the connection');
  });

  function takeLine(line: string): void {
    // Nothing was asked: whatever this is, the next answer could not be told from it.
    if (current === undefined) {
      socket.destroy();
      return;
    }
    current.lines.push(line);
    if (!current.isComplete(current.lines)) return;
    const { lines, resolve } = current;
    current = undefined;
    resolve(lines);
  }
  function fail(reason: string): void {
    current?.reject(new DomainError('SouthboundUnavailable', `${peer} ${reason}`));
    current = undefined;
    socket.destroy();
  }

  return async (command: string, isComplete: Exchange['isComplete']): Promise<string[]> => {
    if (socket.destroyed) throw new DomainError('SouthboundUnavailable', `${peer} closed the connection`);
    const timer = setTimeout(() => {
      fail(`did not answer within ${timeout} ms`);
    }, timeout);
    try {
      return await new Promise<string[]>((resolve, reject) => {
        size = 0;
        current = { lines: [], isComplete, resolve, reject };
        socket.write(`${command}\n`);
      });
    } finally {
      clearTimeout(timer);
    }
  };
}

async function expectOk(
  exchange: ReturnType<typeof exchangeOn>,
  peer: string,
  command: string,
  word: string,
): Promise<void> {
  const [line = ''] = await exchange(`${command} ${quoteWord(word)}`, (lines) => lines.length === 1);
  if (!line.startsWith('OK')) throw new DomainError('SouthboundRefused', `${peer} refused ${command}: ${line}`);
}

/** One line is the whole answer unless it opens a list; a list ends with its END line. RFC 9271, LIST. */
function isListComplete(lines: readonly string[]): boolean {
  if (lines[0]?.startsWith('BEGIN LIST VAR') !== true) return true;
  return lines.at(-1)?.startsWith('END LIST VAR') === true;
}

/** Undefined when the answer is not of the protocol or speaks of another UPS. */
function parseVariableList(lines: readonly string[], ups: string): UpsAnswer | undefined {
  const [first, ...rest] = lines.map((line) => splitWords(line));
  if (first?.[0] === 'ERR') return { error: first.slice(1).join(' ') || 'without a reason' };
  const last = rest.pop();
  if (!isFrame(first, 'BEGIN', ups) || !isFrame(last, 'END', ups)) return undefined;
  const variables = new Map<string, string>();
  for (const words of rest) {
    if (words === undefined) return undefined;
    const [keyword, name, variable, value, ...more] = words;
    if (keyword !== 'VAR' || name !== ups || variable === undefined || value === undefined || more.length > 0) {
      return undefined;
    }
    variables.set(variable, value);
  }
  return { variables };
}

function isFrame(words: readonly string[] | undefined, keyword: 'BEGIN' | 'END', ups: string): boolean {
  return words?.length === 4 && words.slice(0, 3).join(' ') === `${keyword} LIST VAR` && words[3] === ups;
}
