import { startFaults } from './api/faults.ts';
import { startWebApi } from './api/web-api.ts';
import type { Stage } from './client/acting.ts';
import { act, suggest } from './client/actions.ts';
import { sendCommand, sendMessage } from './client/commands.ts';
import { startListeners } from './client/listeners.ts';
import { closeView, submit } from './client/modals.ts';
import { stateFor } from './client/state.ts';
import type { Context } from './context.ts';
import { startDeliveries } from './delivery/deliver.ts';
import { startResponseUrls } from './delivery/response-urls.ts';
import { startSocketMode } from './delivery/socket-mode.ts';
import { startEmulated } from './emulated.ts';
import { openShelf } from './files.ts';
import { openJournal } from './journal.ts';
import { listen } from './listen.ts';
import { readManifest } from './manifest.ts';
import { startMembership } from './membership.ts';
import { startMessages } from './messages.ts';
import { replayMessages } from './restart.ts';
import { type Parts, routing } from './routing.ts';
import type { SlackOptions, SlackStandIn } from './stand-in.ts';
import { startTimestamps } from './timestamps.ts';
import { startTriggers } from './triggers.ts';
import { startViews } from './views.ts';
import { channels, credentials, memberWith, people, startRoster, stranger, team } from './workspace.ts';

export type { SlackOptions, SlackStandIn } from './stand-in.ts';

/**
 * Starts a Slack workspace on loopback. Throws when the manifest is not one, when the port is taken, or when the
 * folder cannot be written.
 */
export async function startSlack(options: SlackOptions): Promise<SlackStandIn> {
  const manifest = readManifest(options.manifest);
  const { journal, kept } = options.folder === undefined ? nothingKept : openJournal(options.folder);
  let parts: Parts | undefined;
  const listening = await listen(
    routing(() => parts),
    options.port ?? 0,
    options.folder,
  );
  const url = `http://127.0.0.1:${listening.port}`;
  const joined = joinedAtStart(kept.joined);
  const emulated = await startEmulated(url, manifest, joined).catch(async (error: unknown) => {
    await listening.close();
    throw error;
  });
  const shelf = openShelf(options.folder);
  await replayMessages({ emulated, shelf }, kept.messages);

  const listeners = startListeners();
  const socket = startSocketMode(url);
  const context: Context = {
    url,
    manifest,
    emulated,
    shelf,
    socket,
    book: startMessages(kept.messages, journal, listeners.changed),
    views: startViews(listeners.changed),
    triggers: startTriggers(),
    roster: startRoster(),
    membership: startMembership(
      Object.values(channels)
        .filter(({ name }) => joined.includes(name))
        .map(({ id }) => id),
      (channel) => {
        journal?.joined(channel);
        listeners.changed();
      },
    ),
    nextTs: startTimestamps(kept.latest),
  };
  const deliveries = startDeliveries(socket, options.eventsUrl ?? (() => undefined));
  const stage: Stage = { context, deliveries, responseUrls: startResponseUrls(url) };
  const faults = startFaults();
  const webApi = startWebApi(context, faults);
  listening.server.on('upgrade', socket.upgrade);
  parts = { stage, webApi, faults, listeners, port: listening.port, page: options.page ?? (() => false) };

  return {
    url,
    apiUrl: `${url}/api/`,
    botToken: credentials.botToken,
    appToken: credentials.appToken,
    signingSecret: credentials.signingSecret,
    team,
    people,
    stranger,
    channels,
    roster: context.roster,
    command: (typed) => sendCommand(stage, typed),
    message: (typed) => sendMessage(stage, typed),
    action: (clicked) => act(stage, clicked),
    options: (asked) => suggest(stage, asked),
    submit: (submitted) => submit(stage, submitted),
    closeView: (closed) => closeView(stage, closed),
    async close() {
      listeners.close();
      await socket.close();
      await listening.close();
      await emulated.close();
    },
    state(as) {
      const person = memberWith(as);
      if (!person) throw new Error(`There is no person ${as} in the sandbox`);
      return stateFor(context, person);
    },
    calls: webApi.calls,
    answers: deliveries.answers,
    faults,
    redeliver: deliveries.redeliver,
    isSocketConnected: socket.isConnected,
    disconnectSocket: (reason = 'refresh_requested') => socket.disconnect(reason),
  };
}

const nothingKept = { journal: undefined, kept: { messages: [], latest: undefined, joined: [] } };

/** The names of the channels that the app is in: all but `random`, and that too once it was invited. */
const joinedAtStart = (invitedTo: readonly string[]): string[] =>
  Object.values(channels)
    .filter(({ id }) => id !== channels.random.id || invitedTo.includes(id))
    .map(({ name }) => name);
