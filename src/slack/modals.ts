import type { ViewsOpenArguments, WebClient } from '@slack/web-api';
import { slackFailure } from './failure.ts';

type View = ViewsOpenArguments['view'];

/** A modal that somebody has open. */
export interface OpenModal {
  readonly id: string;
  /** Of what it showed: where it is given, the modal is changed only if it still shows that. */
  readonly hash?: string;
}

/** Windows in front of somebody. Every method throws a `SlackFailure`. */
export interface Modals {
  /**
   * @param triggerId of the command or click, good once and for three seconds
   * @throws SlackFailure `too_late` when those are over
   */
  open(triggerId: string, view: View): Promise<OpenModal>;
  /** @throws SlackFailure `gone` when it was closed, or shows something else by now */
  update(modal: OpenModal, view: View): Promise<void>;
}

/** @param caller repeats nothing: a trigger is good once, and a later page may have taken the place of an earlier */
export function createModals(caller: WebClient): Modals {
  return {
    async open(triggerId, view) {
      try {
        const opened = await caller.views.open({ trigger_id: triggerId, view });
        return { id: opened.view?.id ?? '' };
      } catch (error) {
        throw slackFailure(error);
      }
    },

    async update({ id, hash }, view) {
      try {
        await caller.views.update({ view_id: id, view, ...(hash ? { hash } : {}) });
      } catch (error) {
        throw slackFailure(error);
      }
    },
  };
}
