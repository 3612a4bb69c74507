import { describe, expect, it } from '@jest/globals';
import { renderMadeSample } from '../../blocks/made-sample.ts';
import { whereField, whereIn } from '../../blocks/modals/where.ts';
import { renderSamples, type ShownList } from '../../blocks/samples.ts';
import { MASK } from '../../src/domain/mask.ts';
import { code } from '../../src/domain/mrkdwn.ts';
import {
  eventOf,
  type PrintedSample,
  printedListSteps,
  printSamplesSteps,
} from '../../src/domain/printed-samples.ts';
import { sampleListOf } from '../../src/domain/sample-list.ts';
import { redactionOf } from '../../src/domain/sample-redaction.ts';
import { tallyOf } from '../../src/domain/sample-tally.ts';
import { atOnce } from '../../src/domain/steps.ts';
import { HOSTILE_NAMES } from '../support/shown.ts';
import { expectSlackTakes, textsOf } from '../support/slack-takes.ts';

const lengthOf = ({ blocks }: { blocks: readonly unknown[] }) => textsOf(blocks).join('').length;
const listOf = (text: string) => {
  const list = sampleListOf(text);
  if (!list) throw new Error('no list of samples');
  return list;
};
const eventTextOf = (item: PrintedSample) => {
  const { text, indent } = eventOf(item);
  return text.replaceAll(`\n${' '.repeat(indent)}`, '\n');
};
const printed = (text: string) => atOnce(printSamplesSteps(listOf(text), redactionOf(undefined)));

function shownList(text: string, more: Partial<ShownList> = {}): ShownList {
  const { items, masked } = printed(text);
  return {
    of: code('public.orders'),
    total: items.length,
    chosen: 'all',
    tally: tallyOf(listOf(text).samples),
    shown: items,
    masked,
    hasFile: true,
    ...more,
  };
}

const ITEM =
  '{"sample":{"b":1.0,"a":[1e400,{"x":"y"}],"password":"p4ss"},"status":"OK","timestamp":5,"eventType":"e"}';

describe('samples, printed', () => {
  it('are the event alone, its keys in their order and its numbers as they are written', () => {
    const [item] = printed(`[${ITEM}]`).items;
    expect(item && eventTextOf(item)).toBe(
      '{\n  "b": 1.0,\n  "a": [\n    1e400,\n    {\n      "x": "y"\n    }\n  ],\n  "password": "••••••"\n}',
    );
  });

  it('are the whole item where somebody has written a plain event', () => {
    const [item] = printed('[{"_metadata":{},"sample":1}]').items;
    expect(item && eventTextOf(item)).toBe('{\n  "_metadata": {},\n  "sample": 1\n}');
  });

  it('are what is there where the event is no object', () => {
    for (const text of [
      '"a\\n  b"',
      '",\\n  \\"x\\": 1"',
      '{"sample":{"sample":1},"z":2}',
      '[]',
      '{}',
      'null',
      '12.50',
      '[[1]]',
    ]) {
      const [item] = printed(`[{"sample":${text},"status":"OK"}]`).items;
      expect(item && JSON.stringify(JSON.parse(eventTextOf(item)))).toBe(JSON.stringify(JSON.parse(text)));
    }
  });

  it('are one JSON list again', () => {
    const whole = atOnce(printedListSteps(printed(`[${ITEM},{"sample":"a\\n  b","status":"OK"}]`)));
    expect(whole.startsWith('[\n  {\n    "sample": {\n      "b": 1.0,\n')).toBe(true);
    expect(JSON.parse(whole)[1]).toEqual({ sample: 'a\n  b', status: 'OK' });
  });

  it('have nothing beside them that is masked in them', () => {
    const facts = { status: '4111111111111111', timestamp: 4111111111111111, eventType: 'password=p4ssw0rd' };
    const { items } = printed(JSON.stringify([{ sample: {}, ...facts }]));
    expect(items[0]?.facts).toEqual({ status: MASK, timestamp: undefined, eventType: `password=${MASK}` });
  });

  it('end where there is no more room, but for the first', () => {
    const many = `[${Array.from({ length: 50 }, () => ITEM).join(',')}]`;
    const some = atOnce(
      printSamplesSteps(listOf(many), redactionOf(undefined), { chosen: 'all', room: 300 }),
    );
    expect(some.items.map(({ index }) => index)).toEqual([0, 1]);
    const one = atOnce(printSamplesSteps(listOf(many), redactionOf(undefined), { chosen: 49, room: 0 }));
    expect(one.items.map(({ index }) => index)).toEqual([49]);
  });
});

describe('how many there are', () => {
  it('counts samples beside events, the most frequent first', () => {
    const counts = new Map([
      ['A', 2],
      ['B', 30],
    ]);
    const samples = ['A', 'C', 'C', undefined].map((status) => ({
      sample: {},
      status,
      timestamp: undefined,
      eventType: undefined,
    }));
    expect(tallyOf(samples, counts)).toEqual([
      { status: 'B', samples: 0, events: 30 },
      { status: 'A', samples: 1, events: 2 },
      { status: 'C', samples: 2, events: undefined },
    ]);
  });
});

