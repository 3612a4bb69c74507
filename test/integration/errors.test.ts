import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addInput, askForEdit } from '../support/changes.ts';
import { startWorld, until, type World, wordsOf } from '../support/world.ts';

/** What nobody has thought of: the person gets a reference, whoever runs the bot finds it in the log. */
describe('an unexpected fault', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());

  /** Does something that fails. @returns the private answer, and the line of the log with its reference */
  async function failing(doing: () => Promise<void>) {
    const since = world.oncall.sees().length;
    await doing();
    const told = await until(() =>
      world.oncall
        .sees()
        .slice(since)
        .find(({ isEphemeral, text }) => isEphemeral && !text.includes('takes longer than usual')),
    );
    const reference = /under the reference `([0-9a-f]{8})`/.exec(wordsOf(told))?.[1];
    expect(reference).toBeDefined();
    const lines = world.log.filter((line) => line.includes(`"reference":"${reference}"`));
    expect(lines).toHaveLength(1);
    return { told: wordsOf(told), line: lines[0] ?? '' };
  }

  it('of a click has a reference, and the log has the stack under it', async () => {
    addInput(world, 'corrupt');
    const card = await askForEdit(world, 'corrupt');
    await world.pool.query(`update changes set terms = '"rubbish"' where input_name = 'corrupt'`);
    const { told, line } = await failing(() => world.oncall.clicks('Cancel', card));
    expect(line).toMatch(/"stack":"(\w*Error|\[)/);
    expect(line).toContain(world.oncall.id);
    expect(told).not.toContain('rubbish');
    expect(told).not.toMatch(/\bat .*\.ts/);
  });

  it('of the database’s tables has a reference, too, and is no "does not answer"', async () => {
    await world.pool.query('alter table changes rename to changes_elsewhere');
    try {
      const { told, line } = await failing(() => world.oncall.types('/alooma pause orders_db'));
      expect(line).toContain('42P01');
      expect(told).not.toContain('does not answer');
    } finally {
      await world.pool.query('alter table changes_elsewhere rename to changes');
    }
    await world.oncall.types('/alooma pause orders_db');
    await world.oncall.waitsFor('paused `orders_db`');
  });

  it('leaves nothing secret in the log', async () => {
    const { SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET, ALOOMA_API_KEY, ENCRYPTION_KEY, DATABASE_URL } =
      world.environment;
    const secrets = [
      SLACK_BOT_TOKEN,
      SLACK_SIGNING_SECRET,
      ALOOMA_API_KEY,
      ENCRYPTION_KEY,
      DATABASE_URL,
      's3cr3t',
    ];
    const everything = world.log.join('\n');
    expect(everything.length).toBeGreaterThan(500);
    for (const secret of secrets) expect(everything.includes(secret ?? '')).toBe(false);
    expect(everything).not.toContain('/commands/T');
  });
});
