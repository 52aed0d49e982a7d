import { findGaps, findIdleExemptions, probesOf } from '../../conformance/kit/coverage.ts';
import { GATEWAY_CASES } from '../../conformance/kit/gateway/cases.ts';
import { EXEMPTIONS } from '../../conformance/kit/gateway/exemptions.ts';
import { FIXTURES } from '../../conformance/kit/gateway/fixtures.ts';
import { APIS, OPERATIONS } from '../../conformance/kit/gateway/operation-requests.ts';

describe('the cases of a gateway', () => {
  it('ask for every answer that the documents declare, or the exemption says why not', () => {
    const gaps = findGaps(OPERATIONS, probesOf(GATEWAY_CASES), EXEMPTIONS);
    expect(gaps.map(({ api, operationId, status }) => `${api}.${operationId} ${status}`)).toEqual([]);
  });

  it('leave no exemption that is not needed', () => {
    const idle = findIdleExemptions(OPERATIONS, probesOf(GATEWAY_CASES), EXEMPTIONS);
    expect(idle.map(({ operations, status }) => `${operations.source} ${status}`)).toEqual([]);
    expect(EXEMPTIONS.filter(({ reason }) => reason.trim() === '')).toEqual([]);
  });

  it('have an identifier each, which begins with its interface', () => {
    const ids = GATEWAY_CASES.map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    expect(ids.filter((id) => !APIS.some((api) => id.startsWith(`${api}.`)))).toEqual([]);
    expect(ids.filter((id) => !/^[a-z]+(\.[\w@-]+){2}$/.test(id))).toEqual([]);
  });

  it('say what they want and which clause wants it', () => {
    const silent = GATEWAY_CASES.filter(({ objective, clause }) => objective.trim() === '' || clause.trim() === '');
    expect(silent.map(({ id }) => id)).toEqual([]);
    const empty = GATEWAY_CASES.filter(({ steps }) => steps.length === 0);
    expect(empty.map(({ id }) => id)).toEqual([]);
  });

  it('name fixtures that there are', () => {
    const named = new Set(GATEWAY_CASES.flatMap(({ preconditions = [] }) => preconditions));
    expect([...named].filter((name) => !Object.hasOwn(FIXTURES, name))).toEqual([]);
  });

  it('use every fixture that there is, directly or through another', () => {
    const used = new Set(GATEWAY_CASES.flatMap(({ preconditions = [] }) => preconditions));
    for (const { needs = [] } of Object.values(FIXTURES)) for (const need of needs) used.add(need);
    expect(Object.keys(FIXTURES).filter((name) => !used.has(name))).toEqual([]);
  });
});

describe('the coverage of the documents', () => {
  it('names what has neither a case nor an exemption', () => {
    const without = GATEWAY_CASES.filter(({ id }) => !id.startsWith('vrfm.'));
    const gaps = findGaps(OPERATIONS, probesOf(without), EXEMPTIONS);
    expect(gaps).toContainEqual({ api: 'vrfm', operationId: 'modifyAlarm', status: 412 });
    expect(gaps.filter(({ api }) => api !== 'vrfm')).toEqual([]);
  });

  it('names an exemption for what a case asks for, and one for what nothing declares', () => {
    const idle = [
      { operations: /^vrfm\.modifyAlarm$/, status: 412, reason: 'there is a case' },
      { operations: /^vrfm\.modifyAlarm$/, status: 418, reason: 'nothing declares it' },
    ];
    expect(findIdleExemptions(OPERATIONS, probesOf(GATEWAY_CASES), [...EXEMPTIONS, ...idle])).toEqual(idle);
  });
});
