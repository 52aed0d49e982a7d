import { successorsOf } from '../../src/southbound/vnfm/second-server.ts';
import type { AffectedVnfc, Vnfc } from '../../src/southbound/vnfm/vnf-lcm-resources.ts';

const vnfc = (resourceInfoId: string, vduId: string, computeId: string): Vnfc => ({
  vnfcInstanceId: `${vduId}-${resourceInfoId}`,
  resourceInfoId,
  vduId,
  computeId,
});
const affected = (changeType: string, computeId: string): AffectedVnfc => ({
  resourceInfoId: 'any',
  vduId: 'any',
  changeType,
  computeId,
});

const WEB_1 = vnfc('r-1', 'web', 'vc-1');
const WEB_2 = vnfc('r-2', 'web', 'vc-2');
const DATA = vnfc('r-3', 'data', 'vc-3');

describe('the virtual compute of a VNFC after a heal', () => {
  it.each<[string, { healed: Vnfc[]; after: Vnfc[]; changes?: AffectedVnfc[]; expected: (string | undefined)[] }]>([
    [
      'is the new one of the same VNFC',
      { healed: [WEB_1], after: [vnfc('r-1', 'web', 'new'), WEB_2, DATA], expected: ['new'] },
    ],
    ['is the same where nothing was made anew', { healed: [WEB_1], after: [WEB_1, WEB_2, DATA], expected: ['vc-1'] }],
    [
      'is a new one of the same VDU when the VNFC is another one too',
      { healed: [WEB_1], after: [vnfc('r-9', 'web', 'new'), WEB_2, DATA], expected: ['new'] },
    ],
    [
      'is never one of another VDU',
      { healed: [WEB_1], after: [WEB_2, DATA, vnfc('r-9', 'data', 'new')], expected: [undefined] },
    ],
    ['is never one that was there before', { healed: [WEB_1], after: [WEB_2, DATA], expected: [undefined] }],
    [
      'is one for each VNFC',
      {
        healed: [WEB_1, DATA, WEB_2],
        after: [vnfc('r-7', 'web', 'a'), vnfc('r-8', 'web', 'b'), vnfc('r-9', 'data', 'c')],
        expected: ['a', 'c', 'b'],
      },
    ],
    [
      'is one that the operation names, not one that was scaled out since',
      {
        healed: [WEB_1],
        after: [WEB_2, DATA, vnfc('r-8', 'web', 'scaled'), vnfc('r-9', 'web', 'healed')],
        changes: [affected('REMOVED', 'vc-1'), affected('ADDED', 'healed')],
        expected: ['healed'],
      },
    ],
    ['is unknown when the VNF is gone', { healed: [WEB_1, DATA], after: [], expected: [undefined, undefined] }],
  ])('%s', (_name, { healed, after, changes = [], expected }) => {
    expect(successorsOf(healed, ['vc-1', 'vc-2', 'vc-3'], after, changes)).toEqual(expected);
  });
});
