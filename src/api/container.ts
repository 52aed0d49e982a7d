/**
 * A container of resources and the individual resources in it, the same for all: filter, selectors and paging of the list,
 * validators and preconditions of each resource, and who may see it (SOL013 5.2 to 5.4, 4.2).
 */
import type { Configuration } from '../config.ts';
import { DomainError } from '../problem.ts';
import type { ApiName } from '../engine/entities.ts';
import type { Context } from '../engine/context.ts';
import type { Engine } from '../engine/engine.ts';
import { hrefOf } from '../engine/representations.ts';
import type { Collection, Stored, Tables } from '../store/store.ts';
import { attributeExpression, createFilterReader } from './attribute-filter.ts';
import { createSelectorReader } from './attribute-selector.ts';
import type { Caller } from './caller.ts';
import { readMarker, writeMarker } from './marker.ts';
import { createReadOnlyCheck } from './merge-patch.ts';
import type { AnyRequest } from './operations.ts';
import { checkPreconditions, etagOf, validatorHeaders, type Preconditions } from './preconditions.ts';

export interface ContainerDefinition<Entity, Shown extends object> {
  apiName: ApiName;
  /** Name of the container in URIs, e.g. `compute_hosts`. */
  name: string;
  /** Name of a resource in errors, e.g. `compute host`. */
  what: string;
  /** Schema of a resource in the document of the API; that of its changes is `…Modifications`. */
  schema: string;
  collection: (tables: Tables) => Readable<Entity>;
  show: (apiRoot: string, entity: Entity, tables: Tables) => Shown | Promise<Shown>;
  /** Attributes that a list leaves out unless they are asked for (SOL013 5.3). */
  excludedByDefault?: readonly string[];
  /** Attributes that links are made from; always read. */
  linkAttributes?: readonly string[];
  /** Attributes that have to have these values for the caller to see the resource; what differs is 404 for it. */
  visible?: (caller: Caller) => Record<string, string>;
}

type Readable<Entity> = Pick<Collection<Entity, never>, 'getStored' | 'page'>;

interface ListQuery {
  filter?: string;
  all_fields?: string;
  fields?: string;
  exclude_fields?: string;
  exclude_default?: string;
  nextpage_opaque_marker?: string;
}

type ListRequest = Pick<AnyRequest, 'apiRoot' | 'caller'> & { query: ListQuery };
type ResourceRequest = Pick<AnyRequest, 'apiRoot' | 'caller'>;
type ChangeRequest = ResourceRequest & { preconditions: Preconditions };

interface Answer<Status extends number, Body> {
  status: Status;
  headers: Record<string, string>;
  body: Body;
}

export interface Container<Entity, Shown extends object> {
  list: (request: ListRequest) => Promise<Answer<200, Shown[]>>;
  get: (request: ResourceRequest, id: string) => Promise<Answer<200, Shown>>;
  /** Makes a resource in one transaction; `work` gives its identifier. */
  create: (request: ResourceRequest, work: (context: Context) => Promise<string>) => Promise<Answer<201, Shown>>;
  /** The answer to the creation, for who made the resource in a transaction of its own. */
  created: (tables: Tables, request: ResourceRequest, id: string) => Promise<Answer<201, Shown>>;
  /** Changes a resource in one transaction, when the preconditions hold and no attribute is read-only. */
  modify: (request: ChangeRequest & { body: object }, id: string, work: Work<Entity>) => Promise<Answer<200, Shown>>;
  /** The same for a change that names no attributes: a replacement, or a task. */
  change: (request: ChangeRequest, id: string, work: Work<Entity>) => Promise<Answer<200, Shown>>;
  delete: (request: ChangeRequest, id: string, work: Work<Entity>) => Promise<{ status: 204 }>;
}

/** What changes a resource; it is given as it is. */
type Work<Entity> = (context: Context, entity: Entity) => Promise<unknown>;

export type Sol013 = Configuration['sol013'];

