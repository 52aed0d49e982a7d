import { startVnfm } from '../../peers/vnfm.ts';
import type { CaseResult } from '../case.ts';
import type { OwnImplementation, Profile, Run } from '../profile.ts';
import { VNFM_CASES } from './cases.ts';
import { OPTIONS } from './options.ts';
import { startPlay } from './play.ts';
import { runVnfmCases } from './run.ts';

/** A VNF manager, for which the kit plays the gateway. */
export const vnfmProfile: Profile = {
  name: 'vnfm',
  options: OPTIONS,
  cases: VNFM_CASES,
  test: (run) =>
    testVnfm(run, (apiRoot) => {
      process.stderr.write(`The apiRoot of the kit is ${apiRoot}; it waits for the subscription of the VNF manager.\n`);
    }),
  startOwn: startOwnVnfm,
};

/** `say` is told the apiRoot of the kit when the VNF manager has to subscribe there. */
export async function testVnfm(run: Run, say: (apiRoot: string) => void): Promise<CaseResult[]> {
  const play = await startPlay(run, say);
  try {
    return await runVnfmCases(
      VNFM_CASES.filter(({ id }) => run.isWanted(id)),
      play,
      run,
    );
  } finally {
    await play.close();
  }
}

/** The reference VNFM of this project. */
async function startOwnVnfm(): Promise<OwnImplementation> {
  const vnfm = await startVnfm({ vnfmId: 'vnfm-1' });
  return { options: { apiRoot: vnfm.url }, stop: () => vnfm.close() };
}
