import {
  problemAnswer,
  startService,
  type Service,
  type ServiceAnswer,
  type ServiceRequest,
} from '../peers/service.ts';
import type { Placement, Site } from './site.ts';

/** Serves what VNFMs ask of a VIM: POST /virtual_computes/{computeId}/migrate or …/duplicate. */
export async function startSiteService(site: Site, onMoved: (placement: Placement) => void): Promise<Service> {
  return startService((request) => answer(site, request, onMoved));
}

function answer(site: Site, request: ServiceRequest, onMoved: (placement: Placement) => void): ServiceAnswer {
  const [collection, id, operation] = request.path.split('/').slice(1).map(decodeURIComponent);
  if (request.method === 'GET' && collection === 'virtual_computes' && id === undefined) {
    return { status: 200, body: site.placements() };
  }
  if (request.method !== 'POST' || collection !== 'virtual_computes' || id === undefined) {
    return problemAnswer(404, 'Not Found', `nothing at ${request.path}`);
  }
  const target = text(request.body, 'targetComputeHostId');
  if (target === undefined) return problemAnswer(422, 'Unprocessable Content', 'targetComputeHostId is missing');
  const refusal = carryOut(site, id, operation, target, text(request.body, 'computeId'));
  if (refusal !== undefined) return problemAnswer(409, 'Conflict', refusal);
  const moved = operation === 'migrate' ? id : text(request.body, 'computeId');
  const placement = site.placements().find(({ computeId }) => computeId === moved);
  if (placement !== undefined) onMoved(placement);
  return { status: 204 };
}

function carryOut(
  site: Site,
  id: string,
  operation: string | undefined,
  target: string,
  newId: string | undefined,
): string | undefined {
  if (operation === 'migrate') return site.migrate(id, target);
  if (operation === 'duplicate' && newId !== undefined) return site.duplicate(id, target, newId);
  return `${operation ?? '(nothing)'} is not possible`;
}

function text(body: unknown, key: string): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const value: unknown = Object.entries(body).find(([name]) => name === key)?.[1];
  return typeof value === 'string' ? value : undefined;
}