export function createContainer<Entity extends object, Shown extends object>(
  { store, transact }: Pick<Engine, 'store' | 'transact'>,
  sol013: Sol013,
  definition: ContainerDefinition<Entity, Shown>,
): Container<Entity, Shown> {
  const { apiName, name, what, schema, collection, show, excludedByDefault = [], linkAttributes = [] } = definition;
  const visible = definition.visible ?? ((): Record<string, string> => ({}));
  const readFilter = createFilterReader(apiName, schema);
  const readSelectors = createSelectorReader(apiName, schema, excludedByDefault);
  const checkReadOnly = createReadOnlyCheck(apiName, schema);
  const isPaged = sol013.largeResults[apiName] !== 'RESPONSE_TOO_BIG';

  const getStored = async (tables: Tables, caller: Caller, id: string): Promise<Stored<Entity>> => {
    const stored = await collection(tables).getStored(id);
    const isVisible = Object.entries(visible(caller)).every(
      ([attribute, value]) => (stored?.entity as Record<string, unknown> | undefined)?.[attribute] === value,
    );
    if (stored === undefined || !isVisible) throw new DomainError('NotFound', `no ${what} ${id}`);
    return stored;
  };
  const read = async (tables: Tables, { apiRoot, caller }: ResourceRequest, id: string) => {
    const { entity, modifiedTime } = await getStored(tables, caller, id);
    const body = await show(apiRoot, entity, tables);
    return { headers: validatorHeaders({ etag: etagOf(body), modifiedTime }), body };
  };
  /** The resource, when the preconditions hold. */
  const check = async (tables: Tables, { apiRoot, caller, preconditions }: ChangeRequest, id: string) => {
    const { entity, modifiedTime } = await getStored(tables, caller, id);
    if (Object.keys(preconditions).length > 0)
      checkPreconditions(preconditions, { etag: etagOf(await show(apiRoot, entity, tables)), modifiedTime });
    return entity;
  };
  const change: Container<Entity, Shown>['change'] = (request, id, work) =>
    transact(async (context) => {
      await work(context, await check(context.tables, request, id));
      return { status: 200, ...(await read(context.tables, request, id)) };
    });
  const created: Container<Entity, Shown>['created'] = async (tables, request, id) => {
    const { headers, body } = await read(tables, request, id);
    return { status: 201, headers: { ...headers, Location: hrefOf(request.apiRoot, apiName, name, id) }, body };
  };
  return {
    async list({ query, apiRoot, caller }) {
      const selection = readSelectors(query);
      const { items, next } = await collection(store).page({
        after: query.nextpage_opaque_marker === undefined ? undefined : readMarker(query.nextpage_opaque_marker),
        limit: sol013.pageSize,
        filter: [
          ...Object.entries(visible(caller)).map(([attribute, value]) => attributeExpression(attribute, value)),
          ...(query.filter === undefined ? [] : readFilter(query.filter)),
        ],
        omit: selection.omit.filter((attribute) => !linkAttributes.includes(attribute)),
      });
      if (next !== undefined && !isPaged)
        throw new DomainError(
          'ResponseTooBig',
          `there are more than ${sol013.pageSize} ${name}; use a filter that fewer fit`,
        );
      const body = await Promise.all(items.map(async (entity) => selection.apply(await show(apiRoot, entity, store))));
      return { status: 200, headers: linkToNext(hrefOf(apiRoot, apiName, name), query, next), body };
    },
    get: async (request, id) => ({ status: 200, ...(await read(store, request, id)) }),
    create: (request, work) => transact(async (context) => created(context.tables, request, await work(context))),
    created,
    modify: async (request, id, work) => {
      checkReadOnly(request.body);
      return change(request, id, work);
    },
    change,
    delete: (request, id, work) =>
      transact(async (context) => {
        await work(context, await check(context.tables, request, id));
        return { status: 204 };
      }),
  };
}

/** P2: the link to the next page repeats the parameters of this one. */
function linkToNext(uri: string, query: ListQuery, next: number | undefined): Record<string, string> {
  if (next === undefined) return {};
  const parameters = { ...query, nextpage_opaque_marker: writeMarker(next) };
  return { Link: `<${uri}?${new URLSearchParams(parameters).toString()}>; rel="next"` };
}
