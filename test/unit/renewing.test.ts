import { describe, expect, it } from '@jest/globals';
import { createAlooma } from '../../src/alooma/index.ts';
import { type Change, questionOf } from '../../src/domain/change.ts';
import type { Input } from '../../src/domain/input.ts';
import type { Operation } from '../../src/domain/operation.ts';
import { openFor, termsOf } from '../../src/domain/policy/terms.ts';
import { parsePolicy } from '../../src/policy-file.ts';
import { createRenew } from '../../src/services/applying/renewing.ts';
import { createPreviews } from '../../src/services/previews.ts';
import { aChange } from '../support/a-change.ts';
import { trialDirectory, trialRights } from '../support/rights.ts';

const CHANGE_TTL = 86_400_000;
const policy = parsePolicy(`
rules:
  - name: production
    inputs: ["prod_*"]
    approvals: 3
    open_for: 30m
  - name: long
    inputs: ["long_*"]
    fields: [ssh]
    open_for: 10 days
`);

function documentOf(name: string, configuration: object): string {
  return JSON.stringify({ id: 'in-1', name, type: 'ODBC', category: 'INPUT', configuration });
}

/** Asked for on one input, and renewed on that input with another batch size. */
async function renewed(operation: Operation, fields: Partial<Change>, sourceName: string) {
  const asked = aChange({ operation, action: operation.kind, ...fields });
  const change = {
    ...asked,
    base: documentOf(sourceName, { ssh: 'a', batch_size: 5 }),
    terms: termsOf(policy, questionOf(asked)),
  };
  const configuration = { ssh: 'a', batch_size: 9 };
  const now: Input = {
    ...{ id: 'in-1', name: sourceName, type: 'ODBC', category: 'INPUT', paused: false, configuration },
    ...{ state: undefined, createdAt: undefined },
    document: documentOf(sourceName, configuration),
  };
  const directory = trialDirectory();
  const renew = createRenew({
    // Nobody is there: neither edits nor copies ask for more than the input that is handed to them.
    pipeline: createAlooma({ baseUrl: 'http://127.0.0.1:9', credentials: { apiKey: 'none' } }),
    find: async () => undefined,
    rights: trialRights(() => policy, directory),
    previews: createPreviews(),
    actorOf: (userId) => directory.actor(userId),
    changeTtl: CHANGE_TTL,
  });
  const { next, outcome } = await renew(change, now);
  if (!next) throw new Error(outcome);
  return { asked: change, next, left: next.expiresAt.getTime() - Date.now() };
}

describe('what is asked anew on an input that has moved', () => {
  it('is held against the input that is copied as well', async () => {
    const { asked, next, left } = await renewed(
      { kind: 'create', copiedFrom: { id: 'in-1', name: 'prod_orders' }, name: 'trial_orders', edits: [] },
      { inputId: 'new', inputName: 'trial_orders' },
      'prod_orders',
    );
    expect(asked.terms.approvals).toBe(3);
    expect(next.terms).toEqual(asked.terms);
    expect(left).toBeLessThanOrEqual(1_800_000);
  });

  it('waits no longer than CHANGE_TTL where one of its rules leaves it to that', async () => {
    const edits = [
      { path: ['ssh'], value: 'b' },
      { path: ['server'], value: 'x' },
    ];
    const { asked, left } = await renewed(
      { kind: 'edit', edits },
      { inputName: 'long_orders' },
      'long_orders',
    );
    expect(openFor(asked.terms, CHANGE_TTL)).toBe(CHANGE_TTL);
    expect(left).toBeLessThanOrEqual(CHANGE_TTL);
    expect(left).toBeGreaterThan(CHANGE_TTL - 60_000);
  });
});