describe('a message with samples', () => {
  it('says how many there are by status, and what was masked', () => {
    const message = renderSamples(shownList(`[${ITEM}]`, { meanings: new Map([['OK', 'All <is> well']]) }));
    expectSlackTakes(message);
    const said = textsOf(message.blocks).join('\n');
    expect(said).toContain('*1 sample of `public.orders`*\n• `OK` 1 sample: All &lt;is&gt; well');
    expect(said).toContain('Masked: `password`.');
    expect(message.text).toBe('1 sample of `public.orders`.');
    expect(said).not.toContain('shown');
  });

  it('has a button that saves them where there are any, and the line has room in it', () => {
    const buttons = (list: ShownList) =>
      renderSamples(list).blocks.filter(({ type }) => type === 'actions').length;
    expect(buttons(shownList(`[${ITEM}]`, { save: 'samples save event e' }))).toBe(1);
    expect(buttons(shownList('[]', { save: 'samples save event e' }))).toBe(0);
    expect(buttons(shownList(`[${ITEM}]`, { save: 'x'.repeat(2_001) }))).toBe(0);
  });

  it('stays inside of what Slack takes with hostile names everywhere', () => {
    for (const name of [...HOSTILE_NAMES, '&'.repeat(300), '<'.repeat(300), '"\\'.repeat(200)]) {
      const item = JSON.stringify({
        sample: { [name]: name, secret: name, rows: Array.from({ length: 300 }, () => name) },
        status: name,
        timestamp: 8.7e15,
        eventType: name,
      });
      const text = `[${Array.from({ length: 10 }, () => item).join(',')}]`;
      const tally = Array.from({ length: 30 }, (_, at) => ({
        status: `${name}${at}`,
        samples: 1,
        events: at,
      }));
      const masked = Array.from({ length: 40 }, (_, at) => `${at}${name}`);
      const meanings = new Map(tally.map(({ status }) => [status, name.repeat(20)]));
      const message = renderSamples(
        shownList(text, { of: code(name), about: ` with status ${code(name)}`, tally, masked, meanings }),
      );
      expectSlackTakes(message);
      expect(lengthOf(message)).toBeLessThan(10_000);
      expect(message.blocks.some(({ type }) => type === 'rich_text')).toBe(true);
      expect(JSON.stringify(message.blocks.filter(({ type }) => type !== 'rich_text'))).not.toMatch(/<[!@]/);
    }
  });

  it('has at most twenty samples, of which each is two blocks', () => {
    const many = `[${Array.from({ length: 200 }, () => '{"sample":1,"status":"A"}').join(',')}]`;
    const message = renderSamples(shownList(many));
    expectSlackTakes(message);
    expect(message.blocks.filter(({ type }) => type === 'rich_text')).toHaveLength(20);
    expect(textsOf(message.blocks).join('\n')).toContain(
      'Samples 0 to 19 are shown, of 200: the file in the thread',
    );
  });

  it('leaves a time out that is none', () => {
    const said = (timestamp: number) =>
      textsOf(renderSamples(shownList(`[{"sample":1,"status":"A","timestamp":${timestamp}}]`)).blocks).join(
        '\n',
      );
    expect(said(1e300)).toContain('*0* · `A`\n');
    expect(said(1_552_554_000_000)).toContain('<!date^1552554000^');
  });
});

describe('a message with one event', () => {
  const lines = (count: number) =>
    JSON.stringify({ rows: Array.from({ length: count }, (_, at) => at) }, null, 2);

  it('shows it with what is to be said of it', () => {
    const message = renderMadeSample('*A row* of `orders`', { text: '{\n  "a": 1\n}', masked: ['b'] }, [
      'Event 0 of 3.',
    ]);
    expectSlackTakes(message);
    expect(textsOf(message.blocks)).toEqual([
      '*A row* of `orders`',
      '{\n  "a": 1\n}',
      'Event 0 of 3.\nMasked: `b`.',
    ]);
  });

  it('cuts it at a line’s end, and says how much is left out', () => {
    const message = renderMadeSample('A row', { text: lines(5_000), masked: [] }, []);
    expectSlackTakes(message);
    expect(lengthOf(message)).toBeLessThan(10_000);
    const [, shown = '', rest = ''] = textsOf(message.blocks);
    expect(lines(5_000).startsWith(`${shown}\n`)).toBe(true);
    expect(rest).toBe(
      `${(5_004 - shown.split('\n').length).toLocaleString('en-US')} more lines are not shown: the file in the thread has everything.`,
    );
  });

  it('cuts a line that is too long, and says so', () => {
    const text = `{\n  "a": "${'x'.repeat(500_000)}"\n}`;
    const message = renderMadeSample('A row', { text, masked: [] }, []);
    expect(lengthOf(message)).toBeLessThan(2_000);
    expect(textsOf(message.blocks).at(-1)).toBe('1 long line is cut: the file in the thread has everything.');
  });
});

describe('where a sample goes', () => {
  it('is asked for with one choice made, and without a choice it is for nobody else', () => {
    expect(whereField('direct').element).toMatchObject({ initial_option: { value: 'direct' } });
    expect(whereIn({ where: 'channel' })).toBe('channel');
    expect(whereIn({ where: 'direct' })).toBe('direct');
    expect(whereIn({})).toBe('direct');
  });
});
