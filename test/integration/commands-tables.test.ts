import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answerTo, writesTo } from '../support/asking.ts';
import { HOSTILE_NAMES, replaced, rowsOf } from '../support/shown.ts';
import { buttonsOf, startWorld, type World, wordsOf } from '../support/world.ts';

describe('/alooma tables', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());

  function addDatabase(name: string, tables: unknown): string {
    return world.alooma.add({ name, type: 'ODBC', configuration: { tables } });
  }

  it('shows a database input’s tables with their update indicators, sorted, in the channel', async () => {
    const answer = await answerTo(world.backup, '/alooma tables orders_db');
    expect(answer.isEphemeral).toBe(false);
    expect(wordsOf(answer)).toContain('*`orders_db` has 3 tables*');
    expect(rowsOf(answer)).toEqual([
      ['Table', 'Update indicator'],
      ['order_lines', 'xmin::text::bigint'],
      ['orders', 'xmin::text::bigint'],
      ['refunds', 'updated_at'],
    ]);
    expect(buttonsOf(answer)).toEqual([]);
  });

  it('shows those with a part in their name, in either case', async () => {
    const answer = await answerTo(world.oncall, '/alooma tables orders_db ORDER');
    expect(wordsOf(answer)).toContain('*`orders_db` has 2 tables with `ORDER` in the name*');
    expect(rowsOf(answer).map(([table]) => table)).toEqual(['Table', 'order_lines', 'orders']);
  });

  it('says that there are none, or none with that part', async () => {
    addDatabase('no_tables', '{}');
    addDatabase('empty_tables', '');
    for (const [line, says] of [
      ['no_tables', '`no_tables` has 0 tables.'],
      ['empty_tables', '`empty_tables` has 0 tables.'],
      ['orders_db zebra', '`orders_db` has 0 tables with `zebra` in the name.'],
    ] as const) {
      const answer = await answerTo(world.oncall, `/alooma tables ${line}`);
      expect(wordsOf(answer)).toContain(says);
      expect(rowsOf(answer)).toEqual([]);
    }
  });

  it('reads them also where they are no string', async () => {
    addDatabase('an_object', { a: 'id', b: 5 });
    const answer = await answerTo(world.oncall, '/alooma tables an_object');
    expect(rowsOf(answer).slice(1)).toEqual([
      ['a', 'id'],
      ['b', '5'],
    ]);
  });

  it('turns the pages of 5,000 tables in the place of the message', async () => {
    const tables = Array.from({ length: 5_000 }, (_, index) => [`t_${String(index).padStart(4, '0')}`, 'id']);
    addDatabase('many "tables"', JSON.stringify(Object.fromEntries(tables)));
    const answer = await answerTo(world.oncall, `/alooma tables 'many "tables"' T_`);
    expect(rowsOf(answer)).toHaveLength(41);
    expect(wordsOf(answer)).toContain('Rows 0 to 39 of');
    expect(buttonsOf(answer)).toEqual(['Next']);
    // From now on the name alone would not tell which input is meant.
    addDatabase('many "tables"', '{}');
    await world.backup.clicks('Next', answer);
    const next = await replaced(world, answer, (now) => rowsOf(now)[1]?.[0] === 't_0040');
    expect(wordsOf(next)).toContain('5,000 tables with `T_` in the name');
    await world.oncall.clicks('Previous', next);
    await replaced(world, answer, (now) => rowsOf(now)[1]?.[0] === 't_0000');
  });

  it('shows hostile names as text', async () => {
    const tables = JSON.parse(`{${HOSTILE_NAMES.map((name) => `${JSON.stringify(name)}:"<!here>"`).join()}}`);
    const id = addDatabase('<!channel> hostile', JSON.stringify(tables));
    const answer = await answerTo(world.oncall, `/alooma tables ${id}`);
    const shown = rowsOf(answer).slice(1);
    expect(shown).toHaveLength(HOSTILE_NAMES.length);
    for (const name of HOSTILE_NAMES.filter((one) => one.length < 100 && !one.includes('\u202e'))) {
      expect(shown).toContainEqual([name, '<!here>']);
    }
    const table = answer.blocks?.find(({ type }) => type === 'table');
    expect(JSON.stringify(table).match(/"type":"(?!raw_text|table)/)).toBeNull();
    expect(JSON.stringify([answer.text, answer.blocks?.filter((block) => block !== table)])).not.toMatch(
      /<[!@]/,
    );
  });

  it('is sent again as text where the workspace has no table blocks', async () => {
    world.slack.faults.fail('response_url', 'invalid_blocks');
    const answer = await answerTo(world.oncall, '/alooma tables orders_db');
    expect(rowsOf(answer)).toEqual([]);
    expect(wordsOf(answer)).toContain('order_lines  xmin::text::bigint\norders       xmin::text::bigint\n');
  });

  it.each([
    ['tables web_events', '`web_events` is of type `RESTAPI`, which is no database'],
    ['tables crm_salesforce', '`crm_salesforce` is of type `SALESFORCE`, which is no database'],
    ['tables order_db', 'No input is called `order_db`. Did you mean `orders_db`'],
    ['tables', 'It needs `&lt;input&gt;`'],
    ['tables orders_db a b', 'I do not know what `b` means here'],
    ['tables orders_db --page -1', '`-1` is no page'],
  ])('%s: is refused in private', async (line, says) => {
    const answer = await answerTo(world.oncall, `/alooma ${line}`);
    expect(answer.isEphemeral).toBe(true);
    expect(wordsOf(answer)).toContain(says);
  });

  it('has written nothing', () => {
    expect(writesTo(world)).toEqual([]);
  });
});
