import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { answerTo, answerToClick, changesOf } from '../support/asking.ts';
import { addInput, approveEdit, askForEdit, changeOf, ended } from '../support/changes.ts';
import { fileShared, HOSTILE_NAMES, replaced } from '../support/shown.ts';
import { wordsIn } from '../support/words.ts';
import { buttonsOf, startWorld, until, type World, wordsOf } from '../support/world.ts';

/** So many ended changes of an input, asked for at moments of which several are the same. */
async function seed({ pool }: World, name: string, count: number, state = 'applied'): Promise<void> {
  await pool.query(
    `insert into changes (id, state, action, rewrites, input_id, input_name, operation, summary, requested_by,
       requested_at, expires_at, approved_by, approved_at, closed_at, terms, approvals, team_id, channel_id, card_channel_id,
       card_ts, card_link)
     select gen_random_uuid(), $3, 'edit', true, 'in-' || $1::text, $1, 'v1.x', 'Set number ' || n, 'U0SEED',
       timestamptz '2026-01-01 10:00:00.123456+00' + (n / 3) * interval '1 microsecond', now(), 'U0BOB', now(), now(),
       '{"rules":["a rule"],"approvals":1,"ask":["members"],"approve":["members"],"selfApprove":false,"alone":[[]],"reason":false}',
       '[{"by":"U0BOB","at":"2026-01-01T10:00:00Z"}]', 'T1', 'C1', 'C1', n::text, 'https://slack.example/' || n
     from generate_series(0, $2::int - 1) n`,
    [name, count, state],
  );
}

const numbersIn = (words: string) =>
  [...words.matchAll(/Set number (\d+)/g)].map(([, number]) => Number(number));

