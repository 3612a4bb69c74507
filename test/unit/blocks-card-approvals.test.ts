import { describe, expect, it } from '@jest/globals';
import { renderAlarm, renderAlarmToApprover } from '../../blocks/alarm.ts';
import { renderCard } from '../../blocks/card.ts';
import { renderReminder } from '../../blocks/reminder.ts';
import { renderOutcome } from '../../blocks/told.ts';
import { CHANGE_STATES, type Change } from '../../src/domain/change.ts';
import type { Who } from '../../src/domain/policy/policy.ts';
import type { Terms } from '../../src/domain/policy/terms.ts';
import { createPreviews } from '../../src/services/previews.ts';
import { aChange, aPause, termsOfApprovals } from '../support/a-change.ts';
import { actionsOf, expectSlackTakes, HOSTILE, textsOf } from '../support/slack-takes.ts';

const previews = createPreviews();
const preview = await previews.of(aChange());

const wordsOf = (change: Change) => textsOf(cardOf(change).blocks).join('\n');
const cardOf = (change: Change) => renderCard(change, preview, 'production');
const terms = (fields: Partial<Terms> = {}): Terms => ({ ...termsOfApprovals(1), ...fields });
const at = (minute: number) => new Date(Date.UTC(2019, 2, 14, 9, minute));
const approvalOf = (by: string, minute = 5) => ({ by, at: at(minute) });
const date = (minute: number) => `<!date^${at(minute).getTime() / 1000}^`;

describe('a card that waits says for whom', () => {
  it.each<[string, Partial<Terms>, string]>([
    ['any member', {}, 'Waits for an approval by any member but <@U0ONCALL>.'],
    ['two of them', { approvals: 2 }, 'Waits for 2 approvals by any member but <@U0ONCALL>.'],
    ['the asker too', { selfApprove: true }, 'Waits for an approval by any member.'],
    [
      'people and groups',
      { approvals: 2, approve: [['S0GROUP', 'U0ANN', 'U0BOB']] },
      'Waits for 2 approvals by <!subteam^S0GROUP>, <@U0ANN> or <@U0BOB>, but not <@U0ONCALL>.',
    ],
    [
      'people, of whom the asker is one',
      { approve: [['U0ONCALL', 'U0BOB']] },
      'Waits for an approval by <@U0BOB>.',
    ],
    [
      'those whom two rules name',
      { approve: ['members', ['U0ANN', 'S0ONE'], ['S0TWO', 'U0ANN']] },
      'by <@U0ANN> or <!subteam^S0ONE>, who must also be among <!subteam^S0TWO> or <@U0ANN>, but not <@U0ONCALL>.',
    ],
    ['nobody', { approve: [[]] }, 'Waits for an approval, and the policy names nobody who may give it.'],
    ['nobody but the asker', { approve: [['U0ONCALL']] }, 'the policy names nobody who may give it.'],
  ])('%s', (_, fields, sentence) => {
    const change = aChange({ terms: terms(fields) });
    expect(wordsOf(change)).toContain(sentence);
    expect(cardOf(change).text).toContain(sentence);
  });

  it('who has approved already, when, and how many are missing', () => {
    const change = aChange({
      terms: terms({ approvals: 3, approve: [['S0GROUP', 'U0ANN', 'U0BOB']] }),
      approvals: [approvalOf('U0ANN', 3), approvalOf('U0BOB', 4)],
    });
    const words = wordsOf(change);
    expect(words).toContain(`*2 of 3*: approved by <@U0ANN> ${date(3)}`);
    expect(words).toContain(`<@U0BOB> ${date(4)}`);
    expect(words).toMatch(
      /Waits for one more by <!subteam\^S0GROUP>, but not <@U0ONCALL>, <@U0ANN> or <@U0BOB>\. It lapses/,
    );
    const earlier = aChange({ terms: terms({ approvals: 3 }), approvals: [approvalOf('U0ANN')] });
    expect(wordsOf(earlier)).toContain('Waits for 2 more by any member but <@U0ONCALL> and <@U0ANN>.');
  });

  it('in a reminder, with those alone who can still approve it', () => {
    const waits = (approve: readonly Who[], fields: Partial<Terms> = {}) =>
      renderReminder(
        aChange({ terms: terms({ approvals: 2, approve, ...fields }), approvals: [approvalOf('U0ANN')] }),
        'production',
      ).text;
    expect(waits([['S0GROUP', 'U0ANN', 'U0BOB']])).toContain(
      '*1 of 2* approved it. Waits for one more by <!subteam^S0GROUP> or <@U0BOB>. It lapses',
    );
    expect(waits(['members'])).toContain('Waits for one more by any other member. It lapses');
    const first = aChange({ terms: terms({ selfApprove: true }) });
    expect(renderReminder(first, 'production').text).toContain('Waits for an approval by any member. It');
  });

  it('once it was applied alone, who had approved it before', () => {
    const alone = { aloneReason: 'stuck', approvedBy: 'U0BOB', state: 'applied' } as const;
    const words = (approvals: Change['approvals']) =>
      wordsOf(aChange({ ...alone, approvals, terms: terms({ approvals: 3 }) }));
    expect(words([approvalOf('U0ANN'), approvalOf('U0BOB')])).toContain(
      'Decided alone by <@U0BOB> after approval by <@U0ANN> and applied',
    );
    expect(words([approvalOf('U0BOB')])).toContain('Decided alone by <@U0BOB> and applied');
  });

  it('as far as there is room for names', () => {
    const ids = Array.from({ length: 3_000 }, (_, index) => `U0PERSON${index}`);
    const card = cardOf(aChange({ terms: terms({ approve: [ids] }) }));
    expectSlackTakes(card);
    expect(card.text).toContain('<@U0PERSON19> or 2,980 more.');
  });

  it('by which rule', () => {
    const change = aChange({ terms: terms({ rules: ['rule 2 “<prod>” (line 9)', 'rule 4 (line 20)'] }) });
    expect(wordsOf(change)).toContain(
      'for account `production`, under rule 2 “&lt;prod&gt;” (line 9) and rule 4 (line 20)',
    );
  });
});

