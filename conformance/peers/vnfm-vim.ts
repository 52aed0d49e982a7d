import { send } from './send.ts';
import type { MigrationRequest } from './vnfm-request.ts';

export interface Vim {
  /** URL where the VIM is asked; absent means that every target takes the functions. */
  site?: string;
  signal: AbortSignal;
}

/** Moves or duplicates all the virtual computes of a request or none; answers with the reason when one is refused. */
export async function moveTo(vim: Vim, request: MigrationRequest, target: string): Promise<string | undefined> {
  const operation = request.requestedAction === 'DUPLICATE' ? 'duplicate' : 'migrate';
  const moved: string[] = [];
  for (const computeId of request.virtualComputeIds) {
    const refusal = await ask(vim, computeId, operation, { targetComputeHostId: target });
    if (refusal === undefined) {
      moved.push(computeId);
      continue;
    }
    const back = { targetComputeHostId: request.sourceComputeHostId };
    if (operation === 'migrate') for (const id of moved) await ask(vim, id, operation, back);
    return refusal;
  }
  return undefined;
}

/** Identifier of the second instance of a virtual compute (R10). */
export function duplicateOf(computeId: string): string {
  return `${computeId}-2`;
}

async function ask(vim: Vim, computeId: string, operation: string, body: object): Promise<string | undefined> {
  if (vim.site === undefined) return undefined;
  const url = `${vim.site}/virtual_computes/${encodeURIComponent(computeId)}/${operation}`;
  const content = operation === 'duplicate' ? { ...body, computeId: duplicateOf(computeId) } : body;
  const answer = await send(url, { method: 'POST', body: content, signal: vim.signal }).catch(() => undefined);
  if (answer?.status === 204) return undefined;
  return answer === undefined ? 'the VIM does not answer' : `${answer.status} ${JSON.stringify(answer.body)}`;
}
