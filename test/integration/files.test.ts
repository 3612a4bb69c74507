import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type SlackStandIn, startSlack } from '../../sandbox/slack/start.ts';
import { createLogger } from '../../src/log.ts';
import { createOneTryWebClient, createWebClient } from '../../src/slack/client.ts';
import { createMessenger, type Messenger } from '../../src/slack/messenger.ts';
import { makeFolder } from '../support/folder.ts';

const MANIFEST = fileURLToPath(new URL('../../manifest.yml', import.meta.url));

describe('a file', () => {
  const logger = createLogger('silent');
  let slack: SlackStandIn;
  let messenger: Messenger;
  let folder: string;
  beforeAll(async () => {
    slack = await startSlack({ manifest: MANIFEST });
    messenger = messengerAt(slack.apiUrl);
    folder = await makeFolder();
  });
  afterAll(async () => {
    await slack.close();
    await rm(folder, { recursive: true });
  });

  function messengerAt(apiUrl: string): Messenger {
    const client = createWebClient(slack.botToken, apiUrl, logger);
    return createMessenger(client, createOneTryWebClient(slack.botToken, apiUrl, logger), apiUrl);
  }

  const home = () => slack.channels.pipelines.id;
  const shared = () =>
    slack.state(slack.people.oncall.id).messages.filter(({ files }) => files !== undefined);
  async function bytesOf(id: string): Promise<Buffer> {
    const response = await fetch(`${slack.url}/client/file/${id}?as=${slack.people.oncall.id}`);
    return Buffer.from(await response.arrayBuffer());
  }
  const contentOf = async (id: string) => (await bytesOf(id)).toString();
  async function stored(name: string, bytes: Buffer) {
    const path = join(folder, name);
    await writeFile(path, bytes);
    return { name, path, bytes: bytes.length };
  }

  it('is shared in the channel with the sentence above it', async () => {
    const file = { name: 'inputs.json', content: '["größer"]\n' };
    await messenger.upload({ channelId: home(), file, comment: 'All inputs.' });
    const message = shared().at(-1);
    expect(message).toMatchObject({ text: 'All inputs.', files: [{ name: 'inputs.json' }] });
    expect(message?.threadTs).toBeUndefined();
    expect(await contentOf(message?.files?.[0]?.id ?? '')).toBe('["größer"]\n');
  });

  it('is shared in the thread of a message', async () => {
    const { channelId, ts } = await messenger.post(home(), { text: 'A card', blocks: [] });
    await messenger.upload({ channelId, threadTs: ts, file: { name: 'orders.diff', content: '+a' } });
    expect(shared().at(-1)).toMatchObject({ threadTs: ts, files: [{ name: 'orders.diff' }] });
  });

  it('that is stored is shared as it is, to the byte', async () => {
    const file = await stored('samples.zip', randomBytes(300_000));
    const { channelId, ts } = await messenger.post(home(), { text: 'A card', blocks: [] });
    await messenger.upload({ channelId, threadTs: ts, file, comment: 'All of it.' });
    const message = shared().at(-1);
    expect(message).toMatchObject({
      threadTs: ts,
      text: 'All of it.',
      files: [{ name: 'samples.zip', size: 300_000 }],
    });
    const bytes = await bytesOf(message?.files?.[0]?.id ?? '');
    expect(bytes.equals(await readFile(file.path))).toBe(true);
  });

  it('that is stored is not sent where Slack’s answer should not say', async () => {
    const elsewhere = messengerAt(slack.apiUrl.replace('127.0.0.1', 'localhost'));
    const before = shared().length;
    await expect(
      elsewhere.upload({ channelId: home(), file: await stored('a.zip', Buffer.from('x')) }),
    ).rejects.toMatchObject({ fault: 'refused', slackError: 'foreign_upload_url' });
    expect(shared().length).toBe(before);
  });

  it('that is stored and gone by now is no fault of Slack’s', async () => {
    const gone = { name: 'a.zip', path: '/nowhere/a.zip', bytes: 3 };
    await expect(messenger.upload({ channelId: home(), file: gone })).rejects.toMatchObject({
      code: 'ENOENT',
    });
  });

  it('with nothing in it is refused before Slack hears of it', async () => {
    const before = slack.calls.length;
    await expect(
      messenger.upload({ channelId: home(), file: { name: 'x.txt', content: '' } }),
    ).rejects.toMatchObject({ fault: 'refused', slackError: 'empty_file' });
    await expect(
      messenger.upload({ channelId: home(), file: { name: 'x.zip', path: '/nowhere', bytes: 0 } }),
    ).rejects.toMatchObject({ fault: 'refused', slackError: 'empty_file' });
    expect(slack.calls.length).toBe(before);
  });

  it('cannot go where the bot is not', async () => {
    const upload = { channelId: slack.channels.random.id, file: { name: 'x.txt', content: 'x' } };
    await expect(messenger.upload(upload)).rejects.toMatchObject({ fault: 'not_in_channel' });
  });

  it('is sent once, even where the answer is lost', async () => {
    const before = shared().length;
    slack.faults.fail('files.completeUploadExternal', { loseAnswer: true });
    await expect(
      messenger.upload({ channelId: home(), file: { name: 'x.txt', content: 'x' } }),
    ).rejects.toMatchObject({ fault: 'unavailable', mayHaveArrived: true });
    expect(shared().length).toBe(before + 1);
  });

  it('is not sent elsewhere, with the token, should Slack’s answer say so', async () => {
    // The stand-in says its own address, which is not that under which this bot knows Slack.
    const elsewhere = messengerAt(slack.apiUrl.replace('127.0.0.1', 'localhost'));
    const before = shared().length;
    await expect(
      elsewhere.upload({ channelId: home(), file: { name: 'x.txt', content: 'x' } }),
    ).rejects.toMatchObject({ fault: 'unavailable' });
    expect(slack.calls.at(-1)).toMatchObject({
      method: 'files.getUploadURLExternal',
      response: { ok: true },
    });
    expect(shared().length).toBe(before);
  });

  it('is not sent on to where an answer points', async () => {
    const asked: string[] = [];
    const pointing = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(307, { location: `${slack.apiUrl}chat.postMessage` }).end();
    }).listen(0, '127.0.0.1');
    await once(pointing, 'listening');
    const before = slack.calls.length;
    const { port } = pointing.address() as AddressInfo;
    const misled = messengerAt(`http://127.0.0.1:${port}/api/`);
    await expect(misled.post(home(), { text: 'A card', blocks: [] })).rejects.toMatchObject({
      fault: 'unavailable',
    });
    pointing.close();
    expect(asked).toEqual(['/api/chat.postMessage']);
    expect(slack.calls.length).toBe(before);
  });
});
