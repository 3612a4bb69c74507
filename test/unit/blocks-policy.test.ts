import { describe, expect, it } from '@jest/globals';
import { renderExplained, renderPolicy } from '../../blocks/policy.ts';
import { refusalOfLength, refusalOfMessage } from '../../sandbox/slack/blocks/check.ts';
import { parsePolicy } from '../../src/policy-file.ts';
import { trialRights } from '../support/rights.ts';

const ids = (at: number) => Array.from({ length: 30 }, (_, no) => `U0NAMED${at}OF${no}`).join(', ');
const policy = parsePolicy(
  `rules:${Array.from(
    { length: 40 },
    (_, at) => `
  - name: secrets of the orders team, of whom there are many ${at}
    actions: [edit, create]
    fields: [secret_field_${at}]
    approvals: 2
    ask: [${ids(at)}]
    approve: [${ids(at)}]
    alone: [${ids(at)}]`,
  ).join('')}`,
);

describe('what the policy says, of very many rules and people', () => {
  it('fits in a message, for one thing', async () => {
    const question = { action: 'create' as const, inputName: 'x', fields: [[]], channelId: 'C1' };
    const explained = await trialRights(() => policy).explain(
      { userId: 'U0ME', standing: 'member' },
      question,
    );
    const asked = { action: 'create' as const, inputName: 'x', field: undefined, unread: undefined };
    const { text, blocks } = renderExplained(asked, explained, 86_400_000);
    expect([refusalOfMessage(blocks), refusalOfLength(blocks)]).toEqual([undefined, undefined]);
    expect(JSON.stringify(blocks).length).toBeLessThan(9_500);
    expect(text).toMatch(/and 38 more rules say who may\.$/);
  });

  it('fits in a message as a whole, with channels and a file that is not taken', () => {
    const channels = Array.from({ length: 300 }, (_, at) => `C0CHANNEL${at}`);
    const failed = { at: new Date(), why: Array.from({ length: 31 }, () => 'why '.repeat(40)).join('\n') };
    const { blocks } = renderPolicy({
      policy: { ...policy, channels },
      path: '/etc/policy.yaml',
      since: new Date(),
      failed,
    });
    expect([refusalOfMessage(blocks), refusalOfLength(blocks)]).toEqual([undefined, undefined]);
    expect(JSON.stringify(blocks).length).toBeLessThan(9_900);
  });
});
