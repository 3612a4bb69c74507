import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ClientState } from '../../sandbox/slack/client-api.ts';
import { channels, people } from '../../sandbox/slack/workspace.ts';
import { makeFolder } from '../support/folder.ts';
import { until } from '../support/world.ts';

let folder: string;
let children: ChildProcess[] = [];

beforeEach(async () => {
  folder = await makeFolder();
});

afterEach(async () => {
  await Promise.all(children.map((child) => end(child, 'SIGTERM')));
  children = [];
  await rm(folder, { recursive: true, force: true });
});

interface Run {
  child: ChildProcess;
  /** Everything that it has written, to both streams. */
  written(): string;
  /** Resolves once it has written this; rejects when it ends without. */
  writes(text: string): Promise<void>;
}

function run(...args: string[]): Run {
  const child = spawn(process.execPath, ['--import', 'tsx', 'sandbox/main.ts', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // As on a machine set up for other servers.
    env: { ...process.env, HTTP_PROXY: 'http://127.0.0.1:9', PGSSLMODE: 'require' },
  });
  children.push(child);
  let text = '';
  const heard = (more: Buffer) => {
    text += more.toString();
  };
  child.stdout?.on('data', heard);
  child.stderr?.on('data', heard);
  const writes = (wanted: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => text.includes(wanted) && resolve();
      child.stdout?.on('data', look);
      child.once('close', () => reject(new Error(`It ended without "${wanted}":\n${text}`)));
      look();
    });
  return { child, written: () => text, writes };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const closed = once(child, 'close');
    child.kill(signal);
    await closed;
  }
  return child.exitCode;
}

/** What the bot says to the on-call engineer. */
async function answerTo(text: string, url = ''): Promise<string> {
  const as = people.oncall.id;
  await fetch(`${url}/client/command`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ as, channel: channels.pipelines.id, text }),
  });
  return until(async () => {
    const state = (await (await fetch(`${url}/client/state?as=${as}`)).json()) as ClientState;
    return state.messages.length > 0 && JSON.stringify(state.messages);
  });
}

describe('npm run sandbox', () => {
  it('says where it is and who is there, and stops when it is told to', async () => {
    const { child, written, writes } = run('--folder', folder, '--port', '0');
    await writes('Ctrl-C stops it.');
    expect(written()).toMatch(/^ {2}http:\/\/127\.0\.0\.1:\d+$/m);
    expect(written()).toContain('Olivia Oncall, on-call engineer');
    expect(written()).toContain(folder);
    const [, url] = /^ {2}(http:\S+)$/m.exec(written()) ?? [];
    expect(await answerTo('/alooma help', url)).toContain('/alooma pause');
    expect(await end(child, 'SIGINT')).toBe(0);
    expect(written()).toMatch(/Stopped\.\n$/);
  });

  it('heeds Ctrl-C while it starts', async () => {
    const { child, written, writes } = run('--folder', folder, '--port', '0');
    await writes('PostgreSQL is up.');
    expect(await end(child, 'SIGINT')).toBe(0);
    expect(written()).toContain('Stopping.');
    expect(written()).not.toContain('Ready after');
    expect(written()).toMatch(/Stopped\.\n$/);
  });

  it('is refused by name while another lives, and starts after that was killed', async () => {
    const first = run('--folder', folder, '--port', '0');
    await first.writes('Ctrl-C stops it.');
    const second = run('--folder', folder, '--port', '0');
    await once(second.child, 'close');
    expect(second.child.exitCode).toBe(1);
    expect(second.written()).toMatch(
      new RegExp(
        `A sandbox is already running on ${folder} \\(process ${first.child.pid}, http://127\\.0\\.0\\.1:\\d+\\)`,
      ),
    );

    await end(first.child, 'SIGKILL');
    const third = run('--folder', folder, '--port', '0');
    await third.writes('Ctrl-C stops it.');
  });

  it.each(['abc', '-1', '65536', '0x10'])('says what a port is when it is given %s', async (port) => {
    const { child, written } = run('--folder', folder, `--port=${port}`);
    await once(child, 'close');
    expect(child.exitCode).toBe(1);
    expect(written()).toBe('--port must be a port: a number from 0 to 65535, 0 for any that is free.\n');
  });

  it.each(['', '/in-it'])('says that its folder is a file: a file%s', async (within) => {
    const file = join(folder, 'a-file');
    await writeFile(file, '');
    const { child, written } = run('--folder', `${file}${within}`, '--port', '0');
    await once(child, 'close');
    expect(child.exitCode).toBe(1);
    expect(written()).toBe(
      `Starting the sandbox.\n${file}${within} is a file, or in one, and not a folder. Choose another with --folder.\n`,
    );
  });

  it('does not start with an option that it does not know', async () => {
    const { child, written } = run('--prot', '4400');
    await once(child, 'close');
    expect(child.exitCode).toBe(1);
    expect(written()).toContain("Unknown option '--prot'");
  });
});
