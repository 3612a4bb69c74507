import type { ModalView, PlainTextElement } from '@slack/types';
import type { Modal } from '../src/domain/message.ts';
import { section, shortenUnits } from './elements.ts';
import { FORM } from './ids.ts';

/** What all modals have in common. What stands in a form is made in a file of its own. */

const TITLE_LIMIT = 24;

/**
 * The modal as Slack takes it.
 * @param metadata comes back with what is submitted or clicked in it; at most 3,000 characters
 */
export function renderView({ id, title, submit, blocks }: Modal, metadata: string): ModalView {
  return {
    type: 'modal',
    callback_id: id,
    title: plain(title),
    close: plain(submit ? 'Cancel' : 'Close'),
    ...(submit ? { submit: plain(submit) } : {}),
    private_metadata: metadata,
    blocks: [...blocks],
  };
}

/** Opens at once, since Slack gives three seconds: what stands in it may take longer to read. */
export function renderBeingMade(title: string): Modal {
  return renderReading(title, ':hourglass_flowing_sand: Being made…');
}

/** Takes the place of a form whose work takes longer than Slack waits. */
export function renderUnderWay(title: string): Modal {
  return renderReading(
    title,
    ':hourglass_flowing_sand: This takes longer than usual. How it ends is told here, or where you opened the form if you close this.',
  );
}

/** A page with nothing but a sentence. @param sentence in mrkdwn */
export function renderReading(title: string, sentence: string): Modal {
  return { id: FORM.none, title, blocks: [section(sentence)] };
}

function plain(text: string): PlainTextElement {
  return { type: 'plain_text', text: shortenUnits(text, TITLE_LIMIT), emoji: false };
}
