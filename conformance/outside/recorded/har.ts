import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import type { Exchange } from '../exchange.ts';

interface Header {
  name: string;
  value: string;
}
interface Entry {
  request: { method: string; url: string; postData?: { text: string } };
  response: { status: number; headers: Header[]; content: { text?: string; encoding?: string } };
}

/** Content that is longer says no more than that it is long. */
const LONGEST = 100_000;
/** What is no interface: the question whether the gateway is ready. */
const ASIDE = /\/readyz$/;

/**
 * Reads what the proxy recorded, which has one exchange a line, and writes it to another file without what is too long to be
 * worth reading again.
 */
export async function readRecord(har: string, slimHar: string): Promise<Exchange[]> {
  const exchanges: Exchange[] = [];
  const slim = createWriteStream(slimHar);
  for await (const line of createInterface({ input: createReadStream(har) })) {
    const entry = readEntry(line);
    if (entry === undefined) {
      slim.write(`${line}\n`);
      continue;
    }
    if (ASIDE.test(entry.request.url)) continue;
    const { postData } = entry.request;
    if (postData !== undefined && postData.text.length > LONGEST) delete entry.request.postData;
    slim.write(`${JSON.stringify(entry)}${line.endsWith(',') ? ',' : ''}\n`);
    exchanges.push(exchangeOf(entry));
  }
  slim.end();
  await finished(slim);
  return exchanges;
}

function readEntry(line: string): Entry | undefined {
  if (!line.startsWith('      {')) return undefined;
  return JSON.parse(line.replace(/,$/, '')) as Entry;
}

function exchangeOf({ request, response }: Entry): Exchange {
  const { text = '', encoding } = response.content;
  return {
    method: request.method,
    path: request.url.replace(/^https?:\/\/[^/]*/, ''),
    status: response.status,
    headers: Object.fromEntries(response.headers.map(({ name, value }) => [name.toLowerCase(), value])),
    content: encoding === 'base64' ? Buffer.from(text, 'base64').toString() : text,
  };
}
