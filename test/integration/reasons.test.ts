import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readConfig } from '../../src/config.ts';
import { createChangeStore } from '../../src/db/changes.ts';
import { createSealer } from '../../src/db/sealing.ts';
import { answerTo, answerToClick, changesOf, editCard } from '../support/asking.ts';
import { addInput, redrawn } from '../support/changes.ts';
import { cardOfForm, closeAll, faultsOfForm } from '../support/forms.ts';
import { makePolicyFile, type TrialPolicyFile } from '../support/policy-file.ts';
import { buttonsOf, startWorld, type World, wordsOf } from '../support/world.ts';

const reasonOf = async (world: World, inputName: string) => {
  const { rows } = await world.pool.query<{ reason: string | null }>(
    'select reason from changes where input_name = $1 order by requested_at desc limit 1',
    [inputName],
  );
  return rows[0]?.reason;
};

/** What a field of the form that is open holds at first. */
function shownIn(world: World, block: string): unknown {
  const found = world.oncall.modal()?.blocks.find(({ block_id }) => block_id === block);
  return (found?.element as { initial_value?: unknown } | undefined)?.initial_value;
}

describe('a reason', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterEach(() => closeAll(world.oncall));
  afterAll(() => world.stop());

  it.each([
    ['edit', 'orders_db', 'edit orders_db batch_size 7 --because "the nightly load is late"'],
    ['add-table', 'billing_mysql', 'add-table billing_mysql refunds=at --because “the nightly load is late”'],
    ['auto-map', 'web_events', 'auto-map web_events off --because "the nightly load is late"'],
    ['template', 'support_tickets', 'template support_tickets where %Y --because="the nightly load is late"'],
    [
      'edit (typed on a phone)',
      'customers_db',
      'edit customers_db batch_size 7 —because “the nightly load is late”',
    ],
  ])('behind the line of %s is kept, and shown on its card', async (_, inputName, line) => {
    const card = await editCard(world.oncall, `/alooma ${line}`);
    expect(wordsOf(card)).toContain('the nightly load is late');
    expect(await reasonOf(world, inputName)).toBe('the nightly load is late');
  });

  it('is no part of the value that stands before it', async () => {
    addInput(world, 'valued');
    const card = await editCard(world.oncall, '/alooma edit valued server "a  b" --because x');
    expect(wordsOf(card)).toContain('to `a b`');
    const { edits } = await operationOf(world, 'valued');
    expect(edits[0]?.value).toBe('a  b');
  });

  it('of several words without quotes is refused, and nothing is asked for', async () => {
    addInput(world, 'unquoted');
    const answer = await answerTo(world.oncall, '/alooma edit unquoted server a --because it is late');
    expect(answer.isEphemeral).toBe(true);
    expect(wordsOf(answer)).toContain('goes in quotes');
    expect(await changesOf(world, 'unquoted')).toEqual([]);
  });

  it('behind a bare because sets nothing: the line that was meant is offered', async () => {
    addInput(world, 'bare');
    const answer = await answerTo(world.oncall, '/alooma edit bare server customers because we moved it');
    expect(answer.isEphemeral).toBe(true);
    expect(buttonsOf(answer)).toEqual(['Run /alooma edit bare server customers --because "we moved it"']);
    expect(await changesOf(world, 'bare')).toEqual([]);
  });

  it.each([
    ['edit', 'formed_edit', 'field:batch_size', '9'],
    ['add-table', 'formed_tables', 'tables', 'new_table=at'],
    ['delete', 'formed_delete', 'name', 'formed_delete'],
  ])(
    'in the form of %s is kept, with secrets masked and cut where it is long',
    async (verb, name, field, typed) => {
      world.alooma.add({
        name,
        type: 'ODBC',
        configuration: { server: 'a', password: 'p', batch_size: 1, tables: '{"a":"b"}' },
        paused: false,
        state: 'RUNNING',
      });
      await world.oncall.opensModal(`/alooma ${verb} ${name}`);
      const reason = `as postgres://admin:hunter2@db.example.com says${' so'.repeat(100)}`;
      const card = await cardOfForm(world.oncall, { [field]: typed, reason });
      expect(JSON.stringify(card)).not.toContain('hunter2');
      const kept = await reasonOf(world, name);
      expect(kept).toMatch(/^as postgres:\/\/•+@db\.example\.com says so so/);
      expect(kept).not.toContain('hunter2');
    },
  );

  it('in the form of create is kept', async () => {
    await world.oncall.opensModal('/alooma create');
    await cardOfForm(world.oncall, {
      ...{ name: 'created_why', copy_from: 'orders_db', server: 's', port: '1', database: 'd' },
      ...{ user: 'u', password: 'p', tables: 'a=b', reason: 'a second shop' },
    });
    expect(await reasonOf(world, 'created_why')).toBe('a second shop');
  });

  it('of more than 500 characters is cut in a line, too', async () => {
    addInput(world, 'long_winded');
    await editCard(world.oncall, `/alooma edit long_winded batch_size 3 --because "${'why '.repeat(200)}"`);
    expect((await reasonOf(world, 'long_winded'))?.length).toBe(500);
  });

  it('goes along into the form that a secret has to be entered in', async () => {
    addInput(world, 'rotated_db');
    const line = 'edit rotated_db password new-s3cret --because "it is rotated each month"';
    const answer = await answerTo(world.oncall, `/alooma ${line}`);
    expect(buttonsOf(answer)).toEqual(['Open the form']);
    expect(JSON.stringify(answer)).not.toContain('new-s3cret');
    await world.oncall.opensModal(() => world.oncall.clicks('Open the form', answer));
    expect(shownIn(world, 'reason')).toBe('it is rotated each month');
  });

  it('that holds a secret itself is on no button', async () => {
    addInput(world, 'guarded_db');
    const line = 'edit guarded_db password a --because "as postgres://u:hunter2@h/d says"';
    const answer = await answerTo(world.oncall, `/alooma ${line}`);
    expect(buttonsOf(answer)).toEqual(['Open the form']);
    expect(JSON.stringify(world.oncall.sees())).not.toContain('hunter2');
    const mistyped = await answerTo(
      world.oncall,
      '/alooma edit guarded_dn server a --because "is postgres://u:hunter2@h"',
    );
    expect(wordsOf(mistyped)).toContain('guarded_db');
    expect(JSON.stringify(world.oncall.sees())).not.toContain('hunter2');
  });

  it('goes along into the form that asks for a value that was left out', async () => {
    addInput(world, 'half_typed');
    const answer = await answerTo(world.oncall, '/alooma edit half_typed batch_size --because "too slow"');
    await world.oncall.opensModal(() => world.oncall.clicks('Open the form', answer));
    expect(shownIn(world, 'reason')).toBe('too slow');
  });
});

