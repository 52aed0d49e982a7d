/** Servers, zones and virtual computes: entered, modified, removed (R11, R17, R18). */
import type { ConformanceCase, Json, RequestTemplate, Step } from '../case.ts';
import { members, problem, problemAt } from '../expect.ts';
import { COMPUTE_HOSTS, RESOURCE_ZONES, VIRTUAL_COMPUTES } from './fixtures/inventory.ts';
import { get, look, patch, post, remove, send } from './requests.ts';

type Content = Readonly<Record<string, Json>>;

interface Resource {
  /** In identifiers of cases. */
  name: string;
  path: string;
  schema: string;
  /** Attribute that identifies it. */
  identifier: string;
  /** What it has to be entered with. */
  content: Content;
  preconditions: readonly string[];
  /** What it has when nothing else was said. */
  defaults: Content;
  /** A modification, and what it changes. */
  change: Content;
}

const HOST: Resource = {
  name: 'compute_hosts',
  path: COMPUTE_HOSTS,
  schema: 'vrinfo#ComputeHost',
  identifier: 'id',
  content: { computeHostType: 'PHYSICAL_SERVER', computeHostName: 'a server' },
  preconditions: [],
  defaults: { schedulingState: 'ENABLED', withdrawals: [] },
  change: { priority: 80 },
};

const COMPUTE: Resource = {
  name: 'virtual_computes',
  path: VIRTUAL_COMPUTES,
  schema: 'vrinfo#VirtualCompute',
  identifier: 'computeId',
  content: { hostId: '{computeHost}', vnfInstanceId: '{newId}', vnfmId: '{newId}', computeName: 'a function' },
  preconditions: ['ownComputeHost'],
  defaults: { operationalState: 'ENABLED', required: true },
  change: { criticality: 90 },
};

const ZONE: Resource = {
  name: 'resource_zones',
  path: RESOURCE_ZONES,
  schema: 'vrinfo#ResourceZone',
  identifier: 'zoneId',
  content: { zoneName: 'a zone' },
  preconditions: [],
  defaults: {},
  change: { zoneState: 'kit' },
};

const RESOURCES = [HOST, COMPUTE, ZONE];

const nameOf = ({ content }: Resource): string => Object.keys(content).find((key) => key.endsWith('Name')) ?? '';

function make(
  resource: Resource,
  name: string,
  objective: string,
  clause: string,
  steps: readonly Step[],
): ConformanceCase {
  return {
    id: `vrinfo.${resource.name}.${name}`,
    objective,
    clause,
    preconditions: ['newId', ...resource.preconditions],
    steps,
    finally: [remove(`${resource.path}/{newId}`)],
  };
}

const enter = ({ path, identifier, content }: Resource, more: Content = {}): RequestTemplate =>
  post(path, { [identifier]: '{newId}', ...content, ...more });

