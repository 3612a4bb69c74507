import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { hurry, redrawn } from '../support/changes.ts';
import {
  endedAs,
  lastsStill,
  pausedOf,
  pauseFor,
  press,
  sentFor,
  switchesOf,
} from '../support/timed-pause.ts';
import { buttonsOf, startWorld, until, type World } from '../support/world.ts';

const NEW_KEY = `k2:${Buffer.alloc(32, 9).toString('base64')}`;

/** Nobody is to be left with a paused input because a key was lost: a pause and its end are known without it. */
describe('a timed pause whose key is gone', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterEach(() => world.alooma.faults.clear());
  afterAll(() => world.stop());

  it('is resumed at its time, and so is one whose end had begun; both are told', async () => {
    const card = await pauseFor(world, 'runs');
    await pauseFor(world, 'ending');
    world.alooma.faults.status(503, { method: 'PUT', path: /pause=false/ });
    await lastsStill(world, 'ending');
    await until(async () => {
      await hurry(world);
      return (await switchesOf(world, 'ending'))[1]?.state === 'applying';
    });

    await world.restart({ ENCRYPTION_KEY: NEW_KEY });
    await lastsStill(world, 'runs', 119_900);
    await hurry(world);
    expect(buttonsOf(await redrawn(world, card, '2 min left'))).toEqual(['Extend', 'Resume now']);
    world.alooma.faults.clear();
    await lastsStill(world, 'runs');
    for (const name of ['runs', 'ending']) {
      await endedAs(world, name, 'resumed');
      await world.approver.waitsFor(`Resumed \`${name}\``);
      expect(pausedOf(world, name)).toBe(false);
    }
    expect(sentFor(world, 'runs')).toEqual([true, false]);
    await redrawn(world, card, 'it was resumed by itself');
  });

  it('can be ended by a click before', async () => {
    await world.restart();
    const card = await pauseFor(world, 'clicked');
    await world.restart({ ENCRYPTION_KEY: NEW_KEY });
    await press(world.approver, 'Resume now', card);
    await redrawn(world, card, `<@${world.approver.id}> resumed it`);
    expect(pausedOf(world, 'clicked')).toBe(false);
  });
});
