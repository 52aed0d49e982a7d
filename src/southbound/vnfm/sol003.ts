import type { components } from '../../../generated/config.ts';
import { acceptance, failure, goOn, isPast, lookAgain, type Healer, type HealIntention } from './heal-operation.ts';
import { begunAs } from './heal-intention.ts';
import { createHealing } from './healing.ts';
import { createHealNotifications } from './heal-notifications.ts';
import { createVnfLcm } from './vnf-lcm.ts';
import { createVnfLcmExchange } from './vnf-lcm-exchange.ts';
import type { VnfLcmOpOcc } from './vnf-lcm-resources.ts';
import type { MigrationRequest, Pursuit, VnfManagerAdapter } from './vnf-manager.ts';
import { createPeerConnection } from '../peer-connection.ts';

type Sol003VnfManager = components['schemas']['Sol003VnfManager'];

/** A heal of single VNFCs that cannot be read or processed: SOL003 has no `vnfcInstanceId`, only SOL002 has. */
const NOT_UNDERSTOOD = [400, 422];

/**
 * VNF manager `sol003`: a migration is a heal of the VNFCs on the server that has to be left, which makes them anew where the VIM
 * puts them; so the server has to be withdrawn in the VIM, and the second server is looked up there. SOL003 knows no deadline: at
 * that of the migration, what has not begun does not begin any more. A DUPLICATE is healed like a MIGRATE, as there is no other
 * way to ask. A VNF that is busy (409) is looked at again until the deadline. R13, R14, SOL002 5.4.9, SOL003 5.4.9.
 */
export const sol003Adapter: VnfManagerAdapter<Sol003VnfManager> = {
  type: 'sol003',
  create(config, ports) {
    const { vims, log } = ports;
    const connection = createPeerConnection(`VNF manager ${config.vnfmId}`, config);
    const exchange = createVnfLcmExchange(config, connection);
    const healer: Healer = { config, lcm: createVnfLcm(config.vnfmId, exchange), vims, log };
    const notifications = createHealNotifications(config, exchange, ports);
    return {
      vnfmId: config.vnfmId,
      ...createHealing(healer, {
        isOwn,
        order: (request, intention) => orderHeal(config, healer, { request, intention }),
      }),
      ...notifications,
      async stop() {
        await Promise.all([notifications.stop(), connection.close()]);
      },
    };
  },
};

/** Every heal of ours has a cause of its own; one that shows none may be ours. */
function isOwn({ cause }: HealIntention, occurrence: VnfLcmOpOcc): boolean {
  return occurrence.cause === undefined || occurrence.cause === cause;
}

async function orderHeal(
  { healWholeVnf, additionalParams, pollInterval, vnfmId }: Sol003VnfManager,
  { lcm, log }: Healer,
  { request, intention }: { request: MigrationRequest; intention: HealIntention },
): Promise<Pursuit> {
  const { vnfInstanceId, cause, vnfcs, isWholeVnf = false, askedTime } = intention;
  if (askedTime !== undefined) {
    // It took the order without saying which operation it is.
    if (!isPast(request.migrationDeadline)) return lookAgain(acceptance(request), pollInterval);
    return failure(
      request,
      `VNF manager ${vnfmId} took the heal of VNF ${vnfInstanceId}, but shows no operation for it`,
    );
  }
  const ordered = await lcm.heal(vnfInstanceId, {
    cause,
    ...(isWholeVnf ? {} : { vnfcInstanceId: vnfcs.map(({ vnfcInstanceId }) => vnfcInstanceId) }),
    ...(additionalParams === undefined ? {} : { additionalParams }),
  });
  const { result } = ordered;
  const fields = { migrationRequestId: request.id, vnfInstanceId, isWholeVnf, result };
  if (result === 'BUSY') log.debug(fields, 'the VNF is busy, and cannot be healed now');
  else log.info(fields, 'asked to heal');
  switch (ordered.result) {
    case 'ACCEPTED': {
      const operation =
        ordered.vnfLcmOpOccId === undefined
          ? { ...intention, askedTime: new Date().toISOString() }
          : begunAs(intention, ordered.vnfLcmOpOccId);
      return goOn(operation, acceptance(request), pollInterval);
    }
    case 'BUSY':
      return lookAgain(acceptance(request), pollInterval);
    case 'REFUSED': {
      const isOfParts = !isWholeVnf && NOT_UNDERSTOOD.includes(ordered.problem.status);
      if (isOfParts && healWholeVnf) return goOn({ ...intention, isWholeVnf: true }, acceptance(request));
      const hint = isOfParts ? ' of single VNFCs (healWholeVnf is false)' : '';
      return failure(request, `VNF manager ${vnfmId} refused to heal VNF ${vnfInstanceId}${hint}`, ordered.problem);
    }
  }
}
