import { compute, eventually, startSite, type SiteUnderTest } from './site-under-test.ts';

const RealDate = Date;
/** By how much the clock of the machine is wrong, ms. */
let ahead = 0;

class WrongDate extends RealDate {
  constructor(...given: [] | [string | number]) {
    if (given.length === 0) super(WrongDate.now());
    else super(...given);
  }
  static override now(): number {
    return RealDate.now() + ahead;
  }
}

let site: SiteUnderTest;
beforeEach(() => {
  globalThis.Date = WrongDate as DateConstructor;
});
afterEach(async () => {
  await site.stop();
  globalThis.Date = RealDate;
  ahead = 0;
});

const HOUR = 3_600_000;

describe('when the clock of the machine is set back', () => {
  it.each([
    ['a value that is new', 90],
    ['one after another that changed nothing', 91],
  ])(
    'what is measured from then on counts: after %s',
    async (_what, second) => {
      ahead = HOUR;
      site = await startSite();
      await site.charge('server-1', 90);
      await site.charge('server-1', second);
      ahead = 0;
      await site.charge('server-1', 40);
      await site.reaches('server-1', 'POWERED_OFF');
      await site.charge('server-1', 90);
      await site.reaches('server-1', 'COMPLETED');
    },
    30_000,
  );

  it('an evacuation under way has the deadline of what is measured from then on', async () => {
    ahead = HOUR;
    site = await startSite({ vnfm: { behaviour: 'silent' }, policy: { defaultFailureTime: 20 } });
    await site.charge('server-1', 40);
    await site.reaches('server-1', 'MIGRATING');
    ahead = 0;
    await site.charge('server-1', 39);
    await eventually(async () => {
      const [evacuation] = await site.evacuations('server-1');
      expect(RealDate.parse(evacuation?.evacuationDeadline ?? '9999')).toBeLessThan(RealDate.now() + 25_000);
    });
    await eventually(async () => {
      expect((await site.requests())[0]?.attempt).toBe(2);
    });
  }, 40_000);

  it('an evacuation under way goes on', async () => {
    ahead = HOUR;
    site = await startSite({ vnfm: null, computes: [compute('vc-1', 'server-1')] });
    await site.charge('server-1', 40);
    await site.reaches('server-1', 'MIGRATING');
    ahead = 0;
    const [request] = await eventually(async () => {
      const found = await site.requests();
      expect(found).toHaveLength(1);
      return found;
    });
    await site.send('DELETE', '/vrinfo/v1/virtual_computes/vc-1');
    expect(request?.migrationRequestState).toBe('REQUESTED');
    await site.reaches('server-1', 'POWERED_OFF');
  }, 40_000);
});
