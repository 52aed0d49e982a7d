import { createServer, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';

/**
 * How it behaves beside answering: `hang` takes commands and stays silent, `drop` closes every connection at the first
 * command, `half` closes the connection in the middle of the list.
 */
export type UpsdMode = 'answer' | 'hang' | 'drop' | 'half';

/** What the driver makes of an instant command: what becomes of its variables, or the word after `ERR`; PENDING first. */
export type InstantCommand = (value: string | undefined) => Record<string, string> | { error: string };

/**
 * A small upsd: LIST VAR, USERNAME, PASSWORD and LOGOUT of RFC 9271 over TCP on loopback; and INSTCMD with SET TRACKING and GET
 * TRACKING for the commands that it is given, as NUT 2.8 answers them.
 */
export interface Upsd {
  port: number;
  /** The commands of the driver of this UPS, by name. */
  setCommands(ups: string, commands: Record<string, InstantCommand>): void;
  /** Answers SET TRACKING with an error, as NUT before 2.8. */
  setTracking(supported: boolean): void;
  /** Sets variables of a UPS, which exists from then on; undefined takes one away. */
  set(ups: string, variables: Record<string, string | undefined>): void;
  /** Answers LIST VAR for this UPS with `ERR reason`; undefined ends it. */
  fail(ups: string, reason: string | undefined): void;
  setMode(mode: UpsdMode): void;
  /** Answers every LIST VAR with this text, line ends included; undefined ends it. */
  answerWith(text: string | undefined): void;
  /** Closes the connections, as upsd does with those that were silent for a minute. */
  dropConnections(): void;
  /** Commands as they came, oldest first. */
  commands: string[];
  /** Number of connections that were ever opened. */
  connectionCount(): number;
  close(): Promise<void>;
}

interface UpsdState {
  upses: Map<string, Map<string, string>>;
  failures: Map<string, string>;
  mode: UpsdMode;
  text: string | undefined;
  commands: string[];
  instantCommands: Map<string, Record<string, InstantCommand>>;
  tracking: boolean;
  certificate: { cert: Buffer; key: Buffer } | undefined;
  /** By tracking identifier: the answers still to be given, the last of them for ever. */
  results: Map<string, string[]>;
}

/** Starts it; port 0 takes a free one. With a certificate it knows STARTTLS. */
export async function startUpsd(port = 0, certificate?: { cert: Buffer; key: Buffer }): Promise<Upsd> {
  const state: UpsdState = {
    upses: new Map(),
    failures: new Map(),
    mode: 'answer',
    text: undefined,
    commands: [],
    instantCommands: new Map(),
    tracking: true,
    certificate,
    results: new Map(),
  };
  const sockets = new Set<Socket>();
  let connectionCount = 0;
  const server = createServer((socket) => {
    connectionCount += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serve(state, socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    set: (ups, variables) => {
      const known = state.upses.get(ups) ?? new Map<string, string>();
      state.upses.set(ups, known);
      for (const [name, value] of Object.entries(variables)) {
        if (value === undefined) known.delete(name);
        else known.set(name, value);
      }
    },
    fail: (ups, reason) => {
      if (reason === undefined) state.failures.delete(ups);
      else state.failures.set(ups, reason);
    },
    setCommands: (ups, commands) => state.instantCommands.set(ups, commands),
    setTracking: (supported) => (state.tracking = supported),
    setMode: (mode) => (state.mode = mode),
    answerWith: (text) => (state.text = text),
    dropConnections: () => {
      for (const socket of sockets) socket.end();
    },
    commands: state.commands,
    connectionCount: () => connectionCount,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function serve(state: UpsdState, socket: Socket): void {
  let received = '';
  socket.setEncoding('utf8');
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: string) => {
    received += chunk;
    const lines = received.split('\n');
    received = lines.pop() ?? '';
    for (const line of lines) take(state, socket, line);
  });
}

function take(state: UpsdState, socket: Socket, line: string): void {
  state.commands.push(line);
  if (state.mode === 'hang') return;
  if (state.mode === 'drop') {
    socket.destroy();
    return;
  }
  if (line === 'STARTTLS' && state.certificate !== undefined) {
    socket.removeAllListeners('data');
    socket.write('OK STARTTLS\n');
    const secureContext = createSecureContext(state.certificate);
    serve(state, new TLSSocket(socket, { isServer: true, secureContext }));
    return;
  }
  const answer = answerTo(state, line);
  // The half of a list ends in the middle of a line, as a killed upsd would leave it.
  if (state.mode === 'half') socket.end(answer.slice(0, answer.length / 2));
  else socket.write(answer);
}

function answerTo(state: UpsdState, line: string): string {
  if (/^(USERNAME|PASSWORD) ./.test(line)) return 'OK\n';
  if (line === 'STARTTLS') return 'ERR FEATURE-NOT-CONFIGURED\n';
  if (line === 'LOGOUT') return 'OK Goodbye\n';
  if (line === 'SET TRACKING ON') return state.tracking ? 'OK\n' : 'ERR INVALID-ARGUMENT\n';
  if (line.startsWith('GET TRACKING ')) return `${trackingResult(state, line)}\n`;
  if (line.startsWith('INSTCMD ')) return `${instantCommand(state, line)}\n`;
  const ups = /^LIST VAR (?:"(.*)"|(\S+))$/.exec(line);
  if (ups === null) return 'ERR UNKNOWN-COMMAND\n';
  const name = ups[1] ?? ups[2] ?? '';
  if (state.text !== undefined) return state.text;
  const failure = state.failures.get(name);
  if (failure !== undefined) return `ERR ${failure}\n`;
  const variables = state.upses.get(name);
  if (variables === undefined) return 'ERR UNKNOWN-UPS\n';
  const list = [...variables].map(([variable, value]) => `VAR ${name} ${variable} "${escaped(value)}"\n`).join('');
  return `BEGIN LIST VAR ${name}\n${list}END LIST VAR ${name}\n`;
}

function wordsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

function trackingResult({ results }: UpsdState, line: string): string {
  const answers = results.get(wordsOf(line)[2] ?? '') ?? ['ERR UNKNOWN'];
  return (answers.length > 1 ? answers.shift() : answers[0]) ?? '';
}

/** Taken by upsd; what the driver made of it is told by the second look. */
function instantCommand(state: UpsdState, line: string): string {
  const [, ups = '', name = '', value] = wordsOf(line);
  const variables = state.upses.get(ups);
  if (variables === undefined) return 'ERR UNKNOWN-UPS';
  const failure = state.failures.get(ups);
  if (failure !== undefined) return `ERR ${failure}`;
  const command = state.instantCommands.get(ups)?.[name];
  if (command === undefined) return 'ERR CMD-NOT-SUPPORTED';
  const result = command(value);
  const failed = 'error' in result;
  if (!failed) for (const [variable, text] of Object.entries(result)) variables.set(variable, text);
  if (!state.tracking) return 'OK';
  const id = `00000000-0000-4000-8000-${String(state.results.size).padStart(12, '0')}`;
  state.results.set(id, ['PENDING', failed ? `ERR ${result['error']}` : 'SUCCESS']);
  return `OK TRACKING ${id}`;
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
}
