import { randomBytes } from 'node:crypto';
import { createEmulator } from 'emulate';
import { z } from 'zod';
import type { AppManifest } from './manifest.ts';
import { startTranslation, type Translation } from './translation.ts';
import { app, channels, credentials, everyone, type Member, team } from './workspace.ts';

/** The emulator's Slack service, seeded with the workspace, spoken to in the sandbox's own ids. */

const Answer = z.looseObject({ ok: z.boolean(), error: z.string().optional() });
export type Answer = z.infer<typeof Answer>;
export type Args = Record<string, unknown>;

export interface Emulated {
  translation: Translation;
  /** As the app, with no more than the manifest's scopes: a missing one is refused as Slack does. */
  asApp(method: string, args: Args): Promise<Answer>;
  /** As the app with every scope, for what Slack does for it by other ways (a `response_url`, the restart). */
  asService(method: string, args: Args): Promise<Answer>;
  asPerson(id: string, method: string, args: Args): Promise<Answer>;
  /** Any other path of it, for the bytes of files; the path is in the sandbox's ids. */
  bytes(path: string, init?: RequestInit): Promise<Response>;
  close(): Promise<void>;
}

const EVERY_SCOPE =
  'chat:write channels:read channels:history channels:join channels:manage groups:read groups:write groups:history im:read im:write im:history users:read users:read.email files:read files:write';

/**
 * The emulator lets a token make 5,000 calls an hour. Slack's limits are by method and channel, and a test run or a
 * benchmark makes more calls than that, so each of them takes turns with this many tokens.
 */
const TURNS = 40;

/**
 * The emulator has a port of its own and answers the pages of every site (CORS), so its tokens must not be guessed.
 * What the app and the page are told is checked by the layer before it.
 */
const SECRET = randomBytes(16).toString('hex');

const tokenOf = (holder: string, turn: number): string => `sandbox-${holder}-${turn % TURNS}-${SECRET}`;

/** @param joined the names of the channels that the app is a member of */
export async function startEmulated(
  layerUrl: string,
  manifest: AppManifest,
  joined: readonly string[],
): Promise<Emulated> {
  const botLogin = app.botUserId;
  const seedTokens = (holder: string, user: string, scopes: string[] | string) =>
    Array.from({ length: TURNS }, (_, turn) => ({
      token: tokenOf(holder, turn),
      user,
      scopes,
      app_id: app.id,
      bot_id: app.botId,
    }));
  const emulator = await createEmulator({
    service: 'slack',
    port: 0,
    seed: {
      slack: {
        team: { name: team.name, domain: team.domain },
        strict_scopes: true,
        signing_secret: credentials.signingSecret,
        users: everyone.map(({ name, realName }) => ({ name, real_name: realName })),
        channels: Object.values(channels).map(({ name, topic }) => ({ name, topic })),
        oauth_apps: [
          {
            app_id: app.id,
            client_id: 'sandbox-client',
            client_secret: 'sandbox-client-secret',
            name: manifest.appName,
            redirect_uris: [],
            scopes: manifest.scopes,
            bot_id: app.botId,
            bot_user_id: app.botUserId,
            bot_name: manifest.botName,
          },
        ],
        tokens: [
          ...seedTokens('app', botLogin, manifest.scopes),
          ...seedTokens('service', botLogin, EVERY_SCOPE),
          ...everyone.flatMap(({ name }) => seedTokens(name, name, EVERY_SCOPE)),
        ],
      },
    },
  });
  if (!/^http:\/\/localhost:\d+$/.test(emulator.url)) {
    await emulator.close();
    throw new Error('EMULATE_BASE_URL or PORTLESS_URL is set: unset it to run the sandbox');
  }
  const address = emulator.url.replace('localhost', '127.0.0.1');
  const translation = startTranslation();
  translation.pair(layerUrl, emulator.url);

  let turn = 0;
  const call = async (holder: string, method: string, args: Args): Promise<Answer> => {
    const response = await fetch(`${address}/api/${method}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${tokenOf(holder, turn++)}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(translation.toTheirs(args)),
    });
    if (response.status === 404) return { ok: false, error: 'unknown_method' };
    return translation.toOurs(Answer.parse(await response.json()));
  };
  const emulated: Emulated = {
    translation,
    asApp: (method, args) => call('app', method, args),
    asService: (method, args) => call('service', method, args),
    asPerson: (id, method, args) => call(nameOf(id), method, args),
    bytes: (path, init) =>
      fetch(`${address}${translation.toTheirs(path)}`, {
        ...init,
        headers: { ...init?.headers, authorization: `Bearer ${tokenOf('service', turn++)}` },
      }),
    close: () => emulator.close(),
  };
  await settle(emulated, joined);
  return emulated;
}

const nameOf = (id: string): string => everyone.find((person) => person.id === id)?.name ?? 'nobody';

const Users = z.object({
  members: z.array(z.object({ id: z.string(), name: z.string(), team_id: z.string() })),
});
const Channels = z.object({ channels: z.array(z.object({ id: z.string(), name: z.string() })) });
const Opened = z.object({ channel: z.object({ id: z.string() }) });

/** Pairs the random ids with the fixed ones, lets everybody into the channels, and opens the direct messages. */
async function settle(emulated: Emulated, joined: readonly string[]): Promise<void> {
  const { translation } = emulated;
  const { members } = Users.parse(await emulated.asService('users.list', { limit: 1000 }));
  for (const member of members) {
    const known = everyone.find((person) => person.name === member.name);
    if (known) translation.pair(known.id, member.id);
  }
  translation.pair(team.id, members[0]?.team_id ?? '');
  const listed = Channels.parse(await emulated.asService('conversations.list', { limit: 1000 }));
  for (const channel of Object.values(channels)) {
    const found = listed.channels.find((candidate) => candidate.name === channel.name);
    if (found) translation.pair(channel.id, found.id);
    await Promise.all(
      everyone.map((person) => emulated.asPerson(person.id, 'conversations.join', { channel: channel.id })),
    );
    if (joined.includes(channel.name))
      await emulated.asService('conversations.join', { channel: channel.id });
  }
  for (const person of everyone) await openDirect(emulated, person);
}

async function openDirect(emulated: Emulated, person: Member): Promise<void> {
  const { channel } = Opened.parse(await emulated.asService('conversations.open', { users: person.id }));
  emulated.translation.pair(person.directChannel, channel.id);
}
