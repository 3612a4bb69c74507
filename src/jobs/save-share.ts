import { isFileNameOf } from '../domain/sample-names.ts';
import type { Redacted } from '../domain/sample-redaction.ts';
import type { Packing, Save, Shared } from '../domain/save.ts';
import { KnownError } from '../errors.ts';
import { describeError, type Logger } from '../log.ts';
import type { Bundle, FileToShare, SampleFiles } from '../services/sample-sources.ts';
import { SlackFailure } from '../slack/failure.ts';
import type { Messenger } from '../slack/messenger.ts';

export interface ShareOptions {
  readonly files: SampleFiles;
  readonly messenger: Messenger;
  /** What is masked before anybody sees it. */
  readonly redact: (text: string) => Promise<Redacted>;
  readonly logger: Logger;
}

/** Of the keys under which something was masked, no more are kept. */
const MOST_MASKED = 100;
const MOST_LEFT_OUT = 5;

/** Slack may take the file later, and certainly has not taken it now. */
export class TryLater extends Error {}

/**
 * Puts what was saved into the thread of the save's message: the file of an input, or a zip of all files.
 * @param isLastAttempt is it not tried again when Slack does not take it?
 * @param options.signal gives it up for as long as the file is not on its way: it then rejects
 * @throws TryLater while it is tried again
 */
export async function shareSaved(
  { files, messenger, redact, logger }: ShareOptions,
  save: Save,
  saved: readonly FileToShare[],
  isLastAttempt: boolean,
  options: { readonly signal: AbortSignal; readonly onPacked: (packing: Packing) => void },
): Promise<Shared> {
  const { signal } = options;
  const chosen = filesToShare(save, saved);
  const fileName = nameOf(save, chosen);
  const masked = new Set<string>();
  const mask = async (text: string) => {
    const redacted = await redact(text);
    for (const key of redacted.masked) if (masked.size < MOST_MASKED) masked.add(key);
    return redacted.text;
  };
  const { channelId, ts: threadTs } = save.message;
  try {
    const bundle = await files.bundle(chosen, fileName, mask, options);
    const leftOut = bundle.leftOut.slice(0, MOST_LEFT_OUT);
    const leftOutMore = bundle.leftOut.length - leftOut.length;
    const upload = messenger.upload({ channelId, threadTs, file: bundle, signal });
    const how = await upload.then(() => 'attached' as const, uncertain).finally(() => remove(bundle));
    return { how, fileName: bundle.name, masked: [...masked].sort(), leftOut, leftOutMore };
  } catch (error) {
    if (signal.aborted) throw error;
    const how = howItFailed(error);
    logger.warn({ saveId: save.id, how, error: describeError(error) }, 'What was saved could not be shared');
    if (how === 'unavailable' && !isLastAttempt) throw new TryLater('Slack took no file', { cause: error });
    const why = error instanceof KnownError ? error.message : undefined;
    return { how, fileName, ...(why !== undefined && { why }), masked: [], leftOut: [] };
  }
}

/** One that stays is cleaned away later. */
const remove = (bundle: Bundle) => bundle.remove().catch(() => undefined);

/** What may be in the thread is not sent again. */
function uncertain(error: unknown): 'uncertain' {
  if (error instanceof SlackFailure && error.mayHaveArrived) return 'uncertain';
  throw error;
}

/** An input has one file with everything of it. Where that could not be written, there are those of its events. */
export function filesToShare({ of }: Save, saved: readonly FileToShare[]): readonly FileToShare[] {
  if (of.type === 'all') return saved;
  const whole = saved.filter(({ fileName }) => isFileNameOf('input', fileName));
  return whole.length > 0 ? whole : saved;
}

function nameOf({ requestedAt }: Save, chosen: readonly FileToShare[]): string {
  const [first, second] = chosen;
  if (first && !second) return first.fileName;
  const moment = requestedAt.toISOString().slice(0, 16).replace('T', '_').replace(':', '');
  return `samples_${moment}.zip`;
}

function howItFailed(error: unknown): 'refused' | 'unavailable' | 'broken' {
  if (!(error instanceof SlackFailure)) return 'broken';
  return error.fault === 'unavailable' ? 'unavailable' : 'refused';
}
