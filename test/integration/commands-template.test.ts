import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { answerTo, changesOf, editCard } from '../support/asking.ts';
import { approved, cardOfForm, closeAll, faultsOfForm } from '../support/forms.ts';
import { shownIn } from '../support/modals.ts';
import { tracesOf } from '../support/traces.ts';
import { wordsIn } from '../support/words.ts';
import { buttonsOf, startWorld, type World, wordsOf } from '../support/world.ts';

let count = 0;

describe('template', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterEach(() => closeAll(world.oncall));
  afterAll(() => world.stop());

  /** Its numbers and spaces are such as a round trip through JavaScript would change. */
  function anInput(): string {
    count += 1;
    const name = `template_${count}`;
    world.alooma.write(
      `{"id":"id-${name}","name":"${name}","type":"REST_INPUT", "configuration":{"parameters":[ {"parameter":"from","type":"Days Past","value":2.0},` +
        '{"parameter":"to","value":0 ,"template":"%Y"},{"parameter":"from","value":3},{"parameter":"session_id","value":"s3cr3t-session"}]}}',
    );
    return name;
  }

  it('gives a parameter a template, wherever it stands, and changes no other byte', async () => {
    const name = anInput();
    const before = world.alooma.text(name);
    const card = await editCard(world.oncall, `/alooma template ${name} from %Y-%m-%d`);
    expect(wordsOf(card)).not.toContain('s3cr3t');
    expect(await approved(world, name, card)).toBe(
      before
        .replace('"value":2.0', '"value":2.0,"template":"%Y-%m-%d"')
        .replace('"value":3', '"value":3,"template":"%Y-%m-%d"'),
    );
  });

  it('gives several the same, and replaces the one that is there', async () => {
    const name = anInput();
    const card = await editCard(world.oncall, `/alooma template ${name} "from, to" "%Y %m"`);
    const text = await approved(world, name, card);
    expect(text.match(/"template":"%Y %m"/g)).toHaveLength(3);
    expect(text).not.toContain('"template":"%Y"');
  });

  it('opens a form that offers the parameters, and does the same', async () => {
    const name = anInput();
    await world.oncall.opensModal(`/alooma template ${name}`);
    expect(await world.oncall.finds('Parameters', '')).toEqual(['from', 'session_id', 'to']);
    const card = await cardOfForm(world.oncall, { Parameters: ['from', 'to'], Template: '%d' });
    expect((await approved(world, name, card)).match(/"template":"%d"/g)).toHaveLength(3);
  });

  it.each([
    ['until %Y', 'has no parameter `until`. It has `from`, `to`'],
    ['from,until,since %Y', 'has no parameters `until`, `since`'],
    ['to %Y', 'has that template already'],
    ['from', '`&lt;template&gt;` is missing'],
  ])('%s: is refused privately', async (typed, says) => {
    const name = anInput();
    const answer = await answerTo(world.oncall, `/alooma template ${name} ${typed}`);
    expect(answer.isEphemeral).toBe(true);
    expect(wordsOf(answer)).toContain(says);
    expect(await changesOf(world, name)).toEqual([]);
  });

  it('refuses in the form, under its field, a parameter that is gone', async () => {
    const name = anInput();
    await world.oncall.opensModal(`/alooma template ${name}`);
    await world.oncall.finds('Parameters', 'to');
    world.alooma.edit(name, ({ configuration }) => {
      configuration.parameters = [{ parameter: 'from' }];
    });
    const faults = await faultsOfForm(world.oncall, { Parameters: ['to'], Template: 'x' });
    expect(faults).toEqual({ parameters: expect.stringContaining('has no parameter “to”') });
  });

  it('takes a secret in the form only', async () => {
    const name = anInput();
    const typed = 's3cr3t-template';
    const answer = await answerTo(world.oncall, `/alooma template ${name} session_id,to ${typed}`);
    expect(wordsOf(answer)).toContain('holds a secret');
    expect(buttonsOf(answer)).toEqual(['Open the form']);
    expect(await tracesOf(world, typed)).toEqual([]);
    const view = await world.oncall.opensModal(() => world.oncall.clicks('Open the form', answer));
    expect([view.title, shownIn(view)]).toEqual([
      'Add a template',
      {
        Parameters: ['session_id', 'to'].map((value) => expect.objectContaining({ value })),
        Template: null,
        Reason: null,
      },
    ]);
    const card = await cardOfForm(world.oncall, { Parameters: ['session_id'], Template: typed });
    expect(await tracesOf(world, typed)).toEqual([]);
    expect(await approved(world, name, card)).toContain(`"value":"s3cr3t-session","template":"${typed}"`);
    expect(await tracesOf(world, typed)).toEqual([]);
  });

  it('of a name that stands before a secret there, asks for that in the form', async () => {
    const name = anInput();
    world.alooma.edit(name, ({ configuration }) => {
      configuration.parameters = [{ parameter: 'odd', name: 'session_id', value: 's3cr3t-session' }];
    });
    const answer = await answerTo(world.oncall, `/alooma template ${name} odd s3cr3t-typed`);
    expect(wordsOf(answer)).toContain('holds a secret');
    const view = await world.oncall.opensModal(() => world.oncall.clicks('Open the form', answer));
    expect(shownIn(view)).toEqual({
      Parameters: [expect.objectContaining({ value: 'odd' })],
      Template: null,
      Reason: null,
    });
    expect(await tracesOf(world, 's3cr3t-typed')).toEqual([]);
  });

  it('says in the window that an input has no parameters, or that there is none', async () => {
    const orders = await world.oncall.opensModal('/alooma template orders_db');
    expect(wordsIn(orders.blocks)).toContain('`orders_db` is of type `ODBC` and has no parameters');
    await world.oncall.closesModal();
    const nowhere = await world.oncall.opensModal('/alooma template nowhere_db');
    expect(wordsIn(nowhere.blocks)).toContain('No input is called');
  });

  it('offers a parameter whose name was never meant to be read', async () => {
    const id = world.alooma.add({
      name: 'hostile_parameters',
      type: 'REST_INPUT',
      configuration: {
        parameters: ['<!channel>', '__proto__', 'a,b', 'n'.repeat(300)].map((parameter) => ({ parameter })),
      },
    });
    const view = await world.oncall.opensModal(`/alooma template ${id}`);
    expect(shownIn(view)).toMatchObject({ Parameters: [] });
    expect(await world.oncall.finds('Parameters', '')).toEqual(['<!channel>', '__proto__', 'a,b']);
    const card = await cardOfForm(world.oncall, { Parameters: ['a,b', '__proto__'], Template: 'x' });
    const { configuration } = JSON.parse(await approved(world, 'hostile_parameters', card));
    expect(configuration.parameters.slice(0, 3)).toEqual([
      { parameter: '<!channel>' },
      { parameter: '__proto__', template: 'x' },
      { parameter: 'a,b', template: 'x' },
    ]);
  });
});
