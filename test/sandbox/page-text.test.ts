import { describe, expect, it } from '@jest/globals';
import { formatSlackDate } from '../../sandbox/page/text/dates.ts';
import { diffLines } from '../../sandbox/page/text/diff-lines.ts';
import { readMrkdwn } from '../../sandbox/page/text/mrkdwn.ts';
import type { Inline } from '../../sandbox/page/text/rich-text.ts';

const inlines = (source: string): Inline[] => readMrkdwn(source)[0]?.elements ?? [];
const text = (value: string, ...styles: string[]) => ({
  type: 'text',
  text: value,
  ...(styles.length ? { style: Object.fromEntries(styles.map((style) => [style, true])) } : {}),
});

describe('mrkdwn', () => {
  it.each([
    [
      '*bold* _it_ ~st~',
      [text('bold', 'bold'), text(' '), text('it', 'italic'), text(' '), text('st', 'strike')],
    ],
    ['*`orders_db`*', [text('orders_db', 'bold', 'code')]],
    ['`a*b*c`', [text('a*b*c', 'code')]],
    ['snake_case_name 2*3*4', [text('snake_case_name 2*3*4')]],
    ['a_b_ 2*3* c', [text('a_b_ 2*3* c')]],
    ['x * y * z', [text('x * y * z')]],
    ['10:30:45', [text('10:30:45')]],
    ['# no heading', [text('# no heading')]],
    ['- a\n- b', [text('- a\n- b')]],
    ['an `open tick', [text('an `open tick')]],
    [':tada:', [{ type: 'emoji', name: 'tada' }]],
    [
      '<@U1> <#C1> <!subteam^S1>',
      [
        { type: 'user', user_id: 'U1' },
        text(' '),
        { type: 'channel', channel_id: 'C1' },
        text(' '),
        { type: 'usergroup', usergroup_id: 'S1' },
      ],
    ],
    ['<https://a.b/?x=1&amp;y=2|a *b*>', [{ type: 'link', url: 'https://a.b/?x=1&y=2', text: 'a *b*' }]],
    ['see https://a.b/c.', [text('see '), { type: 'link', url: 'https://a.b/c' }, text('.')]],
    [
      '<!date^1700000000^{date} {time}^https://a.b|then>',
      [
        {
          type: 'date',
          timestamp: 1_700_000_000,
          format: '{date} {time}',
          url: 'https://a.b',
          fallback: 'then',
        },
      ],
    ],
  ])('%s', (source, expected) => {
    expect(inlines(source)).toEqual(expected);
  });

  it('shows what a bot forgot to escape as the ping that it is, also in code', () => {
    expect(inlines('<!channel>')).toEqual([{ type: 'broadcast', range: 'channel' }]);
    expect(inlines('`<!channel>`')).toEqual([{ type: 'broadcast', range: 'channel', style: { code: true } }]);
  });

  it('shows what is escaped letter by letter, once', () => {
    expect(inlines('&lt;!channel&gt; &amp;lt;')).toEqual([text('<!channel> &lt;')]);
    expect(inlines('&lt;@U1&gt;')).toEqual([text('<@U1>')]);
  });

  it.each(['<script>alert(1)</script>', '<javascript:alert(1)|x>', '<data:text/html,x>', '<!nothing>'])(
    'takes %s for text',
    (source) => {
      expect(inlines(source)).toEqual([text(source)]);
    },
  );

  it('tells code blocks and quotes from the rest', () => {
    const parts = readMrkdwn('before\n```\n+ *a*\n  b\n```\n&gt; one\n> two\nafter');
    expect(parts.map((part) => part.type)).toEqual([
      'rich_text_section',
      'rich_text_preformatted',
      'rich_text_quote',
      'rich_text_section',
    ]);
    expect(parts[1]?.elements).toEqual([text('+ *a*\n  b', 'code')]);
    expect(parts[2]?.elements).toEqual([text('one\ntwo')]);
  });

  it('reads a long line of delimiters without getting stuck', () => {
    const started = performance.now();
    readMrkdwn('*_~`<'.repeat(600));
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe('dates', () => {
  const reader = { now: new Date('2024-03-01T12:00:00Z'), locale: 'en-GB', timeZone: 'Asia/Tokyo' };
  const at = (iso: string) => Date.parse(iso) / 1000;

  it.each([
    ['{date_num}', '2024-02-10T20:00:00Z', '2024-02-11'],
    ['{date_short} at {time}', '2024-02-10T20:00:00Z', '11 Feb 2024 at 5:00'],
    ['{date_short_pretty}', '2024-02-29T16:00:00Z', 'today'],
    ['{date_pretty}', '2024-02-29T14:00:00Z', 'yesterday'],
    ['{date_long_pretty}', '2024-03-01T16:00:00Z', 'tomorrow'],
    ['{ago}', '2024-03-01T11:57:30Z', '2 minutes ago'],
    ['{ago}', '2024-03-02T12:00:00Z', 'tomorrow'],
    ['{nothing}', '2024-03-01T12:00:00Z', '{nothing}'],
  ])('%s of %s', (format, iso, expected) => {
    expect(formatSlackDate(at(iso), format, reader)).toBe(expected);
  });
});

describe('diffs in code blocks', () => {
  const kinds = (source: string) => diffLines(source).map(({ kind }) => kind);

  it('marks a unified diff', () => {
    expect(kinds('--- a\n+++ b\n@@ -1,2 +1,2 @@\n x\n-1\n+2\n')).toEqual([
      'place',
      'place',
      'place',
      'plain',
      'removed',
      'added',
    ]);
  });

  it('leaves other text alone', () => {
    expect(kinds('- one\n- two')).toEqual(['plain', 'plain']);
    expect(kinds('{\n+1')).toEqual(['plain', 'plain']);
  });
});
