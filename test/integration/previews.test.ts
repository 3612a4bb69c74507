import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Message } from '../../sandbox/slack/client-api.ts';
import { people } from '../../sandbox/slack/workspace.ts';
import { answerTo, answerToClick, editCard, leftBehind } from '../support/asking.ts';
import { changeOf, hurry } from '../support/changes.ts';
import { buttonsOf, startWorld, until, type World, wordsOf } from '../support/world.ts';

const SECRET = 's3cr3t-of-the-input';

describe('the preview of a change', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());

  /** A database input with so many tables, `t10000` and on. */
  function addDatabase(name: string, count: number): string {
    const tables = Object.fromEntries(Array.from({ length: count }, (_, at) => [`t${10_000 + at}`, 'xmin']));
    return world.alooma.add({
      name,
      type: 'ODBC',
      configuration: { db_type: 'psql', password: SECRET, tables: JSON.stringify(tables), batch_size: 1 },
      paused: false,
    });
  }

  const newTables = (count: number) =>
    Array.from({ length: count }, (_, at) => `schema_of_it.u${10_000 + at}`);
  const addTables = (name: string, count: number) =>
    editCard(world.oncall, `/alooma add-table ${name} ${newTables(count).join(' ')}`);
  const addedLines = (text: string) => text.split('\n').filter((line) => /^\+ /.test(line));

  /** The files in a card's thread. */
  const filesUnder = ({ channel, ts }: Message, who = world.approver) =>
    who
      .sees(channel)
      .filter(({ threadTs }) => threadTs === ts)
      .flatMap(({ files }) => files ?? []);
  async function contentOf(file: { id: string } | undefined, who = world.approver): Promise<string> {
    const response = await fetch(`${world.slack.url}/client/file/${file?.id}?as=${who.id}`);
    return response.text();
  }
  const says = (card: Message, text: string) =>
    until(
      () =>
        world.approver.sees().find((message) => message.ts === card.ts && wordsOf(message).includes(text)),
      () => `the card to say ${text}`,
    );

  it('of 3 tables more beside 5,000 shows 3 more lines, and needs no file', async () => {
    addDatabase('five_thousand', 5_000);
    const card = await addTables('five_thousand', 3);
    expect(wordsOf(card)).toContain('Add 3 tables to `five_thousand`');
    expect(addedLines(wordsOf(card))).toEqual(
      newTables(3).map((table) => `+      "${table}": "xmin::text::bigint"`),
    );
    expect(wordsOf(card)).not.toContain('more line');
    await world.oncall.clicks('Cancel', card);
    await says(card, 'Cancelled by');
    expect(filesUnder(card)).toEqual([]);
  });

  it('that has no room on the card is a file in its thread, without secrets', async () => {
    addDatabase('Long & "wide"', 3);
    const card = await editCard(
      world.oncall,
      `/alooma add-table "Long & \\"wide\\"" ${newTables(300).join(' ')}`,
    ).catch(() => addTablesById('Long & "wide"', 300));
    expect(wordsOf(card)).toMatch(/\d+ more lines of the diff/);
    const redrawn = await says(card, 'The whole is a file in the thread of this card.');
    const [file, ...others] = filesUnder(redrawn);
    expect([file?.name, others]).toEqual(['Long_wide.diff', []]);
    const content = await contentOf(file);
    expect(addedLines(content)).toHaveLength(300);
    expect(content).toContain('--- Long & "wide" as it is\n+++ Long & "wide" as it would be\n@@ ');
    expect(content).not.toContain(SECRET);
    expect((await changeOf(world, 'Long & "wide"')) as unknown).toMatchObject({ diff_attached: true });
    // A job that comes twice attaches nothing twice.
    const { id } = await changeOf(world, 'Long & "wide"');
    await world.pool.query(
      `select graphile_worker.add_job('attach', json_build_object('changeId', $1::text), job_key := 'twice')`,
      [id],
    );
    await until(async () => {
      const { rowCount } = await world.pool.query(`select from graphile_worker.jobs where key = 'twice'`);
      return rowCount === 0;
    });
    expect(filesUnder(card)).toHaveLength(1);
    await world.oncall.clicks('Cancel', redrawn);
    await says(card, 'Cancelled by');
  });

  async function addTablesById(name: string, count: number): Promise<Message> {
    const id = world.alooma.inputs().find((input) => input.name === name)?.id;
    return addTables(String(id), count);
  }

  it('whose file Slack refuses is all to be seen from the card still', async () => {
    addDatabase('unattached', 1);
    world.slack.faults.fail('files.getUploadURLExternal', 'file_uploads_disabled');
    const card = await addTables('unattached', 300);
    await until(() => world.log.some((line) => line.includes('The diff could not be put into the thread')));
    expect(wordsOf(card)).toContain('See all of it with *View all*');
    expect(filesUnder(card)).toEqual([]);
    await world.oncall.clicks('Cancel', card);
    await says(card, 'Cancelled by');
  });

  it('whose file Slack does not take now is attached later', async () => {
    addDatabase('attached_later', 1);
    world.slack.faults.fail('files.getUploadURLExternal', { status: 500 });
    const card = await addTables('attached_later', 300);
    await until(async () => {
      await hurry(world);
      return filesUnder(card).length === 1;
    });
    const redrawn = await says(card, 'The whole is a file');
    await world.oncall.clicks('Cancel', redrawn);
    await says(card, 'Cancelled by');
  });

  it('is attached anew to a card that moves', async () => {
    addDatabase('moving', 1);
    const random = world.slack.channels.random.id;
    const direct = people.oncall.directChannel;
    const answer = await answerTo(
      world.oncall,
      `/alooma add-table moving ${newTables(300).join(' ')}`,
      random,
    );
    const first = await answerToClick(world.oncall, 'Send it to me', answer, direct);
    await until(() => filesUnder(first, world.oncall).length === 1);
    const refused = await answerTo(world.oncall, '/alooma edit moving batch_size 2');
    await world.oncall.clicks('Post its card here', refused);
    const card = await world.approver.waitsFor(/Add 300 tables to `moving`/);
    const second = await says(card, 'The whole is a file in the thread of this card.');
    expect(addedLines(await contentOf(filesUnder(second)[0]))).toHaveLength(300);
    await world.oncall.clicks('Cancel', second);
    await says(card, 'Cancelled by');
  });

  it('can be seen whole by key path, a page at a time, also once the change has ended', async () => {
    addDatabase('seen_whole', 150);
    const card = await addTables('seen_whole', 3);
    expect(buttonsOf(card)).toEqual(['Approve', 'Reject', 'Cancel', 'View all']);
    await world.oncall.clicks('Cancel', card);
    const ended = await says(card, 'Cancelled by');
    expect(buttonsOf(ended)).toEqual(['View all']);
    const first = await world.approver.opensModal(() => world.approver.clicks('View all', ended));
    const words = JSON.stringify(first.blocks);
    expect(words).toContain('0 changed · 0 removed · 3 added · 155 matching');
    expect(words).toContain(
      'configuration.tables[\\\\\\"schema_of_it.u10000\\\\\\"]: \\\\\\"xmin::text::bigint'.replaceAll(
        '\\\\\\"',
        '\\"',
      ),
    );
    expect(words).toContain('Matching*: 97 of 155');
    expect(words).not.toContain(SECRET);
    await world.approver.clicksInModal('Next');
    const second = await world.approver.waitsForModal('58 of 155');
    expect(JSON.stringify(second.blocks)).not.toContain('Next');
    await world.approver.clicksInModal('Previous');
    await world.approver.waitsForModal('97 of 155');
    await world.approver.closesModal();
  });

  it('of a change that is not known is refused in the modal', async () => {
    const old = await leftBehind(world, 'view_all', '3f0e8a52-5f0e-4c55-9d2e-0d6f4a1c7b11');
    await world.approver.opensModal(() => world.approver.clicks('Press me', old));
    await world.approver.waitsForModal('no longer known here');
    await world.approver.closesModal();
  });
});
