import { createChangeStore } from '../../../src/db/changes.ts';
import { createPool } from '../../../src/db/pool.ts';
import { createSealer } from '../../../src/db/sealing.ts';
import { createLogger } from '../../../src/log.ts';
import { clickOf, trialChanges } from '../rights.ts';
import type { Clicked, Clicks } from './clickers.ts';

/** A process of its own that does nothing but click: with its own connections, in its own time. */

const pool = createPool(process.env.DATABASE_URL ?? '', createLogger('silent'));
const key = Buffer.from(process.env.ENCRYPTION_KEY ?? '', 'base64');
const changes = trialChanges(pool, createChangeStore(createSealer([{ id: 'k1', key }])));
const now = () => performance.timeOrigin + performance.now();

process.on('message', async ({ changeId, by }: Clicks) => {
  const from = now();
  const decisions = await Promise.all(by.map((userId) => changes.approve(changeId, clickOf(userId))));
  const answer: Clicked = {
    from,
    to: now(),
    decisions: decisions.map((decision, at) => ({
      by: by[at] ?? '',
      decided: decision.decided,
      ...(decision.decided ? {} : { why: decision.why }),
    })),
  };
  process.send?.({ changeId, answer });
});
process.on('disconnect', () => process.exit(0));

// The first click is then as quick as all others.
await pool.query('select 1');
process.send?.('ready');
