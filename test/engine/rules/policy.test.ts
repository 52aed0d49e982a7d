import { DEFAULT_POLICY, policyFor, type Policies, type PolicySubject } from '../../../src/engine/rules/policy.ts';

type Match = Policies[number]['match'];

const SERVER: PolicySubject = {
  parameterType: 'POWER',
  computeHostType: 'PHYSICAL_SERVER',
  resourceZoneIds: ['rack-1', 'room-1'],
};
const VNF: PolicySubject = { ...SERVER, vnf: { vnfdId: 'amf', criticality: 80 } };

describe('the policy', () => {
  it('is the default where none is configured', () => {
    expect(policyFor([], SERVER)).toEqual(DEFAULT_POLICY);
  });

  it('is the default where none matches', () => {
    expect(policyFor([{ match: { parameterTypes: ['GAS'] }, replyTime: 1 }], SERVER)).toEqual(DEFAULT_POLICY);
  });

  it('has each attribute from the first policy that matches and has it', () => {
    const policies: Policies = [
      { match: { parameterTypes: ['GAS'] }, replyTime: 1, safetyMargin: 1, retryInterval: 1 },
      { match: { parameterTypes: ['POWER'] }, replyTime: 2, evacuate: false },
      { match: {}, replyTime: 3, safetyMargin: 3, evacuate: true },
    ];
    expect(policyFor(policies, SERVER)).toEqual({
      ...DEFAULT_POLICY,
      replyTime: 2,
      evacuate: false,
      safetyMargin: 3,
    });
  });

  it('takes a zero and a no for what they are', () => {
    const policies: Policies = [
      { match: {}, safetyMargin: 0, evacuate: false },
      { match: {}, safetyMargin: 9, evacuate: true },
    ];
    expect(policyFor(policies, SERVER)).toMatchObject({ safetyMargin: 0, evacuate: false });
  });

  it.each<[string, Match, PolicySubject, boolean]>([
    ['without conditions', {}, SERVER, true],
    ['by one of several parameter types', { parameterTypes: ['GAS', 'POWER'] }, SERVER, true],
    ['not by another parameter type', { parameterTypes: ['GAS'] }, SERVER, false],
    [
      'not by a parameter type where there is none',
      { parameterTypes: ['POWER'] },
      { ...SERVER, parameterType: undefined },
      false,
    ],
    ['by the type of the server', { computeHostTypes: ['PHYSICAL_SERVER'] }, SERVER, true],
    ['not by another type of server', { computeHostTypes: ['CONTAINER'] }, SERVER, false],
    ['by the zone of the server', { resourceZoneIds: ['rack-1'] }, SERVER, true],
    ['by a zone above', { resourceZoneIds: ['room-9', 'room-1'] }, SERVER, true],
    ['not by another zone', { resourceZoneIds: ['room-2'] }, SERVER, false],
    [
      'not by a zone where the server is in none',
      { resourceZoneIds: ['room-1'] },
      { ...SERVER, resourceZoneIds: [] },
      false,
    ],
    ['by the type of the VNF', { vnfdIds: ['smf', 'amf'] }, VNF, true],
    ['not by another type of VNF', { vnfdIds: ['smf'] }, VNF, false],
    [
      'not by the type of a VNF that has none',
      { vnfdIds: ['amf'] },
      { ...VNF, vnf: { vnfdId: undefined, criticality: 80 } },
      false,
    ],
    ['by the criticality', { minimumCriticality: 80 }, VNF, true],
    ['not by a higher criticality', { minimumCriticality: 81 }, VNF, false],
    ['not for a server where it is for VNFs', { minimumCriticality: 0 }, SERVER, false],
    ['not for a server where it is for a type of VNF', { vnfdIds: ['amf'] }, SERVER, false],
    ['for a VNF where it is for servers', { parameterTypes: ['POWER'] }, VNF, true],
    [
      'when all conditions fit',
      { parameterTypes: ['POWER'], resourceZoneIds: ['room-1'], minimumCriticality: 1 },
      VNF,
      true,
    ],
    ['not when one of the conditions does not', { parameterTypes: ['POWER'], resourceZoneIds: ['room-2'] }, VNF, false],
  ])('matches %s', (_what, match, subject, matches) => {
    expect(policyFor([{ match, replyTime: 77 }], subject).replyTime).toBe(matches ? 77 : DEFAULT_POLICY.replyTime);
  });
});
