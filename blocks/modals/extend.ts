import { z } from 'zod';
import type { Change } from '../../src/domain/change.ts';
import { parseJson } from '../../src/domain/json.ts';
import type { Modal } from '../../src/domain/message.ts';
import { code, slackDate } from '../../src/domain/mrkdwn.ts';
import type { Terms } from '../../src/domain/policy/terms.ts';
import { KnownError } from '../../src/errors.ts';
import { section } from '../elements.ts';
import { FORM } from '../ids.ts';
import { type Filled, textField, textIn } from './fields.ts';
import { reasonField, reasonIn } from './reason.ts';

export const TITLE = 'Extend a pause';
const SUBMIT = 'Extend';

/** Which pause, and until when it lasted as the form shows it, in milliseconds since 1970. */
const Memory = z.object({ changeId: z.uuid(), seen: z.number() });

/**
 * The ids of the fields are those by which `TimedPauses.extend` names what is wrong.
 * @param terms under which it is made longer by now
 */
export function build(
  { id, inputName }: Pick<Change, 'id' | 'inputName'>,
  until: Date,
  terms: Pick<Terms, 'reason'>,
): Modal {
  return {
    id: FORM.extendPause,
    title: TITLE,
    submit: SUBMIT,
    blocks: [
      section(`${code(inputName)} is paused until ${slackDate(until)}. Fill in one of the two.`),
      textField({
        id: 'for',
        label: 'For how much longer?',
        hint: 'For example 30m, 2h or 1 day, counted from then.',
        isOptional: true,
      }),
      textField({
        id: 'until',
        label: 'Or until when?',
        hint: 'In your time zone, for example 18:00, tomorrow 9:00 or 2026-11-23 09:00.',
        isOptional: true,
      }),
      reasonField(terms.reason ? 'always' : 'never'),
    ],
    metadata: JSON.stringify({ changeId: id, seen: until.getTime() } satisfies z.input<typeof Memory>),
  };
}

export function parse(filled: Filled): {
  duration: string | undefined;
  time: string | undefined;
  reason: string | undefined;
} {
  return { duration: textIn(filled, 'for'), time: textIn(filled, 'until'), reason: reasonIn(filled) };
}

/** @throws KnownError `not_available` where the form is from another version of the bot */
export function remembered(metadata: string): { changeId: string; seen: Date } {
  const { data } = Memory.safeParse(parseJson(metadata));
  if (data) return { changeId: data.changeId, seen: new Date(data.seen) };
  throw new KnownError(
    'not_available',
    'This form is from another version of me, and nothing was done. Close it and open it again.',
  );
}
