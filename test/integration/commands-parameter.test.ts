import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { answerTo, changesOf, editCard } from '../support/asking.ts';
import { approved, cardOfForm, closeAll, faultsOfForm } from '../support/forms.ts';
import { shownIn } from '../support/modals.ts';
import { tracesOf } from '../support/traces.ts';
import { wordsIn } from '../support/words.ts';
import { buttonsOf, startWorld, type World, wordsOf } from '../support/world.ts';

let count = 0;

describe('parameter', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterEach(() => closeAll(world.oncall));
  afterAll(() => world.stop());

  function anInput(): string {
    count += 1;
    const name = `parameter_${count}`;
    world.alooma.write(
      `{"id":"id-${name}","name":"${name}","type":"REST_INPUT", "configuration":{"one":1.0,"parameters":[ {"parameter":"where","type":"Days Past","value":2,"odd":1.50},` +
        '{"parameter":"text","value":"2"},{"parameter":"session_id","value":"s3cr3t-session"}]}}',
    );
    return name;
  }

  it.each([
    ['where value 10', '"value":2,', '"value":10,'],
    ['where type Hours Past', '"Days Past"', '"Hours Past"'],
    ['where template %Y-%m', '"odd":1.50}', '"odd":1.50,"template":"%Y-%m"}'],
    ['text value 3', '"value":"2"', '"value":"3"'],
    ['text value ""', '"value":"2"', '"value":""'],
  ])('%s: sets it in the form that it has, and changes no other byte', async (typed, from, to) => {
    const name = anInput();
    const before = world.alooma.text(name);
    const card = await editCard(world.oncall, `/alooma parameter ${name} ${typed}`);
    expect(wordsOf(card)).not.toContain('s3cr3t');
    expect(await approved(world, name, card)).toBe(before.replace(from, to));
  });

  it('opens a form that offers the parameters, and does the same', async () => {
    const name = anInput();
    const before = world.alooma.text(name);
    const view = await world.oncall.opensModal(`/alooma parameter ${name}`);
    expect(shownIn(view)).toEqual({ Parameter: null, Field: 'value', Value: null, Reason: null });
    expect(await world.oncall.finds('Parameter', 'e')).toEqual(['session_id', 'text', 'where']);
    const card = await cardOfForm(world.oncall, { Parameter: 'where', Value: '10' });
    expect(await approved(world, name, card)).toBe(before.replace('"value":2,', '"value":10,'));
  });

  it.each([
    ['until value 1', 'has no parameter `until`. It has `where`, `text`, `session_id`'],
    ['where valu 1', 'has no field `valu`. It has `parameter`, `type`, `value`'],
    ['where value many', 'is a number, and `many` is not'],
    ['where value 2', 'already'],
    ['where value', '`&lt;value&gt;` is missing'],
  ])('%s: is refused privately', async (typed, says) => {
    const name = anInput();
    const answer = await answerTo(world.oncall, `/alooma parameter ${name} ${typed}`);
    expect(answer.isEphemeral).toBe(true);
    expect(wordsOf(answer)).toContain(says);
    expect(await changesOf(world, name)).toEqual([]);
  });

  it.each([
    [{ Parameter: 'where', Value: 'many' }, { value: 'is a number' }],
    [{ Parameter: 'where', Field: 'valu', Value: '1' }, { field: 'has no field “valu”' }],
    [{ Parameter: 'where', Field: 'odd', Value: 'many' }, { value: 'is a number' }],
  ])('%j: is refused under the field of the form', async (values, faults) => {
    const name = anInput();
    await world.oncall.opensModal(`/alooma parameter ${name}`);
    const said = await faultsOfForm(world.oncall, values);
    expect(Object.keys(said)).toEqual(Object.keys(faults));
    for (const [field, text] of Object.entries(faults)) expect(said[field]?.split(text)).toHaveLength(2);
    expect(await changesOf(world, name)).toEqual([]);
  });

  it('refuses in the form a parameter that is gone', async () => {
    const name = anInput();
    await world.oncall.opensModal(`/alooma parameter ${name}`);
    await world.oncall.finds('Parameter', 'text');
    world.alooma.edit(name, ({ configuration }) => {
      configuration.parameters = [{ parameter: 'where', value: 1 }];
    });
    const faults = await faultsOfForm(world.oncall, { Parameter: 'text', Value: 'x' });
    expect(faults).toEqual({ parameter: expect.stringContaining('has no parameter “text”') });
  });

  it('takes a secret in the form only, and keeps it nowhere', async () => {
    const name = anInput();
    const typed = 's3cr3t-parameter';
    const answer = await answerTo(world.oncall, `/alooma parameter ${name} session_id value ${typed}`);
    expect(wordsOf(answer)).toContain('holds a secret');
    expect(wordsOf(answer)).not.toContain('profile');
    expect(buttonsOf(answer)).toEqual(['Open the form']);
    expect(await tracesOf(world, typed)).toEqual([]);
    const view = await world.oncall.opensModal(() => world.oncall.clicks('Open the form', answer));
    expect([view.title, shownIn(view)]).toEqual([
      'Edit a parameter',
      {
        Parameter: expect.objectContaining({ value: 'session_id' }),
        Field: 'value',
        Value: null,
        Reason: null,
      },
    ]);
    const card = await cardOfForm(world.oncall, { Value: typed });
    expect(wordsOf(card)).not.toContain(typed);
    expect(await approved(world, name, card)).toContain(`"value":"${typed}"`);
    expect(await tracesOf(world, typed)).toEqual([]);
  });

  it.each([
    ['where template x://u:s3cr3t-typed@h', 'where', 'template'],
    // Beside that name anything may be a secret, so that no button holds it.
    ['session_id template s3cr3t-typed', undefined, 'value'],
  ])('opens the form as far as it holds no secret: %s', async (typed, chosen, field) => {
    const answer = await answerTo(world.oncall, `/alooma parameter ${anInput()} ${typed}`);
    expect(wordsOf(answer)).toContain('holds a secret');
    const view = await world.oncall.opensModal(() => world.oncall.clicks('Open the form', answer));
    expect(shownIn(view)).toEqual({
      Parameter: chosen === undefined ? null : expect.objectContaining({ value: chosen }),
      Field: field,
      Value: null,
      Reason: null,
    });
    expect(await tracesOf(world, 's3cr3t-typed')).toEqual([]);
  });

  it('of a name that stands before a secret there, asks for that in the form', async () => {
    const name = anInput();
    world.alooma.edit(name, ({ configuration }) => {
      configuration.parameters = [{ parameter: 'odd', name: 'session_id', value: 's3cr3t-session' }];
    });
    const answer = await answerTo(world.oncall, `/alooma parameter ${name} odd value s3cr3t-typed`);
    expect(wordsOf(answer)).toContain('holds a secret');
    const view = await world.oncall.opensModal(() => world.oncall.clicks('Open the form', answer));
    expect(shownIn(view)).toMatchObject({ Parameter: { value: 'odd' }, Field: 'value', Value: null });
    expect(await tracesOf(world, 's3cr3t-typed')).toEqual([]);
  });

  it('asks in the form for the field and the value where only the parameter is typed', async () => {
    const view = await world.oncall.opensModal(`/alooma parameter ${anInput()} where`);
    expect(shownIn(view)).toMatchObject({ Parameter: { value: 'where' }, Field: 'value', Value: null });
  });

  it('says in the window that an input has no parameters', async () => {
    const view = await world.oncall.opensModal('/alooma parameter orders_db');
    expect(wordsIn(view.blocks)).toContain('`orders_db` is of type `ODBC` and has no parameters');
    expect(view.submit).toBeUndefined();
  });

  it('refuses an input that is not known, a guest, and direct messages', async () => {
    const unknown = await answerTo(world.oncall, '/alooma parameter nowhere_db a value 1');
    expect(wordsOf(unknown)).toContain('No input is called');
    expect((await answerTo(world.guest, '/alooma parameter support_tickets')).isEphemeral).toBe(true);
    expect(world.guest.modal()).toBeUndefined();
    const direct = world.slack.people.oncall.directChannel;
    for (const line of ['', ' where value 9']) {
      const answer = await answerTo(world.oncall, `/alooma parameter support_tickets${line}`, direct);
      expect(wordsOf(answer)).toContain('nobody else could approve it');
    }
  });
});
