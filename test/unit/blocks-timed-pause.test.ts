import { describe, expect, it } from '@jest/globals';
import { renderCard } from '../../blocks/card.ts';
import { build, parse, remembered } from '../../blocks/modals/extend.ts';
import { timerBlocks, timerButtons } from '../../blocks/timed-pause.ts';
import { type Change, TIMER_ENDS, type Timer } from '../../src/domain/change.ts';
import { aPause, termsOfApprovals } from '../support/a-change.ts';
import { actionsOf, expectSlackTakes, HOSTILE, textsOf } from '../support/slack-takes.ts';

const NOW = new Date('2026-11-22T09:00:00Z');
const inMs = (milliseconds: number) => new Date(NOW.getTime() + milliseconds);
const HOUR = 3_600_000;

function timed(timer: Partial<Timer>, fields: Partial<Change> = {}): Change {
  const none = {
    for: 2 * HOUR,
    until: inMs(HOUR),
    ended: undefined,
    endedAt: undefined,
    endedBy: undefined,
    extendedBy: undefined,
    extendedReason: undefined,
  };
  return aPause({ state: 'applied', closedAt: inMs(-HOUR), timer: { ...none, ...timer }, ...fields });
}

const said = (change: Change) => textsOf(timerBlocks(change, NOW)).join('\n');
const buttonsOf = (change: Change) => timerButtons(change, NOW).map(({ text }) => text.text);

describe('a timed pause on its card', () => {
  it('counts down to when it is resumed, with two buttons', () => {
    expect(said(timed({}))).toContain('*1 h left*: it is resumed by itself <!date^');
    expect(said(timed({ extendedBy: 'U0BOB' }))).toContain('<@U0BOB> has made it longer.');
    expect(said(timed({ extendedBy: 'U0BOB', extendedReason: 'it is late' }))).toContain(
      '<@U0BOB> has made it longer: “it is late”.',
    );
    expect(buttonsOf(timed({}))).toEqual(['Extend', 'Resume now']);
  });

  it('says that its time is over until it is resumed, without buttons', () => {
    expect(said(timed({ until: inMs(-1) }))).toContain('Resuming it…');
    expect(buttonsOf(timed({ until: inMs(-1) }))).toEqual([]);
  });

  it.each<[Partial<Timer>, string]>([
    [{ ended: 'resumed' }, 'it was resumed by itself <!date^'],
    [{ ended: 'resumed', endedBy: 'U0BOB' }, '<@U0BOB> resumed it <!date^'],
    [{ ended: 'replaced', endedBy: 'U0BOB' }, '<@U0BOB> paused it anew <!date^'],
    [{ ended: 'elsewhere' }, 'Somebody resumed it elsewhere'],
    [{ ended: 'gone' }, 'no longer exists'],
    [{ ended: 'failed' }, 'resuming it failed'],
  ])('says how it ended: %j', (timer, sentence) => {
    const change = timed({ ...timer, endedAt: NOW });
    expect(said(change)).toContain(sentence);
    expect(buttonsOf(change)).toEqual([]);
  });

  it.each(['pending', 'approved', 'applying'] as const)('says while %s for how long it will be', (state) => {
    const wanted = { closedAt: undefined, state, terms: termsOfApprovals(1) };
    const asked = timed({ until: undefined }, wanted);
    expect(said(asked)).toContain('paused for 2 h, counted from when it is paused, then resumed by itself');
    expect(buttonsOf(asked)).toEqual([]);
    expect(said(timed({ for: undefined }, wanted))).toMatch(/paused until <!date.*, then resumed by itself/);
  });

  it.each(['cancelled', 'rejected', 'expired', 'stale', 'failed'] as const)(
    'says nothing once %s',
    (state) => {
      expect(timerBlocks(timed({}, { state }), NOW)).toEqual([]);
      expect(buttonsOf(timed({}, { state }))).toEqual([]);
    },
  );

  it('has nothing of it where a pause has no end', () => {
    expect(timerBlocks(aPause({ state: 'applied' }))).toEqual([]);
    expect(timerButtons(aPause({ state: 'applied' }))).toEqual([]);
  });

  it('is taken by Slack however it stands, whatever its input is called', () => {
    for (const inputName of HOSTILE) {
      for (const ended of [undefined, ...TIMER_ENDS]) {
        const timer = {
          ended,
          endedAt: NOW,
          endedBy: 'U0BOB',
          extendedBy: 'U0BOB',
          extendedReason: inputName,
        };
        expectSlackTakes(renderCard(timed(timer, { inputName }), undefined, 'a'));
      }
    }
  });
});

describe('the end of a timed pause', () => {
  const resume = (fields: Partial<Change>) =>
    renderCard(
      aPause({
        action: 'resume',
        resumes: '3f0e8a52-5f0e-4c55-9d2e-0d6f4a1c7b12',
        reason: 'its time of 2 h is over',
        ...fields,
      }),
      undefined,
      'production',
    );

  it('says whose pause it was', () => {
    const message = resume({ state: 'applied' });
    expect(message.text).toContain(
      'Resumed `orders_db`, which <@U0ONCALL> had paused: its time of 2 h is over.',
    );
    expect(actionsOf(message)).toEqual([]);
  });

  it('calls whoever asked by name when it failed, and says what to do', () => {
    const { text } = resume({ state: 'failed', outcome: 'Alooma refused it.', inputName: 'my orders' });
    expect(text).toContain('<@U0ONCALL>, `my orders` could not be resumed');
    expect(text).toContain('Alooma refused it.');
    expect(text).toContain('`/alooma resume "my orders"`');
  });

  it('is taken by Slack in every state', () => {
    for (const inputName of HOSTILE) {
      for (const state of ['approved', 'applying', 'applied', 'failed', 'stale'] as const) {
        expectSlackTakes(resume({ state, inputName }));
      }
    }
  });
});

describe('the form that makes a pause longer', () => {
  it('remembers which one, and until when it lasted as it was shown', () => {
    const change = timed({});
    const modal = build(change, inMs(HOUR), termsOfApprovals(1));
    expect(remembered(modal.metadata ?? '')).toEqual({ changeId: change.id, seen: inMs(HOUR) });
    expect(() => remembered('{}')).toThrow('from another version');
    expect(parse({ for: '1h', until: undefined })).toEqual({ duration: '1h', time: undefined });
  });

  it('asks why, and has to be told where a reason is owed', () => {
    const reasonIn = (terms: { reason: boolean }) =>
      build(timed({}), inMs(HOUR), terms).blocks.find(
        (block) => 'block_id' in block && block.block_id === 'reason',
      );
    expect(reasonIn({ reason: false })).toHaveProperty('optional', true);
    expect(reasonIn({ reason: true })).not.toHaveProperty('optional');
  });
});
