import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answerTo, answerToClick, editCard, writesTo } from '../support/asking.ts';
import { changeOf } from '../support/changes.ts';
import { replaced, rowsOf } from '../support/shown.ts';
import { buttonsOf, startWorld, until, type World, wordsOf } from '../support/world.ts';

describe('/alooma show', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());

  it('shows a running input with its type, its id and its configuration without a secret', async () => {
    const answer = await answerTo(world.oncall, '/alooma show orders_db');
    expect(answer.isEphemeral).toBe(false);
    const words = wordsOf(answer);
    expect(words).toContain('`orders_db`* is running');
    expect(words).toContain('`ODBC`');
    expect(words).toContain('`0d6f8a52-3a41-4c0e-9b53-1d1f0a7b2c01`');
    expect(words).toContain('"server": "orders.db.example.com"');
    expect(words).toContain('"password": "••••••"');
    expect(words).not.toContain('s3cr3t');
  });

  it('masks a secret in a string that holds JSON, in an address, in a header and in a parameter', async () => {
    const ssh = wordsOf(await answerTo(world.oncall, '/alooma show customers_db'));
    expect(ssh).toContain('bastion.example.com');
    const rest = wordsOf(await answerTo(world.oncall, '/alooma show support_tickets'));
    expect(rest).toContain('https://••••••@support.example.com/api/v2/tickets');
    expect(rest).toContain('session_id');
    expect(ssh + rest).not.toContain('s3cr3t');
  });

  it('says of a webhook that it has no paused state', async () => {
    expect(wordsOf(await answerTo(world.oncall, '/alooma show web_events'))).toContain('has no paused state');
  });

  it('says that it does not know who paused an input outside of it', async () => {
    const answer = wordsOf(await answerTo(world.oncall, '/alooma show orders_db_legacy'));
    expect(answer).toContain('is paused');
    expect(answer).toContain('not known here');
  });

  it('shows who paused it, when and why', async () => {
    await world.oncall.types('/alooma pause customers_db because the *warehouse* moves');
    await world.approver.waitsFor('paused `customers_db`');
    const answer = wordsOf(await answerTo(world.approver, '/alooma show customers_db'));
    expect(answer).toMatch(
      new RegExp(`is paused, by <@${world.oncall.id}> <!date\\^\\d+\\^.*the ∗warehouse∗ moves`),
    );
  });

  it('forgets who paused it when it was resumed through it and paused outside', async () => {
    await world.oncall.types('/alooma pause crm_salesforce');
    await world.approver.waitsFor('paused `crm_salesforce`');
    await world.oncall.types('/alooma resume crm_salesforce');
    await world.approver.waitsFor('resumed `crm_salesforce`');
    world.alooma.edit('crm_salesforce', (input) => {
      input.paused = true;
    });
    const answer = wordsOf(await answerTo(world.approver, '/alooma show crm_salesforce'));
    expect(answer).toContain('not known here');
  });

  it('links the change that waits on it, and no longer once it is closed', async () => {
    const card = await editCard(world.oncall, '/alooma edit event_archive filePrefix events/2020/');
    const link = `/archives/${card.channel}/p${card.ts.replace('.', '')}|`;
    // Known a moment after the card stands.
    await until(async () => (await changeOf(world, 'event_archive')).card_link);
    const waiting = wordsOf(await answerTo(world.approver, '/alooma show event_archive'));
    expect(waiting).toContain(link);
    expect(waiting).toContain(`asked by <@${world.oncall.id}>`);
    await world.oncall.clicks('Cancel', card);
    await world.approver.waitsFor('Cancelled by');
    const after = wordsOf(await answerTo(world.approver, '/alooma show event_archive'));
    expect(after).not.toContain(link);
  });

  it('tells first how many events came, and when the last', async () => {
    const words = wordsOf(await answerTo(world.oncall, '/alooma show orders_db'));
    expect(words).toContain('70,358 events · last event <!date^1552554000^');
    expect(words).toContain('3 tables');
  });

  it.each([
    ['orders_db', ['Pause', 'Edit', 'Tables']],
    ['orders_db_legacy', ['Resume', 'Edit', 'Tables']],
    ['web_events', ['Edit']],
    ['event_archive', ['Pause', 'Edit']],
  ])('%s: has the buttons that make sense', async (name, labels) => {
    expect(buttonsOf(await answerTo(world.oncall, `/alooma show ${name}`))).toEqual(labels);
  });

  it('pauses and resumes by a click, and the message stays', async () => {
    const name = '"<!channel>" & more';
    const id = world.alooma.add({ name, type: 'S3', paused: false });
    const running = await answerTo(world.oncall, `/alooma show ${id}`);
    const paused = await answerToClick(world.approver, 'Pause', running);
    await replaced(world, paused, (now) => wordsOf(now).includes('paused `"&lt;!channel&gt;" &amp; more`'));
    expect(world.alooma.inputs().find((input) => input.id === id)?.paused).toBe(true);
    const shown = await answerTo(world.oncall, `/alooma show ${id}`);
    const resumed = await answerToClick(world.oncall, 'Resume', shown);
    await replaced(world, resumed, (now) => wordsOf(now).includes('resumed'));
    expect(world.alooma.inputs().find((input) => input.id === id)?.paused).toBe(false);
    expect(world.oncall.sees().map(({ ts }) => ts)).toEqual(expect.arrayContaining([running.ts, shown.ts]));
  });

  it('shows the tables by a click, in the channel', async () => {
    const shown = await answerTo(world.oncall, '/alooma show customers_db');
    const tables = await answerToClick(world.backup, 'Tables', shown);
    expect(tables.isEphemeral).toBe(false);
    expect(rowsOf(tables)).toContainEqual(['addresses', 'updated_at']);
  });

  it('refuses a guest who clicks, as one who types', async () => {
    const writes = writesTo(world);
    const shown = await answerTo(world.oncall, '/alooma show billing_mysql');
    const refusal = await answerToClick(world.guest, 'Pause', shown);
    expect(refusal.isEphemeral).toBe(true);
    expect(wordsOf(refusal)).toContain('Guests cannot change anything here');
    expect(writesTo(world)).toEqual(writes);
  });

  it('cuts a long configuration at a line, and counts what is left', async () => {
    const tables = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`t${index}`, 'id']));
    world.alooma.add({ name: 'long', type: 'ODBC', configuration: { tables: JSON.stringify(tables) } });
    const words = wordsOf(await answerTo(world.oncall, '/alooma show long'));
    expect(words).toContain('5,000 tables');
    expect(words).toMatch(/\n {4}"t\d+": "id",\n[\d,]+ more lines are not shown\.$/);
  });

  it.each([
    ['show', 'It needs `&lt;input&gt;`'],
    ['show order_db', 'No input is called `order_db`. Did you mean `orders_db`'],
    ['show orders_db now', 'I do not know what `now` means here'],
  ])('%s: is refused in private', async (line, says) => {
    const answer = await answerTo(world.oncall, `/alooma ${line}`);
    expect(answer.isEphemeral).toBe(true);
    expect(wordsOf(answer)).toContain(says);
  });

  it('asks for an id where two inputs have the name', async () => {
    const ids = [1, 2].map(() => world.alooma.add({ name: 'twins', type: 'S3' }));
    const answer = wordsOf(await answerTo(world.oncall, '/alooma show twins'));
    expect(answer).toContain('2 inputs are called `twins`');
    for (const id of ids) {
      expect(answer).toContain(id);
      expect(wordsOf(await answerTo(world.oncall, `/alooma show ${id}`))).toContain(`id \`${id}\``);
    }
  });
});
