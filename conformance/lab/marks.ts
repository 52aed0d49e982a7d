import type { LiveRun } from './live-run.ts';
import { isSound } from './physics.ts';
import type { Play } from './play.ts';

/** A moment that the page marks. */
export interface Mark {
  name: 'T1' | 'T2' | 'T3' | 'T4' | 'T5' | 'T6';
  /** Seconds since the start; undefined when it did not come. */
  at: number | undefined;
  /** In which of the two runs it is. */
  run: 'without' | 'with';
  meaning: string;
}

/** Server that the marks are about: the first that dies without the gateway, else the first that is left with it. */
export function markedServer(baseline: Play, run: LiveRun): string | undefined {
  const died = baseline.happenings.find(({ kind }) => kind === 'DIED');
  return died?.id ?? run.observations.withdrawn[0];
}

/** The moments of fig. 2 without, and of figs. 4 to 6 with the gateway, for one server. */
export function findMarks(serverId: string, baseline: Play, run: LiveRun): Mark[] {
  const died = momentOf(baseline, serverId, 'DIED', 0);
  const usable = died === undefined ? undefined : momentOf(baseline, serverId, 'UP', died);
  const { requests, moves, enabledAgain } = run.observations;
  const asked = requests.filter(({ sourceComputeHostId }) => sourceComputeHostId === serverId);
  const off = momentOf(run.play, serverId, 'SHUTTING_DOWN', 0) ?? momentOf(run.play, serverId, 'SWITCHED_OFF', 0);
  const left = moves.filter(({ sourceId }) => sourceId === serverId).map(({ at }) => at);
  const again = Object.keys(enabledAgain).includes(serverId);
  return [
    { name: 'T1', run: 'without', at: died, meaning: 'the server dies; its functions are out' },
    {
      name: 'T2',
      run: 'without',
      at: soundAgain(baseline, serverId, died, usable),
      meaning: 'its environment is sound again',
    },
    {
      name: 'T3',
      run: 'without',
      at: usable,
      meaning: 'charged, cooled or dry enough, and started: the server is usable again',
    },
    {
      name: 'T4',
      run: 'with',
      at: asked.length === 0 ? undefined : run.observations.firstRequestAt[serverId],
      meaning: 'the gateway finds it DEGRADED and asks its functions to leave',
    },
    off === undefined
      ? {
          name: 'T5',
          run: 'with',
          at: left.length === 0 ? undefined : Math.max(...left),
          meaning: 'its last function has left; it is not switched off',
        }
      : { name: 'T5', run: 'with', at: off, meaning: 'left by its functions, the server is switched off' },
    {
      name: 'T6',
      run: 'with',
      at: again ? run.observations.enabledAt[serverId] : undefined,
      meaning: 'the server is able to host again',
    },
  ];
}

function momentOf(play: Play, serverId: string, kind: string, after: number): number | undefined {
  return play.happenings.find(
    (happening) => happening.id === serverId && happening.kind === kind && happening.time >= after,
  )?.time;
}

/** The last time before the server was usable at which its environment became sound: flickers before do not count. */
function soundAgain(
  play: Play,
  serverId: string,
  died: number | undefined,
  usable: number | undefined,
): number | undefined {
  const server = play.world.servers.find(({ id }) => id === serverId);
  if (server === undefined || died === undefined) return undefined;
  const states = play.states.filter(({ time }) => time >= died && time <= (usable ?? Number.POSITIVE_INFINITY));
  const unsound = states.findLastIndex((state) => !isSound(server, state));
  return states[unsound + 1]?.time;
}
