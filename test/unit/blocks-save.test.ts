import { describe, expect, it } from '@jest/globals';
import { ACTION } from '../../blocks/ids.ts';
import { renderSave } from '../../blocks/save.ts';
import { barOf, span } from '../../blocks/save-progress.ts';
import { renderSavedEvent } from '../../blocks/saved-event.ts';
import { fileNamesFor } from '../../src/domain/sample-names.ts';
import { isEnded, paceOf, SAVE_STATES, type Save, type SaveProgress } from '../../src/domain/save.ts';
import { actionsOf, expectSlackTakes, HOSTILE, textsOf } from '../support/slack-takes.ts';

const PROGRESS: SaveProgress = { total: 1_000, done: 600, failed: [], failedCount: 0, empty: 37, reused: 0 };

function aSave(fields: Partial<Save> = {}): Save {
  const state = fields.state ?? 'running';
  return {
    id: '6b2f0a51-8f33-4f4f-9d0e-0c6a9f6f7a01',
    state,
    of: { type: 'all' },
    requestedBy: 'U0ONCALL',
    requestedAt: new Date('2019-03-14T09:00:00Z'),
    message: { channelId: 'C0PIPELINE', ts: '1.2', link: undefined },
    startedAt: new Date('2019-03-14T09:00:01Z'),
    progress: PROGRESS,
    fileCount: 612,
    shared: undefined,
    stoppedBy: undefined,
    closedAt: isEnded({ state }) ? new Date('2019-03-14T09:03:20Z') : undefined,
    outcome: undefined,
    ...fields,
  };
}

const VIEW = { accountLabel: 'test', savedIsMasked: false };
const wordsOf = (save: Save, view = {}) => textsOf(renderSave(save, { ...VIEW, ...view }).blocks).join('\n');