describe('/alooma history', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterEach(() => world.alooma.faults.clear());
  afterAll(() => world.stop());

  it('tells who asked, why, who approved, what changed and how it ended, with links to the cards', async () => {
    addInput(world, 'told');
    await approveEdit(world, 'told');
    await ended(world, 'told');
    await until(async () => (await changeOf(world, 'told')).card_link);
    const answer = await answerTo(world.oncall, '/alooma history told');
    expect(answer.isEphemeral).toBe(true);
    const words = wordsOf(answer);
    expect(words).toContain('*History of `told`*, the newest first');
    expect(words).toMatch(/:white_check_mark: \*Set `batch_size` of `told` from `1` to `2`\*/);
    expect(words).toMatch(/Applied <!date\^\d+/);
    expect(words).toContain(`Asked by <@${world.oncall.id}>`);
    expect(words).toContain(`Approved by <@${world.approver.id}>`);
    expect(words).toContain(`<${(await changeOf(world, 'told')).card_link}|Card>`);
  });

  it('tells of one that waits, was cancelled, rejected or paused, and of all inputs together', async () => {
    for (const name of ['waits', 'rejected', 'pauses']) addInput(world, name);
    await answerTo(world.oncall, '/alooma pause pauses because "<!channel> & co"');
    await ended(world, 'pauses');
    await askForEdit(world, 'waits');
    await askForEdit(world, 'rejected');
    await world.pool.query(
      `update changes set state = 'rejected', closed_by = $1, closed_at = now(), outcome = 'not *now* <@U0GUEST001>', secrets = null
       where input_name = 'rejected'`,
      [world.approver.id],
    );
    const words = wordsOf(await answerTo(world.oncall, '/alooma history'));
    expect(words).toContain('*History of all inputs*');
    expect(words).toMatch(
      /:hourglass_flowing_sand: \*Set `batch_size` of `waits`.*\n?Waits for its approval/s,
    );
    expect(words).toContain(`Rejected by <@${world.approver.id}>`);
    expect(words).toContain('“not ∗now∗ &lt;@U0GUEST001&gt;”');
    expect(words).toMatch(
      /\*Pause `pauses`\*[\s\S]*“&lt;!channel&gt; &amp; co”[\s\S]*No approval was needed/,
    );
    expect(words).not.toMatch(/<!(channel|here|everyone)/);
  });

  it('makes break-glass stand out, and links what takes back or asks anew', async () => {
    await seed(world, 'related', 3);
    const [first, second, third] = await changesOf(world, 'related');
    await world.pool.query(
      `update changes set alone_reason = 'the warehouse is full', approved_by = 'U0BOB' where id = $1`,
      [first?.id],
    );
    await world.pool.query('update changes set undoes = $2 where id = $1', [second?.id, first?.id]);
    await world.pool.query('update changes set replaces = $2 where id = $1', [third?.id, second?.id]);
    const words = wordsOf(await answerTo(world.oncall, '/alooma history related'));
    expect(words).toMatch(
      /:rotating_light: \*Set number \d\*[\s\S]*\*Applied alone by <@U0BOB>\*: “the warehouse is full”/,
    );
    expect(words).toMatch(/It takes back <https:\/\/slack\.example\/\d\|an earlier change>/);
    expect(words).toMatch(/It was <https:\/\/slack\.example\/\d\|taken back>/);
    expect(words).toMatch(/It asks anew <https:\/\/slack\.example\/\d\|what was out of date>/);
    expect(words).toMatch(/It was <https:\/\/slack\.example\/\d\|asked for anew>/);
  });

  it('turns pages from where one ends, also where many were asked for at one moment', async () => {
    await seed(world, 'paged "it"', 25);
    const all = await world.pool.query<{ summary: string }>(
      `select summary from changes where input_name = 'paged "it"' order by requested_at desc, id`,
    );
    const expected = all.rows.map(({ summary }) => Number(summary.split(' ').at(-1)));
    const answer = await answerTo(world.oncall, `/alooma history 'paged "it"'`);
    expect(numbersIn(wordsOf(answer))).toEqual(expected.slice(0, 10));
    expect(buttonsOf(answer)).toEqual(['Older']);
    const shows = (from: number, to: number) => (now: typeof answer) =>
      numbersIn(wordsOf(now)).join() === expected.slice(from, to).join();
    await world.oncall.clicks('Older', answer);
    const second = await replaced(world, answer, shows(10, 20), world.oncall);
    expect(buttonsOf(second)).toEqual(['Newer', 'Older']);
    // What is asked for meanwhile moves nothing.
    await world.pool.query(
      `update changes set requested_at = now() where id in (select id from changes where input_name = 'related' limit 1)`,
    );
    await world.oncall.clicks('Older', second);
    const third = await replaced(world, answer, shows(20, 25), world.oncall);
    expect(buttonsOf(third)).toEqual(['Newer']);
    await world.oncall.clicks('Newer', third);
    const back = await replaced(world, answer, shows(10, 20), world.oncall);
    await world.oncall.clicks('Newer', back);
    expect(buttonsOf(await replaced(world, answer, shows(0, 10), world.oncall))).toEqual(['Older']);
  });

  it('knows inputs that are gone by their names, and those that are there by their ids', async () => {
    await seed(world, 'deleted_long_ago', 1);
    expect(wordsOf(await answerTo(world.oncall, '/alooma history deleted_long_ago'))).toContain(
      'Set number 0',
    );
    const id = addInput(world, 'untouched');
    expect(wordsOf(await answerTo(world.oncall, `/alooma history ${id}`))).toContain(
      'No change of `untouched` is kept here',
    );
  });

  it('offers names of both where it knows none', async () => {
    await seed(world, 'vanished_feed', 1);
    const refusal = await answerTo(world.oncall, '/alooma history vanished_fed');
    expect(refusal.isEphemeral).toBe(true);
    expect(wordsOf(refusal)).toContain(
      'Nothing is known of an input called `vanished_fed`. Did you mean `vanished_feed`',
    );
    const answer = await answerToClick(world.oncall, 'Run /alooma history vanished_feed', refusal);
    expect(wordsOf(answer)).toContain('Set number 0');
    const there = await answerTo(world.oncall, '/alooma history orders_dv');
    expect(wordsOf(there)).toContain('`orders_db`');
  });

  it('needs no pipeline for what is kept here', async () => {
    const { alooma } = world;
    await seed(world, 'kept_here', 1);
    alooma.faults.status(500);
    expect(wordsOf(await answerTo(world.oncall, '/alooma history kept_here'))).toContain('Set number 0');
    const refusal = await answerTo(world.oncall, '/alooma history kept_her');
    expect(wordsOf(refusal)).toContain('Did you mean `kept_here`');
  });

  it.each([
    ['history --before yesterday', '`yesterday` is no place in the history'],
    ['history --before 2026-02-31T10:00:00.000000Z/3f0e8a52-5f0e-4c55-9d2e-0d6f4a1c7b11', 'is no place'],
    ['history --before 0000-01-01T10:00:00.000000Z/3f0e8a52-5f0e-4c55-9d2e-0d6f4a1c7b11', 'is no place'],
    ['history --before 2026-13-01T10:00:00.000000Z/3f0e8a52-5f0e-4c55-9d2e-0d6f4a1c7b11', 'is no place'],
    ['history orders_db more', 'I do not know what `more` means here'],
    ['history --jsn', 'Did you mean `--json`'],
  ])('%s: is refused in private', async (line, says) => {
    const answer = await answerTo(world.oncall, `/alooma ${line}`);
    expect(answer.isEphemeral).toBe(true);
    expect(wordsOf(answer)).toContain(says);
    expect(wordsOf(answer)).not.toContain('place&gt;');
  });

  it('is not for guests', async () => {
    const answer = await answerTo(world.guest, '/alooma history');
    expect(answer.isEphemeral).toBe(true);
    expect(wordsOf(answer)).not.toContain('Asked by');
  });

  it('gives all of it as a file, the newest first, with every key in each', async () => {
    await seed(world, 'filed', 1_203);
    const text = await fileShared(world, 'history.json', () =>
      world.oncall.types('/alooma history filed --json'),
    );
    const list = JSON.parse(text) as Record<string, unknown>[];
    expect(list).toHaveLength(1_203);
    expect(new Set(list.map(({ id }) => id)).size).toBe(1_203);
    const moments = list.map(({ requested_at }) => String(requested_at));
    expect(moments).toEqual([...moments].sort().reverse());
    expect(list.at(-1)).toEqual({
      id: expect.any(String),
      input_id: 'in-filed',
      input: 'filed',
      action: 'edit',
      state: 'applied',
      summary: expect.stringMatching(/^Set number [012]$/),
      reason: null,
      requested_by: 'U0SEED',
      requested_at: '2026-01-01T10:00:00.123456Z',
      expires_at: expect.stringMatching(/Z$/),
      rules: ['a rule'],
      approvals_needed: 1,
      approvals: [{ by: 'U0BOB', at: '2026-01-01T10:00:00.000Z' }],
      approved_at: expect.stringMatching(/Z$/),
      applied_alone: null,
      ended_by: null,
      ended_at: expect.stringMatching(/Z$/),
      outcome: null,
      pause: null,
      replaces: null,
      replaced_by: null,
      undoes: null,
      undone_by: null,
      resumes: null,
      extends: null,
      team: 'T1',
      channel: 'C1',
      card: expect.stringMatching(/^https:/),
    });
    await world.approver.waitsFor('1,203 changes of `filed`. Secrets are masked.');
  });

  it('says so where a file does not hold all', async () => {
    await seed(world, 'very_long', 10_001);
    const text = await fileShared(world, 'history.json', () =>
      world.oncall.types('/alooma history very_long --json'),
    );
    expect(JSON.parse(text)).toHaveLength(10_000);
    await world.approver.waitsFor('The newest 10,000 changes of `very_long`; there are more.');
  });

  it('takes names that have broken messages elsewhere, and stays below what Slack takes', async () => {
    for (const name of HOSTILE_NAMES) {
      await seed(world, name, 1);
      const answer = await answerTo(world.oncall, `/alooma history "${name.replace(/(["\\])/g, '\\$1')}"`);
      expect(wordsOf(answer)).toContain('Set number 0');
      expect(JSON.stringify(answer.blocks)).not.toMatch(/<!(channel|here)/);
    }
    await seed(world, 'crowded', 12);
    await world.pool.query(
      `update changes set summary = repeat('&lt;', 500), reason = repeat('<', 3000), outcome = repeat('"', 3000),
         alone_reason = repeat('&', 3000), replaces = id, undoes = id where input_name = 'crowded'`,
    );
    const crowded = await answerTo(world.oncall, '/alooma history crowded');
    expect(wordsIn(crowded.blocks).length).toBeLessThan(9_500);
    expect(buttonsOf(crowded)).toEqual(['Older']);
  });
});

