import { describe, expect, it } from '@jest/globals';
import { renderNotInChannel, renderSentence } from '../../blocks/answers.ts';
import { renderHelp } from '../../blocks/help.ts';
import { ACTION, actionNameOf } from '../../blocks/ids.ts';
import { type InputHistory, renderInput, renderNames } from '../../blocks/inputs.ts';
import { commands } from '../../commands/registry.ts';
import type { InputFacts } from '../../src/domain/input.ts';
import { aChange, aPause } from '../support/a-change.ts';
import { actionsOf, expectSlackTakes, HOSTILE, textsOf } from '../support/slack-takes.ts';

const read = (message: { blocks: readonly unknown[] }) => textsOf(message.blocks).join('\n');

describe('a list of names', () => {
  it('shows them all, one a line, and counts them', () => {
    const message = renderNames(['a', 'b'], undefined);
    expectSlackTakes(message);
    expect(read(message)).toBe('*2 inputs*\na\nb');
    expect(renderNames(['a'], 'A').text).toBe('1 input with `A` in the name.');
  });

  it('says that there is none', () => {
    const none = renderNames([], '<!channel>');
    expectSlackTakes(none);
    expect(read(none)).toBe('0 inputs with `&lt;!channel&gt;` in the name.');
  });

  it('shows the spaces around a name, and nothing that turns its direction', () => {
    const shown = read(renderNames(['feed ', 'feed', 'a\u202etxt.exe', '', ' '], undefined));
    expect(shown.split('\n')).toEqual(['*5 inputs*', 'feed␣', 'feed', 'atxt.exe', '(no name)', '␣']);
  });

  it('cuts 5,000 names at a line’s end and counts those that are left', () => {
    const names = Array.from({ length: 5_000 }, (_, index) => `input_number_${index}`);
    const message = renderNames(names, undefined);
    expectSlackTakes(message);
    const shown = read(message).match(/input_number_\d+/g) ?? [];
    expect(shown).toEqual(names.slice(0, shown.length));
    expect(shown.length).toBeGreaterThan(300);
    expect(read(message)).toContain(`${5_000 - shown.length} more`);
    expect(message.text).toBe('5000 inputs.');
  });

  it('holds hostile names', () => {
    expectSlackTakes(renderNames(HOSTILE, HOSTILE[0]));
    for (const name of HOSTILE) expectSlackTakes(renderNames([name], name));
  });
});

describe('an input', () => {
  const input: InputFacts = {
    id: 'in-1',
    name: 'orders_db',
    type: 'ODBC',
    category: 'INPUT',
    paused: false,
    state: 'RUNNING',
    createdAt: '2019-03-14T09:00:00.000Z',
    configuration: { server: 'db', password: 'hunter2', tables: '{"orders":"xmin"}' },
  };
  const noneOpen = { readable: [], unreadable: 0 };
  const nothing: InputHistory = { lastSwitch: undefined, open: noneOpen };

  it('is shown with its state and its configuration, without secrets', () => {
    const message = renderInput(input, nothing, 'production');
    expectSlackTakes(message);
    expect(message.text).toBe('`orders_db` is running.');
    expect(read(message)).toContain('account `production`');
    expect(read(message)).toContain('the pipeline’s own state `RUNNING`');
    expect(read(message)).toContain('"orders": "xmin"');
    expect(read(message)).toContain('"server": "db"');
    expect(JSON.stringify(message)).not.toContain('hunter2');
  });

  it('says who paused it and why, or that this is not known', () => {
    const paused = { ...input, paused: true };
    const closedAt = new Date();
    const because = { ...aPause({ state: 'applied', reason: 'R&D <!here>' }), closedAt };
    const said = (lastSwitch: InputHistory['lastSwitch']) =>
      renderInput(paused, { lastSwitch, open: noneOpen }, 'production').text;
    expect(said(because)).toMatch(/is paused, by <@U0ONCALL> <!date.*Reason: R&amp;D &lt;!here&gt;$/);
    expect(said({ ...because, reason: undefined })).toContain('No reason was given.');
    expect(said(undefined)).toContain('is not known here');
    expect(said({ ...aPause({ action: 'resume', state: 'applied' }), closedAt })).toContain(
      'is not known here',
    );
    expect(renderInput({ ...input, paused: undefined }, nothing, 'x').text).toContain('has no paused state');
  });

  it('links the changes that wait on it, and counts those that are too many', () => {
    const card = { channelId: 'C1', ts: '1.2', link: 'https://h/archives/C1/p12?a=1&b=2' };
    const open = Array.from({ length: 7 }, () => aChange({ card }));
    const shown = read(
      renderInput(input, { ...nothing, open: { readable: open, unreadable: 1 } }, 'production'),
    );
    expect(
      shown.match(/<https:\/\/h\/archives\/C1\/p12\?a=1&amp;b=2\|Open the card>: Set `batch_size`/g),
    ).toHaveLength(5);
    expect(shown).toContain('and 2 more');
    expect(shown).toContain('1 that cannot be read');
  });

  it('stays within Slack’s limits with hostile names and a configuration of any size', () => {
    for (const name of HOSTILE) {
      const large = Object.fromEntries(
        Array.from({ length: 2_000 }, (_, index) => [`${name}${index}`, name]),
      );
      const open = Array.from({ length: 9 }, () => aChange({ inputName: name, requestedBy: name }));
      const last = { ...aPause({ reason: name || undefined, requestedBy: name }), closedAt: new Date() };
      const hostile = {
        ...input,
        name,
        type: name,
        id: name,
        state: name,
        paused: true,
        configuration: large,
      };
      const message = renderInput(
        hostile,
        { lastSwitch: last, open: { readable: open, unreadable: 0 } },
        name,
      );
      expectSlackTakes(message);
      expect(read(message)).toMatch(/\d+ more lines are not shown/);
    }
  });

  it('shows a character that turns the direction of text as what it is', () => {
    const message = renderInput({ ...input, configuration: { a: 'x\u202ey' } }, nothing, 'x');
    expect(read(message)).toContain('"x\\u202ey"');
  });
});

