import { randomInt } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/sandbox.ts';
import { makeFolder } from '../support/folder.ts';
import { until, wordsOf } from '../support/world.ts';

let folder: string;
let running: Sandbox[] = [];

/** With ports that the system gives nobody, and that another run of these tests beside this one hardly has. */
beforeEach(async () => {
  folder = await makeFolder();
  await mkdir(join(folder, 'rest-api'));
  await writeFile(join(folder, 'port'), String(randomInt(10_000, 20_000)));
  await writeFile(join(folder, 'rest-api', 'port'), String(randomInt(20_000, 30_000)));
});

afterEach(async () => {
  await Promise.all(running.map((sandbox) => sandbox.stop()));
  running = [];
  await rm(folder, { recursive: true, force: true });
});

async function start(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ folder, environment: { LOG_LEVEL: 'warn' }, ...options });
  running.push(sandbox);
  return sandbox;
}

async function stop(sandbox: Sandbox): Promise<string[]> {
  running = running.filter((other) => other !== sandbox);
  return sandbox.stop();
}

async function type(sandbox: Sandbox, text: string): Promise<void> {
  const { people, channels } = sandbox.slack;
  expect(await sandbox.slack.command({ as: people.oncall.id, channel: channels.pipelines.id, text })).toEqual(
    { ok: true },
  );
}

function answer(sandbox: Sandbox, says: RegExp) {
  const shown = () => sandbox.slack.state(sandbox.slack.people.oncall.id).messages;
  return until(
    () => shown().find((message) => says.test(wordsOf(message))),
    () => `${says} in:\n${shown().map(wordsOf).join('\n---\n')}`,
  );
}

describe('the sandbox', () => {
  it('keeps messages, inputs, changes and its address over a restart', async () => {
    const timed = async (): Promise<[Sandbox, number]> => {
      const begin = Date.now();
      return [await start(), Date.now() - begin];
    };
    const [first, firstTook] = await timed();
    await type(first, '/alooma pause orders_db because tonight');
    const before = await answer(first, /paused.*orders_db|orders_db.*paused/i);
    expect(await stop(first)).toEqual([]);

    const [second, secondTook] = await timed();
    // The first has made its database as well: a machine that is busy takes longer for that, too.
    expect(secondTook).toBeLessThan(Math.max(10_000, 2 * firstTook));
    expect(second.url).toBe(first.url);
    const kept = await answer(second, /paused.*orders_db|orders_db.*paused/i);
    expect([kept.channel, kept.ts]).toEqual([before.channel, before.ts]);
    await type(second, '/alooma show orders_db');
    await answer(second, /orders_db[\s\S]*tonight/);
  });

  it('runs the bot in Socket Mode as well', async () => {
    const sandbox = await start({ socket: true, port: 0 });
    expect(sandbox.slack.isSocketConnected()).toBe(true);
    await type(sandbox, '/alooma show orders_db');
    await answer(sandbox, /ODBC/);
  });

  it('serves the page on loopback', async () => {
    const sandbox = await start({ port: 0 });
    expect(sandbox.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const page = await fetch(sandbox.url);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  });

  it('refuses a second one on its folder by name, and goes on', async () => {
    const sandbox = await start();
    await expect(startSandbox({ folder })).rejects.toThrow(
      `A sandbox is already running on ${folder} (process ${process.pid}, ${sandbox.url}).`,
    );
    await type(sandbox, '/alooma list');
    await answer(sandbox, /orders_db/);
  });

  it('refuses a port that somebody else has', async () => {
    const sandbox = await start({ port: 0 });
    const port = Number(new URL(sandbox.url).port);
    await expect(startSandbox({ folder: join(folder, 'other'), port })).rejects.toThrow(
      `Port ${port} is taken by another program.`,
    );
  });

  it('takes another port while somebody has its own, and goes back to it', async () => {
    const first = await start();
    await stop(first);
    const port = Number(new URL(first.url).port);
    const guest = await start({ folder: join(folder, 'guest'), port });
    const lines: string[] = [];
    const second = await start({ say: (line) => lines.push(line) });
    expect(second.url).not.toBe(first.url);
    expect(lines.join('\n')).toContain(`Port ${port} is taken`);
    await Promise.all([stop(second), stop(guest)]);
    expect((await start()).url).toBe(first.url);
  });
});
