import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answerTo, answerToClick, changesOf, editCard } from '../support/asking.ts';
import { placed } from '../support/changes.ts';
import { buttonsOf, startWorld, until, type World, wordsOf } from '../support/world.ts';

const HOSTILE = {
  'a mention of everybody': '<!channel> feed',
  'a mention of a person': '<@U0GUEST001> feed',
  'a link': '<https://evil.example.com|orders_db>',
  'a date': '<!date^0^{date}|now>',
  'an end of code': 'a`b``c` feed',
  'bold and struck': '*bold* ~struck~ _it_',
  'a code block': '``` feed ```',
  'three hundred characters': `${'long-'.repeat(59)}end!!`,
  'three hundred emoji': '🦉'.repeat(300),
  'the other direction': 'feed \u202etxt.exe\u202c',
  'Hebrew and Arabic': 'הזמנות طلبات',
  'emoji codes': ':boom: feed :tada:',
  'escaped already': '&lt;!here&gt; &amp;',
  'quotes and backslashes': `it's "a" \\"b\\" c\\`,
  'a quote at the front': '"feed',
  'looks like a number': '0',
  'looks like a key': '__proto__',
};

/** Slack reads these in mrkdwn as a mention, whatever stands around them. */
const MENTION = /<!(channel|here|everyone|subteam)|<@(?!U0ONCALL01>|U0APPROV01>)/;

describe('hostile names', () => {
  let world: World;
  const ids = new Map<string, string>();
  beforeAll(async () => {
    world = await startWorld();
    for (const name of Object.values(HOSTILE)) {
      const configuration = { port: 1, [name]: name, note: name };
      ids.set(name, world.alooma.add({ name, type: 'ODBC', paused: false, configuration }));
    }
  });
  afterAll(() => world.stop());

  /** Every mrkdwn text of what everybody has seen so far. */
  function mrkdwn(): string[] {
    const found: string[] = [];
    const collect = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      const { type, text } = value as { type?: unknown; text?: unknown };
      if (type === 'mrkdwn' && typeof text === 'string') found.push(text);
      Object.values(value).forEach(collect);
    };
    for (const message of [...world.oncall.sees(), ...world.approver.sees()]) {
      found.push(message.text);
      collect(message.blocks);
    }
    return found;
  }

  it('are listed, each on a line of its own', async () => {
    const answer = await answerTo(world.oncall, '/alooma list');
    expect(wordsOf(answer)).toContain(`${10 + ids.size} inputs`);
    expect(wordsOf(answer)).toContain('<!channel> feed\n');
  });

  it.each([
    ['an end of code', '`aˋbˋˋcˋ feed`'],
    ['bold and struck', '`*bold* ~struck~ _it_`'],
    ['emoji codes', '`:boom: feed :tada:`'],
    ['three hundred characters', '…'],
  ] as const)('%s: stands in a sentence as one piece of code', async (kind, shown) => {
    const { text } = await answerTo(world.oncall, `/alooma show ${ids.get(HOSTILE[kind])}`);
    expect(text).toContain(shown);
    expect(text.match(/`/g)).toHaveLength(2);
  });

  it.each(Object.entries(HOSTILE))('%s: found by its quoted name, as it is', async (_, name) => {
    const quoted = `"${name.replace(/(["\\])/g, '\\$1')}"`;
    const answer = await answerTo(world.oncall, `/alooma show ${quoted}`);
    expect(answer.isEphemeral).toBe(false);
    expect(wordsOf(answer)).toContain(`id \`${ids.get(name)}\``);
  });

  it.each(Object.entries(HOSTILE))('%s: paused, edited and shown without a mention', async (_, name) => {
    const id = ids.get(name) ?? '';
    await world.oncall.types(`/alooma pause ${id} because ${name}`);
    await until(
      async () => (await changesOf(world, name))[0]?.state === 'applied',
      () => 'the pause',
    );
    // A worker may have paused it before it is posted who did: that would be taken for the card of the edit.
    await placed(world, name);
    const card = await editCard(world.oncall, `/alooma edit ${id} note now ${name}`);
    await answerTo(world.approver, `/alooma show ${id}`);
    await world.approver.clicks('Approve', card);
    await until(
      () => world.approver.sees().some(({ ts, text }) => ts === card.ts && text.includes('and applied')),
      () => 'the applied card',
    );
    expect(JSON.parse(world.alooma.text(name)).configuration.note).toBe(`now ${name}`);
    expect(mrkdwn().filter((text) => MENTION.test(text))).toEqual([]);
  });

  it.each(Object.entries(HOSTILE))('%s: offered by a button that works', async (_, name) => {
    const [...characters] = name;
    const typed = characters.slice(0, -1).join('') || '00';
    const answer = await answerTo(world.oncall, `/alooma show "${typed.replace(/(["\\])/g, '\\$1')}"`);
    expect(answer.isEphemeral).toBe(true);
    if (name === '0') return;
    const [label] = buttonsOf(answer);
    const shown = await answerToClick(world.oncall, label ?? 'no button', answer);
    expect(wordsOf(shown)).toContain(`id \`${ids.get(name)}\``);
    expect(mrkdwn().filter((text) => MENTION.test(text))).toEqual([]);
  });
});
