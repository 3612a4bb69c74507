import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { answerTo, changesOf, editCard } from '../support/asking.ts';
import { approved, cardOfForm, closeAll, faultsOfForm } from '../support/forms.ts';
import { shownIn } from '../support/modals.ts';
import { wordsIn } from '../support/words.ts';
import { buttonsOf, startWorld, type World, wordsOf } from '../support/world.ts';

let count = 0;

describe('add-table', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterEach(() => closeAll(world.oncall, world.guest));
  afterAll(() => world.stop());

  function aDatabase(configuration: Record<string, unknown> = {}): string {
    count += 1;
    const name = `tables_${count}`;
    world.alooma.add({
      name,
      type: 'ODBC',
      configuration: {
        db_type: 'psql',
        tables: '{"orders": "id"}',
        password: 's3cr3t-tables',
        ...configuration,
      },
    });
    return name;
  }

  it.each([
    ['people lines=updated_at', '"people": "xmin::text::bigint", "lines": "updated_at"'],
    ['"odd=name" "Order Lines"="max(a, b)"', '"odd=name": "xmin::text::bigint", "Order Lines": "max(a, b)"'],
    ['"one table"', '"one table": "xmin::text::bigint"'],
    ['__proto__=id', '"__proto__": "id"'],
  ])('%s: adds them behind those that are there, and changes no other byte', async (typed, added) => {
    const name = aDatabase();
    const before = world.alooma.text(name);
    const card = await editCard(world.oncall, `/alooma add-table ${name} ${typed}`);
    const inText = added.replaceAll('"', '\\"');
    expect(await approved(world, name, card)).toBe(before.replace('\\"id\\"}', () => `\\"id\\", ${inText}}`));
  });

  it('opens a form without tables, and adds those that are written in it', async () => {
    const name = aDatabase();
    const view = await world.oncall.opensModal(`/alooma add-table ${name}`);
    expect(wordsIn(view.blocks)).toContain('has 1 table');
    const card = await cardOfForm(world.oncall, { Tables: 'people\n "odd=name" = id\n' });
    expect(JSON.parse(await approved(world, name, card)).configuration.tables).toBe(
      '{"orders": "id", "people": "xmin::text::bigint", "odd=name": "id"}',
    );
  });

  it.each([{ tables: '' }, { tables: undefined }])(
    'adds the first table where there is none yet: %j',
    async (none) => {
      const name = aDatabase(none);
      const card = await editCard(world.oncall, `/alooma add-table ${name} people`);
      expect(JSON.parse(await approved(world, name, card)).configuration.tables).toBe(
        '{"people":"xmin::text::bigint"}',
      );
    },
  );

  it.each([
    ['people', { db_type: 'mysql' }, '`people=updated_at`'],
    ['orders', {}, 'has `orders` already'],
    ['orders=other people', {}, 'has `orders` already'],
    ['people lines people=id', {}, 'Named twice: `people`'],
    ['people, lines', {}, '`people,` ends with a comma'],
    ['people=', {}, 'Behind `people=` the update indicator is missing'],
    ['"people', {}, 'I cannot read `"people`'],
    ['people', { tables: '["orders"]' }, 'written in a form that is not known here'],
  ])('%s: is refused privately (%j), with what is wrong', async (typed, configuration, says) => {
    const name = aDatabase(configuration);
    const answer = await answerTo(world.oncall, `/alooma add-table ${name} ${typed}`);
    expect(answer.isEphemeral).toBe(true);
    expect(wordsOf(answer)).toContain(says);
    expect(await changesOf(world, name)).toEqual([]);
  });

  it.each([
    ['people', { db_type: 'mysql' }, '“people=updated_at”'],
    ['new\norders', {}, 'has “orders” already'],
    ['people\nlines\npeople=id', {}, 'Named twice: “people”'],
    ['people,\nlines', {}, 'ends with a comma'],
    ['=id', {}, 'I cannot read “=id”'],
  ])('%j: is refused under the field of the form (%j)', async (typed, configuration, says) => {
    const name = aDatabase(configuration);
    await world.oncall.opensModal(`/alooma add-table ${name}`);
    expect(await faultsOfForm(world.oncall, { Tables: typed })).toEqual({
      tables: expect.stringContaining(says),
    });
    expect(await changesOf(world, name)).toEqual([]);
  });

  it('says in the window of what type another input is', async () => {
    const view = await world.oncall.opensModal('/alooma add-table web_events');
    expect(wordsIn(view.blocks)).toContain('is of type `RESTAPI`, which is no database');
  });

  it('asks in the form for the indicators that are missing, with what was typed', async () => {
    const name = aDatabase({ db_type: 'mysql' });
    const answer = await answerTo(
      world.oncall,
      `/alooma add-table ${name} people "Order Lines"="max(a, b)" "odd=name"`,
    );
    expect(wordsOf(answer)).toContain('Say how changed rows are told in `people`, `odd=name`');
    const view = await world.oncall.opensModal(() => world.oncall.clicks('Open the form', answer));
    expect(view.title).toBe('Add tables');
    expect(shownIn(view)).toEqual({
      Tables: 'people\nOrder Lines=max(a, b)\n"odd=name"',
      Reason: null,
    });
    // What becomes of changes asked for before is told in their threads, some time after.
    const said = () => world.oncall.sees().filter(({ threadTs }) => threadTs === undefined).length;
    const before = said();
    expect(await faultsOfForm(world.oncall)).toEqual({ tables: expect.stringContaining('Say how') });
    const card = await cardOfForm(world.oncall, {
      Tables: 'people=id\nOrder Lines=max(a, b)\n"odd=name"=id',
    });
    // What can be mended in the form is said nowhere else.
    expect(said()).toBe(before + 1);
    expect(JSON.parse(await approved(world, name, card)).configuration.tables).toBe(
      '{"orders": "id", "people": "id", "Order Lines": "max(a, b)", "odd=name": "id"}',
    );
  });

  it('sends an input whose secrets came masked to its own form', async () => {
    const name = aDatabase({ password: '****' });
    const answer = await answerTo(world.oncall, `/alooma add-table ${name} people`);
    expect(wordsOf(answer)).toContain('masked');
    expect(buttonsOf(answer)).toContain('Open the form');
    const view = await world.oncall.opensModal(() => world.oncall.clicks('Open the form', answer));
    expect(shownIn(view).tables).toContain('people');
    const card = await cardOfForm(world.oncall, { password: 's3cr3t-new' });
    expect(JSON.parse(await approved(world, name, card)).configuration).toMatchObject({
      password: 's3cr3t-new',
      tables: '{"orders": "id", "people": "xmin::text::bigint"}',
    });
  });

  it('sends it there from the form, too: beneath its field is no button', async () => {
    const name = aDatabase({ password: '****' });
    await world.oncall.opensModal(`/alooma add-table ${name}`);
    const faults = await faultsOfForm(world.oncall, { Tables: 'people' });
    expect(faults).toEqual({ tables: expect.stringContaining('masked') });
    await world.oncall.closesModal();
    const answer = await world.oncall.waitsFor(new RegExp(`${name}.*masked`));
    const view = await world.oncall.opensModal(() => world.oncall.clicks('Open the form', answer));
    expect(view.title).toBe('Edit an input');
    expect(shownIn(view).tables).toContain('people');
    const card = await cardOfForm(world.oncall, { password: 's3cr3t-new' });
    expect(JSON.parse(await approved(world, name, card)).configuration).toMatchObject({
      password: 's3cr3t-new',
      tables: '{"orders": "id", "people": "xmin::text::bigint"}',
    });
  });

  it('refuses an input that is no database, one that is not known, a guest, and direct messages', async () => {
    expect(wordsOf(await answerTo(world.oncall, '/alooma add-table web_events a'))).toContain(
      'is of type `RESTAPI`, which is no database',
    );
    expect(wordsOf(await answerTo(world.oncall, '/alooma add-table nowhere_db a'))).toContain(
      'No input is called',
    );
    expect((await answerTo(world.guest, '/alooma add-table orders_db a')).isEphemeral).toBe(true);
    const direct = world.slack.people.oncall.directChannel;
    for (const line of ['/alooma add-table orders_db', '/alooma add-table orders_db a']) {
      expect(wordsOf(await answerTo(world.oncall, line, direct))).toContain('nobody else could approve it');
    }
  });
});
