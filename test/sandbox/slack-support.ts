import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt';
import type { ClientState, Message } from '../../sandbox/slack/client-api.ts';
import { type SlackOptions, type SlackStandIn, startSlack } from '../../sandbox/slack/start.ts';

/** A tiny real app on the local Slack, over either transport. */

export interface Desk {
  slack: SlackStandIn;
  app: App;
  stop(): Promise<void>;
}

export const SCOPES = ['commands', 'chat:write', 'users:read', 'im:write', 'files:write', 'usergroups:read'];

export function writeManifest(folder: string, scopes: string[] = SCOPES, hasMessagesTab = true): string {
  const path = join(folder, 'manifest.yml');
  const manifest = {
    display_information: { name: 'Alooma' },
    features: {
      app_home: { messages_tab_enabled: hasMessagesTab },
      bot_user: { display_name: 'alooma' },
      slash_commands: [{ command: '/alooma', description: 'Ask', usage_hint: 'help', should_escape: false }],
    },
    oauth_config: { scopes: { bot: scopes } },
  };
  // JSON is YAML too.
  writeFileSync(path, JSON.stringify(manifest));
  return path;
}

export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'slack-stand-in-'));

export interface DeskOptions {
  setUp?: (app: App) => void;
  folder?: string;
  scopes?: string[];
  hasMessagesTab?: boolean;
  socketMode?: boolean;
  slack?: Partial<SlackOptions>;
}

/** Starts the local Slack, then the app on it; `stop` ends both and removes the folder that was made here. */
export async function startDesk(options: DeskOptions = {}): Promise<Desk> {
  const own = newFolder();
  let eventsUrl: string | undefined;
  const slack = await startSlack({
    manifest: writeManifest(own, options.scopes, options.hasMessagesTab),
    eventsUrl: () => eventsUrl,
    ...(options.folder === undefined ? {} : { folder: options.folder }),
    ...options.slack,
  });
  const clientOptions = { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } };
  const quiet = { logLevel: LogLevel.ERROR };
  const http = new HTTPReceiver({ signingSecret: slack.signingSecret, ...quiet });
  const receiver = options.socketMode
    ? new SocketModeReceiver({
        appToken: slack.appToken,
        ...quiet,
        installerOptions: { clientOptions },
      })
    : http;
  const app = new App({
    token: slack.botToken,
    receiver,
    clientOptions,
    convoStore: false,
    deferInitialization: true,
    ...quiet,
  });
  await app.init();
  options.setUp?.(app);
  if (options.socketMode) await app.start();
  else {
    const server = await app.start({ port: 0, host: '127.0.0.1' });
    const { port } = (server as unknown as { address(): AddressInfo }).address();
    eventsUrl = `http://127.0.0.1:${port}/slack/events`;
  }
  return {
    slack,
    app,
    async stop() {
      // A test may have stopped it already.
      await app.stop().catch(() => {});
      await slack.close();
      rmSync(own, { recursive: true, force: true });
    },
  };
}

/** The last message that this person sees; throws when there is none. */
export function lastMessage(slack: SlackStandIn, as: string): Message {
  const message = slack.state(as).messages.at(-1);
  if (!message) throw new Error('no message');
  return message;
}

/** Waits until what the person sees is as wanted; the state is told over the page's own event stream. */
export async function untilState(
  slack: SlackStandIn,
  as: string,
  wanted: (state: ClientState) => boolean,
): Promise<ClientState> {
  const stream = await fetch(`${slack.url}/client/events?as=${as}`);
  const reader = stream.body?.getReader();
  try {
    for (;;) {
      const state = slack.state(as);
      if (wanted(state)) return state;
      const read = await reader?.read();
      if (!read || read.done) throw new Error('the stream ended before the state was as wanted');
    }
  } finally {
    await reader?.cancel();
  }
}
