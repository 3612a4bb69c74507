import { renderMadeSample } from '../../blocks/made-sample.ts';
import { redactSampleSteps } from '../../src/domain/sample-redaction.ts';
import { KnownError } from '../../src/errors.ts';
import { inSlices } from '../../src/services/in-slices.ts';
import type { MadeSample } from '../../src/services/samples.ts';
import type { PostAnswer, Services } from '../router/define.ts';

/** Where samples go: to the channel in which they were asked for, or to the asker's direct messages. */
export type Where = PostAnswer['to'];

export interface MadeOptions {
  /** What the sample is, in mrkdwn: the first line of the message. */
  readonly title: string;
  /** What it is called in the thread: `sample_orders.json`. */
  readonly fileName: string;
  readonly to: Where;
  readonly services: Pick<Services, 'redaction'>;
}

/** A sample with what is to be masked of it masked, in a message and, as a whole, in a file in its thread. */
export async function giveMade(
  { text, notes }: MadeSample,
  { title, fileName, to, services }: MadeOptions,
): Promise<PostAnswer> {
  const redacted = await inSlices(redactSampleSteps(text, services.redaction));
  return {
    kind: 'post',
    to,
    message: renderMadeSample(title, redacted, notes),
    file: { name: fileName, content: redacted.text },
  };
}

/** @throws KnownError `bad_arguments` for both flags */
export function whereTo(
  flags: { readonly private?: boolean | undefined; readonly public?: boolean | undefined },
  { samplesArePrivate }: Pick<Services, 'samplesArePrivate'>,
): Where {
  if (flags.private && flags.public) {
    throw new KnownError(
      'bad_arguments',
      'With `--private` the samples go to your direct messages, with `--public` to this channel: leave one of the two out.',
    );
  }
  const isPrivate = flags.private === true || (samplesArePrivate && flags.public !== true);
  return isPrivate ? 'direct' : 'channel';
}
