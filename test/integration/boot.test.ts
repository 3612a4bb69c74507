import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readAll } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { SlackStandIn } from '../../sandbox/slack/start.ts';
import { startProcess } from '../support/process.ts';
import { startProxy, type TcpProxy } from '../support/proxy.ts';
import { startWorld, until, type World } from '../support/world.ts';

type Fault = Parameters<SlackStandIn['faults']['fail']>[1];

describe('a boot', () => {
  let world: World | undefined;
  let proxy: TcpProxy | undefined;
  afterEach(async () => {
    await world?.stop();
    await proxy?.close();
    [world, proxy] = [undefined, undefined];
  });

  async function readiness(url: string): Promise<{ status: number; missing: string[] }> {
    const response = await fetch(`${url}/readyz`);
    return { status: response.status, missing: ((await response.json()) as { missing: string[] }).missing };
  }

  it.each<[string, Fault]>([
    ['refuses the token', 'invalid_auth'],
    ['fails', { status: 500 }],
    ['breaks off', { loseAnswer: true }],
  ])('is not the end when Slack %s at first', async (_, fault) => {
    world = await startWorld({
      isReady: false,
      // Each time, until that has been seen.
      prepareSlack: ({ faults }) => faults.fail('auth.test', fault, 1_000),
    });
    const { app, oncall, slack } = world;
    expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
    const early = await until(async () => {
      const now = await readiness(app.url);
      return now.missing.includes('database') ? undefined : now;
    });
    expect(early).toEqual({ status: 503, missing: ['slack'] });
    const command = { as: oncall.id, channel: slack.channels.pipelines.id, text: '/alooma help' };
    expect(await slack.command(command)).toMatchObject({ ok: false });
    slack.faults.clear();
    await app.ready;
    expect(await readiness(app.url)).toEqual({ status: 200, missing: [] });
    await oncall.types('/alooma list');
    await oncall.waitsFor('10 inputs');
  });

  it('can be stopped while Slack is silent', async () => {
    world = await startWorld({
      isReady: false,
      prepareSlack: ({ faults }) => faults.fail('auth.test', { hang: true }, 3),
    });
    const { app, slack } = world;
    await until(() => slack.calls.some(({ method }) => method === 'auth.test'));
    expect(await readiness(app.url)).toEqual({ status: 503, missing: ['slack'] });
    const before = Date.now();
    await app.stop();
    expect(Date.now() - before).toBeLessThan(10_000);
    await expect(fetch(`${app.url}/healthz`)).rejects.toThrow();
  });

  it.each(['cut', 'stall'] as const)(
    'is not the end when the database is away at first: %s',
    async (fault) => {
      const between = await startProxy(process.env.TEST_DATABASE_URL ?? '');
      proxy = between;
      between[fault]();
      world = await startWorld({ isReady: false, reachDatabase: (url) => between.through(url) });
      const { app, oncall } = world;
      expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
      expect(await readiness(app.url)).toEqual({ status: 503, missing: ['database', 'slack'] });
      between.open();
      await app.ready;
      expect(await readiness(app.url)).toEqual({ status: 200, missing: [] });
      await oncall.types('/alooma list');
      await oncall.waitsFor('10 inputs');
    },
  );

  it('of a second process beside the first leaves one write for each change', async () => {
    world = await startWorld();
    const other = await world.startAnother();
    expect(await readiness(other.url)).toEqual({ status: 200, missing: [] });
    await world.oncall.types('/alooma pause orders_db');
    await world.oncall.waitsFor('paused `orders_db`');
    expect(world.alooma.requests.filter(({ path }) => path.includes('/pause?'))).toHaveLength(1);
  });
});

describe('the program', () => {
  it('names everything that its environment lacks, once, and ends with 1', async () => {
    const program = await startProcess({});
    try {
      const [errors, output, code] = await Promise.all([
        readAll(program.errors),
        readAll(program.output),
        program.ended,
      ]);
      expect(code).toBe(1);
      expect(output).toBe('');
      const named = [
        'SLACK_BOT_TOKEN',
        'SLACK_SIGNING_SECRET',
        'SLACK_APP_TOKEN',
        'DATABASE_URL',
        'ALOOMA_API_KEY',
        'ALOOMA_USERNAME',
        'ALOOMA_PASSWORD',
        'ENCRYPTION_KEY',
      ];
      for (const name of named) expect(errors.split(name)).toHaveLength(2);
      expect(errors).toContain('npm run sandbox');
      expect(errors).not.toMatch(/\n\s+at |Error:/);
    } finally {
      await program.kill();
    }
  });

  it('says in a sentence that its port is taken, and ends with 1', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port } = holder.address() as AddressInfo;
    const world = await startWorld({ environment: { ROLE: 'web' } });
    const program = await startProcess({ ...world.environment, PORT: String(port) });
    try {
      const [errors, output, code] = await Promise.all([
        readAll(program.errors),
        readAll(program.output),
        program.ended,
      ]);
      expect(code).toBe(1);
      expect(errors).toBe(`Port ${port} is taken by another program. Set PORT to a free one.\n`);
      expect(output).not.toContain('EADDRINUSE');
    } finally {
      await program.kill();
      await world.stop();
      holder.close();
    }
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('ends with 0 on %s', async (signal) => {
    const world = await startWorld({ environment: { ROLE: 'web' } });
    const program = await startProcess(world.environment);
    try {
      let output = '';
      program.output.on('data', (data) => {
        output += String(data);
      });
      await until(
        () => output.includes('"Ready"'),
        () => `Ready in ${output}`,
      );
      expect(output).toMatch(/"mode":"HTTP".*"Listening"/);
      program.errors.resume();
      program.signal(signal);
      expect(await program.ended).toBe(0);
    } finally {
      await program.kill();
      await world.stop();
    }
  });
});
