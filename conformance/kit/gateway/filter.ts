/** Attribute-based filtering (SOL013 5.2). */
import type { Assertion, ConformanceCase, Json } from '../case.ts';
import { problem } from '../expect.ts';
import { COMPUTE_HOSTS, VIRTUAL_COMPUTES } from './fixtures/inventory.ts';

type Found = 'first' | 'second' | 'third';

/** Name of the case, filter, and which of the three servers it gives. */
type Row = readonly [name: string, filter: string, found: readonly Found[], clause?: string];

const HOST_ROWS: readonly Row[] = [
  ['eq-number', '(eq,priority,20)', ['second']],
  ['eq-text', '(eq,computeHostName,beta)', ['second']],
  ['eq-enumeration', '(eq,computeHostType,CONTAINER)', ['third']],
  ['eq-nested', '(eq,location/rack,R1)', ['first']],
  ['eq-decimal', '(eq,characteristics/minimumPower,100.5)', ['first']],
  ['neq-number', '(neq,priority,20)', ['first', 'third']],
  ['neq-absent-attribute', '(neq,location/rack,R1)', ['second'], 'SOL013 5.2.2 (F4)'],
  ['eq-absent-attribute', '(eq,computeHostName,none)', [], 'SOL013 5.2.2 (F4)'],
  ['gt', '(gt,priority,10)', ['second', 'third']],
  ['gte', '(gte,priority,20)', ['second', 'third']],
  ['lt', '(lt,priority,20)', ['first']],
  ['lte', '(lte,priority,20)', ['first', 'second']],
  ['gt-as-number-not-as-text', '(gt,location/heightAboveFloor,500)', ['second']],
  ['gt-date-time', '(gt,levelEnteredTime,2020-01-01T00:00:00Z)', ['first', 'second', 'third']],
  ['lt-date-time', '(lt,levelEnteredTime,2020-01-01T00:00:00Z)', []],
  ['in', '(in,priority,10,30)', ['first', 'third']],
  ['nin', '(nin,priority,10,30)', ['second']],
  ['cont', '(cont,computeHostName,et)', ['second']],
  ['cont-several', '(cont,computeHostName,eta,two)', ['first', 'second']],
  ['ncont', '(ncont,computeHostName,eta)', ['first']],
  ['and', '(gte,priority,20);(eq,computeHostType,CONTAINER)', ['third']],
  ['and-nothing-left', '(eq,priority,10);(eq,priority,20)', []],
  ['value-in-quotes', "(eq,computeHostName,'beta')", ['second'], 'SOL013 5.2.2 (F1)'],
  [
    'value-with-quote-comma-and-parenthesis',
    "(eq,computeHostName,'it''s (one), two; three')",
    ['first'],
    'SOL013 5.2.2 (F1)',
  ],
  [
    'value-in-quotes-of-several',
    "(in,computeHostName,'beta','it''s (one), two; three')",
    ['first', 'second'],
    'SOL013 5.2.2 (F1, F2)',
  ],
];

const COMPUTE_ROWS: readonly Row[] = [
  ['eq-boolean', '(eq,required,true)', ['first']],
  ['neq-boolean', '(neq,required,true)', ['second']],
  ['array-any-element', '(eq,virtualDisks/sizeOfStorage,40)', ['first'], 'SOL013 5.2.2 (F3)'],
  [
    'array-of-texts',
    '(eq,nfviMaintenanceInfo/supportedMigrationType,OFFLINE_MIGRATION)',
    ['first'],
    'SOL013 5.2.2 (F3)',
  ],
  [
    'array-same-element',
    '(eq,nfviMaintenanceInfo/maxNumberOfImpactedInstances/groupSize,1);(eq,nfviMaintenanceInfo/maxNumberOfImpactedInstances/maxNumberOfImpactedInstances,5)',
    ['first'],
    'SOL013 5.2.2 (F3)',
  ],
  [
    'array-same-element-range',
    '(gt,virtualDisks/sizeOfStorage,15);(lt,virtualDisks/sizeOfStorage,30)',
    ['second'],
    'SOL013 5.2.2 (F3)',
  ],
  ['map-value', '(eq,metadata/colour,grey)', ['first'], 'SOL013 5.2.2'],
  ['map-key', '(eq,metadata/@key,shade)', ['second'], 'SOL013 5.2.2 (F2)'],
  ['escape-slash', '(eq,metadata/a~1b,slash)', ['first'], 'SOL013 5.2.2 (F1)'],
  ['escape-comma', '(eq,metadata/a~ab,comma)', ['first'], 'SOL013 5.2.2 (F1)'],
  ['escape-at-sign', '(eq,metadata/~ba,at)', ['first'], 'SOL013 5.2.2 (F1)'],
  ['escape-tilde', '(eq,metadata/~0a,tilde)', ['first'], 'SOL013 5.2.2 (F1)'],
];

/** Every case narrows the list to its own servers first, so that others do not disturb. */
const hosts = HOST_ROWS.map((row) =>
  filterCase('vrinfo.compute_hosts', COMPUTE_HOSTS, '(eq,location/room,{hosts.room})', row, 'hosts', 'id'),
);
const computes = COMPUTE_ROWS.map((row) =>
  filterCase('vrinfo.virtual_computes', VIRTUAL_COMPUTES, '(eq,vnfmId,{computes.vnfm})', row, 'computes', 'computeId'),
);

