/** Attribute selectors (SOL013 5.3) and large results (5.4). */
import type { Assertion, ConformanceCase, RequestTemplate } from '../case.ts';
import { problem } from '../expect.ts';
import { COMPUTE_HOSTS, RESOURCE_ZONES } from './fixtures/inventory.ts';

const NOTIFICATIONS = '/envnotif/v1/environment_notifications';

/** Name, query, and what of the one element there is then and what is not. */
type Row = readonly [
  name: string,
  query: Readonly<Record<string, string>>,
  present: readonly string[],
  absent: readonly string[],
];

const MANDATORY = ['id', 'environmentLevel', 'schedulingState', 'withdrawals', 'powerState', '_links'];

const HOST_ROWS: readonly Row[] = [
  ['none', {}, [...MANDATORY, 'computeHostName', 'location/rack', 'characteristics'], []],
  ['fields', { fields: 'computeHostName' }, [...MANDATORY, 'computeHostName'], ['location', 'characteristics']],
  [
    'fields-several',
    { fields: 'computeHostName,characteristics' },
    [...MANDATORY, 'computeHostName', 'characteristics/minimumPower'],
    ['location'],
  ],
  ['fields-nested', { fields: 'location/rack' }, [...MANDATORY, 'location/rack'], ['location/room', 'computeHostName']],
  [
    'exclude-fields',
    { exclude_fields: 'computeHostName' },
    [...MANDATORY, 'location/rack', 'characteristics'],
    ['computeHostName'],
  ],
  [
    'exclude-fields-nested',
    { exclude_fields: 'location/rack' },
    [...MANDATORY, 'location/room', 'computeHostName'],
    ['location/rack'],
  ],
  ['exclude-fields-mandatory', { exclude_fields: 'environmentLevel,location' }, MANDATORY, ['location']],
];

/** A list without something that is left out by default. */
const NOTIFICATION_ROWS: readonly Row[] = [
  ['none', {}, ['id', 'source'], ['environmentData']],
  ['exclude-default', { exclude_default: '' }, ['id', 'source'], ['environmentData']],
  ['all-fields', { all_fields: '' }, ['id', 'source', 'environmentData/0/dataType'], []],
  ['fields', { fields: 'environmentData' }, ['id', 'timeStamp', 'environmentData/0/dataType'], ['source']],
  [
    'fields-and-exclude-default',
    { fields: 'environmentData', exclude_default: '' },
    ['id', 'source', 'environmentData/0/dataType'],
    [],
  ],
  ['exclude-fields', { exclude_fields: 'source' }, ['id', 'environmentData/0/dataType'], ['source']],
];

const selectors: ConformanceCase[] = [
  ...HOST_ROWS.map((row) =>
    selectorCase('vrinfo.compute_hosts', 'computeHost', { path: COMPUTE_HOSTS, filter: '(eq,id,{computeHost})' }, row),
  ),
  ...NOTIFICATION_ROWS.map((row) =>
    selectorCase(
      'envnotif.environment_notifications',
      'environmentNotification',
      { path: NOTIFICATIONS, filter: '(eq,id,{environmentNotification})' },
      row,
    ),
  ),
];

function selectorCase(
  resource: string,
  fixture: string,
  { path, filter }: { path: string; filter: string },
  [name, query, present, absent]: Row,
): ConformanceCase {
  const body: Assertion[] = [
    { all: '/*', count: 1 },
    ...present.map((attribute) => ({ at: `/0/${attribute}`, exists: true })),
    ...absent.map((attribute) => ({ at: `/0/${attribute}`, exists: false })),
  ];
  const asked = Object.entries(query).map(([key, value]) => (value === '' ? key : `${key}=${value}`));
  return {
    id: `${resource}.select-${name}`,
    objective: `With ${asked.length === 0 ? 'no selector' : asked.join('&')}: ${present.join(', ')}; without ${absent.length === 0 ? 'nothing' : absent.join(', ')}`,
    clause: 'SOL013 5.3',
    preconditions: [fixture],
    steps: [{ pages: { path, query: { filter, ...query } }, expect: { body } }],
  };
}

