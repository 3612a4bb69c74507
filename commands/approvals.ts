import { z } from 'zod';
import { renderApprovals } from '../blocks/approvals.ts';
import { defineCommand } from './router/define.ts';

export const approvals = defineCommand({
  verb: 'approvals',
  also: ['approval', 'pending', 'waiting', 'todo'],
  usage: 'approvals',
  summary:
    'Show what waits for your approval, and what you asked for that still waits, with links to the cards',
  details:
    'Only you see the answer. What you may approve is what the policy says now, with the user groups that you are in at Slack; what you have approved already is left out. What lapses first comes first.',
  args: z.object({}),
  action: 'read',
  run: async ({ actor, origin, services: { pending } }) => ({
    kind: 'message',
    to: 'asker',
    message: renderApprovals(await pending.of(actor, origin.teamId)),
  }),
});