describe('the message of a save', () => {
  it('shows how far it is, how fast, how long still, and what has failed so far', () => {
    const failed = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ({ name, why: 'No.' }));
    const words = wordsOf(aSave({ progress: { ...PROGRESS, failed, failedCount: 8 } }), {
      pace: { perSecond: 82.4, secondsLeft: 4.9 },
    });
    expect(words).toContain('*Saving the samples of all events*');
    expect(words).toContain('▰▰▰▰▰▰▰▰▰▰▰▰▱▱▱▱▱▱▱▱  600 of 1,000 events, 60 %');
    expect(words).toContain('82 events a second · about 5 s left · 37 without samples');
    expect(words).toContain('8 events failed: `a`, `b`, `c`, `d`, `e` and 3 more');
  });

  it('is said without the bar to those who cannot see it', () => {
    const { text } = renderSave(aSave(), VIEW);
    expect(text).toBe('Saving the samples of all events. 600 of 1,000 events, 60 %.');
  });

  it.each([
    [aSave({ state: 'starting', progress: undefined }), 'It is about to begin…'],
    [aSave({ progress: undefined }), 'Asking which events there are…'],
    [aSave({ state: 'sharing' }), 'The files are being put into the thread…'],
    [aSave({ stoppedBy: 'U0APPROVER' }), '<@U0APPROVER> is stopping it…'],
    [aSave({ outcome: 'Alooma is away. It goes on in a while.' }), 'Alooma is away. It goes on in a while.'],
    [
      aSave({ state: 'stopped', stoppedBy: 'U0APPROVER' }),
      '<@U0APPROVER> stopped it at 600 of 1,000 events, 60 %.',
    ],
    [
      aSave({ state: 'stopped', stoppedBy: 'U0A', progress: undefined }),
      '<@U0A> stopped it before it had begun.',
    ],
    [
      aSave({ state: 'failed', outcome: 'Alooma refused.' }),
      'Alooma refused. It had got to 600 of 1,000 events',
    ],
    [aSave({ state: 'done', progress: { ...PROGRESS, total: 0, done: 0 } }), 'There are no events.'],
  ])('says how it stands: %#', (save, words) => {
    expect(wordsOf(save)).toContain(words);
    expect(renderSave(save, VIEW).text).toContain(words);
  });

  it('says that nobody is there to begin it', () => {
    const save = aSave({ state: 'starting', progress: undefined });
    expect(wordsOf(save, { lacksWorker: true })).toContain('No worker is running');
  });

  it('says what came of it, each reason of the first that failed, and where the files are', () => {
    const failed = Array.from({ length: 12 }, (_, index) => ({ name: `e${index}`, why: 'Alooma refused.' }));
    const words = wordsOf(
      aSave({
        state: 'done',
        progress: { ...PROGRESS, done: 1_000, failed, failedCount: 12 },
        shared: {
          how: 'attached',
          fileName: 'samples.zip',
          masked: ['password'],
          leftOut: ['event_big.json'],
          leftOutMore: 25,
        },
      }),
    );
    expect(words).toContain(':warning: *Saved the samples of all events, but for 12 events*');
    expect(words).toContain('*Events*\n988 of 1,000');
    expect(words).toContain('*Files*\n612');
    expect(words).toContain('*Took*\n3 min 20 s');
    expect(words).toContain('*12 events failed*\n• `e0`: Alooma refused.');
    expect(words).toContain('• `e9`: Alooma refused.\nand 2 more');
    expect(words).toContain('`samples.zip` is in the thread.');
    expect(words).toContain('Masked in what is attached: `password`. What is saved is as Alooma gave it.');
    expect(words).toContain(
      'Could not be masked, and so left out as a whole or in part: `event_big.json` and 25 more.',
    );
  });

  it('says of which inputs something is missing', () => {
    const first = [{ name: 'orders_db', why: 'Its file lacks the samples of `a`.' }];
    const progress = { ...PROGRESS, done: 1_000, failedInputs: { first, count: 3 } };
    const save = aSave({ state: 'done', progress });
    const words = wordsOf(save);
    expect(words).toContain(':warning: *Saved the samples of all events*');
    expect(words).toContain(
      '*3 inputs are incomplete*\n• `orders_db`: Its file lacks the samples of `a`.\nand 2 more',
    );
    expect(renderSave(save, VIEW).text).toContain('1,000 events saved; 3 inputs are incomplete.');
  });

  it.each([
    ['refused', 'Slack refused it'],
    ['unavailable', 'Slack does not take files right now'],
    ['broken', 'it could not be made'],
  ] as const)('says why the file is not in the thread: %s', (how, why) => {
    const shared = { how, fileName: 'samples.zip', masked: [], leftOut: [] };
    const words = wordsOf(aSave({ state: 'done', shared }));
    expect(words).toContain(
      `\`samples.zip\` is not in the thread: ${why}. The saved files are there all the same.`,
    );
    expect(words).not.toContain('had to be masked');
  });

  it('says why the file could not be made, where that is known', () => {
    const why = 'The file `event_x.json` is missing.';
    const shared = { how: 'broken', fileName: 'samples.zip', why, masked: [], leftOut: [] } as const;
    expect(wordsOf(aSave({ state: 'done', shared }))).toContain(
      'is not in the thread: it could not be made. The file `event_x.json` is missing. The saved files are',
    );
  });

  it('does not know whether the file is in the thread, and says what of it is masked', () => {
    const shared = { how: 'uncertain', fileName: 'samples.zip', masked: ['password'], leftOut: [] } as const;
    const words = wordsOf(aSave({ state: 'done', shared }));
    expect(words).toContain(':warning: `samples.zip` may be in the thread');
    expect(words).toContain('Masked in what is attached: `password`. What is saved is as Alooma gave it.');
  });

  it.each([
    [false, [], 'Nothing in it had to be masked.'],
    [true, [], 'Saved files are masked already when they are written.'],
    [true, ['iban'], 'Saved files are masked already when they are written. Masked: `iban`.'],
  ])('says what is masked: saved files are, %s; then %j', (savedIsMasked, masked, sentence) => {
    const shared = { how: 'attached', fileName: 'samples.zip', masked, leftOut: [] } as const;
    const words = wordsOf(aSave({ state: 'done', shared }), { savedIsMasked });
    expect(words).toContain(sentence);
    expect(words.includes('Nothing in it')).toBe(!savedIsMasked);
  });

  const failing = { ...PROGRESS, failed: [{ name: 'a', why: 'No.' }], failedCount: 12 };
  const through = { ...failing, done: 1_000 };
  it.each([
    [aSave({ progress: failing }), '600 of 1,000 events, 60 %; 12 of them failed.'],
    [aSave({ state: 'sharing', progress: through }), '988 of 1,000 events saved; 12 failed. The files are'],
    [aSave({ state: 'done', progress: through }), '988 of 1,000 events saved; 12 failed.'],
    [
      aSave({ state: 'stopped', stoppedBy: 'U0A', progress: failing }),
      'at 600 of 1,000 events, 60 %; 12 of them failed.',
    ],
    [
      aSave({ state: 'failed', outcome: 'No.', progress: failing }),
      '60 %; 12 of them failed. What was saved',
    ],
  ])('tells also those who see no blocks how many failed: %#', (save, words) => {
    expect(renderSave(save, VIEW).text).toContain(words);
  });

  it('does not say of a save that saved nothing what of it stays', () => {
    const none = { ...PROGRESS, total: 3, done: 3, failedCount: 3 };
    const { text } = renderSave(
      aSave({ state: 'failed', outcome: 'All 3 events failed.', progress: none }),
      VIEW,
    );
    expect(text).toBe('Saving the samples of all events failed. All 3 events failed.');
  });

  it('says what is missing, and that it is not all only where it is not', () => {
    const stopped = { state: 'stopped', stoppedBy: 'U0A' } as const;
    expect(wordsOf(aSave(stopped))).toContain('is not put into the thread, since it is not all.');
    const all = wordsOf(aSave({ ...stopped, progress: through }));
    expect(all).toContain(
      'with 988 of 1,000 events saved; 12 failed: only the file for the thread is missing. Asked',
    );
  });

  it('shows how many files are in the zip, and how long that still takes', () => {
    const sharing = aSave({ state: 'sharing', progress: through });
    const packing = { packed: 600, files: 1_020 };
    const pace = { perSecond: 100, secondsLeft: 4.2 };
    const words = wordsOf(sharing, { packing, pace });
    expect(words).toContain('▱  600 of 1,020 files are in the zip · about 4 s left');
    expect(wordsOf(sharing, { packing })).not.toContain('left');
    expect(wordsOf({ ...sharing, stoppedBy: 'U0A' }, { packing })).not.toContain('zip');
  });

  it('tells whoever pressed Stop that it was too late', () => {
    const shared = { how: 'attached', fileName: 'samples.zip', masked: [], leftOut: [] } as const;
    const save = aSave({ state: 'done', stoppedBy: 'U0A', shared });
    const late = '<@U0A> pressed *Stop* when everything was saved and the file was on its way.';
    expect(wordsOf(save)).toContain(late);
    expect(renderSave(save, VIEW).text).toContain(late);
  });

  it.each(SAVE_STATES)('has a button to stop it only while that can be: %s', (state) => {
    const message = renderSave(aSave({ state, outcome: isEnded({ state }) ? 'So.' : undefined }), VIEW);
    const stop = { action_id: ACTION.stopSave, value: aSave().id };
    expect(actionsOf(message)).toEqual(isEnded({ state }) ? [] : [stop]);
  });

  it('keeps the id of its button, so that a click on an older drawing counts', () => {
    const ids = [300, 600].map((done) =>
      renderSave(aSave({ progress: { ...PROGRESS, done } }), VIEW).blocks.flatMap((block) =>
        block.type === 'actions' ? [block.block_id] : [],
      ),
    );
    expect(ids[0]).toEqual(ids[1]);
    expect(ids[0]).toHaveLength(1);
  });

  it('is taken by Slack in every state, whatever events and inputs are called', () => {
    for (const state of SAVE_STATES) {
      for (const name of HOSTILE) {
        const failed = Array.from({ length: 50 }, () => ({ name, why: 'Why? '.repeat(100) }));
        const [fileName = ''] = fileNamesFor('input', name);
        const message = renderSave(
          aSave({
            state,
            of: { type: 'input', name },
            progress: {
              ...PROGRESS,
              failed,
              failedCount: 12_345,
              failedInputs: { first: failed, count: 12_345 },
            },
            outcome: isEnded({ state }) ? 'It is so. '.repeat(100) : undefined,
            shared: {
              how: 'attached',
              fileName,
              masked: Array.from({ length: 100 }, () => name),
              leftOut: Array.from({ length: 5 }, () => fileName),
              leftOutMore: 12_345,
            },
          }),
          VIEW,
        );
        expectSlackTakes(message);
        expect(JSON.stringify(message)).not.toMatch(/<!channel|<@U0OTHER/);
      }
    }
  });
});

