import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { addInput, askForEdit, changeOf, ended, redrawn, timesWritten } from '../support/changes.ts';
import { startProxy, type TcpProxy } from '../support/proxy.ts';
import { startWorld, until, type World, wordsOf } from '../support/world.ts';

/**
 * The local Slack shows an error when an acknowledgement does not come within 3 s, as Slack does: `types` and `clicks`
 * throw then.
 */
describe('an acknowledgement', () => {
  let world: World;
  let proxy: TcpProxy;
  beforeAll(async () => {
    proxy = await startProxy(process.env.TEST_DATABASE_URL ?? '');
    world = await startWorld({
      environment: { ALOOMA_TIMEOUT: '8s' },
      reachDatabase: (url) => proxy.through(url),
    });
  });
  afterEach(() => {
    proxy.open();
    world.alooma.faults.clear();
  });
  afterAll(async () => {
    await world.stop();
    await proxy.close();
  });

  const answersOf = (text: string | RegExp) =>
    world.oncall.sees().filter((message) => wordsOf(message).match(text));

  /** Once the database is there again, the bot gets along by itself. */
  const recovers = async () => {
    proxy.open();
    await until(async () => (await fetch(`${world.app.url}/readyz`)).status === 200);
    const before = answersOf('10 inputs|1\\d inputs').length;
    await world.oncall.types('/alooma list');
    await until(() => answersOf('1\\d inputs').length > before);
  };

  it('comes before Alooma has answered, and the person is told that it takes long', async () => {
    const letGo = world.alooma.faults.hold({ path: /^inputs$/, times: 1 });
    await world.oncall.types('/alooma show orders_db');
    const asked = await until(() => world.alooma.requests.findLast(({ path }) => path.endsWith('/inputs')));
    const waiting = await world.oncall.waitsFor('This takes longer than usual');
    expect(waiting.isEphemeral).toBe(true);
    expect(asked.status).toBeUndefined();
    letGo();
    await world.oncall.waitsFor('`orders_db` is running');
  });

  it('of a click comes while Alooma hangs, too', async () => {
    const id = addInput(world, 'clicked_while_it_hangs');
    const card = await askForEdit(world, 'clicked_while_it_hangs');
    const letGo = world.alooma.faults.hold({ path: new RegExp(id) });
    await world.approver.clicks('Approve', card);
    await redrawn(world, card, 'Applying…');
    letGo();
    expect((await ended(world, 'clicked_while_it_hangs')).state).toBe('applied');
  });

  it('comes while the database is silent, and the person reads that nothing was done', async () => {
    const id = addInput(world, 'asked_in_silence');
    // Its connections are there and idle, and it is they that fall silent.
    await world.oncall.types('/alooma show asked_in_silence');
    await world.oncall.waitsFor('`asked_in_silence` is running');
    proxy.stall();
    await world.oncall.types('/alooma edit asked_in_silence batch_size 2');
    const told = await world.oncall.waitsFor('database does not answer');
    expect(told.isEphemeral).toBe(true);
    expect(wordsOf(told)).toContain('nothing was done');
    await recovers();
    expect((await world.pool.query('select from changes where input_id = $1', [id])).rowCount).toBe(0);
  });

  it('comes while the database is away, and nothing was done then', async () => {
    addInput(world, 'clicked_without_database');
    const card = await askForEdit(world, 'clicked_without_database');
    proxy.cut();
    const since = world.approver.sees().length;
    await world.approver.clicks('Approve', card);
    const told = await until(() =>
      world.approver
        .sees()
        .slice(since)
        .find(({ isEphemeral }) => isEphemeral),
    );
    expect(wordsOf(told)).toContain('database does not answer, so nothing was done');
    await recovers();
    expect((await changeOf(world, 'clicked_without_database')).state).toBe('pending');
    await world.approver.clicks('Approve', card);
    expect((await ended(world, 'clicked_without_database')).state).toBe('applied');
  });

  it('is followed by no "nothing was done" where the database fails once the decision is made', async () => {
    const id = addInput(world, 'cut_after_commit');
    const card = await askForEdit(world, 'cut_after_commit');
    const since = world.approver.sees().length;
    // The commit is done, and nobody hears of it.
    proxy.cutAfter('commit', 'approvals = approvals ||');
    await world.approver.clicks('Approve', card);
    const told = await until(() =>
      world.approver
        .sees()
        .slice(since)
        .find(({ isEphemeral }) => isEphemeral),
    );
    expect(wordsOf(told)).not.toMatch(/nothing was/i);
    expect(wordsOf(told)).toContain('not known');
    proxy.open();
    expect((await ended(world, 'cut_after_commit')).state).toBe('applied');
    expect(timesWritten(world, id)).toBe(1);
  });

  it('is followed by the card in the end, where the database fails between the decision and the card', async () => {
    addInput(world, 'cut_before_card');
    const since = world.oncall.sees().length;
    // The first thing that is done after the change was committed.
    proxy.cutBefore('beat_at >');
    await world.oncall.types('/alooma edit cut_before_card batch_size 2');
    const told = await until(() =>
      world.oncall
        .sees()
        .slice(since)
        .find(({ isEphemeral }) => isEphemeral),
    );
    expect(wordsOf(told)).not.toMatch(/nothing was/i);
    await recovers();
    expect((await changeOf(world, 'cut_before_card')).state).toBe('pending');
  });
});
