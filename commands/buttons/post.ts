import { ACTION } from '../../blocks/ids.ts';
import type { ButtonHandler } from '../router/define.ts';

/** Where the bot was not in the channel, the one who asked says where the card goes instead. */

export const postHere: ButtonHandler = {
  id: ACTION.postHere,
  action: 'read',
  run: async ({ value, origin }) => ({
    kind: 'card',
    changeId: value,
    where: origin.channelId,
    replacesClicked: true,
  }),
};

export const postToMe: ButtonHandler = {
  id: ACTION.postToMe,
  action: 'read',
  run: async ({ value, origin }) => ({
    kind: 'card',
    changeId: value,
    where: origin.userId,
    replacesClicked: true,
  }),
};
