import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Desk, lastMessage, newFolder, startDesk } from './slack-support.ts';

const channel = 'C0PIPELINE';
let folder = '';
let desk: Desk | undefined;
beforeEach(() => {
  folder = newFolder();
});
afterEach(async () => {
  await desk?.stop();
  desk = undefined;
  rmSync(folder, { recursive: true, force: true });
});

async function restarted(): Promise<Desk> {
  await desk?.stop();
  desk = await startDesk({ folder });
  return desk;
}

describe('after a restart', () => {
  it('messages are there under their ts, can be updated, answered in their thread, linked and removed', async () => {
    const before = await restarted();
    const { ts } = await before.app.client.chat.postMessage({ channel, text: 'a card' });
    const first = { channel, ts: String(ts) };
    await before.slack.message({ as: 'U0ONCALL01', channel, text: 'what is this?', threadTs: first.ts });
    await before.app.client.chat.postEphemeral({ channel, user: 'U0ONCALL01', text: 'psst' });
    const link = await before.app.client.chat.getPermalink({ channel, message_ts: first.ts });
    const { url } = before.slack;

    const { slack, app } = await restarted();
    expect(slack.url).toBe(url);
    expect(slack.state('U0ONCALL01').messages).toMatchObject([
      { ts: first.ts, text: 'a card', user: 'U0SANDBOX1' },
      { threadTs: first.ts, text: 'what is this?', user: 'U0ONCALL01' },
    ]);
    expect(await app.client.chat.update({ ...first, text: 'applied' })).toMatchObject({ ts: first.ts });
    expect(slack.state('U0GUEST001').messages[0]).toMatchObject({ text: 'applied', isEdited: true });
    expect(await app.client.chat.getPermalink({ channel, message_ts: first.ts })).toMatchObject({
      permalink: link.permalink,
    });
    const answer = await app.client.chat.postMessage({ channel, text: 'done', thread_ts: first.ts });
    expect(String(answer.ts) > first.ts).toBe(true);
    await app.client.chat.delete(first);

    const again = await restarted();
    const texts = again.slack.state('U0ONCALL01').messages.map(({ text }) => text);
    expect(texts).toEqual(['what is this?', 'done']);
  });

  it('direct messages are in the same conversation', async () => {
    const before = await restarted();
    const posted = await before.app.client.chat.postMessage({ channel: 'U0APPROV01', text: 'for you' });
    expect(posted.channel).toBe('D0APPROV01');
    const { slack, app } = await restarted();
    const open = await app.client.conversations.open({ users: 'U0APPROV01' });
    expect(open.channel?.id).toBe('D0APPROV01');
    expect(lastMessage(slack, 'U0APPROV01').text).toBe('for you');
    expect(slack.state('U0ONCALL01').messages).toEqual([]);
  });

  it('files keep their bytes', async () => {
    const before = await restarted();
    const upload = { channel_id: channel, filename: 'diff.txt', initial_comment: 'the diff' };
    await before.app.client.filesUploadV2({ ...upload, content: '- a\n+ b\n' });
    const shared = lastMessage(before.slack, 'U0ONCALL01');
    expect(shared).toMatchObject({ text: 'the diff', files: [{ name: 'diff.txt', size: 8 }] });

    const { slack, app } = await restarted();
    const message = lastMessage(slack, 'U0ONCALL01');
    expect(message).toEqual(shared);
    const address = `${slack.url}/client/file/${message.files?.[0]?.id}?as=U0ONCALL01`;
    const response = await fetch(address);
    expect(response.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''diff.txt");
    expect(await response.text()).toBe('- a\n+ b\n');
    await app.client.chat.delete({ channel, ts: message.ts });
    expect((await fetch(address)).status).toBe(404);
  });

  it('a torn last line of the journal costs that line only', async () => {
    const before = await restarted();
    await before.app.client.chat.postMessage({ channel, text: 'whole' });
    await before.stop();
    desk = undefined;
    appendFileSync(join(folder, 'messages.jsonl'), '{"op":"put","message":{"chan');
    const { app } = await restarted();
    await app.client.chat.postMessage({ channel, text: 'after' });
    const { slack } = await restarted();
    expect(slack.state('U0ONCALL01').messages.map(({ text }) => text)).toEqual(['whole', 'after']);
  });
});
