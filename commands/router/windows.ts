import { renderBeingMade, renderReading, renderView } from '../../blocks/modal.ts';
import type { Message, Modal } from '../../src/domain/message.ts';
import { SlackFailure } from '../../src/slack/failure.ts';
import type { Modals, OpenModal } from '../../src/slack/modals.ts';
import type { Explain } from './boundary.ts';
import type { ModalAnswer, Origin } from './define.ts';
import type { ClickedView, Delivery } from './delivery.ts';
import { hasWayOut } from './form-errors.ts';
import { writeMetadata } from './metadata.ts';
import type { Say } from './say.ts';

/** Answers that are shown in a modal. */
export interface Windows {
  /** Opens the modal; where the delivery was in one, that one shows it. */
  show(answer: ModalAnswer, delivery: Delivery): Promise<void>;
  /** @returns false when it was closed, or shows something else by now */
  turn(open: OpenModal, modal: Modal, origin: Origin): Promise<boolean>;
  /** Says something in the modal in which somebody clicked. Where that has been closed, nobody waits for it. */
  tell(view: ClickedView, message: Message, origin: Origin): Promise<void>;
}

export interface WindowOptions {
  readonly modals: Modals;
  readonly explain: Explain;
  readonly say: Say;
  /** Told of each modal before it is shown. */
  readonly onShow: (modal: Modal) => void;
}

export function createWindows({ modals, explain, say, onShow }: WindowOptions): Windows {
  async function turn(open: OpenModal, modal: Modal, origin: Origin): Promise<boolean> {
    try {
      await modals.update(open, renderView(modal, writeMetadata(origin, modal.metadata)));
      return true;
    } catch (error) {
      if (error instanceof SlackFailure && error.fault === 'gone') return false;
      throw error;
    }
  }

  async function fill({ title, build }: ModalAnswer, open: OpenModal, origin: Origin): Promise<void> {
    try {
      const modal = await build();
      onShow(modal);
      await turn(open, modal, origin);
    } catch (error) {
      const message = explain(error, origin);
      await turn(open, renderReading(title, message.text), origin);
      if (hasWayOut(error)) await say(origin, message);
    }
  }

  return {
    turn,

    async show(answer, { origin, triggerId, view }) {
      if (view) return fill(answer, view, origin);
      const beingMade = renderView(renderBeingMade(answer.title), writeMetadata(origin));
      await fill(answer, await modals.open(triggerId, beingMade), origin);
    },

    async tell(view, { text }, origin) {
      await turn(view, renderReading(view.title, text), origin);
    },
  };
}
