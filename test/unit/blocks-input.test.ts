import { describe, expect, it } from '@jest/globals';
import { ACTION } from '../../blocks/ids.ts';
import {
  CONFIGURATION_LIMIT,
  type InputHistory,
  renderInput,
  type WaitingChange,
} from '../../blocks/input.ts';
import type { InputFacts } from '../../src/domain/input.ts';
import { jsonHeadSteps } from '../../src/domain/json-lines.ts';
import { code } from '../../src/domain/mrkdwn.ts';
import { redact } from '../../src/domain/secrets.ts';
import { atOnce } from '../../src/domain/steps.ts';
import { aChange, aPause } from '../support/a-change.ts';
import { actionsOf, expectSlackTakes, HOSTILE, textsOf } from '../support/slack-takes.ts';

const read = (message: { blocks: readonly unknown[] }) => textsOf(message.blocks).join('\n');
const headOf = (configuration: unknown) => atOnce(jsonHeadSteps(redact(configuration), CONFIGURATION_LIMIT));
const render = (input: InputFacts, history: InputHistory, account = 'production') =>
  renderInput(input, headOf(input.configuration), history, account);

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
    const message = render(input, nothing);
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
      render(paused, { lastSwitch, open: noneOpen }).text;
    expect(said(because)).toMatch(/is paused, by <@U0ONCALL> <!date.*Reason: R&amp;D &lt;!here&gt;$/);
    expect(said({ ...because, reason: undefined })).toContain('No reason was given.');
    expect(said(undefined)).toContain('is not known here');
    expect(said({ ...aPause({ action: 'resume', state: 'applied' }), closedAt })).toContain(
      'is not known here',
    );
    expect(render({ ...input, paused: undefined }, nothing).text).toContain('has no paused state');
  });

  it('links the changes that wait on it, and counts those that are too many', () => {
    const card = { channelId: 'C1', ts: '1.2', link: 'https://h/archives/C1/p12?a=1&b=2' };
    const summary = 'Set `batch_size`';
    const readable: WaitingChange[] = Array.from({ length: 7 }, () => ({ ...aChange({ card }), summary }));
    const shown = read(render(input, { ...nothing, open: { readable, unreadable: 1 } }));
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
      const change = { ...aChange({ requestedBy: name }), summary: `Change ${code(name)}` };
      const readable = Array.from({ length: 9 }, () => change);
      const last = { ...aPause({ reason: name || undefined, requestedBy: name }), closedAt: new Date() };
      const hostile = {
        ...input,
        name,
        type: name,
        id: name,
        state: name,
        paused: true,
        stats: { [name]: 1 },
        configuration: { ...large, tables: '{}' },
      };
      const message = render(hostile, { lastSwitch: last, open: { readable, unreadable: 0 } }, name);
      expectSlackTakes(message);
      expect(read(message)).toMatch(/[\d,]+ more lines are not shown/);
    }
  });

  it('shows a character that turns the direction of text as what it is', () => {
    const message = render({ ...input, configuration: { a: 'x\u202ey' } }, nothing);
    expect(read(message)).toContain('"x\\u202ey"');
  });

  it('counts its events and tables, and says when the last event came', () => {
    const stats = { count: 70_358, lastEvent: 1_552_554_000_000 };
    const facts = read(render({ ...input, stats }, nothing));
    expect(facts).toContain('70,358 events · last event <!date^1552554000^');
    expect(facts).toContain('1 table ·');
    expect(read(render({ ...input, stats: { count: 1, lastEvent: 12 } }, nothing))).not.toContain(
      'last event',
    );
  });

  it('has the buttons that make sense, each with its id', () => {
    const buttons = (changed: Partial<InputFacts>) => actionsOf(render({ ...input, ...changed }, nothing));
    const edit = { action_id: ACTION.form, value: 'edit in-1' };
    const tables = { action_id: `${ACTION.command}:1`, value: 'tables in-1' };
    const [pause, resume] = ['pause in-1', 'resume in-1'].map((value) => ({
      action_id: `${ACTION.command}:0`,
      value,
    }));
    expect(buttons({})).toEqual([pause, edit, tables]);
    expect(buttons({ paused: true, configuration: {} })).toEqual([resume, edit]);
    expect(buttons({ paused: undefined, configuration: {} })).toEqual([edit]);
    expect(buttons({ id: '--a b"', configuration: {} })[1]?.value).toBe('edit "--a b\\""');
  });

  it('has no button that would have to be cut', () => {
    const message = render({ ...input, id: 'x'.repeat(3_000) }, nothing);
    expectSlackTakes(message);
    expect(actionsOf(message)).toEqual([]);
  });
});
