import type { Message } from '../../sandbox/slack/client-api.ts';
import { addInput, type ChangeRow } from './changes.ts';
import { type Actor, until, type World, wordsOf } from './world.ts';

/** Typing and clicking, with the one message that comes of it; and looking at what it has changed. */

/** Types a line and waits for the new message that this person then sees. */
export async function answerTo(actor: Actor, line: string, channel?: string): Promise<Message> {
  return newMessage(actor, channel, () => actor.types(line, channel), line);
}

/** Presses a button and waits for the new message that this person then sees. */
export async function answerToClick(
  actor: Actor,
  label: string,
  message?: Message,
  channel?: string,
): Promise<Message> {
  return newMessage(actor, channel, () => actor.clicks(label, message), `a click on ${label}`);
}

/** What somebody is told who has waited for five seconds: the answer follows, on a machine that is held up as well. */
const IT_TAKES_LONG = 'This takes longer than usual';

/** Threads are left out: what is said there comes by itself, some time after. */
async function newMessage(
  actor: Actor,
  channel: string | undefined,
  act: () => Promise<void>,
  what: string,
): Promise<Message> {
  const before = new Set(actor.sees(channel).map(({ ts }) => ts));
  const isAnswer = ({ ts, threadTs, text }: Message) =>
    threadTs === undefined && !before.has(ts) && !text.includes(IT_TAKES_LONG);
  await act();
  return until(
    () => actor.sees(channel).find(isAnswer),
    () => `an answer to ${what}`,
  );
}

/** The writes that Alooma got. */
export function writesTo({ alooma }: World): string[] {
  return alooma.requests
    .filter(({ method }) => method !== 'GET')
    .map(({ method, path }) => `${method} ${path}`);
}

/** The changes of the input with this name, the oldest first. */
export async function changesOf({ pool }: World, inputName: string): Promise<ChangeRow[]> {
  const { rows } = await pool.query<ChangeRow>(
    'select * from changes where input_name = $1 order by requested_at',
    [inputName],
  );
  return rows;
}

/** What a card says that waits for its approvals. */
export const WAITS = /Waits for (an approval|\d+ approvals)/;

/** Asks for an edit and waits for its card. */
export async function editCard(actor: Actor, line: string, channel?: string): Promise<Message> {
  const card = await answerTo(actor, line, channel);
  if (!WAITS.test(wordsOf(card))) throw new Error(`No card: ${wordsOf(card)}`);
  return card;
}

/** Asks for an edit of an input of its own, and waits for its card, whatever that has to wait for. */
export function editOfNew(world: World, name: string): Promise<Message> {
  addInput(world, name);
  return editCard(world.oncall, `/alooma edit ${name} batch_size 2`);
}

/** Lets a change lapse now. Nobody is told yet: its own job runs at the time that it had before. */
export async function letLapse({ pool }: World, changeId: string): Promise<void> {
  await pool.query(`update changes set expires_at = now() - interval '1 minute' where id = $1`, [changeId]);
}

/** A message of the bot with one button, as an old version of it, or an old copy of a card, may have left behind. */
export async function leftBehind(world: World, actionId: string, value: string): Promise<Message> {
  const { slack, oncall } = world;
  const element = {
    type: 'button',
    action_id: actionId,
    value,
    text: { type: 'plain_text', text: 'Press me' },
  };
  const response = await fetch(`${slack.apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: { authorization: `Bearer ${slack.botToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      channel: slack.channels.pipelines.id,
      text: 'An old message',
      blocks: [{ type: 'actions', elements: [element] }],
    }),
  });
  const { ts } = (await response.json()) as { ts: string };
  const message = oncall.sees().find((candidate) => candidate.ts === ts);
  if (!message) throw new Error('Slack did not take the message');
  return message;
}
