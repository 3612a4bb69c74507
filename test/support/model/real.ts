import type { Write } from '../../../sandbox/alooma/index.ts';
import { createAlooma } from '../../../src/alooma/index.ts';
import { placeCard } from '../../../src/db/cards.ts';
import type { Change } from '../../../src/domain/change.ts';
import { BUILT_IN_POLICY } from '../../../src/domain/policy/policy.ts';
import type { Applying } from '../../../src/services/applying/applying.ts';
import type { Changes, Click } from '../../../src/services/changes.ts';
import { Looking } from '../../../src/services/pausing/looking.ts';
import { TimedPauses } from '../../../src/services/pausing/timed-pauses.ts';
import type { Pipeline } from '../../../src/services/pipeline.ts';
import type { Plan } from '../../../src/services/planning/planning.ts';
import { Undoing } from '../../../src/services/undoing/undoing.ts';
import { trialApplying } from '../applying.ts';
import type { Stage } from '../chaos/stage.ts';
import { clickOf, trialChanges, trialDirectory, trialRights } from '../rights.ts';
import { asPolicy, type ModelPolicy, type Person } from './model.ts';

/** Far longer than anything here takes: time passes where the model says so, and never by itself. */
const SETTLE_MS = 3_600_000;

/** What a worker does as it sends a write: get its answer, or be killed before or after it was sent. */
export type Fate = 'answered' | 'killed_before' | 'killed_after';

/** The real services: two of each, as two processes have them, on one database and one Alooma. */
export interface Real {
  readonly stage: Stage;
  readonly changes: readonly [Changes, Changes];
  readonly pauses: TimedPauses;
  readonly undoing: Undoing;
  readonly looking: readonly [Looking, Looking];
  /** @param meanwhile what happens between the note of a write and the write itself */
  applying(fate: Fate, meanwhile?: () => Promise<void>): Applying;
  /** As Slack says at that moment who it is. */
  click(by: Person): Click;
  ask(plan: Plan, by: Person): Promise<Change>;
  /** Where a card stands decides whose clicks count. */
  place(changeId: string): Promise<void>;
  obey(policy: ModelPolicy): void;
  seeAs(person: Person, standing: 'member' | 'guest'): void;
  /** All that is under way has had its time. */
  passSettling(changeIds: readonly string[]): Promise<void>;
  /** Everything that Alooma did since the last time that this was asked. */
  newWrites(): Write[];
}

class Killed extends Error {}

export function startReal(stage: Stage): Real {
  const { pool, store, alooma } = stage;
  const directory = trialDirectory();
  directory.standings.set('U0GUS', 'guest');
  let policy = BUILT_IN_POLICY;
  const rights = trialRights(() => policy, directory);
  const changes = [trialChanges(pool, store, rights), trialChanges(pool, store, rights)] as const;
  const pipeline = createAlooma({
    baseUrl: alooma.url,
    credentials: { apiKey: alooma.apiKey },
    retry: { attempts: 1 },
  });
  const look = () => new Looking({ pool, store, pipeline, changeTtl: 3_600_000, remindAfter: 900_000 });
  const click = (by: Person): Click => ({
    ...clickOf(by),
    actor: { userId: by, standing: directory.standings.get(by) ?? 'member' },
  });
  const place = async (changeId: string) => void (await placeCard(pool, changeId, 'C1', '1.0'));
  let seen = stage.writes.length;

  return {
    stage,
    changes,
    pauses: new TimedPauses({ pool, store, rights, changes: changes[0], timeZone: async () => 'UTC' }),
    undoing: new Undoing({ pool, pipeline, rights, changes: changes[0] }),
    looking: [look(), look()],
    click,
    place,
    applying: (fate, meanwhile) =>
      trialApplying({
        ...{ pool, store, rights, directory },
        pipeline: fated(pipeline, fate, meanwhile),
        settleAfter: SETTLE_MS,
      }),
    async ask(plan, by) {
      const change = await changes[0].ask(plan, click(by));
      await place(change.id);
      return change;
    },
    obey: (next) => {
      policy = asPolicy(next);
    },
    seeAs: (person, standing) => void directory.standings.set(person, standing),
    async passSettling(changeIds) {
      await pool.query(
        `update changes set written_at = written_at - $2 * interval '1 ms'
         where id = any($1) and written_at is not null`,
        [changeIds, SETTLE_MS],
      );
    },
    newWrites() {
      const fresh = stage.writes.slice(seen);
      seen = stage.writes.length;
      return fresh;
    },
  };
}

function fated(pipeline: Pipeline, fate: Fate, meanwhile?: () => Promise<void>): Pipeline {
  if (fate === 'answered' && !meanwhile) return pipeline;
  const bent =
    <Given extends unknown[]>(send: (...given: Given) => Promise<void>) =>
    async (...given: Given): Promise<void> => {
      await meanwhile?.();
      if (fate !== 'killed_before') await send(...given);
      if (fate !== 'answered') throw new Killed(fate);
    };
  return {
    ...pipeline,
    replaceInput: bent(pipeline.replaceInput),
    deleteInput: bent(pipeline.deleteInput),
    setPaused: bent(pipeline.setPaused),
  };
}
