import type { Write } from '../../../sandbox/alooma/index.ts';
import { createAlooma } from '../../../src/alooma/index.ts';
import { placeCard } from '../../../src/db/cards.ts';
import type { Change } from '../../../src/domain/change.ts';
import { BUILT_IN_POLICY } from '../../../src/domain/policy/policy.ts';
import type { Applying } from '../../../src/services/applying/applying.ts';
import type { Changes, Click } from '../../../src/services/changes.ts';
import type { Pipeline } from '../../../src/services/pipeline.ts';
import type { Plan } from '../../../src/services/planning/planning.ts';
import { trialApplying } from '../applying.ts';
import { clickOf, trialChanges, trialDirectory, trialRights } from '../rights.ts';
import { asPolicy, type ModelPolicy, type Person } from './model.ts';
import type { Stage } from './stage.ts';

export const SETTLE_MS = 25;

/** What a worker does as it sends a write: get its answer, or be killed before or after it was sent. */
export type Fate = 'answered' | 'killed_before' | 'killed_after';

/** The real services: two of each, as two processes have them, on one database and one Alooma. */
export interface Real {
  readonly stage: Stage;
  readonly changes: readonly [Changes, Changes];
  applying(fate: Fate): Applying;
  /** As Slack says at that moment who it is. */
  click(by: Person): Click;
  ask(plan: Plan, by: Person): Promise<Change>;
  obey(policy: ModelPolicy): void;
  seeAs(person: Person, standing: 'member' | 'guest'): void;
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
    timeout: 2_000,
  });
  const click = (by: Person): Click => ({
    ...clickOf(by),
    actor: { userId: by, standing: directory.standings.get(by) ?? 'member' },
  });
  let seen = stage.writes.length;

  return {
    stage,
    changes,
    click,
    applying: (fate) =>
      trialApplying({
        ...{ pool, store, rights, directory },
        pipeline: fated(pipeline, fate),
        settleAfter: SETTLE_MS,
      }),
    async ask(plan, by) {
      const change = await changes[0].ask(plan, click(by));
      // Where a card stands decides who may cancel.
      await placeCard(pool, change.id, 'C1', '1.0');
      return change;
    },
    obey: (next) => {
      policy = asPolicy(next);
    },
    seeAs: (person, standing) => void directory.standings.set(person, standing),
    newWrites() {
      const fresh = stage.writes.slice(seen);
      seen = stage.writes.length;
      return fresh;
    },
  };
}

function fated(pipeline: Pipeline, fate: Fate): Pipeline {
  if (fate === 'answered') return pipeline;
  const killed =
    <Given extends unknown[]>(send: (...given: Given) => Promise<void>) =>
    async (...given: Given): Promise<void> => {
      if (fate === 'killed_after') await send(...given);
      throw new Killed(fate);
    };
  return {
    ...pipeline,
    replaceInput: killed(pipeline.replaceInput),
    deleteInput: killed(pipeline.deleteInput),
    setPaused: killed(pipeline.setPaused),
  };
}