describe('how far a save is', () => {
  it.each([
    [0, 10, 0],
    [1, 1_000, 0],
    [999, 1_000, 19],
    [1_000, 1_000, 20],
    [0, 0, 0],
  ])('%d of %d fill %d cells of the bar', (done, total, cells) => {
    expect(barOf({ ...PROGRESS, done, total })).toBe('▰'.repeat(cells) + '▱'.repeat(20 - cells));
  });

  it.each([
    [0.2, '1 s'],
    [59.6, '1 min'],
    [200, '3 min 20 s'],
    [3_600, '1 h'],
    [7_500, '2 h 5 min'],
  ])('%d s are %s', (seconds, words) => {
    expect(span(seconds)).toBe(words);
  });

  it('is as fast as this run, without what an earlier one had done', () => {
    expect(paceOf({ ...PROGRESS, done: 600, reused: 500 }, 10_000)).toEqual({
      perSecond: 10,
      secondsLeft: 40,
    });
    expect(paceOf({ ...PROGRESS, done: 500, reused: 500 }, 10_000)).toBeUndefined();
    expect(paceOf(PROGRESS, 10)).toBeUndefined();
  });
});

describe('the message of a saved event', () => {
  it.each(HOSTILE)('is taken by Slack: %#', (name) => {
    for (const count of [0, 3]) {
      const message = renderSavedEvent({ name, fileName: 'event_x.json', count, savedIsMasked: true }, [
        'card_number',
      ]);
      expectSlackTakes(message);
      expect(JSON.stringify(message)).not.toMatch(/<!channel|<@U0OTHER/);
    }
  });
});
