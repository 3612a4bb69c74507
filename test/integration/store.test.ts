import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addInput, askForEdit, changeOf, ended, hurry, inState, timesWritten } from '../support/changes.ts';
import { startWorld, until, type World, wordsOf } from '../support/world.ts';

const NEW_KEY = `k2:${Buffer.alloc(32, 9).toString('base64')}`;
type Sealed = 'operation' | 'base' | 'proposed';

/** What is kept of an input is sealed, and opens only with the key, unaltered and in its own place. */
describe('what the database keeps of an input', () => {
  let world: World;
  beforeAll(async () => {
    // No worker, so that an approved change stays where it is until one is started.
    world = await startWorld({ environment: { ROLE: 'web' } });
  });
  afterAll(() => world.stop());

  const setSealed = (name: string, column: Sealed, sql: string, ...values: unknown[]) =>
    world.pool.query(`update changes set ${column} = ${sql} where input_name = $1`, [name, ...values]);

  /** Approves, and gives the private answer and what the log says of it. */
  async function failedApproval(name: string) {
    const card = await askForEdit(world, name);
    return {
      card,
      async approve() {
        await world.approver.clicks('Approve', card);
        const told = await until(() =>
          world.approver.sees().findLast((message) => message.isEphemeral && message.ts > card.ts),
        );
        const logged = world.log.findLast((line) => line.includes('A change cannot be read'));
        return { told: wordsOf(told), logged: logged ?? '' };
      },
    };
  }

  it('is not readable in any column of any table', async () => {
    addInput(world, 'sealed');
    await askForEdit(world, 'sealed');
    const { rows: tables } = await world.pool.query<{ name: string }>(
      `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
       where table_schema in ('public', 'graphile_worker') and table_type = 'BASE TABLE'`,
    );
    let everything = '';
    for (const { name } of tables) {
      const { rows } = await world.pool.query<{ line: string }>(`select t::text as line from ${name} t`);
      everything += rows.map(({ line }) => line).join('\n');
    }
    expect(everything).toContain('sealed');
    for (const text of ['sealed.example.com', 's3cr3t', 'RUNNING']) {
      expect(everything).not.toContain(text);
    }
  });

  it('is sealed anew each time, so that equal inputs do not show as equal', async () => {
    addInput(world, 'sealed_twice');
    await askForEdit(world, 'sealed_twice');
    const { rows } = await world.pool.query<Record<Sealed, string>>(
      `select operation, base, proposed from changes where input_name in ('sealed', 'sealed_twice')`,
    );
    const nonces = rows.flatMap((row) => Object.values(row).map((sealed) => sealed.split('.')[2]));
    expect(nonces).toHaveLength(6);
    expect(new Set(nonces).size).toBe(6);
  });

  it.each<[string, string, Sealed, string]>([
    ['whose key is gone', 'ENCRYPTION_KEY no longer holds', 'base', `'v1.gone.' || substr(base, 7)`],
    [
      'that was altered',
      'unable to authenticate data',
      'proposed',
      `overlay(proposed placing (case when substr(proposed, 60, 1) = 'A' then 'B' else 'A' end) from 60 for 1)`,
    ],
    ['that was replaced by plain text', 'is not sealed text', 'operation', `'{"kind":"pause"}'`],
  ])(
    '%s is refused with a word on why, which the log says more of, and nothing is decided',
    async (what, why, column, sql) => {
      const name = what.replaceAll(' ', '_');
      addInput(world, name);
      const { approve } = await failedApproval(name);
      await setSealed(name, column, sql);
      const { told, logged } = await approve();
      expect(told).toContain('I cannot read this change');
      expect(logged).toContain(why);
      expect(logged).toContain('"stack":"Unreadable');
      expect(logged + told).not.toContain('s3cr3t');
      expect((await changeOf(world, name)).state).toBe('pending');
    },
  );

  it('that was moved from another row is refused', async () => {
    for (const name of ['moved_from', 'moved_to']) addInput(world, name);
    await askForEdit(world, 'moved_from');
    const { approve } = await failedApproval('moved_to');
    await setSealed('moved_to', 'base', `(select base from changes where input_name = $2)`, 'moved_from');
    const { logged } = await approve();
    expect(logged).toContain('unable to authenticate data');
    expect((await changeOf(world, 'moved_to')).state).toBe('pending');
  });

  it('that cannot be read keeps nobody from seeing the input, nor from editing it once it has lapsed', async () => {
    addInput(world, 'key_lost');
    await askForEdit(world, 'key_lost');
    // Whoever comes next is led to its card, which is so a moment after it stands.
    await until(async () => (await changeOf(world, 'key_lost')).card_link);
    await setSealed('key_lost', 'base', `'v1.gone.' || substr(base, 7)`);
    await world.oncall.types('/alooma show key_lost');
    await world.oncall.waitsFor(/key_lost[\s\S]*1 that cannot be read/);
    await world.approver.types('/alooma edit key_lost batch_size 3');
    await world.approver.waitsFor(
      /`key_lost` has <[^>]+\|another edit> waiting, which <@U0ONCALL01> asked for/,
    );
    await world.pool.query(
      `update changes set expires_at = now() - interval '1 s' where input_name = 'key_lost'`,
    );
    await world.approver.types('/alooma edit key_lost batch_size 3');
    await world.oncall.waitsFor('Set `batch_size` of `key_lost` from `1` to `3`');
  });

  it('still opens after a rotation of the key, is applied, and what is new is sealed with the new key', async () => {
    const id = addInput(world, 'rotated');
    const later = addInput(world, 'asked_after');
    const card = await askForEdit(world, 'rotated');
    const tampered = addInput(world, 'altered_once_approved');
    const other = await askForEdit(world, 'altered_once_approved');
    await world.approver.clicks('Approve', other);
    await inState(world, 'altered_once_approved', 'approved');
    await setSealed('altered_once_approved', 'proposed', `overlay(proposed placing '____' from 60 for 4)`);

    const ENCRYPTION_KEY = `${NEW_KEY},${world.environment.ENCRYPTION_KEY}`;
    await world.restart({ ENCRYPTION_KEY, ROLE: 'all' });
    await world.oncall.types('/alooma show rotated');
    await world.oncall.waitsFor('Waiting changes');
    await world.approver.clicks('Approve', card);
    expect((await ended(world, 'rotated')).state).toBe('applied');
    expect(timesWritten(world, id)).toBe(1);

    await askForEdit(world, 'asked_after');
    const { rows } = await world.pool.query<{ base: string }>(
      'select base from changes where input_id = $1',
      [later],
    );
    expect(rows[0]?.base).toMatch(/^v1\.k2\./);
    const isEnded = async () => (await changeOf(world, 'altered_once_approved')).state === 'failed';
    await until(() => hurry(world).then(isEnded));
    expect(world.log.some((line) => line.includes('was given up') && line.includes('cannot be read'))).toBe(
      true,
    );
    expect(timesWritten(world, tampered)).toBe(0);
  });
});