describe('the buttons of a card', () => {
  const labels = (change: Change) => actionsOf(cardOf(change)).map(({ action_id }) => action_id);

  it('offer to apply alone only where somebody may', () => {
    expect(labels(aChange())).toEqual(['approve', 'reject', 'cancel', 'view_all']);
    const someone: Who[] = ['members', ['U0ANN']];
    const change = aChange({ terms: terms({ alone: someone }) });
    expect(labels(change)).toEqual(['approve', 'reject', 'cancel', 'apply_alone', 'view_all']);
    const buttons = cardOf(change).blocks.flatMap((block) =>
      block.type === 'actions' ? block.elements : [],
    );
    expect(buttons).toContainEqual(expect.objectContaining({ action_id: 'apply_alone', style: 'danger' }));
    expect(labels(aChange({ terms: terms({ alone: [['U0ANN'], []] }) }))).not.toContain('apply_alone');
  });

  it.each(CHANGE_STATES.filter((state) => state !== 'pending'))('decide nothing once it is %s', (state) => {
    const left = labels(aChange({ state, terms: terms({ alone: [['U0ANN']] }) }));
    expect(left.filter((id) => /approve|reject|cancel|alone/.test(id))).toEqual([]);
    expect(left).toContain('view_all');
  });
});

describe('a pause that needs an approval', () => {
  const asked = (fields: Partial<Change> = {}) =>
    aPause({ terms: terms({ approvals: 1 }), reason: 'maintenance', ...fields });
  const card = (change: Change) => renderCard(change, undefined, 'production');

  it('is a card like any other, with nothing to view', () => {
    expect(actionsOf(card(asked())).map(({ action_id }) => action_id)).toEqual([
      'approve',
      'reject',
      'cancel',
    ]);
    const words = textsOf(card(asked()).blocks).join('\n');
    expect(words).toContain('*Pause `orders_db`*');
    expect(words).toContain('Reason: maintenance');
    expect(words).toContain('Waits for an approval by any member but <@U0ONCALL>.');
  });

  it.each<[Partial<Change>, string]>([
    [{ action: 'pause', state: 'approved' }, 'Approved by <@U0ANN>. Pausing…'],
    [{ action: 'resume', state: 'applying' }, 'Approved by <@U0ANN>. Resuming…'],
    [{ action: 'pause', state: 'applied' }, 'Approved by <@U0ANN> and paused'],
    [{ action: 'resume', state: 'applied' }, 'Approved by <@U0ANN> and resumed'],
  ])('says what is done: %#', (fields, sentence) => {
    const change = asked({ ...fields, approvals: [approvalOf('U0ANN')], approvedBy: 'U0ANN' });
    expect(card(change).text).toContain(sentence);
    expect(
      actionsOf(card(change)).filter(({ action_id }) => /approve|reject|cancel/.test(action_id)),
    ).toEqual([]);
  });
});

