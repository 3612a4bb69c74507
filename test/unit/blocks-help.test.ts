import { describe, expect, it } from '@jest/globals';
import { renderCommand, renderHelp } from '../../blocks/help.ts';
import { commands } from '../../commands/registry.ts';
import { expectSlackTakes, textsOf } from '../support/slack-takes.ts';

const read = (message: { blocks: readonly unknown[] }) => textsOf(message.blocks).join('\n');

describe('help', () => {
  it('shows the usage and the summary of every command', () => {
    const message = renderHelp(commands, 'production & more');
    expectSlackTakes(message);
    const shown = read(message).replaceAll('&lt;', '<').replaceAll('&gt;', '>');
    for (const { usage, summary } of commands) expect(shown).toContain(`\`/alooma ${usage}\`\n${summary}`);
    expect(read(message)).toContain('`production &amp; more`');
    expect(message.text).toBe(`The commands are ${commands.map(({ verb }) => verb).join(', ')}.`);
  });

  it('stays within Slack’s limits with many commands, and loses none', () => {
    const rows = Array.from({ length: 40 }, (_, index) => ({
      verb: `verb${index}`,
      usage: `verb${index} <input> [because <reason...>]`,
      summary: `Do ${index}: ${'what it does '.repeat(8)}`,
    }));
    const message = renderHelp(rows, 'production');
    expectSlackTakes(message);
    expect(read(message).match(/\/alooma verb\d+ /g)).toHaveLength(40);
  });

  it('tells more of one command, with examples', () => {
    const message = renderCommand({
      usage: 'do <a>',
      summary: 'Do it & more',
      examples: ['do x', 'do "y z"'],
      details: 'More of `it`.',
    });
    expectSlackTakes(message);
    expect(read(message)).toBe(
      '`/alooma do &lt;a&gt;`\nDo it &amp; more\nMore of `it`.\nFor example\n`/alooma do x`\n`/alooma do "y z"`',
    );
    expect(read(renderCommand({ usage: 'do', summary: 'Do it' }))).toBe('`/alooma do`\nDo it');
  });
});
