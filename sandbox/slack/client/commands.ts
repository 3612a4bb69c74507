import { post } from '../api/chat.ts';
import type { ClientCommand, ClientMessage } from '../client-api.ts';
import { type ResponseTarget, respond } from '../delivery/respond.ts';
import { done, failed, NOT_THERE, personIn, type Result, type Stage } from './acting.ts';
import { composed, splitCommand } from './composer.ts';
import { slashCommand } from './payloads.ts';

/** What a person types: slash commands and plain messages. */

export const INVITE = {
  command: '/invite',
  description: 'Add the app to this channel',
  usageHint: '@app',
};

/** A whole line from the composer, for example `/alooma pause orders_db`. */
export async function sendCommand(stage: Stage, typed: ClientCommand): Promise<Result> {
  const { context } = stage;
  const person = personIn(typed);
  if (!person) return failed(NOT_THERE);
  const line = splitCommand(typed.text);
  if (!line) return failed('A slash command begins with a slash.');
  if (line.command === INVITE.command) return invite(stage, typed.channel, line.text);
  if (!context.manifest.commands.some(({ command }) => command === line.command)) {
    return failed(`${line.command} is not a valid command.`);
  }
  const target: ResponseTarget = { channel: typed.channel, user: person.id };
  const payload = slashCommand({
    person,
    channel: typed.channel,
    command: line.command,
    text: composed(line.text),
    responseUrl: stage.responseUrls.issue('commands', target),
    triggerId: context.triggers.issue({ user: person.id, viewId: undefined }),
  });
  const outcome = await stage.deliveries.deliver({ type: 'slash_commands', payload });
  if (!outcome.ok) return failed(`${line.command} failed with the error ${outcome.error}`);
  if (outcome.body === undefined) return done;
  const error = await respond(context, target, outcome.body);
  return error === undefined ? done : failed(`${line.command} failed with the error ${error}`);
}

async function invite({ context }: Stage, channel: string, whom: string): Promise<Result> {
  const { appName, botName } = context.manifest;
  const name = whom.trim().replace(/^@/, '').toLowerCase();
  if (![appName, botName].some((own) => own.toLowerCase() === name)) {
    return failed(`In this sandbox, only the app can be invited: /invite @${botName}`);
  }
  const answer = await context.emulated.asService('conversations.join', { channel });
  if (!answer.ok) return failed(`/invite failed with the error ${answer.error}`);
  context.membership.join(channel);
  return done;
}

export async function sendMessage(stage: Stage, typed: ClientMessage): Promise<Result> {
  const person = personIn(typed);
  if (!person) return failed(NOT_THERE);
  if (typed.text.trim() === '') return failed('There is nothing to send.');
  const asPerson = (method: string, args: Record<string, unknown>) =>
    stage.context.emulated.asPerson(person.id, method, args);
  const answer = await post(stage.context, asPerson, {
    channel: typed.channel,
    text: composed(typed.text),
    ...(typed.threadTs === undefined ? {} : { thread_ts: typed.threadTs }),
  });
  return answer.ok ? done : failed(`The message was not sent: ${answer.error}`);
}
