import { VNFM_CASES } from '../../conformance/kit/vnfm/cases.ts';
import { CONDITIONAL, MUTANTS } from './vnfm-mutants.ts';
import { testSubscribing, testThroughRelay } from './vnfm-under-test.ts';

describe('a VNFM that does one thing wrong', () => {
  it.concurrent.each(MUTANTS.map((mutant) => [mutant.name, mutant.caught, mutant] as const))(
    '%s: caught by %s',
    async (_name, caught, { subscribes, options = {}, ...changed }) => {
      const test = subscribes === true ? testSubscribing : testThroughRelay;
      const results = await test({ cases: [caught], options }, changed);
      expect(results.map(({ id, outcome }) => [id, outcome])).toEqual([[caught, 'failed']]);
      expect(results[0]?.failures.length).toBeGreaterThan(0);
    },
  );

  it('has a counterpart for every case', () => {
    const caught = new Set(MUTANTS.map((mutant) => mutant.caught));
    expect(VNFM_CASES.map(({ id }) => id).filter((id) => !caught.has(id))).toEqual([]);
  });
});

describe('a VNFM that sends If-Match', () => {
  it('passes when it reads the request again after 412', async () => {
    const results = await testThroughRelay(
      { cases: ['vnfm.migration_request.precondition-read-again'] },
      { distortion: CONDITIONAL },
    );
    expect(results.map(({ outcome }) => outcome)).toEqual(['passed']);
  });
});
