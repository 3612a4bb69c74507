import { describe, expect, it } from '@jest/globals';
import { renderBeingMade, renderReading, renderView } from '../../blocks/modal.ts';
import { NO_ANSWER, renderOptions } from '../../blocks/options.ts';
import { errorsByBlock } from '../../commands/router/form-errors.ts';
import { readFormValues } from '../../commands/router/form-values.ts';
import { readMetadata, writeMetadata } from '../../commands/router/metadata.ts';
import { checkView } from '../../sandbox/slack/blocks/view.ts';
import { code, link, person, slackDate } from '../../src/domain/mrkdwn.ts';
import { plainText } from '../../src/domain/plain-text.ts';
import { KnownError } from '../../src/errors.ts';
import { HOSTILE } from '../support/slack-takes.ts';

const origin = { userId: 'U1', teamId: 'T1', channelId: 'C1', responseUrl: 'https://hooks.slack.com/x' };

describe('what a modal remembers', () => {
  it('comes back as it went, and says nothing of who opened it', () => {
    const text = writeMetadata(origin, '{"inputId":"a"}');
    expect(readMetadata(text)).toEqual({
      origin: { channelId: 'C1', responseUrl: 'https://hooks.slack.com/x' },
      own: '{"inputId":"a"}',
    });
    expect(text).not.toContain('U1');
  });

  it('is never more than Slack keeps', () => {
    expect(() => writeMetadata(origin, 'x'.repeat(3_000))).toThrow(/remember/);
  });

  it.each(['', 'null', '[]', 'not json', '{"origin":{"channelId":"C1"}}', '{"own":"x"}', 'origin:C1'])(
    'from another version (%s) is nothing',
    (text) => expect(readMetadata(text)).toBeUndefined(),
  );
});

describe('what was filled in', () => {
  it('is read by the id of its block, whatever that is called', () => {
    const state: unknown = JSON.parse(
      '{"__proto__":{"a":{"type":"plain_text_input","value":"5"}},"constructor":{"a":{"type":"x","value":"y"}}}',
    );
    const values = readFormValues(state);
    expect(Object.entries(values)).toEqual([
      ['__proto__', '5'],
      ['constructor', 'y'],
    ]);
    expect(({} as Record<string, unknown>).a).toBeUndefined();
  });

  it('is nothing where it was only said that there was no answer', () => {
    const option = { value: NO_ANSWER.value };
    const state = {
      one: { a: { selected_option: option } },
      many: { a: { selected_options: [option, { value: 'x' }] } },
    };
    expect(readFormValues(state)).toEqual({ one: undefined, many: ['x'] });
  });

  it.each([undefined, null, 5, [], { block: null }, { block: {} }, { block: { a: { value: 7 } } }])(
    'is nothing where Slack sent %j',
    (state) => expect(Object.values(readFormValues(state)).every((value) => value === undefined)).toBe(true),
  );
});

describe('a sentence in plain text', () => {
  it('is the sentence, without what Slack reads in it', () => {
    const moment = new Date(Date.UTC(2019, 2, 14, 9, 30));
    const mrkdwn = `${code('a<b>&c')} has ${link('https://a.b/c', 'another <edit>')}, which ${person('U123')} asked for ${slackDate(moment)}. Press *Post it here*.`;
    expect(plainText(mrkdwn)).toBe(
      '“a<b>&c” has another <edit>, which a colleague asked for 2019-03-14 09:30 UTC. Press Post it here.',
    );
  });

  it.each(HOSTILE)('keeps the name %s as it is shown', (name) => {
    const shown = code(name);
    const inside = shown
      .slice(1, -1)
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&');
    expect(plainText(`No input is called ${shown}.`)).toBe(`No input is called “${inside}”.`);
  });
});

describe('errors beneath fields', () => {
  const fields = { name: 'It is taken.', port: 'It is no number.' };
  const error = new KnownError('bad_value', 'Not shown', { fields });

  it('stand under their own, and under the first where that has none', () => {
    const form = { blockOf: (field: string) => `block_${field}` };
    expect(errorsByBlock(error, 'x', form, ['first', 'block_port'])).toEqual({
      first: 'It is taken.',
      block_port: 'It is no number.',
    });
  });

  it('are cut where Slack takes no more, and no character in two', () => {
    for (const start of ['', 'x']) {
      const error = new KnownError('bad_value', 'x', { fields: { name: `${start}${'😀'.repeat(2_000)}` } });
      const { first = '' } = errorsByBlock(error, 'x', undefined, ['first']) ?? {};
      expect(first.length).toBeLessThanOrEqual(2_000);
      expect(first).toMatch(/😀…$/u);
    }
  });

  it('are nothing in a form without fields', () => {
    expect(errorsByBlock(error, 'x', undefined, [])).toBeUndefined();
  });
});

describe('a modal', () => {
  it.each([
    'Edit',
    `Edit ${'x'.repeat(100)}`,
    `Edit ${'👩‍👩‍👧‍👦'.repeat(10)}`,
    ...HOSTILE.filter((title) => title.trim()),
  ])('called %s is one that Slack takes', (title) => {
    for (const modal of [renderBeingMade(title), renderReading(title, 'A sentence.')]) {
      expect(checkView(renderView(modal, writeMetadata(origin)), 'modal')).toHaveProperty('view');
    }
  });
});

describe('options', () => {
  it('hold what Slack takes, whatever things are called', () => {
    const options = renderOptions(HOSTILE.map((text, at) => ({ text, value: String(at) })));
    expect(options.length).toBe(HOSTILE.length);
    for (const { text } of options) {
      expect(text.type).toBe('plain_text');
      expect(text.text.length).toBeGreaterThan(0);
      expect(text.text.length).toBeLessThanOrEqual(75);
    }
  });

  it('leave out what could not be chosen', () => {
    const values = ['', 'v'.repeat(75), 'v'.repeat(76)];
    expect(renderOptions(values.map((value) => ({ text: 'a', value }))).map(({ value }) => value)).toEqual([
      'v'.repeat(75),
    ]);
  });
});
