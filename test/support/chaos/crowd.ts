import { setTimeout as pause } from 'node:timers/promises';
import type { Message } from '../../../sandbox/slack/client-api.ts';
import { until } from '../words.ts';
import { type Actor, createActor } from '../world.ts';
import type { Asking, Choices, Verdict } from './choices.ts';
import type { Stage } from './stage.ts';

/** Three people who ask for changes and decide on each other's, and a guest who tries to. */
export interface Crowd {
  readonly people: readonly Actor[];
  /** Asks for something; whether anything came of it does not show here. */
  ask(by: Actor, what: Asking, input: string): Promise<void>;
  /** Decides on a change that waits, as one of them who has time for it. */
  decide(by: Actor, change: Waiting, verdict: Verdict): Promise<void>;
}

/** Of a change that waits for its approvals. */
export interface Waiting {
  readonly id: string;
  readonly requested_by: string;
  readonly card_ts: string | null;
}

/** How long a person looks at a form that does not come: what was to make it may have been killed. */
const PATIENCE_MS = 6_000;
const MOMENT_MS = 300;

export function gatherCrowd({ slack, pool }: Stage, choices: Choices): Crowd {
  const { oncall, approver, backup, guest } = slack.people;
  const people = [oncall, approver, backup].map(({ id }) => createActor(slack, id));
  const outsider = createActor(slack, guest.id);
  let asked = 0;

  /** What the bot does not answer, since it was just killed, people shrug at, and go on in a moment. */
  const shrug = (work: Promise<unknown>): Promise<void> =>
    work.then(
      () => undefined,
      () => pause(MOMENT_MS),
    );

  /** Presses a button on the card, or, where that is not there yet, on what stands for an old copy of it. */
  async function press(by: Actor, action: string, change: Waiting): Promise<void> {
    const card = by.sees().find(({ ts }) => ts === change.card_ts);
    const place = (card && buttonOf(card, action, change.id)) ?? (await leaveCopy(by, action, change.id));
    const { ok, error } = await slack.action({
      as: by.id,
      container: { type: 'message', channel: place.message.channel, ts: place.message.ts },
      blockId: place.blockId,
      actionId: place.actionId,
    });
    if (!ok) throw new Error(error);
  }

  async function leaveCopy(by: Actor, action: string, changeId: string): Promise<Place> {
    const element = {
      type: 'button',
      action_id: action,
      value: changeId,
      text: { type: 'plain_text', text: action },
    };
    const response = await fetch(`${slack.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${slack.botToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        channel: slack.channels.pipelines.id,
        text: 'An old copy of a card',
        blocks: [{ type: 'actions', elements: [element] }],
      }),
    });
    const { ts } = (await response.json()) as { ts: string };
    const place = by
      .sees()
      .filter((message) => message.ts === ts)
      .flatMap((message) => buttonOf(message, action, changeId) ?? [])[0];
    if (!place) throw new Error('Slack did not take the message');
    return place;
  }

  /** Fills in the form that comes of it, if one does. */
  async function fillIn(by: Actor, open: () => Promise<void>, values: Record<string, string>): Promise<void> {
    while (by.modal()) await by.closesModal().catch(() => undefined);
    await open();
    const [field] = Object.keys(values);
    await until(
      () => by.modal()?.blocks.some(({ block_id, type }) => type === 'input' && block_id === field),
      () => 'a form',
      PATIENCE_MS,
    );
    await by.submits(values);
    while (by.modal()) await by.closesModal().catch(() => undefined);
  }

  const types = (by: Actor, line: string) => by.types(`/alooma ${line}`);

  function askFor(by: Actor, what: Asking, input: string): Promise<void> {
    asked += 1;
    const mark = `m${asked}`;
    switch (what) {
      case 'edit':
        return types(by, `edit ${input} marker ${mark}`);
      case 'add_table':
        return types(by, `add-table ${input} ${mark}=updated_at`);
      case 'pause':
      case 'resume':
        return types(by, `${what} ${input} because ${mark}`);
      case 'delete':
        return fillIn(by, () => types(by, `delete ${input}`), { name: input });
      case 'create':
        return fillIn(by, () => types(by, 'create'), {
          ...{ name: `new_${mark}`, copy_from: input, server: 's', port: '1', database: 'd', user: 'u' },
          ...{ password: `secret-${mark}`, tables: 'only' },
        });
    }
  }

  async function decideOn(by: Actor, change: Waiting, verdict: Verdict): Promise<void> {
    const others = people.filter(({ id }) => id !== change.requested_by);
    const asker = people.find(({ id }) => id === change.requested_by);
    const first = others.includes(by) ? by : choices.one(others);
    const second = others.find((person) => person !== first);
    if (!asker || !first || !second) throw new Error('Nobody is there to decide');
    const approve = (who: Actor) => press(who, 'approve', change);
    const reject = () =>
      fillIn(first, () => press(first, 'reject', change), { reason: 'it can wait until tomorrow' });
    switch (verdict) {
      case 'approve':
        return approve(first);
      case 'approve_twice':
        return all(approve(first), approve(first));
      case 'redelivered':
        return all(approve(first), slack.redeliver());
      case 'two_at_once':
        return all(approve(first), approve(second));
      case 'by_the_asker':
        return approve(asker);
      case 'by_a_guest':
        return approve(outsider);
      case 'reject':
        return reject();
      case 'cancel':
        return press(asker, 'cancel', change);
      case 'approve_and_cancel':
        return all(approve(first), press(asker, 'cancel', change));
      case 'approve_and_reject':
        return all(approve(second), reject());
      case 'lapse':
        await pool.query(`update changes set expires_at = now() where id = $1 and state = 'pending'`, [
          change.id,
        ]);
        return approve(first);
    }
  }

  return {
    people,
    ask: (by, what, input) => shrug(askFor(by, what, input)),
    decide: (by, change, verdict) => shrug(decideOn(by, change, verdict)),
  };
}

interface Place {
  readonly message: Message;
  readonly blockId: string;
  readonly actionId: string;
}

function buttonOf(message: Message, action: string, value: string): Place | undefined {
  for (const block of message.blocks ?? []) {
    const elements = (block.type === 'actions' ? block.elements : []) as unknown as {
      action_id: string;
      value?: string;
    }[];
    const found = elements.find((element) => element.action_id === action && element.value === value);
    if (found) return { message, blockId: block.block_id ?? '', actionId: found.action_id };
  }
  return undefined;
}

/** Waits for all of them, also where one fails. */
async function all(...works: readonly Promise<unknown>[]): Promise<void> {
  await Promise.allSettled(works);
  await Promise.all(works);
}
