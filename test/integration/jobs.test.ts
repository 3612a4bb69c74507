import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addJob } from '../../src/db/jobs.ts';
import { createTrialStore, type TrialStore } from '../support/trial-store.ts';
import { until } from '../support/words.ts';

describe('a job', () => {
  let trial: TrialStore;
  beforeAll(async () => {
    trial = await createTrialStore();
  });
  afterAll(() => trial.drop());

  it('is added anew where a worker takes the one that waits in that very moment: it may have read the row before', async () => {
    const { pool } = trial;
    const changeId = randomUUID();
    const key = `card:${changeId}`;
    await addJob(pool, 'card', { changeId });
    const worker = await pool.connect();
    try {
      await worker.query('set idle_in_transaction_session_timeout = 0; begin');
      await worker.query(
        `update graphile_worker._private_jobs set locked_at = now(), locked_by = 'worker', attempts = 1 where key = $1`,
        [key],
      );
      const adding = addJob(pool, 'card', { changeId });
      await until(
        async () => {
          const { rowCount } = await pool.query(
            `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
          );
          return rowCount === 1;
        },
        () => 'the job to stand behind the one that is being taken',
      );
      await worker.query('commit');
      await adding;
    } finally {
      worker.release(true);
    }
    const { rows } = await pool.query('select locked_by, attempts from graphile_worker.jobs where key = $1', [
      key,
    ]);
    expect(rows).toEqual([{ locked_by: null, attempts: 0 }]);
  });
});