describe('a secret that somebody enters', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());

  it('is neither in the audit trail nor in history, nor is one in a reason', async () => {
    addInput(world, 'guarded');
    await answerTo(
      world.oncall,
      '/alooma pause guarded because postgres://admin:hunter2@db.example.com is full',
    );
    await ended(world, 'guarded');
    await world.oncall.opensModal('/alooma edit guarded');
    await world.oncall.submits({ password: 'n3w-s3cr3t-value' });
    const card = await world.approver.waitsFor(/`password`.*Waits for an approval/s);
    await world.approver.clicks('Approve', card);
    const change = await ended(world, 'guarded');
    expect(change.state).toBe('applied');
    const { rows } = await world.pool.query<{ line: string }>('select t::text as line from audit t');
    const trail = rows.map(({ line }) => line).join('\n');
    expect(trail).toContain(change.id);
    expect(trail).toContain('password');
    const shown = wordsOf(await answerTo(world.oncall, '/alooma history guarded'));
    const file = await fileShared(world, 'history.json', () =>
      world.oncall.types('/alooma history guarded --json'),
    );
    for (const text of [trail, shown, file]) {
      expect(text).toContain('guarded');
      for (const secret of ['hunter2', 's3cr3t']) expect(text).not.toContain(secret);
    }
  });
});
