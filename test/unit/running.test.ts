import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { createRunning } from '../../src/slack/running.ts';

/** A promise that the test settles. Node 20 has no `Promise.withResolvers`. */
function deferred() {
  let resolve = () => {};
  let reject = (_: Error) => {};
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

describe('running work', () => {
  it('is waited for, also what begins while waiting and what fails', async () => {
    const running = createRunning();
    const [first, second] = [deferred(), deferred()];
    const seen: string[] = [];
    const failing = running.track(first.promise);
    void failing.catch(() => running.track(second.promise).then(() => seen.push('second')));
    const idle = running.idle(60_000).then((left) => seen.push(`idle ${left}`));
    first.reject(new Error('of the work'));
    await expect(failing).rejects.toThrow('of the work');
    // One turn of the event loop: what would be over too early is over by then.
    await setImmediate();
    expect(seen).toEqual([]);
    second.resolve();
    await idle;
    expect(seen).toEqual(['second', 'idle 0']);
  });

  it('is given up when the time is over, and counted', async () => {
    const running = createRunning();
    const never = deferred();
    void running.track(never.promise);
    void running.track(never.promise);
    expect(await running.idle(20)).toBe(2);
    never.resolve();
    expect(await running.idle(60_000)).toBe(0);
  });

  it('gives the work’s own result', async () => {
    const running = createRunning();
    await expect(running.track(Promise.resolve('result'))).resolves.toBe('result');
    expect(await running.idle(60_000)).toBe(0);
  });
});
