import type { Button, KnownBlock } from '@slack/types';
import { quoteBehindVerb } from '../src/domain/command-words.ts';
import { type HistoryPage, type Place, placeText } from '../src/domain/history.ts';
import type { Message } from '../src/domain/message.ts';
import { bold, code, oneLine } from '../src/domain/mrkdwn.ts';
import { actions, button, context, section, VALUE_LIMIT } from './elements.ts';
import { entryOf } from './history-entry.ts';
import { ACTION } from './ids.ts';

const LONGEST_LINE = 150;

/**
 * A page of what was asked for, the newest first.
 * @param inputName of all inputs when absent
 * @param reader who asked for it, and who alone sees it
 */
export function renderHistory(page: HistoryPage, inputName: string | undefined, reader?: string): Message {
  const what = inputName === undefined ? 'History of all inputs' : `History of ${code(inputName)}`;
  if (page.changes.length === 0) {
    const none = inputName === undefined ? 'No change is' : `No change of ${code(inputName)} is`;
    const text = `${none} kept here: none was asked for, or its time is over.`;
    return { text, blocks: [section(text)] };
  }
  return {
    text: `${what}, the newest first.`,
    blocks: [
      section(`${bold(what)}, the newest first`),
      ...page.changes.map((change) => section(entryOf(change, reader))),
      ...turning(page, inputName),
    ],
  };
}

function turning({ changes, hasNewer, hasOlder }: HistoryPage, inputName: string | undefined): KnownBlock[] {
  const [first, last] = [changes[0], changes.at(-1)];
  const line = inputName === undefined ? 'history' : `history ${quoteBehindVerb(inputName)}`;
  const turns = [
    ...(hasNewer && first ? [turn('Newer', 0, `${line} --after`, first.place)] : []),
    ...(hasOlder && last ? [turn('Older', 1, `${line} --before`, last.place)] : []),
  ].filter(({ value = '' }) => value.length <= VALUE_LIMIT);
  return [
    ...(turns.length > 0 ? [actions(...turns)] : []),
    context(`All of it as a file: ${code(`/alooma ${typeable(changes, inputName)} --json`, 200)}`),
  ];
}

/** The line to be typed: a name that code shows otherwise than it is has to be its input's id. */
function typeable(changes: HistoryPage['changes'], inputName: string | undefined): string {
  if (inputName === undefined) return 'history';
  const line = `history ${quoteBehindVerb(inputName)}`;
  const id = changes.find(({ inputId }) => inputId !== '')?.inputId;
  const isShownAsItIs = oneLine(line) === line && !line.includes('`') && line.length <= LONGEST_LINE;
  return isShownAsItIs || id === undefined ? line : `history ${quoteBehindVerb(id)}`;
}

function turn(label: string, at: number, line: string, place: Place): Button {
  return button(label, `${ACTION.page}:${at}`, `${line} ${placeText(place)}`);
}
