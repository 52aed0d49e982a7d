import { createPlay, type Play } from './play.ts';
import type { Scenario } from './world.ts';

/** Step of virtual time, s. */
const STEP = 0.05;

/** Plays a scenario without a gateway, in virtual time: nobody moves a function or switches a server (fig. 2). */
export function playBaseline(scenario: Scenario): Play {
  const play = createPlay(scenario);
  while (play.state().time < scenario.duration - STEP / 2) play.advance(STEP);
  return play;
}
