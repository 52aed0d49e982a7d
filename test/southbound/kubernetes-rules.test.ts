import { identityOf } from '../../src/southbound/vim/kubernetes/computes.ts';
import { quantityOf } from '../../src/southbound/vim/kubernetes/quantity.ts';
import { LABEL_KEYS } from './kubernetes-harness.ts';

describe('a quantity', () => {
  it.each([
    ['2', 2],
    ['0.5', 0.5],
    ['.5', 0.5],
    ['500m', 0.5],
    ['1e3', 1000],
    ['2E', 2e18],
    ['128974848', 128974848],
    ['1Ki', 1024],
    ['512Mi', 536870912],
    ['1.5Gi', 1610612736],
    ['2G', 2e9],
    ['100n', 1e-7],
    [4, 4],
    ['', undefined],
    [undefined, undefined],
    ['Gi', undefined],
    ['1 Gi', undefined],
    ['1i', undefined],
    ['1Kb', undefined],
  ])('%p is %p', (text, value) => {
    if (value === undefined) expect(quantityOf(text)).toBeUndefined();
    else expect(quantityOf(text)).toBeCloseTo(value, 12);
  });
});

describe('the identity of a virtual compute', () => {
  it('is none without labels', () => {
    expect(identityOf({}, LABEL_KEYS)).toEqual({});
  });

  it('is in the labels, or else in the annotations', () => {
    const labels = { 'nfvi-te-gateway/vnf-instance-id': 'vnf-1', other: 'x' };
    const annotations = { 'nfvi-te-gateway/vnf-instance-id': 'vnf-2', 'nfvi-te-gateway/vnfd-id': 'vnfd 7' };
    expect(identityOf({ labels, annotations }, LABEL_KEYS)).toEqual({ vnfInstanceId: 'vnf-1', vnfdId: 'vnfd 7' });
  });

  it('is in the labels that are configured', () => {
    const keys = { ...LABEL_KEYS, vnfInstanceId: 'app.kubernetes.io/instance' };
    expect(identityOf({ labels: { 'app.kubernetes.io/instance': 'amf' } }, keys)).toEqual({ vnfInstanceId: 'amf' });
  });

  it.each(['', 'x'.repeat(256)])('is not a text that is no identifier', (text) => {
    expect(identityOf({ annotations: { 'nfvi-te-gateway/vnfm-id': text } }, LABEL_KEYS)).toEqual({});
  });
});
