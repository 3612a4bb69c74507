import { expect } from '@jest/globals';
import type { Model, ModelChange } from './model.ts';
import type { Real } from './real.ts';

/** What a row says of how it came to be as it is. */
interface Row {
  readonly id: string;
  readonly state: string;
  readonly approvals: readonly { readonly by: string }[];
  readonly alone_reason: string | null;
  readonly undoes: string | null;
  readonly resumes: string | null;
  readonly extends: string | null;
  readonly pause_ended: string | null;
  readonly pause_ended_by: string | null;
  readonly pause_extended_by: string | null;
  readonly apply_jobs: boolean;
  readonly alarm_jobs: boolean;
  readonly timer_jobs: boolean;
  readonly is_approved: boolean;
}

const job = (name: string) =>
  `exists (select from graphile_worker.jobs where key = '${name}:' || changes.id)`;

/** At any time there are the changes that there should be, and every row says what the model says. */
export async function inspect(model: Model, { stage: { pool } }: Pick<Real, 'stage'>): Promise<void> {
  const { rows } = await pool.query<Row>(
    `select id, state, approvals, alone_reason, undoes, resumes, extends, pause_ended, pause_ended_by, pause_extended_by,
       approved_at is not null as is_approved,
       ${job('apply')} as apply_jobs, ${job('alarm')} as alarm_jobs, ${job('timed_pause')} as timer_jobs
     from changes where input_id = any($1)`,
    [model.inputs.map(({ id }) => id)],
  );
  expect(rows.map(({ id }) => id).sort()).toEqual(model.changes.map(({ id }) => id).sort());
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const change of model.changes) {
    const row = byId.get(change.id);
    if (row) expect(saidBy(row)).toEqual(expectedOf(change, row));
  }
}

function saidBy({ approvals, is_approved, ...row }: Row) {
  return { ...row, approvals: approvals.map(({ by }) => by).sort() };
}

/** The jobs stay, since nobody works here: what is approved is applied, and what was done alone is told. */
function expectedOf(change: ModelChange, { is_approved }: Row): ReturnType<typeof saidBy> {
  const { id, state, alone, timer } = change;
  return {
    ...{ id, state },
    approvals: [...change.approvals].sort(),
    alone_reason: alone ? 'it burns' : null,
    undoes: change.undoes?.id ?? null,
    resumes: change.resumes?.id ?? null,
    extends: change.extends?.id ?? null,
    pause_ended: timer?.ended ?? null,
    pause_ended_by: timer?.endedBy ?? null,
    pause_extended_by: timer?.extendedBy ?? null,
    apply_jobs: is_approved,
    alarm_jobs: alone !== undefined,
    timer_jobs: timer !== undefined && state === 'applied',
  };
}
