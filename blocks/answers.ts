import type { Button } from '@slack/types';
import type { Message } from '../src/domain/message.ts';
import { code } from '../src/domain/mrkdwn.ts';
import { actions, button, context, section, VALUE_LIMIT } from './elements.ts';
import { ACTION } from './ids.ts';

/**
 * A sentence, with buttons that run the commands that were probably meant.
 * @param form the command line whose form is the way to do it
 */
export function renderSentence(sentence: string, commands: readonly string[] = [], form?: string): Message {
  const buttons = commands
    .filter((command) => command.length <= VALUE_LIMIT)
    .map((command, index) => button(`Run /alooma ${command}`, `${ACTION.run}:${index}`, command));
  const opening = form === undefined ? [] : [button('Open the form', ACTION.form, form, 'primary')];
  return withButtons(sentence, [...opening, ...buttons]);
}

/** A change stands in the way and its card is where nobody can see it: show it here, or be rid of it. */
export function renderUnseen(sentence: string, changeId: string): Message {
  return withButtons(sentence, [
    button('Post its card here', ACTION.postHere, changeId, 'primary'),
    button('Cancel that change', ACTION.cancel, changeId),
  ]);
}

/**
 * The bot cannot post where it was asked: how to let it in, and where else the card can go.
 * @param isDecidable does the change wait for an approval, so that it can still be cancelled?
 */
export function renderNotInChannel(changeId: string, isDecidable: boolean): Message {
  const meanwhile = isDecidable
    ? ''
    : ' What you asked for goes on all the same, and I tell you how it ends.';
  const alone = isDecidable ? ' There only you see it, so nobody can approve it.' : '';
  const sentence = `I am not in this channel, so I cannot post the card here.${meanwhile} Invite me with \`/invite @alooma\` and press *Post it here*, or take it in your direct messages with me.${alone}`;
  return withButtons(sentence, [
    button('Post it here', ACTION.postHere, changeId, 'primary'),
    button('Send it to me', ACTION.postToMe, changeId),
    ...(isDecidable ? [button('Cancel the change', ACTION.cancel, changeId)] : []),
  ]);
}

/** A file is only shared where the bot is: other answers need no membership. */
export function renderFileNotHere(fileName: string): Message {
  return renderSentence(
    `I am not in this channel, so I cannot share ${code(fileName)} here. Invite me with \`/invite @alooma\`, or ask in your direct messages with me.`,
  );
}

/** Where the answer is, for whoever looks for it in the channel. @param wasNeeded the bot could not post there */
export function renderSentDirectly(wasNeeded: boolean): Message {
  const why = wasNeeded
    ? 'I am not in this channel, so the answer is in your direct messages with me. To have it here, invite me with `/invite @alooma` and ask again.'
    : 'The answer is in your direct messages with me.';
  return renderSentence(why);
}

/** The message with a sentence beneath it. */
export function withNote({ text, blocks }: Message, sentence: string): Message {
  return { text: `${text} ${sentence}`, blocks: [...blocks, context(sentence)] };
}

function withButtons(sentence: string, buttons: readonly Button[]): Message {
  return {
    text: sentence,
    blocks: [section(sentence), ...(buttons.length > 0 ? [actions(...buttons)] : [])],
  };
}