function filterCase(
  resource: string,
  path: string,
  own: string,
  [name, filter, found, clause = 'SOL013 5.2.2']: Row,
  fixture: 'hosts' | 'computes',
  identifier: string,
): ConformanceCase {
  const wanted: Json = found.map((which) => `{${fixture}.${which}}`);
  const body: readonly Assertion[] = [{ all: `/*/${identifier}`, same: wanted }];
  return {
    id: `${resource}.filter-${name}`,
    objective: `The filter ${filter} gives ${found.length === 0 ? 'nothing' : `the ${found.join(' and the ')} one`} only`,
    clause,
    preconditions: [fixture === 'hosts' ? 'filterHosts' : 'filterComputes'],
    steps: [{ pages: { path, query: { filter: `${own};${filter}` } }, expect: { body } }],
  };
}

/** Filters that are wrong, by name (F2, F5). */
const WRONG: Readonly<Record<string, string>> = {
  empty: '()',
  'no-expression': 'priority',
  'unknown-operator': '(le,priority,10)',
  'operator-in-capitals': '(EQ,priority,10)',
  'no-value': '(gt,priority)',
  'two-values-for-one': '(gt,priority,1,2)',
  'no-parentheses': 'eq,priority,10',
  'not-closed': '(eq,priority,10',
  'not-opened': 'eq,priority,10)',
  'quote-not-closed': "(eq,computeHostName,'beta)",
  'unknown-attribute': '(eq,colour,grey)',
  'unknown-nested-attribute': '(eq,location/colour,grey)',
  'unknown-escape': '(eq,location/~x,grey)',
  links: '(eq,_links/self/href,x)',
  'text-for-a-number': '(eq,priority,high)',
  'greater-for-an-enumeration': '(gt,computeHostType,CONTAINER)',
  'contains-for-a-number': '(cont,priority,1)',
  'or-instead-of-and': '(eq,priority,10)|(eq,priority,20)',
  'something-after-the-end': '(eq,priority,10)x',
};

const wrong: ConformanceCase[] = Object.entries(WRONG).map(([name, filter]) => ({
  id: `vrinfo.compute_hosts.filter-wrong-${name}`,
  objective: `The filter ${filter} is refused with 400 and a sentence`,
  clause: 'SOL013 5.2.2 (F5)',
  steps: [
    {
      send: { method: 'GET', path: COMPUTE_HOSTS, query: { filter } },
      expect: problem(400, { body: [{ at: '/detail', matches: '\\S' }] }),
    },
  ],
}));

const wrongBoolean: ConformanceCase = {
  id: 'vrinfo.virtual_computes.filter-wrong-greater-for-a-boolean',
  objective: 'The filter (gt,required,false) is refused with 400',
  clause: 'SOL013 5.2.2 (F4, F5)',
  steps: [
    {
      send: { method: 'GET', path: VIRTUAL_COMPUTES, query: { filter: '(gt,required,false)' } },
      expect: problem(400),
    },
  ],
};

const noMatch: ConformanceCase = {
  id: 'vrinfo.compute_hosts.filter-without-match',
  objective: 'A filter that nothing fits gives an empty list, not 404',
  clause: 'SOL013 5.2, 6.4 (U3)',
  preconditions: ['newId'],
  steps: [
    {
      send: { method: 'GET', path: COMPUTE_HOSTS, query: { filter: '(eq,id,{newId})' } },
      expect: { status: 200, headers: { link: false }, body: [{ at: '', is: [] }] },
    },
  ],
};

/** One filter on each of the other lists, on an attribute that tells one resource from the others. */
const ON_LISTS: readonly (readonly [
  resource: string,
  fixture: string,
  filter: string,
  identifier: string,
  value: string,
])[] = [
  [
    'envnotif.environment_notifications',
    'environmentNotification',
    '(eq,id,{environmentNotification})',
    'id',
    '{environmentNotification}',
  ],
  ['envnotif.environment_states', 'environmentState', '(eq,id,{environmentState})', 'id', '{environmentState}'],
  [
    'envnotif.environment_thresholds',
    'environmentThreshold',
    '(eq,parameterName,{environmentThreshold.parameterName})',
    'id',
    '{environmentThreshold}',
  ],
  ['envnotif.subscriptions', 'envnotifSubscription', '(eq,id,{envnotifSubscription})', 'id', '{envnotifSubscription}'],
  ['vnfmig.migration_requests', 'migrationRequest', '(eq,vnfmId,{migrationRequest.vnfm})', 'id', '{migrationRequest}'],
  [
    'vnfmig.host_evacuations',
    'migrationRequest',
    '(eq,computeHostId,{migrationRequest.source})',
    'id',
    '{migrationRequest.hostEvacuation}',
  ],
  ['vnfmig.subscriptions', 'vnfmigSubscription', '(eq,id,{vnfmigSubscription})', 'id', '{vnfmigSubscription}'],
  ['vrinfo.resource_zones', 'resourceZone', '(eq,zoneId,{resourceZone})', 'zoneId', '{resourceZone}'],
  ['vrinfo.subscriptions', 'vrinfoSubscription', '(eq,id,{vrinfoSubscription})', 'id', '{vrinfoSubscription}'],
  ['vrfm.alarms', 'alarm', '(eq,id,{alarm})', 'id', '{alarm}'],
  ['vrfm.subscriptions', 'vrfmSubscription', '(eq,id,{vrfmSubscription})', 'id', '{vrfmSubscription}'],
];

const onLists: ConformanceCase[] = ON_LISTS.map(([resource, fixture, filter, identifier, value]) => ({
  id: `${resource}.filter-one`,
  objective: `The filter ${filter} gives the one resource that it fits`,
  clause: 'SOL013 5.2',
  preconditions: [fixture],
  steps: [
    {
      pages: { path: `/${resource.replace('.', '/v1/')}`, query: { filter } },
      expect: { body: [{ all: `/*/${identifier}`, same: [value] }] },
    },
  ],
}));

export const FILTER_CASES: readonly ConformanceCase[] = [
  ...hosts,
  ...computes,
  ...wrong,
  wrongBoolean,
  noMatch,
  ...onLists,
];
