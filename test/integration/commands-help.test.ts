import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { commands } from '../../commands/registry.ts';
import { answerTo, answerToClick } from '../support/asking.ts';
import { buttonsOf, startWorld, type World, wordsOf } from '../support/world.ts';

describe('/alooma help', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());

  it.each(['/alooma help', '/alooma'])('%s lists every command, for the one who typed it', async (line) => {
    const answer = await answerTo(world.oncall, line);
    for (const { usage } of commands) expect(wordsOf(answer)).toContain(`/alooma ${usage.split(' ', 1)[0]}`);
    expect(answer.isEphemeral).toBe(true);
    expect(world.approver.sees().map(({ ts }) => ts)).not.toContain(answer.ts);
  });

  it.each(commands.map((command) => [command.verb, command] as const))(
    'help %s: tells more of that command, with examples',
    async (verb, { summary, examples = [] }) => {
      const answer = await answerTo(world.guest, `/alooma help ${verb}`);
      expect(answer.isEphemeral).toBe(true);
      const words = wordsOf(answer).replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
      expect(words).toContain(summary);
      expect(words).not.toContain('[[');
      for (const example of examples) expect(words).toContain(`\`/alooma ${example}\``);
    },
  );

  it.each(['undo', 'extend', 'approve', 'Reject', 'break-glass', 'apply alone', 'resume now'])(
    'help %s: says that it is on a card',
    async (word) => {
      const words = wordsOf(await answerTo(world.guest, `/alooma help ${word}`));
      expect(words).toContain('That is no command but a button.');
      expect(words).toContain('the card of a');
    },
  );

  it('of an unknown command offers that which was meant', async () => {
    const refusal = await answerTo(world.oncall, '/alooma help shwo');
    expect(refusal.isEphemeral).toBe(true);
    expect(wordsOf(refusal)).toContain('There is no command `shwo`. Did you mean `show`?');
    expect(buttonsOf(refusal)).toEqual(['Run /alooma help show']);
    const answer = await answerToClick(world.oncall, 'Run /alooma help show', refusal);
    expect(wordsOf(answer)).toContain('/alooma show &lt;input&gt;');
  });

  it('refuses what is no command in private', async () => {
    const answer = await answerTo(world.oncall, '/alooma help xyzzyplugh');
    expect(answer.isEphemeral).toBe(true);
    expect(wordsOf(answer)).toContain('There is no command `xyzzyplugh`. See `/alooma help`.');
  });

  it.each([
    ['help show orders_db', '/alooma show &lt;input&gt;'],
    ['help samples save all', '/alooma samples save &lt;event|input|all&gt;'],
    ['help samples public.orders', '/alooma samples &lt;event&gt;'],
  ])('%s: takes a line of a command for that command', async (line, says) => {
    expect(wordsOf(await answerTo(world.oncall, `/alooma ${line}`))).toContain(says);
  });

  it('offers all commands of which only a part was typed', async () => {
    const refusal = await answerTo(world.oncall, '/alooma help sample');
    expect(buttonsOf(refusal)).toEqual([
      'Run /alooma help samples',
      'Run /alooma help sample api',
      'Run /alooma help sample db',
    ]);
    const answer = await answerToClick(world.oncall, 'Run /alooma help sample db', refusal);
    expect(wordsOf(answer)).toContain('/alooma sample db');
  });
});