const common: ConformanceCase[] = RESOURCES.flatMap((resource) => {
  const { path, schema, identifier, content, defaults, change } = resource;
  const one = `${path}/{newId}`;
  const name = nameOf(resource);
  return [
    make(resource, 'post-created', 'What is entered is found under its Location, with its defaults', 'SOL013 4.2.3', [
      send(
        enter(resource),
        {
          status: 201,
          schema,
          headers: { location: /^https?:\/\// },
          body: members({ [identifier]: '{newId}', ...content, ...defaults }),
        },
        { location: { header: 'location' } },
      ),
      look('{location}', [
        ...members({ [identifier]: '{newId}', ...content, ...defaults }),
        { at: '/_links/self/href', is: '{location}' },
      ]),
    ]),
    make(resource, 'post-existing', 'What is there already is refused with 409 and stays as it is', 'SOL013 6.4', [
      send(enter(resource), 201),
      send(enter(resource, { [name]: 'another' }), problem(409)),
      look(one, members({ [name]: content[name] ?? null })),
    ]),
    make(resource, 'patch-merges', 'A modification changes what it names, and nothing else', 'RFC 7396, SOL013 5.5', [
      send(enter(resource), 201),
      send(patch(one, change), { status: 200, schema, body: members({ ...content, ...change }) }),
      look(one, members({ ...content, ...change })),
    ]),
    make(resource, 'patch-null-removes', 'null in a modification removes an attribute', 'RFC 7396, SOL013 5.5', [
      send(enter(resource), 201),
      send(patch(one, { [name]: null }), { status: 200, schema, body: [{ at: `/${name}`, exists: false }] }),
    ]),
    make(resource, 'patch-keeps-identifier', 'A modification does not change the identifier', 'SOL013 5.5', [
      send(enter(resource), 201),
      send({ ...patch(one, { [identifier]: '{newId}-other', ...change }) }, [{ status: 200 }, problem(422)]),
      look(one, [{ at: `/${identifier}`, is: '{newId}' }]),
      send(get(`${one}-other`), problem(404)),
    ]),
    make(resource, 'delete-gone', 'What was removed is gone', 'SOL013 6.4', [
      send(enter(resource), 201),
      send(remove(one), { status: 204, empty: true }),
      send(get(one), problem(404)),
      send(remove(one), problem(404)),
    ]),
  ];
});

/** Attributes that refer to nothing or cannot be, with the place that is wrong. */
const WRONG: readonly (readonly [Resource, name: string, attributes: Content, pointer: string])[] = [
  [HOST, 'unknown-zone', { resourceZoneId: '{newId}-nowhere' }, '/resourceZoneId'],
  [HOST, 'unknown-parent', { parentComputeHostId: '{newId}-nowhere' }, '/parentComputeHostId'],
  [HOST, 'own-parent', { parentComputeHostId: '{newId}' }, '/parentComputeHostId'],
  [HOST, 'unknown-type', { computeHostType: 'TOASTER' }, '/computeHostType'],
  [HOST, 'priority-too-high', { priority: 101 }, '/priority'],
  [COMPUTE, 'unknown-host', { hostId: '{newId}-nowhere' }, '/hostId'],
  [COMPUTE, 'criticality-too-high', { criticality: 101 }, '/criticality'],
  [COMPUTE, 'unknown-state', { operationalState: 'ASLEEP' }, '/operationalState'],
  [ZONE, 'unknown-parent', { parentResourceZoneId: '{newId}-nowhere' }, '/parentResourceZoneId'],
  [ZONE, 'own-parent', { parentResourceZoneId: '{newId}' }, '/parentResourceZoneId'],
  [ZONE, 'name-no-text', { zoneName: 7 }, '/zoneName'],
];

/** What cannot be modified at all is not part of a modification. */
const MODIFIABLE = WRONG.filter(([, , attributes]) => !('computeHostType' in attributes));

const wrong: ConformanceCase[] = [
  ...WRONG.map(([resource, name, attributes, pointer]) =>
    make(
      resource,
      `post-${name}`,
      `What cannot be (${name.replaceAll('-', ' ')}) is refused with 422, which names ${pointer}`,
      'SOL013 6.4',
      [send(enter(resource, attributes), problemAt(pointer)), send(get(`${resource.path}/{newId}`), problem(404))],
    ),
  ),
  ...MODIFIABLE.map(([resource, name, attributes, pointer]) =>
    make(
      resource,
      `patch-${name}`,
      `A modification to what cannot be (${name.replaceAll('-', ' ')}) is refused with 422, which names ${pointer}`,
      'SOL013 5.5, 6.4',
      [
        send(enter(resource), 201),
        send(patch(`${resource.path}/{newId}`, attributes), problemAt(pointer)),
        look(`${resource.path}/{newId}`, members(resource.content)),
      ],
    ),
  ),
];

/** What something else rests on cannot be removed. */
const used: ConformanceCase[] = [
  {
    ...make(HOST, 'delete-with-function', 'A server that a function is on cannot be removed: 409', 'R18, SOL013 6.4', [
      send(remove(`${COMPUTE_HOSTS}/{virtualCompute.host}`), problem(409)),
      send(get(`${COMPUTE_HOSTS}/{virtualCompute.host}`), 200),
    ]),
    preconditions: ['virtualCompute'],
    finally: [],
  },
  {
    ...make(HOST, 'delete-with-child', 'A server that another rests on cannot be removed: 409', 'R18, SOL013 6.4', [
      send(enter(HOST, { parentComputeHostId: '{computeHost}', computeHostType: 'VIRTUAL_MACHINE' }), 201),
      send(remove(`${COMPUTE_HOSTS}/{computeHost}`), problem(409)),
    ]),
    preconditions: ['newId', 'ownComputeHost'],
  },
  {
    ...make(ZONE, 'delete-with-host', 'A zone that a server is in cannot be removed: 409', 'R11, SOL013 6.4', [
      send(enter(ZONE), 201),
      send(patch(`${COMPUTE_HOSTS}/{computeHost}`, { resourceZoneId: '{newId}' }), 200),
      send(remove(`${RESOURCE_ZONES}/{newId}`), problem(409)),
      send(patch(`${COMPUTE_HOSTS}/{computeHost}`, { resourceZoneId: null }), 200),
      send(remove(`${RESOURCE_ZONES}/{newId}`), 204),
    ]),
    preconditions: ['newId', 'ownComputeHost'],
  },
  {
    ...make(ZONE, 'delete-with-child', 'A zone that another lies in cannot be removed: 409', 'R11, SOL013 6.4', [
      send(enter(ZONE, { parentResourceZoneId: '{resourceZone}' }), 201),
      send(remove(`${RESOURCE_ZONES}/{resourceZone}`), problem(409)),
    ]),
    preconditions: ['newId', 'ownResourceZone'],
  },
  {
    ...make(HOST, 'post-without-id', 'A server without an id gets one', 'SOL013 7.2.2', [
      send(
        post(COMPUTE_HOSTS, HOST.content),
        { status: 201, body: [{ at: '/id', matches: '\\S' }] },
        { location: { header: 'location' } },
      ),
      send(get('{location}'), 200),
    ]),
    finally: [remove('{location}')],
  },
];

export const INVENTORY_CASES: readonly ConformanceCase[] = [...common, ...wrong, ...used];
