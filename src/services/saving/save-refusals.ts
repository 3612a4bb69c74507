import { isDirect } from '../../domain/change.ts';
import { ago, code, link, person } from '../../domain/mrkdwn.ts';
import { isEnded, type Save, type SaveOf } from '../../domain/save.ts';
import { counted, formatNumber } from '../../domain/stats.ts';
import { KnownError } from '../../errors.ts';

/** Why samples are not saved, or a save is not stopped, in sentences for whoever tried. */

/** @param other the save that runs; absent where it ended at that very moment @param userId of whoever asks */
export function savedAlready(of: SaveOf, other: Save | undefined, userId: string): KnownError {
  const what = of.type === 'all' ? 'The samples of all events' : `The samples of ${code(of.name)}`;
  if (!other) {
    return new KnownError('save_runs', `${what} were being saved by somebody else until now. Ask again.`);
  }
  const { requestedBy, requestedAt, progress, message } = other;
  const isOwn = requestedBy === userId;
  const how = progress
    ? `${formatNumber(progress.done)} of ${counted(progress.total, 'event')} are done`
    : 'it has just begun';
  const where = isOwn || !isDirect(message.channelId) ? seeing(message.link) : IN_DIRECT_MESSAGES;
  return new KnownError(
    'save_runs',
    `${what} are being saved already: ${isOwn ? 'you' : person(requestedBy)} asked for it ${ago(requestedAt)}, and ${how}.${where} Nothing more was begun.`,
  );
}

/** It cannot be opened there by anybody else, nor stopped. */
const IN_DIRECT_MESSAGES =
  ' How it goes on stands in their direct messages with me, where only they can stop it.';

function seeing(address: string | undefined): string {
  return address === undefined ? '' : ` ${link(address, 'See how it goes on')}.`;
}

/** Why a click on Stop has changed nothing. */
export function whyNotStopped(save: Save | undefined, userId: string): string {
  if (!save) return 'This save is no longer known here, so there is nothing to stop.';
  const { state, stoppedBy, closedAt } = save;
  const who = stoppedBy === userId ? 'You' : person(stoppedBy ?? '');
  if (stoppedBy !== undefined && (state === 'stopped' || !isEnded(save))) {
    return `${who} stopped it already.`;
  }
  const ended = state === 'failed' ? 'It has failed' : 'It has come to its end';
  return `${ended}${closedAt ? ` ${ago(closedAt)}` : ''}, so there is nothing to stop.`;
}
