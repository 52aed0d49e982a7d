import type { Trial } from './run.ts';

/** A complaint of the tool that is no fault of the gateway. Everything that is given has to fit. */
export interface Explanation {
  /** Whether the tool takes its request for one that the document allows. */
  isAllowed: boolean;
  status: number;
  /** Name of the scenario in the tool's words. */
  scenario?: RegExp;
  /** `detail` of the problem that the gateway answered with. */
  detail?: RegExp;
  reason: string;
}

/** Each was looked at. What is not here fails. */
const EXPLANATIONS: readonly Explanation[] = [
  {
    isAllowed: true,
    status: 400,
    detail: /^filter: /,
    reason: 'a filter of random letters is none; its grammar is in the description',
  },
  {
    isAllowed: true,
    status: 422,
    detail: /a threshold needs|threshold values need|needs threshold values|failed must lie (above|below) degraded/,
    reason: 'attributes of a threshold depend on each other, which the schema does not say',
  },
  {
    isAllowed: true,
    status: 422,
    detail: /the unit .* is not of the dimension of/,
    reason: 'a unit of random letters, where there is a threshold for the parameter',
  },
  {
    isAllowed: true,
    status: 422,
    detail: /^\/id: is .*, but the resource is/,
    reason: 'PUT with another id than that of the resource',
  },
  {
    isAllowed: true,
    status: 422,
    detail: /cannot (lie in|rest on) itself|would lie in itself|would rest on itself/,
    reason: 'something that would lie in itself, or rest on itself',
  },
  {
    isAllowed: true,
    status: 422,
    detail: /^\/authentication: no type can be used/,
    reason: 'a way to authenticate without its parameters, or one that the gateway has no certificate for',
  },
  {
    isAllowed: true,
    status: 422,
    detail: /targetComputeHostId/,
    reason: 'COMPLETED without a server, or with the one that is left',
  },
  {
    isAllowed: true,
    status: 409,
    detail: /exists already$/,
    reason: 'an identifier that the tool has sent before',
  },
  {
    isAllowed: true,
    status: 409,
    detail:
      /not possible any more|has version \d+ by now|cannot be (failed|cancelled) any more|only one that was rejected|is being evacuated already/,
    reason: 'the state of the resource, or its version, does not allow it',
  },
  {
    isAllowed: true,
    status: 409,
    detail: /is ACKNOWLEDGED already|is UNACKNOWLEDGED already/,
    reason: 'an alarm that is acknowledged already (SOL003 7.4.3.3.4)',
  },
  {
    isAllowed: true,
    status: 409,
    detail: /is (on compute host|in resource zone) /,
    reason: 'something that still has something in it is not deleted',
  },
  {
    isAllowed: true,
    status: 404,
    scenario: /DELETE/,
    reason: 'the tool has deleted it before',
  },
  {
    isAllowed: true,
    status: 303,
    scenario: /POST \/v1\/subscriptions/,
    reason: 'the same subscription once more',
  },
  {
    isAllowed: false,
    status: 200,
    scenario: /GET (\/v1)?\/api_versions .*Version is mutated/,
    reason: 'the Version header is not looked at where the versions are asked for (SOL013 9.3.3)',
  },
  {
    isAllowed: false,
    status: 201,
    scenario: /callbackUri is mutated from \(.*\) to "/,
    reason: 'a URI that only the choice of this test excludes',
  },
  {
    isAllowed: true,
    status: 200,
    scenario: /POST \/v1\/environment_notifications -> 201/,
    reason: 'a notification whose identifier was taken before',
  },
  {
    isAllowed: false,
    status: 200,
    scenario: /POST \/v1\/environment_notifications .*(computeHostId|parameterType) is mutated from \(.*\) to "/,
    reason: 'the same, with what only the choice of this test excludes',
  },
  {
    isAllowed: true,
    status: 201,
    scenario: /POST \/v1\/environment_notifications -> 200/,
    reason: 'a notification whose identifier was not taken before',
  },
];

export function explanationOf({ isAllowed, name, exchange, places }: Trial): Explanation | undefined {
  if (places.length === 0 || places.some((place) => place !== 'RESPONSE.STATUS')) return undefined;
  const detail = detailOf(exchange.content);
  return EXPLANATIONS.find(
    (explanation) =>
      explanation.isAllowed === isAllowed &&
      explanation.status === exchange.status &&
      explanation.scenario?.test(name) !== false &&
      explanation.detail?.test(detail) !== false,
  );
}

function detailOf(content: string): string {
  try {
    return (JSON.parse(content) as { detail?: string }).detail ?? '';
  } catch {
    return '';
  }
}