/** The list of the crowd and of nothing else. */
const CROWD = { path: RESOURCE_ZONES, query: { filter: '(eq,zoneState,{crowd.mark})' } };

const everythingOnce: readonly Assertion[] = [
  { all: '/*/zoneId', unique: true, contains: '{crowd.rest}' },
  { at: '/*/zoneState', is: '{crowd.mark}' },
];

const newZone = (zoneId: string): RequestTemplate => ({
  method: 'POST',
  path: RESOURCE_ZONES,
  body: { zoneId, zoneState: '{crowd.mark}' },
});

const paging: ConformanceCase[] = [
  {
    id: 'vrinfo.resource_zones.page-all',
    objective: 'The pages together hold everything once, and the links keep the filter',
    clause: 'SOL013 5.4.2.3 (P2), RFC 8288',
    preconditions: ['crowd'],
    steps: [{ pages: CROWD, expect: { body: everythingOnce } }],
  },
  {
    id: 'vrinfo.resource_zones.page-link',
    objective: 'The first page links to the next by an absolute URI with rel="next"',
    clause: 'SOL013 5.4.2.3 (P2), RFC 8288',
    preconditions: ['crowd'],
    steps: [
      {
        send: { method: 'GET', ...CROWD },
        expect: {
          status: 200,
          headers: { link: /^<https?:\/\/[^>]*nextpage_opaque_marker=[^>]+>\s*;\s*rel="?next"?/ },
        },
      },
    ],
  },
  {
    id: 'vrinfo.resource_zones.page-last',
    objective: 'A list that fits on one page has no link to a next one',
    clause: 'SOL013 5.4.2.3 (P2)',
    preconditions: ['resourceZone'],
    steps: [
      {
        send: { method: 'GET', path: RESOURCE_ZONES, query: { filter: '(eq,zoneId,{resourceZone})' } },
        expect: { status: 200, headers: { link: false } },
      },
    ],
  },
  {
    id: 'vrinfo.resource_zones.page-after-insert',
    objective: 'An entry made between two pages moves none of the others',
    clause: 'SOL013 5.4.2.3 (P2)',
    preconditions: ['crowd'],
    steps: [
      {
        pages: CROWD,
        // Wherever new entries are sorted in: one that comes first by name and one that comes last.
        afterFirst: [
          { send: newZone('!{crowd.mark}'), expect: { status: 201 } },
          { send: newZone('~{crowd.mark}'), expect: { status: 201 } },
        ],
        expect: { body: everythingOnce },
      },
    ],
    finally: [
      { method: 'DELETE', path: `${RESOURCE_ZONES}/!{crowd.mark}` },
      { method: 'DELETE', path: `${RESOURCE_ZONES}/~{crowd.mark}` },
    ],
  },
  {
    id: 'vrinfo.resource_zones.page-after-delete',
    objective: 'An entry removed between two pages lets none of the others be skipped',
    clause: 'SOL013 5.4.2.3 (P2)',
    preconditions: ['crowd'],
    steps: [
      {
        pages: CROWD,
        afterFirst: [
          { send: { method: 'DELETE', path: `${RESOURCE_ZONES}/{crowd.onFirstPage}` }, expect: { status: 204 } },
        ],
        expect: { body: everythingOnce },
      },
    ],
  },
  {
    id: 'vrinfo.resource_zones.page-marker-of-another-list',
    objective: 'A marker that was never given out is refused with 400',
    clause: 'SOL013 5.4.2.3 (P2)',
    steps: [
      {
        send: { method: 'GET', path: RESOURCE_ZONES, query: { nextpage_opaque_marker: '@@@' } },
        expect: problem(400),
      },
    ],
  },
];

export const LIST_CASES: readonly ConformanceCase[] = [...selectors, ...paging];