describe('a card that was decided', () => {
  it('names everybody who approved it', () => {
    const approvals = [approvalOf('U0ANN'), approvalOf('U0BOB')];
    const change = aChange({ state: 'applied', approvals, approvedBy: 'U0BOB', closedAt: at(6) });
    expect(wordsOf(change)).toContain('Approved by <@U0ANN> and <@U0BOB> and applied');
    expect(renderOutcome(change, preview).text).toContain('was applied, approved by <@U0ANN> and <@U0BOB>:');
  });

  it('says that the policy asked for no approval', () => {
    const change = aChange({ state: 'applied', terms: terms({ approvals: 0 }), closedAt: at(6) });
    expect(wordsOf(change)).toContain('No approval needed and applied');
    expect(renderOutcome(change, preview).text).toContain('your change was applied: Set');
  });

  it('says who rejected it and why, in their words', () => {
    const change = aChange({ state: 'rejected', closedBy: 'U0ANN', closedAt: at(6), outcome: 'R&D <!here>' });
    expect(wordsOf(change)).toContain(`Rejected by <@U0ANN> ${date(6)}`);
    expect(wordsOf(change)).toContain('“R&amp;D &lt;!here&gt;”. Nothing was changed.');
    const told = renderOutcome(change, preview).text;
    expect(told).toMatch(/^<@U0ONCALL>, your change was rejected by <@U0ANN>: Set/);
    expect(told).toContain('Why: “R&amp;D &lt;!here&gt;”.');
  });

  it('says how many approvals it had when it lapsed', () => {
    const lapsed = { state: 'expired', closedAt: at(6), terms: terms({ approvals: 2 }) } as const;
    expect(wordsOf(aChange(lapsed))).toContain('without an approval. Nothing was changed.');
    const change = aChange({ ...lapsed, approvals: [approvalOf('U0ANN')] });
    expect(wordsOf(change)).toContain('with 1 of 2 approvals. Nothing was changed.');
    expect(renderOutcome(change, preview).text).toContain('lapsed with 1 of 2 approvals:');
  });
});

const alone = (fields: Partial<Change> = {}): Change =>
  aChange({
    state: 'applying',
    terms: terms({ approvals: 2, alone: [['U0ANN']] }),
    approvals: [approvalOf('U0ANN')],
    approvedBy: 'U0ANN',
    approvedAt: at(5),
    aloneReason: 'orders <stuck>',
    ...fields,
  });

