import { describe, expect, it } from '@jest/globals';
import type { PastChange } from '../../src/domain/history.ts';
import { historyJson } from '../../src/domain/history-json.ts';
import { aChange } from '../support/a-change.ts';

const past = (fields: Parameters<typeof aChange>[0]): PastChange => {
  const change = aChange(fields);
  return {
    ...change,
    link: undefined,
    pause: undefined,
    relatives: {},
    place: { at: change.requestedAt.toISOString(), id: change.id },
  };
};

describe('history as JSON', () => {
  it('keeps the ids of those whom an outcome names, in plain text', () => {
    const outcome = '<@U0BOB>, who approved `orders_db` &amp; more, may not do so any more.';
    expect(JSON.parse(historyJson(past({ state: 'failed', outcome })))).toMatchObject({
      outcome: '@U0BOB, who approved “orders_db” & more, may not do so any more.',
      summary: 'Set “batch_size” of “orders_db” from “5” to “7”',
    });
  });
});