describe('a reason that the policy asks for', () => {
  let world: World;
  let file: TrialPolicyFile;
  beforeAll(async () => {
    file = await makePolicyFile(`
rules:
  - name: say why
    inputs: ["*"]
    approvals: 1
    reason: true
`);
    world = await startWorld({ environment: { POLICY_FILE: file.path } });
  });
  afterEach(() => closeAll(world.oncall));
  afterAll(async () => {
    await world.stop();
    await file.remove();
  });

  it('is owed in a line: the form opens filled in, and says so under its field until it is given', async () => {
    addInput(world, 'owed');
    const answer = await answerTo(world.oncall, '/alooma edit owed batch_size 12');
    expect(answer.isEphemeral).toBe(true);
    expect(wordsOf(answer)).toContain('A reason is owed here');
    expect(wordsOf(answer)).toContain('say why');
    expect(buttonsOf(answer)).toEqual(['Open the form']);
    await world.oncall.opensModal(() => world.oncall.clicks('Open the form', answer));
    expect(shownIn(world, 'field:batch_size')).toBe('12');
    // Slack itself takes no form without what is required in it.
    expect(await faultsOfForm(world.oncall)).toEqual({ reason: expect.any(String) });
    const blank = await faultsOfForm(world.oncall, { reason: '   ' });
    expect(blank).toEqual({ reason: expect.stringContaining('policy') });
    expect(await changesOf(world, 'owed')).toEqual([]);
    const card = await cardOfForm(world.oncall, { reason: 'to keep up' });
    expect(wordsOf(card)).toContain('to keep up');
  });

  it.each([
    ['add-table orders_db "a table"=at other', 'tables', 'a table=at\nother'],
    ['template support_tickets where %Y', 'template', '%Y'],
    ['parameter support_tickets where value 10', 'value', '10'],
  ])('opens the form of %s filled in', async (line, block, shown) => {
    const answer = await answerTo(world.oncall, `/alooma ${line}`);
    expect(wordsOf(answer)).toContain('A reason is owed here');
    await world.oncall.opensModal(() => world.oncall.clicks('Open the form', answer));
    expect(shownIn(world, block)).toContain(shown);
    expect(await faultsOfForm(world.oncall)).toEqual({ reason: expect.any(String) });
  });

  it('is asked for in one sentence where there is no form', async () => {
    const answer = await answerTo(world.oncall, '/alooma auto-map orders_db off');
    expect(wordsOf(answer)).toContain('Ask again with `--because "…"`');
    expect(buttonsOf(answer)).toEqual([]);
    const paused = await answerTo(world.oncall, '/alooma pause orders_db');
    expect(wordsOf(paused)).toContain('`because …`');
    expect(await changesOf(world, 'orders_db')).toEqual([]);
  });

  it('is said by Undo and Resume now themselves, which have no room to type one', async () => {
    addInput(world, 'undone_why');
    const line = '/alooma edit undone_why batch_size 2 --because "the nightly load is late"';
    const card = await editCard(world.oncall, line);
    await world.approver.clicks('Approve', card);
    const undo = await answerToClick(
      world.oncall,
      'Undo',
      await redrawn(world, card, 'It can be undone until'),
    );
    expect(wordsOf(undo)).toContain('It takes back: Set “batch_size” of “undone_why” from “1” to “2”');
    expect(await reasonOf(world, 'undone_why')).toBe(
      'It takes back: Set “batch_size” of “undone_why” from “1” to “2”',
    );

    addInput(world, 'resumed_why');
    const pause = await editCard(world.oncall, '/alooma pause resumed_why for 2h because it is too much');
    await world.approver.clicks('Approve', pause);
    const resume = await answerToClick(world.oncall, 'Resume now', await redrawn(world, pause, ' left'));
    expect(wordsOf(resume)).toContain('It ends a timed pause before its time');
  });

  it('is owed in the form of a delete as well', async () => {
    addInput(world, 'deleted_why');
    await world.oncall.opensModal('/alooma delete deleted_why');
    expect(await faultsOfForm(world.oncall, { name: 'deleted_why' })).toEqual({ reason: expect.any(String) });
    await cardOfForm(world.oncall, { name: 'deleted_why', reason: 'nobody reads it' });
    expect(await reasonOf(world, 'deleted_why')).toBe('nobody reads it');
  });
});

async function operationOf(world: World, inputName: string): Promise<{ edits: { value: unknown }[] }> {
  const [row] = await changesOf(world, inputName);
  const [input] = world.alooma.inputs().filter(({ name }) => name === inputName);
  expect(input).toBeDefined();
  const sealer = createSealer(readConfig(world.environment).encryptionKeys);
  const change = await createChangeStore(sealer).find(world.pool, row?.id ?? '');
  return change?.operation as unknown as { edits: { value: unknown }[] };
}
