import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { startResponseUrls } from '../../sandbox/slack/delivery/response-urls.ts';
import { startTriggers } from '../../sandbox/slack/triggers.ts';

const MINUTE_MS = 60_000;

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

it('tells a response_url that is too late why, and forgets it in the end', () => {
  const urls = startResponseUrls('');
  const target = { channel: 'C1', user: 'U1' };
  const first = urls.issue('commands', target);
  jest.advanceTimersByTime(29 * MINUTE_MS);
  expect(urls.use(first)).toBe(target);
  jest.advanceTimersByTime(2 * MINUTE_MS);
  urls.issue('commands', target);
  expect(urls.use(first)).toEqual({ error: 'expired_url' });
  jest.advanceTimersByTime(30 * MINUTE_MS);
  urls.issue('commands', target);
  expect(urls.use(first)).toEqual({ error: 'no_service' });
});

it('tells a trigger that is too late why, and forgets it in the end', () => {
  const triggers = startTriggers();
  const issue = () => triggers.issue({ user: 'U1', viewId: undefined });
  const first = issue();
  jest.advanceTimersByTime(MINUTE_MS);
  issue();
  expect(triggers.exchange(first)).toEqual({ error: 'expired_trigger_id' });
  jest.advanceTimersByTime(10 * MINUTE_MS);
  issue();
  expect(triggers.exchange(first)).toEqual({ error: 'invalid_trigger_id' });
});
