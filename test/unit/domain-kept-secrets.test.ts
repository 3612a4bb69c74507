import { describe, expect, it } from '@jest/globals';
import { separateSteps } from '../../src/domain/kept-secrets.ts';
import { likeSteps } from '../../src/domain/likeness.ts';
import { propose } from '../../src/domain/operation.ts';
import { atOnce } from '../../src/domain/steps.ts';
import { withoutSecrets } from '../../src/services/planning/planning.ts';

describe('the secrets of an operation', () => {
  it('are taken out of it by what stands around them, and nothing else is', () => {
    const configuration = {
      batch_size: 7,
      password: 'hunter2',
      ssh: '{"server":"s","password":"hunter3"}',
      parameters: [{ parameter: 'session_id', value: 'hunter4' }],
    };
    const edits = [
      { path: ['batch_size'], value: 7 },
      { path: ['password'], value: 'hunter2' },
      { path: ['ssh', 'password'], value: 'hunter3' },
      { path: ['ssh', 'server'], value: 's' },
      { path: ['parameters', '0', 'value'], value: 'hunter4' },
    ];
    const before = { password: 'old' };
    const { kept, shown, secrets } = atOnce(separateSteps(edits, { before, after: configuration }));
    expect(kept).toEqual([
      { value: 7 },
      { secret: 's0' },
      { secret: 's1' },
      { value: 's' },
      { secret: 's2' },
    ]);
    expect(secrets).toEqual({ s0: 'hunter2', s1: 'hunter3', s2: 'hunter4' });
    expect(JSON.stringify(shown)).not.toContain('hunter');
    expect(shown[1]).toEqual({ value: '•••••• (changed)' });
  });

  it('are found in a value that is set as a whole, and in a text with a secret in it', () => {
    const configuration = { oauth2: { token: 'hunter2', url: 'u' }, base_url: 'https://me:hunter3@host/x' };
    const edits = [
      { path: ['oauth2'], value: configuration.oauth2 },
      { path: ['base_url'], value: configuration.base_url },
    ];
    const { kept, shown } = atOnce(separateSteps(edits, { before: {}, after: configuration }));
    expect(kept).toEqual([{ secret: 's0' }, { secret: 's1' }]);
    expect(JSON.stringify(shown)).not.toContain('hunter');
    expect(shown[1]?.value).toContain('@host/x');
  });

  it('are shown as they were where they are as they were', () => {
    const before = { list: [{ password: 'same' }] };
    const after = { list: [{ password: 'same' }, { password: 'hunter2' }] };
    const edits = [{ path: ['list'], value: after.list }];
    const { shown } = atOnce(separateSteps(edits, { before, after }));
    // What is new has not changed.
    expect(shown[0]?.value).toEqual([{ password: 'same' }, { password: '••••••' }]);
  });

  it('are needed to propose, and are named when they are gone', async () => {
    const base = '{"name":"n","type":"t","configuration":{"password":"old","n":1.0}}';
    const operation = { kind: 'edit' as const, edits: [{ path: ['password'], value: 'hunter2' }] };
    const separated = await withoutSecrets(operation, base, propose(operation, base));
    expect(JSON.stringify([separated.operation, separated.proposed])).not.toContain('hunter2');
    expect(propose(separated.operation, base, separated.secrets)).toBe(base.replace('old', 'hunter2'));
    expect(() => propose(separated.operation, base, {})).toThrow('wiped');
  });
});

describe('an input that is read with its secrets masked', () => {
  const written = '{"name":"n","type":"t","configuration":{"password":"hunter2","batch":7}}';
  const masked = written.replace('hunter2', '********');

  it('is like what was written but for the secrets', () => {
    expect(atOnce(likeSteps(masked, written))).toBe(true);
    expect(atOnce(likeSteps(masked, masked))).toBe(true);
    expect(atOnce(likeSteps(masked.replace('7', '8'), written))).toBe(false);
  });

  it('is not like another input with another secret that can be read', () => {
    expect(atOnce(likeSteps(written.replace('hunter2', 'other'), written))).toBe(false);
  });

  it('is not taken for like where the mask is within a text', () => {
    const inText = (user: string) => `{"name":"n","type":"t","configuration":{"url":"https://a:${user}@h/"}}`;
    expect(atOnce(likeSteps(inText('******'), inText('hunter2')))).toBe(false);
  });
});