describe('what one person applies alone', () => {
  it('stands out on its card, above everything, in whatever state', () => {
    for (const state of ['approved', 'applying', 'applied', 'stale', 'failed'] as const) {
      const card = cardOf(alone({ state }));
      expectSlackTakes(card);
      const first = textsOf(card.blocks)[0];
      expect(first).toMatch(
        /^:rotating_light: \*<@U0ANN> (applies|applied|tried to apply) this alone, without /,
      );
      expect(first).toContain('Why: “orders &lt;stuck&gt;”.');
      expect(card.text).toContain(first);
    }
    expect(wordsOf(alone({ state: 'applied' }))).toContain('Decided alone by <@U0ANN> and applied');
    expect(textsOf(cardOf(aChange({ state: 'applied' })).blocks).join()).not.toContain(':rotating_light:');
  });

  it.each<[Partial<Change>, string]>([
    [{}, 'without the 2 approvals that it needs'],
    [
      { approvals: [approvalOf('U0BOB'), approvalOf('U0ANN')] },
      'without one of the 2 approvals that it needs',
    ],
    [{ terms: terms({ alone: [['U0ANN']] }) }, 'without the approval that it needs'],
    // Whoever approved it first and then could not wait counts as nobody else.
    [{ approvals: [approvalOf('U0ANN'), approvalOf('U0ANN')] }, 'without the 2 approvals that it needs'],
  ])('says what it lacks: %#', (fields, sentence) => {
    expect(wordsOf(alone(fields))).toContain(sentence);
    expect(renderAlarm(alone(fields), 'production').text).toContain(sentence);
  });

  it('is told the asker with the reason', () => {
    const { text } = renderOutcome(alone({ state: 'applied', closedAt: at(6) }), preview);
    expect(text).toContain('was applied by <@U0ANN> alone, without the 2 approvals that it needs: Set');
    expect(text).toContain('Why alone: “orders &lt;stuck&gt;”.');
  });

  it('is told the channel, mentioning everybody who may approve it', () => {
    const named = alone({
      terms: terms({ approve: [['S0GROUP', 'U0BOB']] }),
      card: { channelId: 'C1', ts: '1.1', link: 'https://example.slack.com/archives/C1/p11' },
    });
    const alarm = renderAlarm(named, 'production');
    expectSlackTakes(alarm);
    expect(alarm.text).toContain('For you who may approve it: <!subteam^S0GROUP> and <@U0BOB>.');
    const words = textsOf(alarm.blocks).join('\n');
    expect(words).toContain('<!subteam^S0GROUP> and <@U0BOB>');
    expect(words).toContain('<https://example.slack.com/archives/C1/p11|its card>');
    expect(words).toContain('Set `batch_size` of `orders_db` from `5` to `7`');
    expect(words).toContain('Why: “orders &lt;stuck&gt;”.');
    expect(renderAlarm(alone(), 'production').text).toContain('For you who may approve it: <!channel>.');
  });

  it('is told an approver without mentioning anybody else', () => {
    const { text } = renderAlarmToApprover(alone({ terms: terms({ approve: [['S0GROUP', 'U0BOB']] }) }), 'p');
    expect(text).not.toMatch(/subteam|U0BOB|!channel/);
  });
});

describe('what people type', () => {
  it.each(HOSTILE)('breaks no card, no alarm and nobody’s ears: %j', (said) => {
    for (const state of ['rejected', 'applied', 'failed', 'pending'] as const) {
      const change = alone({
        state,
        terms: terms({ approvals: 2, rules: [said, said], approve: [[said, `S${said}`]], alone: [[said]] }),
        approvals: [approvalOf(said)],
        approvedBy: said,
        closedBy: said,
        aloneReason: state === 'rejected' || state === 'pending' ? undefined : said,
        // Of all others it is a sentence of ours.
        outcome: state === 'rejected' ? said : undefined,
      });
      const messages = [
        cardOf(change),
        renderOutcome(change, preview),
        renderAlarm(change, 'production'),
        renderAlarmToApprover(change, 'production'),
      ];
      for (const message of messages) {
        expectSlackTakes(message);
        expect(JSON.stringify(message)).not.toMatch(/<!(?!date\^)|<@U0OTHER>/);
      }
    }
  });
});