describe('help', () => {
  it('shows the usage and the summary of every command', () => {
    const message = renderHelp(commands, 'production & more');
    expectSlackTakes(message);
    const shown = read(message).replaceAll('&lt;', '<').replaceAll('&gt;', '>');
    for (const { usage, summary } of commands) expect(shown).toContain(`\`/alooma ${usage}\`\n${summary}`);
    expect(read(message)).toContain('`production &amp; more`');
    expect(message.text).toBe(`The commands are ${commands.map(({ verb }) => verb).join(', ')}.`);
  });
});

describe('a sentence', () => {
  it('stands alone, or with buttons that run what was probably meant', () => {
    const alone = renderSentence('No.');
    expectSlackTakes(alone);
    expect(actionsOf(alone)).toEqual([]);
    const meant = renderSentence('No.', ['pause orders_db', 'pause "my input"']);
    expectSlackTakes(meant);
    expect(actionsOf(meant)).toEqual([
      { action_id: `${ACTION.run}:0`, value: 'pause orders_db' },
      { action_id: `${ACTION.run}:1`, value: 'pause "my input"' },
    ]);
    expect(actionsOf(meant).map(({ action_id }) => actionNameOf(action_id))).toEqual([
      ACTION.run,
      ACTION.run,
    ]);
  });

  it('is taken by Slack with any name on its buttons', () => {
    for (const name of HOSTILE) expectSlackTakes(renderSentence('No.', [`pause ${name}`]));
  });

  it('offers no command that would have to be cut, since that is another command', () => {
    const long = renderSentence('No.', [`edit a b ${'x'.repeat(2_000)}`, 'edit a b x']);
    expectSlackTakes(long);
    expect(actionsOf(long).map(({ value }) => value)).toEqual(['edit a b x']);
  });

  it('that is too long is cut, never within a character', () => {
    for (const sentence of ['🚰'.repeat(2_000), `a${'🚰'.repeat(2_000)}`]) {
      const [shown = ''] = textsOf(renderSentence(sentence).blocks);
      expect(shown.length).toBeLessThanOrEqual(3_000);
      expect(shown).not.toMatch(/\p{Surrogate}/u);
    }
  });
});

describe('where the bot is not in the channel', () => {
  it('a change can be posted elsewhere, and cancelled while that can be', () => {
    const actions = (isDecidable: boolean) => actionsOf(renderNotInChannel('id-1', isDecidable));
    expectSlackTakes(renderNotInChannel('id-1', true));
    expect(actions(false)).toEqual([
      { action_id: ACTION.postHere, value: 'id-1' },
      { action_id: ACTION.postToMe, value: 'id-1' },
    ]);
    expect(actions(true).at(-1)).toEqual({ action_id: ACTION.cancel, value: 'id-1' });
  });
});
