import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SlackStandIn } from '../../sandbox/slack/start.ts';
import { addInput, askForEdit, ended, redrawn, timesWritten } from '../support/changes.ts';
import { startWorld, until, type World } from '../support/world.ts';

type Fault = Parameters<SlackStandIn['faults']['fail']>[1];

describe('in Socket Mode', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ socketMode: true });
  });
  afterAll(() => world.stop());

  const pausesOf = (id: string) =>
    world.alooma.requests.filter(({ path }) => path.includes(`${id}/pause?`)).length;

  it('an input is paused', async () => {
    expect(world.slack.isSocketConnected()).toBe(true);
    const id = addInput(world, 'paused_by_socket');
    await world.oncall.types('/alooma pause paused_by_socket because of a test');
    await world.approver.waitsFor('paused `paused_by_socket`');
    expect(pausesOf(id)).toBe(1);
  });

  it('an edit is asked for, approved and applied', async () => {
    const id = addInput(world, 'edited_by_socket');
    const card = await askForEdit(world, 'edited_by_socket');
    await world.approver.clicks('Approve', card);
    await redrawn(world, card, 'and applied');
    expect(timesWritten(world, id)).toBe(1);
  });

  it('an envelope that comes twice is acknowledged twice and has one effect', async () => {
    const id = addInput(world, 'delivered_twice');
    await world.oncall.types('/alooma pause delivered_twice');
    await world.approver.waitsFor('paused `delivered_twice`');
    const before = world.oncall.sees().length;
    expect(await world.slack.redeliver()).toMatchObject({ ok: true });
    // Whatever is done about it is done before this, which comes after it, is answered.
    await world.oncall.types('/alooma list delivered_twice');
    await world.oncall.waitsFor('1 input with');
    expect(world.oncall.sees()).toHaveLength(before + 1);
    expect(pausesOf(id)).toBe(1);
    const { rowCount } = await world.pool.query(`select from changes where input_id = $1`, [id]);
    expect(rowCount).toBe(1);
  });

  it('a connection that Slack ends is made anew', async () => {
    const dialled = () => world.slack.calls.filter(({ method }) => method === 'apps.connections.open').length;
    const before = dialled();
    world.slack.disconnectSocket();
    await until(() => dialled() > before && world.slack.isSocketConnected());
    addInput(world, 'after_reconnecting');
    const card = await askForEdit(world, 'after_reconnecting');
    await world.approver.clicks('Approve', card);
    expect((await ended(world, 'after_reconnecting')).state).toBe('applied');
  });

  it.each<[string, Fault]>([
    ['fails', { status: 500 }],
    ['breaks off', { loseAnswer: true }],
    ['refuses the token', 'invalid_auth'],
  ])('a connection is made anew also when Slack %s meanwhile', async (what, fault) => {
    const dialled = () => world.slack.calls.filter(({ method }) => method === 'apps.connections.open').length;
    const before = dialled();
    // Slack's client tries three times by itself.
    world.slack.faults.fail('apps.connections.open', fault, 4);
    world.slack.disconnectSocket();
    await until(async () => (await fetch(`${world.app.url}/readyz`)).status === 503);
    await until(() => dialled() > before + 4 && world.slack.isSocketConnected());
    await until(async () => (await fetch(`${world.app.url}/readyz`)).status === 200);
    const name = `after ${what}`;
    addInput(world, name);
    await world.oncall.types(`/alooma pause "${name}"`);
    await world.oncall.waitsFor(`paused \`${name}\``);
  });

  it('its port says how it is', async () => {
    expect((await fetch(`${world.app.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${world.app.url}/readyz`)).status).toBe(200);
    expect((await fetch(`${world.app.url}/slack/events`, { method: 'POST' })).status).toBe(404);
  });

  it('takes nothing new while it stops, and what is running is answered', async () => {
    const stopping = await startWorld({ socketMode: true });
    try {
      const letGo = stopping.alooma.faults.hold({ path: /^inputs$/ });
      await stopping.oncall.types('/alooma show orders_db');
      await until(() => stopping.alooma.requests.some(({ path }) => /inputs$/.test(path)));
      const stopped = stopping.app.stop();
      await expect(stopping.oncall.types('/alooma pause customers_db')).rejects.toThrow();
      letGo();
      await stopped;
      expect(stopping.oncall.sees().map(({ text }) => text)).toContainEqual(
        expect.stringContaining('`orders_db` is running'),
      );
      const { rowCount } = await stopping.pool.query('select from changes');
      expect(rowCount).toBe(0);
    } finally {
      await stopping.stop();
    }
  });

  it('stops, and hangs up', async () => {
    await world.app.stop();
    await until(() => !world.slack.isSocketConnected());
  });
});
