import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { createSelectorReader, type SelectorQuery } from '../../src/api/attribute-selector.ts';
import { readDocument } from '../../src/document.ts';

const host = {
  id: 'server-1',
  computeHostName: 'one',
  computeHostType: 'PHYSICAL_SERVER',
  resourceZoneId: 'room-1',
  location: { rack: 'r1', room: 'a', geographicalLocation: { latitude: 1, longitude: 2 } },
  capacity: { numVirtualCpu: 8 },
  priority: 50,
  environmentLevel: 'NORMAL',
  levelEnteredTime: '2026-11-23T02:13:00.000Z',
  schedulingState: 'WITHDRAWN',
  withdrawals: [{ withdrawnBy: 'OPERATOR', reason: 'disk', withdrawnTime: '2026-11-23T02:13:00.000Z' }],
  powerState: 'ON',
  _links: { self: { href: 'http://h/1' }, restore: { href: 'http://h/1/restore' } },
};
const { computeHostName, resourceZoneId, location, capacity, ...mandatoryOfHost } = host;

const compute = {
  computeId: 'amf-1',
  hostId: 'server-1',
  vnfInstanceId: 'amf',
  vnfmId: 'vnfm-1',
  operationalState: 'ENABLED',
  criticality: 50,
  required: true,
  virtualDisks: [{ sizeOfStorage: 1 }, {}],
  metadata: { owner: 'me', 'a/b': 'x', nested: { deep: 1 } },
  nfviMaintenanceInfo: { isImpactMitigationRequested: true, maxNumberOfImpactedInstances: [{ groupSize: 2 }] },
  _links: { self: { href: 'http://h/2' }, computeHost: { href: 'http://h/1' } },
};
const { virtualDisks, metadata, nfviMaintenanceInfo, ...mandatoryOfCompute } = compute;

const evacuation = {
  cause: { description: 'water', parameterName: 'leak', zoneWide: true },
  refusals: [
    { reason: 'HOLD_TIME', detail: 'wait', time: '2026-11-23T02:13:00.000Z', retryTime: '2026-11-23T02:14:00.000Z' },
  ],
  endTime: '2026-11-23T02:13:00.000Z',
};

const ofHosts = createSelectorReader('vrinfo', 'ComputeHost', []);
const ofComputes = createSelectorReader('vrinfo', 'VirtualCompute', ['metadata', 'nfviMaintenanceInfo']);
const ofEvacuations = createSelectorReader('vnfmig', 'HostEvacuation', []);

