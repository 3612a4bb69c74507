import { quote } from '../src/domain/command-words.ts';
import type { Message } from '../src/domain/message.ts';
import { code } from '../src/domain/mrkdwn.ts';
import { counted } from '../src/domain/stats.ts';
import { section } from './elements.ts';
import { footnotes, maskedInShared } from './sample-text.ts';

export interface SavedEvent {
  readonly name: string;
  /** Of the file that is kept, without folders. */
  readonly fileName: string;
  readonly count: number;
  /** Are files masked already when they are saved? */
  readonly savedIsMasked: boolean;
}

/**
 * @param masked the keys whose values are masked in what is shared
 * @param unshared why nothing is
 */
export function renderSavedEvent(
  { name, fileName, count, savedIsMasked }: SavedEvent,
  masked: readonly string[],
  unshared?: string,
): Message {
  const text =
    count === 0
      ? `${code(name)} has no samples. An empty list is saved as ${code(fileName)}.`
      : `:white_check_mark: Saved ${counted(count, 'sample')} of ${code(name)} as ${code(fileName)}.`;
  const read = `It is in the folder that \`SAMPLES_DIR\` names on the server. Read it with ${code(`/alooma samples saved event ${quote(name)}`)}.`;
  const said = count > 0 ? (unshared ?? maskedInShared(masked, savedIsMasked)) : undefined;
  return { text, blocks: [section(text), ...footnotes([read, said])] };
}
