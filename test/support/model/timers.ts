import type { TimerEnd } from '../../../src/domain/change.ts';
import {
  isSwitch,
  type Model,
  type ModelChange,
  type ModelInput,
  type ModelTimer,
  type Person,
  runs,
} from './model.ts';

/** What should come of pauses that end by themselves. */

export function newTimer(isMoment: boolean): ModelTimer {
  return { isMoment, isOver: false, ended: undefined, endedBy: undefined, extendedBy: undefined };
}

/** A pause or resume of ours that is about to happen: until it has, nothing is made of what the input is like. */
export function isSwitchOnItsWay(model: Model, input: ModelInput): boolean {
  return model.changes.some(
    (change) =>
      change.input === input &&
      isSwitch(change.kind) &&
      (change.state === 'approved' || change.state === 'applying'),
  );
}

/** What a pause or resume that has ended means for the timers of its input. */
export function settleTimers(model: Model, done: ModelChange): void {
  if (!isSwitch(done.kind)) return;
  const running = model.changes.filter(
    (pause) => pause !== done && pause.input === done.input && runs(pause),
  );
  for (const pause of running) {
    if (done.state === 'applied') {
      const how = done.kind === 'pause' ? 'replaced' : 'resumed';
      endTimer(model, pause, how, done.resumes ? undefined : done.asker);
    } else if (done.resumes === pause) endTimer(model, pause, 'failed');
  }
}

/** With a pause ends what waits to make it longer. */
export function endTimer(model: Model, pause: ModelChange, how: TimerEnd, by?: Person): void {
  if (!pause.timer) return;
  pause.timer.ended = how;
  pause.timer.endedBy = by;
  for (const change of model.changes) {
    if (change.extends === pause && change.state === 'pending') change.state = 'stale';
  }
}

/** Whatever it is that somebody looks after a timed pause for. */
export type Seen = 'ended' | 'elsewhere' | 'gone' | 'on its way' | 'lasts' | 'over';

/** What whoever looks at it has to see. @param isAway Alooma does not answer */
export function seenOf(model: Model, pause: ModelChange, isAway: boolean): Seen {
  const { input, timer } = pause;
  if (!runs(pause)) return 'ended';
  const isPaused = input.document !== undefined && JSON.parse(input.document).paused === true;
  if (!isAway && !isPaused) {
    if (isSwitchOnItsWay(model, input)) return 'on its way';
    return input.document === undefined ? 'gone' : 'elsewhere';
  }
  if (!timer?.isOver || isAway) return 'lasts';
  return isSwitchOnItsWay(model, input) ? 'on its way' : 'over';
}
