import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { answerTo, changesOf, writesTo } from '../support/asking.ts';
import { ended } from '../support/changes.ts';
import { cardOfForm, closeAll, faultsOfForm } from '../support/forms.ts';
import { wordsIn } from '../support/words.ts';
import { startWorld, type World, wordsOf } from '../support/world.ts';

describe('delete', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterEach(() => closeAll(world.oncall, world.guest));
  afterAll(() => world.stop());

  const names = () => world.alooma.inputs().map(({ name }) => name);

  it('says what would be lost, and deletes once the name was typed and two others have approved', async () => {
    const view = await world.oncall.opensModal('/alooma delete orders_db');
    const words = wordsIn(view.blocks);
    expect(words).toContain('cannot be undone');
    expect(words).toContain('3 tables');
    expect(words).toContain('`public.orders`');
    expect(words).not.toContain('s3cr3t');
    const card = await cardOfForm(world.oncall, { 'Name of the input': 'orders_db' });
    expect(wordsOf(card)).not.toContain('s3cr3t');
    expect(names()).toContain('orders_db');
    await world.approver.clicks('Approve', card);
    await world.backup.clicks('Approve', card);
    expect((await ended(world, 'orders_db')).state).toBe('applied');
    expect(names()).not.toContain('orders_db');
  });

  it('deletes nothing when another text was typed, and says so under the field', async () => {
    const writes = writesTo(world);
    await world.oncall.opensModal('/alooma delete customers_db');
    for (const typed of ['customers', 'Customers_db', 'customers_db x', 'billing_mysql']) {
      const faults = await faultsOfForm(world.oncall, { name: typed });
      expect(faults).toEqual({ name: expect.stringContaining('Type “customers_db”') });
    }
    expect(await changesOf(world, 'customers_db')).toEqual([]);
    expect(writesTo(world)).toEqual(writes);
  });

  it.each([
    '<!channel> & `co`',
    ' spaced ',
    'two\nlines',
    '__proto__',
    'הזמנות',
    '👩‍👩‍👧‍👦',
    'n'.repeat(300),
  ])('takes a name like %j as it is shown, or the id where it cannot be typed', async (name) => {
    const id = world.alooma.add({ name, type: 'ODBC' });
    const view = await world.oncall.opensModal(`/alooma delete ${id}`);
    expect(wordsIn(view.blocks)).toContain(name);
    expect(await faultsOfForm(world.oncall, { name: 'x' })).toHaveProperty('name');
    const card = await cardOfForm(world.oncall, { name: name.includes('\n') ? id : name });
    await world.approver.clicks('Approve', card);
    await world.backup.clicks('Approve', card);
    expect((await ended(world, name)).state).toBe('applied');
    expect(world.alooma.inputs().map((input) => input.id)).not.toContain(id);
  });

  it('says in the window that there is no such input', async () => {
    const view = await world.oncall.opensModal('/alooma delete nowhere_db');
    expect(wordsIn(view.blocks)).toContain('No input is called `nowhere_db`');
    expect(view.submit).toBeUndefined();
  });

  it('says so when the input was deleted since', async () => {
    world.alooma.add({ name: 'gone_db', type: 'ODBC' });
    await world.oncall.opensModal('/alooma delete gone_db');
    world.alooma.remove('gone_db');
    const faults = await faultsOfForm(world.oncall, { name: 'gone_db' });
    expect(faults).toEqual({ name: expect.stringContaining('No input is called') });
  });

  it('needs an input, and opens neither for a guest nor in direct messages', async () => {
    expect(wordsOf(await answerTo(world.oncall, '/alooma delete'))).toContain('It needs `&lt;input&gt;`');
    expect((await answerTo(world.guest, '/alooma delete customers_db')).isEphemeral).toBe(true);
    expect(world.guest.modal()).toBeUndefined();
    const direct = world.slack.people.oncall.directChannel;
    const answer = await answerTo(world.oncall, '/alooma delete customers_db', direct);
    expect(wordsOf(answer)).toContain('nobody else could approve it');
  });

  it('waits for nothing else: an edit that waits keeps the input from being deleted', async () => {
    await answerTo(world.oncall, '/alooma edit customers_db batch_size 7');
    await world.oncall.opensModal('/alooma delete customers_db');
    const faults = await faultsOfForm(world.oncall, { name: 'customers_db' });
    expect(faults).toEqual({ name: expect.stringContaining('another edit waiting') });
  });
});
