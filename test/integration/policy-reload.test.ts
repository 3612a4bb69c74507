import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answerTo } from '../support/asking.ts';
import { makeFolder } from '../support/folder.ts';
import { type BotProcess, startProcess } from '../support/process.ts';
import { startWorld, until, type World, wordsOf } from '../support/world.ts';

const deleting = (approvals: number) =>
  `rules:\n  - name: deletes\n    actions: [delete]\n    approvals: ${approvals}\n`;

/** A process of its own, which gets the signal; Slack delivers to it over its WebSocket. */
describe('SIGHUP', () => {
  let world: World;
  let folder: string;
  let path: string;
  let bot: BotProcess;
  const log: string[] = [];
  beforeAll(async () => {
    folder = await makeFolder();
    path = join(folder, 'policy.yml');
    await writeFile(path, deleting(3));
    world = await startWorld();
    await world.app.stop();
    const { SLACK_SIGNING_SECRET: _, ...environment } = world.environment;
    bot = await startProcess({ ...environment, SLACK_APP_TOKEN: world.slack.appToken, POLICY_FILE: path });
    createInterface({ input: bot.output }).on('line', (line) => void log.push(line));
    await logged('Ready');
  });
  afterAll(async () => {
    await bot.kill();
    await world.stop();
    await rm(folder, { recursive: true });
  });

  const logged = (text: string) =>
    until(
      () => log.find((line) => line.includes(text)),
      () => `"${text}" in the log:\n${log.join('\n')}`,
    );
  const approvalsToDelete = async () =>
    /Approvals: (\d+)/.exec(wordsOf(await answerTo(world.oncall, '/alooma policy delete orders_db')))?.[1];

  it('has the file read anew', async () => {
    expect(await approvalsToDelete()).toBe('3');
    await writeFile(path, deleting(4));
    expect(await approvalsToDelete()).toBe('3');
    bot.signal('SIGHUP');
    await logged('The policy was read anew');
    expect(await approvalsToDelete()).toBe('4');
  });

  it('keeps the policy before where the file is not right, and says which lines are wrong', async () => {
    await writeFile(path, `${deleting(5)}    aproove: MARKER\n    open_for: MARKER\n`);
    bot.signal('SIGHUP');
    const line = await logged('The policy file is not taken');
    expect(line).toContain('line 5: rules[0]: aproove is no key here. Did you mean approve?');
    expect(line).toContain('line 6: rules[0].open_for must be a span of time');
    expect(line).not.toContain('MARKER');
    expect(await approvalsToDelete()).toBe('4');
    const shown = await answerTo(world.oncall, '/alooma policy');
    expect(shown.isEphemeral).toBe(true);
    for (const said of [
      'read anew and not taken',
      'line 5: rules[0]: aproove',
      'line 6: rules[0].open_for',
      path,
    ]) {
      expect(wordsOf(shown)).toContain(said);
    }
  });

  it('keeps it also where the file is gone, and goes on once it is right again', async () => {
    await rm(path);
    bot.signal('SIGHUP');
    await logged('it cannot be read (ENOENT)');
    expect(await approvalsToDelete()).toBe('4');
    await writeFile(path, deleting(1));
    log.length = 0;
    bot.signal('SIGHUP');
    await logged('The policy was read anew');
    expect(await approvalsToDelete()).toBe('1');
    expect(wordsOf(await answerTo(world.oncall, '/alooma policy'))).not.toContain('not taken');
  });
});

it('a wrong file stops the start, with its lines', async () => {
  const folder = await makeFolder();
  const path = join(folder, 'policy.yml');
  await writeFile(path, 'rules:\n  - approvals: MARKER\n');
  const bot = await startProcess({ POLICY_FILE: path });
  const said: string[] = [];
  bot.errors.on('data', (chunk) => void said.push(String(chunk)));
  expect(await bot.ended).toBe(1);
  await bot.kill();
  await rm(folder, { recursive: true });
  expect(said.join('')).toContain(
    'POLICY_FILE is not taken: line 2: rules[0].approvals must be a whole number',
  );
  expect(said.join('')).not.toContain('MARKER');
});
