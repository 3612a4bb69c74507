import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import type { Pool } from '../../src/db/pool.ts';
import type { Save } from '../../src/domain/save.ts';
import { startReport } from '../../src/jobs/save-report.ts';
import { createLogger } from '../../src/log.ts';
import type { Messenger } from '../../src/slack/messenger.ts';

const row = {
  ...{ id: randomUUID(), state: 'running', type: 'all', name: '', requested_by: 'U1' },
  ...{ requested_at: new Date(), channel_id: 'C1', message_ts: '1.1', message_link: null, started_at: null },
  ...{ runs: 1, lost_runs: 1, failed_runs: 0, progress: null, file_count: null, shared: null },
  ...{ stopped_by: null, closed_at: null, outcome: null, under_way: 1 },
};
const save: Save = {
  ...{ id: row.id, state: 'running', of: { type: 'all' }, requestedBy: 'U1', requestedAt: new Date() },
  message: { channelId: 'C1', ts: '1.1', link: undefined },
  ...{ startedAt: undefined, progress: undefined, fileCount: undefined, shared: undefined },
  ...{ stoppedBy: undefined, closedAt: undefined, outcome: undefined },
};

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

it('leaves a second between two updates also where the first is held up on its way', async () => {
  const begun: number[] = [];
  let letGo: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const report = startReport(
    {
      pool: { query: async () => ({ rows: [row] }) } as unknown as Pool,
      messenger: {
        update: () => {
          begun.push(performance.now());
          return begun.length === 1 ? held : Promise.resolve();
        },
      } as unknown as Messenger,
      render: () => ({ text: String(performance.now()), blocks: [] }),
      logger: createLogger('silent'),
    },
    { saveId: row.id, run: 1, save },
    () => undefined,
  );
  await jest.advanceTimersByTimeAsync(3_000);
  expect(begun).toHaveLength(1);
  const arrived = performance.now();
  letGo();
  await jest.advanceTimersByTimeAsync(5_000);
  expect(begun.length).toBeGreaterThan(2);
  expect((begun[1] ?? 0) - arrived).toBeGreaterThanOrEqual(1_000);
  await report.end();
});
