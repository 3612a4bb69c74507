import { describe, expect, it } from '@jest/globals';
import { renderNames } from '../../blocks/names.ts';
import { formatNumber } from '../../src/domain/stats.ts';
import { expectSlackTakes, HOSTILE, textsOf } from '../support/slack-takes.ts';

const read = (message: { blocks: readonly unknown[] }) => textsOf(message.blocks).join('\n');

describe('a list of names', () => {
  it('shows them all, one a line, and counts them', () => {
    const message = renderNames(['a', 'b']);
    expectSlackTakes(message);
    expect(read(message)).toBe('*2 inputs*\na\nb');
    expect(renderNames(['a'], { part: 'A' }).text).toBe('1 input with `A` in the name.');
  });

  it('says that there is none', () => {
    const none = renderNames([], { part: '<!channel>' });
    expectSlackTakes(none);
    expect(read(none)).toBe('0 inputs with `&lt;!channel&gt;` in the name.');
  });

  it('shows the spaces around a name, and nothing that turns its direction', () => {
    const shown = read(renderNames(['feed ', 'feed', 'a\u202etxt.exe', '', ' ']));
    expect(shown.split('\n')).toEqual(['*5 inputs*', 'feed␣', 'feed', 'atxt.exe', '(no name)', '␣']);
  });

  it('cuts 5,000 names at a line’s end and counts those that are left', () => {
    const names = Array.from({ length: 5_000 }, (_, index) => `input_number_${index}`);
    const message = renderNames(names);
    expectSlackTakes(message);
    const shown = read(message).match(/input_number_\d+/g) ?? [];
    expect(shown).toEqual(names.slice(0, shown.length));
    expect(shown.length).toBeGreaterThan(300);
    expect(read(message)).toContain(
      `${formatNumber(5_000 - shown.length)} more: narrow the list with \`/alooma list &lt;part&gt;\`, or`,
    );
    expect(message.text).toBe('5,000 inputs.');
  });

  it('holds hostile names', () => {
    expectSlackTakes(renderNames(HOSTILE, { part: HOSTILE[0] }));
    for (const name of HOSTILE) expectSlackTakes(renderNames([name], { part: name }));
  });

  it('quotes them as a query wants them: whole, with every space, and with the quotes in them doubled', () => {
    const long = 'x'.repeat(300);
    const message = renderNames(["it's", ' a ', long], { quoted: true });
    expectSlackTakes(message);
    expect(read(message)).toBe(`*3 inputs*\n'it''s',\n' a ',\n'${long}',`);
    expectSlackTakes(renderNames(HOSTILE, { quoted: true }));
    for (const length of [1_500, 6_990]) {
      const whole = renderNames(['a', 'x'.repeat(length), 'z'.repeat(7_000)], { quoted: true });
      expectSlackTakes(whole);
      expect(read(whole)).toContain(`\n'${'x'.repeat(length)}',\n`.slice(0, -1));
      expect(read(whole)).toContain('1 more');
      expect(read(whole)).not.toMatch(/z|…/);
    }
  });
});
