import { describe, expect, it } from '@jest/globals';
import { ACTION, FORM } from '../../blocks/ids.ts';
import { renderViewAll } from '../../blocks/view-all.ts';
import { checkView } from '../../sandbox/slack/blocks/view.ts';
import type { Change } from '../../src/domain/change.ts';
import { type Groups, groupsOf } from '../../src/domain/groups.ts';
import type { Modal } from '../../src/domain/message.ts';
import { atOnce } from '../../src/domain/steps.ts';
import { aChange } from '../support/a-change.ts';
import { actionsOf, HOSTILE, textsOf } from '../support/slack-takes.ts';

const input = (configuration: unknown) => JSON.stringify({ name: 'n', configuration });
const groups = (before: unknown, after: unknown): Groups => atOnce(groupsOf(input(before), input(after)));

/** Fails unless Slack would take it as a view. @returns its texts */
function taken({ title, blocks, metadata = '' }: Modal): string[] {
  const view = {
    type: 'modal',
    title: { type: 'plain_text', text: title },
    blocks,
    private_metadata: metadata,
  };
  expect(checkView(view, 'modal')).toHaveProperty('view');
  expect(blocks.length).toBeLessThanOrEqual(100);
  expect(Buffer.byteLength(JSON.stringify(view))).toBeLessThan(250_000);
  const texts = textsOf(blocks);
  for (const text of texts) expect(text.length).toBeLessThanOrEqual(3_000);
  return texts;
}

const change: Change = aChange();

describe('all of a change', () => {
  it('is what changed, went, came and matches, each old and new value', () => {
    const shown = renderViewAll(
      change,
      groups(
        { 'a.b': 1, gone: 'x', same: true, password: 'hunter2' },
        { 'a.b': 2, came: [null], same: true, password: '1' },
      ),
      0,
    );
    expect(taken(shown)).toEqual([
      '*Change `batch_size` of `orders_db`*\n2 changed · 1 removed · 1 added · 2 matching',
      '*Changed*: 2',
      'configuration["a.b"]\n- 1\n+ 2\nconfiguration.password\n- "••••••"\n+ "•••••• (changed)"',
      '*Removed*: 1',
      'configuration.gone: "x"',
      '*Added*: 1',
      'configuration.came.0: null',
      '*Matching*: 2',
      'configuration.same: true\nname: "n"',
    ]);
    expect([shown.id, shown.submit, shown.metadata]).toEqual([FORM.viewAll, undefined, change.id]);
    expect(actionsOf({ text: '', blocks: shown.blocks })).toEqual([]);
  });

  it('has pages, each entry on one of them', () => {
    const many = (sign: string) =>
      Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`k${i}`, `${sign}${i}`]));
    const all = groups({ ...many('a'), z: 1 }, { ...many('b'), z: 1 });
    const pages = Array.from({ length: 51 }, (_, page) => renderViewAll(change, all, page));
    const lines = pages.flatMap((page) => taken(page).flatMap((text) => text.split('\n')));
    expect(lines.filter((line) => /^configuration\.k\d+$/.test(line))).toHaveLength(5_000);
    expect(lines.filter((line) => line === 'configuration.z: 1')).toHaveLength(1);
    expect(taken(pages[7] as Modal)).toContain('*Changed*: 100 of 5,000');
    const buttonsOn = (page: number) => actionsOf({ text: '', blocks: pages[page]?.blocks ?? [] });
    expect(buttonsOn(0)).toEqual([{ action_id: `${ACTION.viewPage}:next`, value: '1' }]);
    expect(buttonsOn(7)).toEqual([
      { action_id: `${ACTION.viewPage}:previous`, value: '6' },
      { action_id: `${ACTION.viewPage}:next`, value: '8' },
    ]);
    expect(buttonsOn(50)).toEqual([{ action_id: `${ACTION.viewPage}:previous`, value: '49' }]);
    expect(renderViewAll(change, all, 999)).toEqual(pages[50]);
  });

  it.each([...HOSTILE, '文字'.repeat(200_000), '"\\'.repeat(5_000), '__proto__'])(
    'is taken by Slack whatever stands in it',
    (text) => {
      const values = (value: string) =>
        Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`${text.slice(0, 500)}${i}`, value]));
      taken(renderViewAll(change, groups(values(text), values(`${text}2`)), 0));
      taken(renderViewAll(change, groups({ a: text }, { b: text, [text]: 1 }), 0));
    },
  );

  it.each(['0123456789', '文字', '"\\', '😀'])(
    'shows all of a value of %s that fits no page, page by page',
    (unit) => {
      const value = unit.repeat(400_000 / unit.length);
      const all = groups({ a: 1, same: 1 }, { a: value, same: 1 });
      const pages: string[][] = [];
      for (let page = 0; pages.length === page; page += 1) {
        const shown = taken(renderViewAll(change, all, page));
        if (shown.join() !== pages.at(-1)?.join()) pages.push(shown);
      }
      expect(pages.length).toBeGreaterThan(8);
      const lines = pages.flatMap((texts) => texts.slice(1)).flatMap((text) => text.split('\n'));
      const isOfValue = (line: string) =>
        !/^(\*|Page |configuration\.|name: |- |(Next|Previous)$)/.test(line);
      const whole = lines.filter(isOfValue).join('');
      expect(whole === `+ ${JSON.stringify(value)}`).toBe(true);
      expect(lines.filter((line) => line === 'configuration.a, continued').length).toBeGreaterThan(8);
    },
  );

  it('shows a difference that stands in the midst of long values', () => {
    const between = (middle: string) => `${'a'.repeat(5_000)}${middle}${'b'.repeat(5_000)}`;
    const texts = taken(renderViewAll(change, groups({ a: between('old') }, { a: between('new') }), 0));
    expect(texts.join('\n')).toMatch(/\n- …a{100}oldb{100}…\n\+ …a{100}newb{100}…/);
  });
});
