import { type Choice, NO_ANSWER } from '../../blocks/options.ts';
import type { Modal } from '../../src/domain/message.ts';
import { describeError, type Logger } from '../../src/log.ts';
import { inTime } from '../../src/patience.ts';
import type { PickerHandler, Services } from './define.ts';

/** Fields that search as one types. */
export interface Suggestions {
  /** @returns that there is no answer where it takes too long: the next letter asks again */
  choices(id: string, search: string, metadata: string): Promise<readonly Choice[]>;
  /** Has what the fields of a modal search in fetched before somebody types. */
  warm(modal: Modal): void;
}

/** Slack waits three seconds, and whoever types does not. */
const WITHIN_MS = 1_000;

export function createSuggestions(
  pickers: readonly PickerHandler[],
  services: Services,
  logger: Logger,
): Suggestions {
  const byId = new Map(pickers.map((picker) => [picker.id, picker]));

  async function ask(id: string, search: string, metadata: string): Promise<readonly Choice[]> {
    try {
      return (await byId.get(id)?.choices({ search, metadata, services })) ?? [];
    } catch (error) {
      logger.warn({ error: describeError(error), picker: id }, 'A field has nothing to offer');
      return [NO_ANSWER];
    }
  }

  return {
    async choices(id, search, metadata) {
      return (await inTime(ask(id, search, metadata), WITHIN_MS)) ?? [NO_ANSWER];
    },

    warm({ blocks, metadata = '' }) {
      const ids = blocks.flatMap((block) =>
        block.type === 'input' && 'action_id' in block.element ? (block.element.action_id ?? []) : [],
      );
      for (const id of new Set(ids)) if (byId.has(id)) void ask(id, '', metadata);
    },
  };
}
