import type { NextFunction, Request, Response } from 'express';
import { DomainError } from '../problem.ts';

const UNKEEPABLE = /[\0\p{Surrogate}]/u;
const REASON = 'has a NUL character or half of a surrogate pair';

/** JSON can write text that no store keeps and no URI carries; what has such text in it is 422. */
export function keepableText(request: Request, _response: Response, next: NextFunction): void {
  const pointer = pointerToUnkeepable(request.body);
  if (pointer !== undefined) {
    const place = pointer.replaceAll(new RegExp(UNKEEPABLE, 'gu'), '\ufffd');
    throw new DomainError('Unprocessable', `${place}: ${REASON}`, {
      invalidParams: [{ pointer: place, reason: REASON }],
    });
  }
  next();
}

/** JSON pointer to the first such text; undefined when there is none. */
export function pointerToUnkeepable(value: unknown): string | undefined {
  if (typeof value === 'string') return UNKEEPABLE.test(value) ? '' : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, part] of Object.entries(value)) {
    const step = `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (UNKEEPABLE.test(name)) return step;
    const rest = pointerToUnkeepable(part);
    if (rest !== undefined) return `${step}${rest}`;
  }
  return undefined;
}
