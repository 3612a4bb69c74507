import type { OpenModal } from '../../src/slack/modals.ts';
import type { Origin } from './define.ts';

/** Something that a person did at Slack, and what it may be answered with. */
export interface Delivery {
  /** Where it was done; in a modal, where the modal was asked for. */
  readonly origin: Origin;
  /** Opens one modal within three seconds. Each delivery has its own, so it also tells deliveries apart. */
  readonly triggerId: string;
  /** The modal in which it was done. */
  readonly view?: ClickedView;
}

export interface ClickedView extends OpenModal {
  readonly title: string;
  /** What its own handler had it remember. */
  readonly metadata: string;
}
