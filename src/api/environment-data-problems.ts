/** Which of the validator's complaints about a datum are meant: it lists those of every `dataType` (R3). */
import type { InvalidParam } from '../problem.ts';

const MEMBERS: Record<string, readonly string[]> = {
  VALUE: ['value', 'unit'],
  STATE: ['state'],
  VARIATION: ['variation', 'unit'],
  CODE: ['code'],
};
const ALL_MEMBERS = Object.values(MEMBERS).flat();

/** Leaves out the complaints of the other data types; one about `dataType` itself names the types there are. */
export function relevantToDataType(invalidParams: readonly InvalidParam[], body: unknown): InvalidParam[] {
  const named = new Set<string>();
  return invalidParams.flatMap((param) => {
    if (/^\/environmentData\/\d+$/.test(param.pointer) && /oneOf/.test(param.reason)) {
      return [{ pointer: param.pointer, reason: 'needs either computeHostId or resourceZoneId, not both' }];
    }
    const [, index, member] = /^\/environmentData\/(\d+)\/(\w+)$/.exec(param.pointer) ?? [];
    if (index === undefined || member === undefined) return [param];
    const members = MEMBERS[dataTypeOf(body, Number(index))];
    const isMissing = /required/.test(param.reason) && ALL_MEMBERS.includes(member);
    if (member === 'dataType' || (members === undefined && isMissing)) {
      if (members !== undefined || named.has(index)) return [];
      named.add(index);
      const pointer = `/environmentData/${index}/dataType`;
      return [{ pointer, reason: `must be one of ${Object.keys(MEMBERS).join(', ')}` }];
    }
    const isOfAnother = isMissing && members?.includes(member) !== true;
    return isOfAnother ? [] : [param];
  });
}

function dataTypeOf(body: unknown, index: number): string {
  const data = isObject(body) ? body['environmentData'] : undefined;
  const datum: unknown = Array.isArray(data) ? data[index] : undefined;
  return isObject(datum) && typeof datum['dataType'] === 'string' ? datum['dataType'] : '';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
