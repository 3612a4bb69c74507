import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { SEED_INPUTS } from '../../sandbox/alooma/seed-inputs.ts';
import { answerTo, answerToClick, changesOf } from '../support/asking.ts';
import { placed } from '../support/changes.ts';
import { tracesOf } from '../support/traces.ts';
import { startWorld, until, type World, wordsOf } from '../support/world.ts';

/** Every secret of the seed says that it is one. */
const SECRETS = [...new Set(JSON.stringify(SEED_INPUTS).match(/s3cr3t-[\w-]+|AKIA-[\w-]+/g) ?? [])];

/** A field of each input that can be edited, with another value. */
const EDITS: Record<string, string> = {
  orders_db: 'batch_size 1',
  customers_db: 'tables {"customers":"id"}',
  billing_mysql: 'auto_map true',
  web_events: 'include_url_query false',
  support_tickets: 'frequency 30',
  marketing_budget: 'sheets ["Plan"]',
  crm_salesforce: 'daily_queries 1',
  product_mixpanel: 'fromDate 2019-01-01',
  event_archive: 'fileFormat {"type":"csv"}',
  orders_db_legacy: 'replication_type incremental_load',
};

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const holdsSecret = ([, value]: [string, unknown]): boolean =>
  SECRETS.some((secret) => JSON.stringify(value).includes(secret));

/** Every command on one input, with what goes right and what goes wrong. */
async function everythingWith(name: string): Promise<void> {
  const { oncall, approver, alooma } = world;
  await answerTo(oncall, `/alooma show ${name}`);
  await answerTo(oncall, `/alooma list ${name}`);
  for (const verb of ['pause', 'resume', 'pause']) await answerTo(oncall, `/alooma ${verb} ${name} because`);
  for (const verb of ['pause', 'resume', 'pause']) await answerTo(oncall, `/alooma ${verb} ${name}`);
  const { configuration } = JSON.parse(alooma.text(name));
  for (const [field, value] of Object.entries(configuration).filter(holdsSecret)) {
    await answerTo(world.guest, `/alooma edit ${name} ${field} 1`);
    await answerTo(oncall, `/alooma edit ${name} ${field}x ${JSON.stringify(value)}`);
    await answerTo(
      oncall,
      `/alooma edit ${name} ${field} ${typeof value === 'string' ? value : JSON.stringify(value)}`,
    );
  }
  const cancelled = await answerTo(oncall, `/alooma edit ${name} ${EDITS[name]}`);
  await answerTo(approver, `/alooma show ${name}`);
  // What is decided on a card before its place is known is answered in private as well, and told elsewhere.
  await placed(world, name);
  await answerToClick(oncall, 'Approve', cancelled);
  await oncall.clicks('Cancel', cancelled);
  await until(
    async () => (await changesOf(world, name)).at(-1)?.state === 'cancelled',
    () => 'the cancelling',
  );
  const approved = await answerTo(oncall, `/alooma edit ${name} ${EDITS[name]}`);
  await placed(world, name);
  await approver.clicks('Approve', approved);
  await until(
    async () => (await changesOf(world, name)).at(-1)?.state === 'applied',
    () => `the edit of ${name}`,
  );
  await oncall.waitsFor(new RegExp(`applied, approved by [^\\n]*\`${name}\``));
}

/** Whatever Alooma does, its answers hold the secrets: none of them may be passed on. */
async function whileAloomaFails(): Promise<void> {
  const { alooma, oncall } = world;
  const body = alooma.text('orders_db');
  for (const status of [400, 401, 404, 500]) {
    alooma.faults.status(status, { body });
    const answer = await answerTo(oncall, '/alooma show orders_db');
    expect(answer.isEphemeral).toBe(true);
    alooma.faults.clear();
  }
  alooma.faults.status(200, { body: `${body}, "password": ` });
  expect(wordsOf(await answerTo(oncall, '/alooma edit orders_db port 1'))).toContain(
    'does not look as documented',
  );
  alooma.faults.clear();
}

it('knows the secrets that it looks for', () => {
  expect(SECRETS.length).toBeGreaterThanOrEqual(15);
  expect(SECRETS).toContain('s3cr3t-bastion');
});

it('passes no secret on: not to the log, to Slack or into a table', async () => {
  for (const name of Object.keys(EDITS)) await everythingWith(name);
  await whileAloomaFails();
  expect(Object.keys(EDITS)).toHaveLength(SEED_INPUTS.length);
  expect(await tracesOf(world, ...SECRETS)).toEqual([]);
}, 120_000);

it('keeps the secrets where they belong', () => {
  const kept = world.alooma
    .inputs()
    .map((input) => JSON.stringify(input))
    .join('\n');
  for (const secret of SECRETS) expect(kept).toContain(secret);
});

it('keeps nothing of a configuration in a table that is not encrypted', async () => {
  expect(await tracesOf({ ...world, log: [], slack: { ...world.slack, calls: [] } }, 'no such text')).toEqual(
    [],
  );
  const { rows } = await world.pool.query<{ state: string; kept: (string | null)[]; forgotten: boolean }>(
    `select state, forgotten, array[base, proposed, shown] as kept from changes where action = 'edit'`,
  );
  expect(rows).toHaveLength(2 * SEED_INPUTS.length);
  for (const { state, kept, forgotten } of rows) {
    // What was cancelled is kept as documents until a job has made of them what there is to see.
    const [base, proposed, shown] = kept.map((text) => text !== null);
    expect([state, base, proposed, shown]).toEqual([state, !forgotten, !forgotten, forgotten]);
    for (const text of kept) if (text !== null) expect(text).toMatch(/^v1\./);
  }
});
