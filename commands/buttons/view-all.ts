import { z } from 'zod';
import { ACTION } from '../../blocks/ids.ts';
import { renderViewAll } from '../../blocks/view-all.ts';
import type { Modal } from '../../src/domain/message.ts';
import { KnownError } from '../../src/errors.ts';
import type { Answer, ButtonHandler, Services } from '../router/define.ts';

export const viewAll: ButtonHandler = {
  id: ACTION.viewAll,
  action: 'read',
  run: async ({ value, services }) => answer(value, 0, services),
};

/** Another page of the same change, which the modal remembers. */
export const viewPage: ButtonHandler = {
  id: ACTION.viewPage,
  action: 'read',
  value: z.string().regex(/^\d{1,6}$/),
  run: async ({ value, metadata = '', services }) => answer(metadata, Number(value), services),
};

function answer(changeId: string, page: number, services: Services): Answer {
  return { kind: 'modal', title: 'View all', build: () => build(changeId, page, services) };
}

async function build(changeId: string, page: number, { changes, previews }: Services): Promise<Modal> {
  const change = z.uuid().safeParse(changeId).success ? await changes.find(changeId) : undefined;
  const groups = change && (await previews.groups(change));
  if (!groups) {
    throw new KnownError(
      'change_not_found',
      'What this change does is no longer known here. Ask for it anew.',
    );
  }
  return renderViewAll(change, groups, page);
}