describe('attribute selectors', () => {
  it('give everything but what is left out by default when there are none', () => {
    const expected = { ...mandatoryOfCompute, virtualDisks };
    for (const query of [{}, { exclude_default: '' }]) {
      const { omit, apply } = ofComputes(query);
      expect(apply(compute)).toEqual(expected);
      expect(omit).toEqual(['metadata', 'nfviMaintenanceInfo']);
    }
    expect(ofHosts({}).apply(host)).toEqual(host);
    expect(ofHosts({}).omit).toEqual([]);
  });

  it('give everything for all_fields', () => {
    expect(ofComputes({ all_fields: '' }).apply(compute)).toEqual(compute);
    expect(ofComputes({ all_fields: '' }).omit).toEqual([]);
  });

  it('give what is mandatory and what is wanted for fields', () => {
    const { omit, apply } = ofHosts({ fields: 'capacity,location/rack,id' });
    expect(apply(host)).toEqual({ ...mandatoryOfHost, capacity, location: { rack: 'r1' } });
    expect(omit).toEqual([
      'computeHostName',
      'parentComputeHostId',
      'resourceZoneId',
      'characteristics',
      'predictedFailureTime',
      'hostEvacuationId',
    ]);
  });

  it('give of what is mandatory only what is mandatory in it', () => {
    expect(ofEvacuations({ fields: 'endTime' }).apply(evacuation)).toEqual({
      cause: { description: 'water' },
      refusals: [{ reason: 'HOLD_TIME', detail: 'wait', time: '2026-11-23T02:13:00.000Z' }],
      endTime: evacuation.endTime,
    });
    expect(ofEvacuations({ fields: 'cause/zoneWide,refusals/retryTime' }).apply(evacuation)).toEqual({
      cause: { description: 'water', zoneWide: true },
      refusals: evacuation.refusals,
    });
  });

  it('give of what is wanted in part what is mandatory in it too', () => {
    expect(ofHosts({ fields: 'location/geographicalLocation/latitude' }).apply(host)).toEqual({
      ...mandatoryOfHost,
      location: { geographicalLocation: { latitude: 1, longitude: 2 } },
    });
  });

  it('go through arrays and into maps', () => {
    const { apply } = ofComputes({
      fields: 'virtualDisks/sizeOfStorage,metadata/a~1b,nfviMaintenanceInfo/maxNumberOfImpactedInstances/groupSize',
    });
    expect(apply(compute)).toEqual({
      ...mandatoryOfCompute,
      virtualDisks,
      metadata: { 'a/b': 'x' },
      nfviMaintenanceInfo: { maxNumberOfImpactedInstances: [{ groupSize: 2 }] },
    });
    expect(ofComputes({ exclude_fields: 'virtualDisks/sizeOfStorage,metadata/nested/deep' }).apply(compute)).toEqual({
      ...compute,
      virtualDisks: [{}, {}],
      metadata: { ...metadata, nested: {} },
    });
  });

  it('give of what is left out by default only what is wanted for fields with exclude_default', () => {
    const wanted = (fields: string) => ofComputes({ fields, exclude_default: '' });
    expect(wanted('metadata').apply(compute)).toEqual({ ...mandatoryOfCompute, virtualDisks, metadata });
    expect(wanted('metadata').omit).toEqual(['nfviMaintenanceInfo']);
    expect(wanted('metadata/owner').apply(compute)).toEqual({
      ...mandatoryOfCompute,
      virtualDisks,
      metadata: { owner: 'me' },
    });
    expect(wanted('hostId').apply(compute)).toEqual({ ...mandatoryOfCompute, virtualDisks });
  });

  it('give of a part that is left out by default the whole when the whole is wanted', () => {
    const read = createSelectorReader('vrinfo', 'VirtualCompute', ['nfviMaintenanceInfo/isImpactMitigationRequested']);
    const { isImpactMitigationRequested: _left, ...rest } = nfviMaintenanceInfo;
    expect(read({}).apply(compute)).toEqual({ ...compute, nfviMaintenanceInfo: rest });
    expect(read({}).omit).toEqual([]);
    expect(read({ fields: 'nfviMaintenanceInfo', exclude_default: '' }).apply(compute)).toEqual(compute);
  });

  it('leave out what exclude_fields names, what is left out by default not', () => {
    const { omit, apply } = ofComputes({
      exclude_fields: 'virtualDisks,nfviMaintenanceInfo/isImpactMitigationRequested',
    });
    expect(apply(compute)).toEqual({
      ...mandatoryOfCompute,
      metadata,
      nfviMaintenanceInfo: { maxNumberOfImpactedInstances: [{ groupSize: 2 }] },
    });
    expect(omit).toEqual(['virtualDisks']);
  });

  it('never leave out what is mandatory, nor any link', () => {
    const { omit, apply } = ofHosts({
      exclude_fields: 'id,powerState,withdrawals,withdrawals/reason,_links,_links/restore',
    });
    expect(apply(host)).toEqual(host);
    expect(omit).toEqual([]);
    const partly = ofHosts({ exclude_fields: 'location/geographicalLocation/latitude,location/room' });
    expect(partly.apply(host)).toEqual({
      ...host,
      location: { rack: 'r1', geographicalLocation: { latitude: 1, longitude: 2 } },
    });
    expect(ofHosts({ fields: 'id' }).apply(host)._links).toEqual(host._links);
  });

  it('leave what they are given as it was', () => {
    const before = structuredClone(host);
    ofHosts({ fields: 'location/rack' }).apply(host);
    expect(host).toEqual(before);
  });

  it('give what the schema of the resource takes, whatever is left out', () => {
    const ajv = new Ajv({ strict: false });
    addFormats.default(ajv);
    ajv.addSchema(readDocument('vrinfo'), 'vrinfo');
    const names = [
      'location/geographicalLocation/latitude',
      'location/geographicalLocation',
      'location',
      'id',
      'capacity',
    ];
    for (const name of names) {
      for (const query of [{ fields: name }, { exclude_fields: name }]) {
        const errors = ajv.validate('vrinfo#/components/schemas/ComputeHost', ofHosts(query).apply(host)) || ajv.errors;
        expect({ query, errors }).toEqual({ query, errors: true });
      }
    }
  });

  it.each([
    [{ all_fields: '', fields: 'id' }, 'all_fields and fields: cannot be combined'],
    [{ all_fields: '', exclude_fields: 'id' }, 'all_fields and exclude_fields: cannot be combined'],
    [{ all_fields: '', exclude_default: '' }, 'all_fields and exclude_default: cannot be combined'],
    [{ fields: 'id', exclude_fields: 'id' }, 'exclude_fields and fields: cannot be combined'],
    [{ exclude_fields: 'id', exclude_default: '' }, 'exclude_default and exclude_fields: cannot be combined'],
    [
      { fields: 'id', exclude_fields: 'id', exclude_default: '' },
      'exclude_default and exclude_fields and fields: cannot be combined',
    ],
    [
      { all_fields: '', fields: 'id', exclude_fields: 'id', exclude_default: '' },
      'all_fields and exclude_default and exclude_fields and fields: cannot be combined',
    ],
    [{ fields: 'id,colour' }, 'fields: there is no attribute colour; possible in the place of colour: id, '],
    [
      { exclude_fields: 'location/colour' },
      'exclude_fields: there is no attribute location/colour; possible in the place of colour: nfviPopId, room',
    ],
    [{ fields: 'withdrawals/colour' }, 'possible in the place of colour: withdrawnBy, reason, withdrawnTime'],
    [{ fields: 'id/x' }, 'fields: there is no attribute id/x; possible in the place of x: none'],
    [{ fields: 'toString' }, 'fields: there is no attribute toString'],
    [{ fields: '' }, 'fields: an attribute has no name'],
    [{ fields: 'id,' }, 'fields: an attribute has no name'],
    [{ exclude_fields: 'location//rack' }, 'exclude_fields: an attribute has no name'],
    [{ exclude_fields: 'a~x' }, 'exclude_fields: "~x" is no escape'],
  ] satisfies [SelectorQuery, string][])('refuse %j', (query, detail) => {
    const message = expect.stringContaining(detail) as string;
    expect(() => ofHosts(query)).toThrow(expect.objectContaining({ kind: 'Malformed', message }) as Error);
  });
});
