import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answerTo, changesOf, editCard, writesTo } from '../support/asking.ts';
import { tracesOf } from '../support/traces.ts';
import { startWorld, type World, wordsOf } from '../support/world.ts';

const TYPED = 'hunter2-typed';

describe('secrets in an edit', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());

  it.each([
    `orders_db password ${TYPED}`,
    `crm_salesforce oauth2 ${TYPED}`,
    `event_archive awsSecretAccessKey ${TYPED}`,
    `product_mixpanel mixpanelApiSecret "${TYPED}"`,
    `web_events token ${TYPED}`,
    `customers_db ssh {"server":"b.example.com","port":22,"password":"${TYPED}"}`,
    `support_tickets base_url https://reader:${TYPED}@support.example.com/api`,
    `support_tickets base_url https://support.example.com/api?api_key=${TYPED}`,
    `support_tickets parameters [{"parameter":"session_id","type":"String","value":"${TYPED}"}]`,
    `support_tickets headers [{"header":"X-Api-Key","value":"${TYPED}"}]`,
    `orders_db server https://reader:${TYPED}@db.example.com`,
  ])('%s: refused, and nothing of it is kept or shown', async (typed) => {
    const writes = writesTo(world);
    const answer = await answerTo(world.oncall, `/alooma edit ${typed}`);
    expect(answer.isEphemeral).toBe(true);
    expect(wordsOf(answer)).toContain('holds a secret');
    expect(wordsOf(answer)).toContain('Nothing was changed');
    expect(writesTo(world)).toEqual(writes);
    expect(await tracesOf(world, TYPED)).toEqual([]);
  });

  it.each([
    ['an input that is not known', `orders_dbx password ${TYPED}`],
    ['a field that is nearly a secret’s', `orders_db pasword ${TYPED}`],
    ['JSON that does not parse', `support_tickets headers [{"header":"X-Api-Key","value":"${TYPED}"`],
    ['JSON of the wrong kind', `support_tickets headers {"X-Api-Key":"${TYPED}"}`],
  ])('%s: refused without repeating the secret, in a button either', async (_, typed) => {
    const answer = await answerTo(world.oncall, `/alooma edit ${typed}`);
    expect(answer.isEphemeral).toBe(true);
    expect(await tracesOf(world, TYPED)).toEqual([]);
  });

  it('says that it is a secret before it says that the input is not known', async () => {
    const answer = await answerTo(world.oncall, `/alooma edit orders_dbx password ${TYPED}`);
    expect(wordsOf(answer)).toContain('holds a secret');
  });

  it('does not offer an unknown verb again with the secret that was typed behind it', async () => {
    const answer = await answerTo(world.oncall, `/alooma eddit orders_db password ${TYPED}`);
    expect(wordsOf(answer)).toContain('Did you mean `edit`');
    expect(await tracesOf(world, TYPED)).toEqual([]);
  });

  it('keeps nothing of any of these', async () => {
    const { rows } = await world.pool.query('select 1 from changes');
    expect(rows).toEqual([]);
  });

  it('refuses an edit of an input whose secrets came masked: writing it back would overwrite them', async () => {
    world.alooma.edit('marketing_budget', ({ configuration }) => {
      configuration.oauth2 = { access_token: '****', refresh_token: 's3cr3t-sheets-refresh' };
    });
    const answer = await answerTo(world.oncall, '/alooma edit marketing_budget header_row 2');
    expect(answer.isEphemeral).toBe(true);
    expect(wordsOf(answer)).toContain('masked');
    expect(wordsOf(answer)).toContain('`oauth2.access_token`');
    expect(await changesOf(world, 'marketing_budget')).toEqual([]);
  });

  it('refuses likewise where the mask stands in a string that holds JSON', async () => {
    world.alooma.edit('customers_db', ({ configuration }) => {
      configuration.ssh = '{"server":"bastion.example.com","password":"••••••"}';
    });
    const answer = await answerTo(world.oncall, '/alooma edit customers_db port 5433');
    expect(wordsOf(answer)).toContain('`ssh.password`');
    expect(await changesOf(world, 'customers_db')).toEqual([]);
  });

  it('writes the secrets back that the card does not show', async () => {
    const before = world.alooma.text('orders_db');
    const card = await editCard(world.oncall, '/alooma edit orders_db schema private');
    expect(JSON.stringify(card)).not.toContain('s3cr3t');
    await world.approver.clicks('Approve', card);
    await world.approver.waitsFor('and applied');
    expect(world.alooma.text('orders_db')).toBe(before.replace('"schema":"public"', '"schema":"private"'));
    expect(before).toContain('s3cr3t-orders-db');
  });
});
