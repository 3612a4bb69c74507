import type { Message } from '../src/domain/message.ts';
import type { Redacted } from '../src/domain/sample-redaction.ts';
import { section } from './elements.ts';
import { footnotes, maskedSentence, roomBeside, shownText } from './sample-text.ts';

/**
 * An event that was made from something else than the pipeline: a row, or what an API answered.
 * @param title what it is, in mrkdwn
 * @param notes what else is to be said of it, in mrkdwn
 */
export function renderMadeSample(
  title: string,
  { text, masked }: Redacted,
  notes: readonly string[],
): Message {
  const above = section(title);
  const said = [...notes, maskedSentence(masked)];
  const { block, left } = shownText({ text, indent: 0 }, roomBeside([above, ...footnotes(said)]));
  const rest = left === undefined ? undefined : `${left}: the file in the thread has everything.`;
  return { text: title, blocks: [above, block, ...footnotes([...said, rest])] };
}
