import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { renderSentence } from '../../blocks/answers.ts';
import { defineCommand, type PostAnswer } from '../../commands/router/define.ts';
import { KnownError } from '../../src/errors.ts';
import { answerTo } from '../support/asking.ts';
import { withEnvironment } from '../support/environment.ts';
import { startWorld, until, type World, wordsOf } from '../support/world.ts';

describe('an answer that has a thread', () => {
  let world: World;
  let answer: PostAnswer;
  beforeAll(async () => {
    const post = defineCommand({
      verb: 'post',
      usage: 'post',
      summary: 'Post what the test says',
      args: z.object({}),
      action: 'samples',
      run: async () => answer,
    });
    world = await startWorld({ handlers: { commands: [post] } });
  });
  afterAll(() => world.stop());
  beforeEach(() => {
    answer = { kind: 'post', to: 'channel', message: renderSentence('Three samples.') };
    world.slack.faults.clear();
  });

  const file = { name: 'samples.json', content: '[1]\n' };
  const inThread = (ts: string, channel?: string) =>
    until(
      () => world.oncall.sees(channel).find(({ threadTs, files }) => threadTs === ts && files),
      () => 'a file in the thread',
    );

  it('is a message of the bot’s own, with the file in its thread', async () => {
    answer = { ...answer, file };
    const message = await answerTo(world.oncall, '/alooma post');
    expect(message).toMatchObject({ text: 'Three samples.', isEphemeral: false });
    expect(await inThread(message.ts)).toMatchObject({ files: [{ name: 'samples.json' }] });
  });

  it('takes a stored file as well', async () => {
    const path = join(world.samplesFolder, '..', 'all.zip');
    await writeFile(path, 'zipped');
    answer = { ...answer, file: { name: 'all.zip', path, bytes: 6 } };
    const message = await answerTo(world.oncall, '/alooma post');
    expect(await inThread(message.ts)).toMatchObject({ files: [{ name: 'all.zip', size: 6 }] });
  });

  it('goes with its file to direct messages, and tells in the channel that it did', async () => {
    const direct = world.slack.people.oncall.directChannel;
    answer = { ...answer, to: 'direct', file, message: renderSentence('For one alone.') };
    const told = await answerTo(world.oncall, '/alooma post');
    expect(told).toMatchObject({
      isEphemeral: true,
      text: 'The answer is in your direct messages with me.',
    });
    const message = await world.oncall.waitsFor('For one alone.', direct);
    expect(await inThread(message.ts, direct)).toMatchObject({ files: [{ name: 'samples.json' }] });
    expect(world.oncall.sees().map(wordsOf).join()).not.toContain('For one alone.');
  });

  it('asked for in direct messages stays there, and nothing more is said', async () => {
    const direct = world.slack.people.oncall.directChannel;
    answer = { ...answer, to: 'direct', message: renderSentence('Only here.') };
    const message = await answerTo(world.oncall, '/alooma post', direct);
    expect(message.text).toBe('Only here.');
    expect(world.oncall.sees(direct).filter(({ text }) => text.includes('direct messages'))).toEqual([]);
  });

  it('goes to direct messages where the bot is not in the channel, with the way to let it in', async () => {
    const { random } = world.slack.channels;
    answer = { ...answer, message: renderSentence('From elsewhere.') };
    const told = await answerTo(world.oncall, '/alooma post', random.id);
    expect(told.isEphemeral).toBe(true);
    expect(told.text).toContain('/invite @alooma');
    await world.oncall.waitsFor('From elsewhere.', world.slack.people.oncall.directChannel);
  });

  it.each([
    [
      'refuses',
      { error: 'file_uploads_disabled' },
      '`samples.json` is not attached: Slack refused the file (`file_uploads_disabled`).',
    ],
    [
      'is locked',
      { error: 'missing_scope' },
      '`samples.json` is not attached: Slack does not let me share files (`missing_scope`). Whoever runs this bot has to mend its token or scopes.',
    ],
    [
      'asks to wait',
      { status: 429, retryAfterSeconds: 17 },
      '`samples.json` is not attached: Slack asks to wait 17 s before the next file. Ask for it again then.',
    ],
    [
      'does not answer',
      { status: 500 },
      'Slack did not say whether it took `samples.json`: look into the thread, and ask for it again if it is not there.',
    ],
  ])('says that the file is not there when Slack %s, and where it is all the same', async (_, fault, why) => {
    world.slack.faults.fail('files.getUploadURLExternal', fault);
    answer = { ...answer, file, fileRemains: 'It is saved as `event_x.json`.' };
    const { ts } = await answerTo(world.oncall, '/alooma post');
    const changed = await until(
      () => world.oncall.sees().find((message) => message.ts === ts && message.isEdited),
      () => 'the message to say it',
    );
    expect(wordsOf(changed)).toContain('Three samples.');
    expect(wordsOf(changed)).toContain(`${why} It is saved as \`event_x.json\`.`);
  });

  it('goes to Slack itself, also where the environment names a proxy', async () => {
    const path = join(world.samplesFolder, 'unproxied.zip');
    await mkdir(world.samplesFolder, { recursive: true });
    await writeFile(path, 'zip');
    answer = {
      ...answer,
      message: renderSentence('Straight.'),
      file: { path, name: 'unproxied.zip', bytes: 3 },
    };
    await withEnvironment({ http_proxy: 'http://127.0.0.1:9' }, async () => {
      const { ts } = await answerTo(world.oncall, '/alooma post');
      expect(await inThread(ts)).toMatchObject({ files: [{ name: 'unproxied.zip' }] });
    });
  });

  it('is told where it stands', async () => {
    const places: unknown[] = [];
    answer = { ...answer, onPosted: async (place) => void places.push(place) };
    const { ts, channel } = await answerTo(world.oncall, '/alooma post');
    await until(
      () => places.length > 0,
      () => 'the place',
    );
    expect(places).toEqual([{ channelId: channel, ts }]);
  });

  it('gives way to what goes wrong afterwards, which only the asker is told', async () => {
    answer = {
      ...answer,
      onPosted: async () => {
        throw new KnownError('save_runs', 'Somebody else was faster.');
      },
    };
    const { ts } = await answerTo(world.oncall, '/alooma post');
    await world.oncall.waitsFor('Somebody else was faster.');
    const changed = world.oncall.sees().find((message) => message.ts === ts);
    expect(changed?.text).toBe('This could not be done. The one who asked for it is told why.');
    expect(world.approver.sees().map(wordsOf).join()).not.toContain('Somebody else was faster.');
  });

  it('is for members: samples may hold personal data', async () => {
    const { text } = await answerTo(world.guest, '/alooma post');
    expect(text).toContain('Guests cannot see samples');
    expect((await answerTo(world.stranger, '/alooma post')).text).toContain(
      'People from other workspaces cannot see',
    );
  });
});
