import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { startClosing } from '../../sandbox/closing.ts';

it('closes what was started last first, and goes on where one takes too long or fails', async () => {
  const closing = startClosing();
  const closed: string[] = [];
  closing.add('first', 60_000, async () => void closed.push('first'));
  closing.add('failing', 60_000, () => Promise.reject(new Error('as it does')));
  closing.add('endless', 20, () => new Promise(() => {}));
  closing.add('last', 0, async () => void closed.push('last'));
  expect(await closing.close()).toEqual(['endless', 'failing']);
  expect(closed).toEqual(['last', 'first']);
});

it('gives one the time that those before it did not need', async () => {
  const closing = startClosing();
  closing.add('slow', 20, () => pause(200));
  closing.add('quick', 60_000, async () => {});
  expect(await closing.close()).toEqual([]);
});
