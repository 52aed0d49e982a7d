import type { Fixture } from '../case.ts';

/** What the cases of a gateway start from. */
export const FIXTURES: Readonly<Record<string, Fixture>> = {
  computeHost: {
    scope: 'run',
    create: async (world) => {
      const computeHostId = world.unique('server');
      await world.send(
        { method: 'POST', path: '/vrinfo/v1/compute_hosts', body: { computeHostId, computeHostType: 'kit' } },
        [201],
      );
      world.undo(() => world.send({ method: 'DELETE', path: `/vrinfo/v1/compute_hosts/${computeHostId}` }, [204, 404]));
      return { computeHost: computeHostId };
    },
  },
};
