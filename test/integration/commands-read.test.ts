import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { commands } from '../../commands/registry.ts';
import { answerTo, editCard, writesTo } from '../support/asking.ts';
import { buttonsOf, startWorld, type World, wordsOf } from '../support/world.ts';

describe('commands that only read', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());

  it.each(['/alooma help', '/alooma'])('%s lists every command, for the one who typed it', async (line) => {
    const answer = await answerTo(world.oncall, line);
    for (const { usage } of commands) expect(wordsOf(answer)).toContain(`/alooma ${usage.split(' ', 1)[0]}`);
    expect(answer.isEphemeral).toBe(true);
    expect(world.approver.sees().map(({ ts }) => ts)).not.toContain(answer.ts);
  });

  it('lists the inputs for the channel, in alphabetical order', async () => {
    const answer = await answerTo(world.oncall, '/alooma list');
    expect(answer.isEphemeral).toBe(false);
    expect(wordsOf(answer)).toContain('10 inputs');
    expect(wordsOf(answer)).toContain('billing_mysql\ncrm_salesforce\ncustomers_db');
    expect(wordsOf(answer)).not.toMatch(/restream|warehouse/i);
  });

  it('lists those with a part in their name, in either case', async () => {
    const answer = wordsOf(await answerTo(world.oncall, '/alooma list ORDERS'));
    expect(answer).toContain('2 inputs with `ORDERS` in the name');
    expect(answer).toContain('orders_db\norders_db_legacy');
    expect(answer).not.toContain('customers_db');
  });

  it('says that there is none with that part', async () => {
    const answer = wordsOf(await answerTo(world.oncall, '/alooma list zebra'));
    expect(answer).toContain('0 inputs with `zebra` in the name');
  });

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
      new RegExp(`is paused, by <@${world.oncall.id}> <!date\\^\\d+\\^.*the \\*warehouse\\* moves`),
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
    const waiting = wordsOf(await answerTo(world.approver, '/alooma show event_archive'));
    expect(waiting).toContain(link);
    expect(waiting).toContain(`asked by <@${world.oncall.id}>`);
    await world.oncall.clicks('Cancel', card);
    await world.approver.waitsFor('Cancelled by');
    const after = wordsOf(await answerTo(world.approver, '/alooma show event_archive'));
    expect(after).not.toContain(link);
  });

  it('has no buttons on what only reads, and has written nothing by reading', async () => {
    const writes = writesTo(world);
    const answers = [
      await answerTo(world.guest, '/alooma list'),
      await answerTo(world.guest, '/alooma show billing_mysql'),
    ];
    expect(answers.flatMap(buttonsOf)).toEqual([]);
    expect(writesTo(world)).toEqual(writes);
  });
});
