import type { Change, Timer } from '../../../src/domain/change.ts';
import type { Evidence } from './evidence.ts';

/** What became of the pauses that were to end by themselves. */

const MINUTE = 60_000;
const UNKNOWN_OR_FAILED = ['failed', 'applying'];

type TimedPause = Change & { readonly timer: Timer & { readonly until: Date } };

export function timedPausesOf(changes: readonly Change[]): TimedPause[] {
  return changes.filter((change): change is TimedPause => {
    const { action, state, timer } = change;
    return action === 'pause' && state === 'applied' && timer?.until !== undefined;
  });
}

/** How long after its time was over a pause that nobody else ended was ended, in milliseconds. */
export function lateness({ timer: { until, endedAt, endedBy } }: TimedPause): number {
  if (endedAt === undefined || endedBy !== undefined) return 0;
  return Math.max(0, endedAt.getTime() - until.getTime());
}

/** @param effectsOf how often something was carried out for a change, as Alooma has it */
export function aboutTimedPauses(evidence: Evidence, effectsOf: (change: Change) => number): string[] {
  return timedPausesOf(evidence.changes).flatMap((pause) => {
    const faults = [...aboutItsEnd(pause, evidence), ...aboutItsResumes(pause, evidence, effectsOf)];
    return faults.map((fault) => `timed pause of ${pause.inputName} (${pause.id}) ${fault}`);
  });
}

function aboutItsEnd(pause: TimedPause, { changes, kills, inputs }: Evidence): string[] {
  const { timer, inputId } = pause;
  const { ended, endedAt, endedBy, until } = timer;
  if (ended === undefined || endedAt === undefined) return ['runs on past its end'];
  // A killed worker's job goes on within a minute.
  const met = kills.filter(({ at }) => at > until.getTime() - MINUTE && at < endedAt.getTime()).length;
  const late = lateness(pause);
  const others = changes.filter((change) => change.inputId === inputId && change.id !== pause.id);
  const switched = others.filter(({ closedAt }) => closedAt?.getTime() === endedAt.getTime());
  const isBy = (action: string, state = 'applied') =>
    switched.some((change) => change.action === action && change.state === state);
  const isThere = inputs.some(({ id }) => id === inputId);
  const isSo = {
    resumed: isBy('resume'),
    replaced: isBy('pause'),
    failed: isBy('resume', 'failed') || isBy('resume', 'stale'),
    // Here nobody resumes elsewhere: only a write that was given up may have come through.
    elsewhere: others.some(
      ({ action, state, writes }) => action === 'resume' && writes > 0 && UNKNOWN_OR_FAILED.includes(state),
    ),
    gone: !isThere,
  };
  const failure = switched.find(({ resumes }) => resumes === pause.id)?.outcome;
  const isEarly = ended === 'resumed' && endedBy === undefined && endedAt < until;
  return [
    ...(late > MINUTE * (1 + met) ? [`ended ${late} ms after its time, with ${met} kills`] : []),
    ...(isSo[ended] ? [] : [`is said to have ended as ${ended}, and nothing did that`]),
    ...(ended === 'failed' && isThere ? [`was not resumed, though its input is there: ${failure}`] : []),
    ...(isEarly ? ['was resumed by itself before its time'] : []),
  ];
}

function aboutItsResumes(
  pause: TimedPause,
  { changes }: Evidence,
  effectsOf: (change: Change) => number,
): string[] {
  const resumes = changes.filter((change) => change.resumes === pause.id);
  const applied = resumes.filter(({ state }) => state === 'applied');
  const effects = resumes.reduce((sum, resume) => sum + effectsOf(resume), 0);
  const end = applied[0]?.closedAt ?? new Date(0);
  const between = changes.filter(
    ({ inputId, action, state, closedAt = new Date(0), resumes: ending }) =>
      inputId === pause.inputId &&
      (action === 'pause' || action === 'resume') &&
      state === 'applied' &&
      ending !== pause.id &&
      closedAt > (pause.closedAt ?? end) &&
      closedAt < end,
  );
  return [
    ...between.map(({ action, id }) => `was resumed by itself after another ${action} (${id})`),
    ...(applied.length > 1 ? [`was resumed by itself ${applied.length} times`] : []),
    ...(effects > 1 ? [`had ${effects} resumes carried out for its end`] : []),
  ];
}

/** An input is paused or not as its last pause or resume left it, where the outcome of each is known. */
export function aboutSwitches(
  { changes, inputs }: Evidence,
  isUnknown: (change: Change) => boolean,
): string[] {
  return inputs.flatMap(({ id, name, paused }) => {
    const switches = changes.filter(
      ({ inputId, action }) => inputId === id && (action === 'pause' || action === 'resume'),
    );
    const last = switches
      .filter(({ state }) => state === 'applied')
      .sort((one, other) => (one.closedAt?.getTime() ?? 0) - (other.closedAt?.getTime() ?? 0))
      .at(-1);
    if (!last || switches.some(isUnknown) || paused === (last.action === 'pause')) return [];
    return [
      `${name} is ${paused ? 'paused' : 'running'}, though the last of its changes was a ${last.action}`,
    ];
  });
}
