import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Head, hashOf, headText } from '../../src/domain/audit.ts';
import { verifyAudit } from '../../src/services/audit.ts';
import { tamper } from '../support/audit.ts';
import { asked, createTrialStore, type TrialStore } from '../support/trial-store.ts';

const LENGTH = 8;

/** What stands in the way of tampering is taken away first, as somebody does who owns the tables. */
describe('npm run audit:verify', () => {
  let trial: TrialStore;
  let noted: Head;
  beforeAll(async () => {
    trial = await createTrialStore();
    for (let at = 0; at < LENGTH; at += 1) await asked(trial, { reason: `reason ${at}` });
    // Each test tampers with what it finds like this.
    await trial.pool.query('create table kept as select * from audit');
  });
  beforeEach(async () => {
    await trial.pool.query(
      `delete from changes where id::text not in (select entry::json ->> 'change' from kept)`,
    );
    await tamper(trial.pool, 'delete from audit', 'insert into audit select * from kept');
    const verdict = await verifyAudit(trial.pool);
    if (!verdict.proven) throw new Error(verdict.why);
    noted = verdict.head;
  });
  afterAll(() => trial.drop());

  it('proves a trail that nobody touched', async () => {
    expect(noted.seq).toBe(LENGTH);
    expect(await verifyAudit(trial.pool, noted)).toEqual({ proven: true, head: noted });
    await asked(trial);
    expect(await verifyAudit(trial.pool, noted)).toMatchObject({ proven: true, head: { seq: LENGTH + 1 } });
  });

  it.each([
    ['a changed entry', [`update audit set entry = replace(entry, 'reason 3', 'reason 4') where seq = 4`], 4],
    ['another spelling of an entry', [`update audit set entry = entry || ' ' where seq = 4`], 4],
    ['a changed time', [`update audit set at = at + interval '1 microsecond' where seq = 5`], 5],
    ['a changed hash', [`update audit set hash = repeat('0', 64) where seq = 5`], 5],
    ['a changed link', [`update audit set prev_hash = repeat('0', 64) where seq = 5`], 5],
    ['a removed row', ['delete from audit where seq = 3'], 3],
    ['several removed rows', ['delete from audit where seq in (3, 4)'], 3],
    ['the first row removed', ['delete from audit where seq = 1'], 1],
    [
      'a removed row, the ones behind it numbered anew',
      [
        'delete from audit where seq = 3',
        ...[4, 5, 6, 7, 8].map((seq) => `update audit set seq = ${seq - 1} where seq = ${seq}`),
      ],
      3,
    ],
    [
      'swapped rows',
      [
        'update audit set seq = 100 where seq = 4',
        'update audit set seq = 4 where seq = 5',
        'update audit set seq = 5 where seq = 100',
      ],
      4,
    ],
    [
      'swapped entries',
      [
        'update audit set entry = (select entry from kept where kept.seq = 9 - audit.seq) where seq in (4, 5)',
      ],
      4,
    ],
    [
      'a row put in between',
      [
        ...[8, 7, 6].map((seq) => `update audit set seq = ${seq + 1} where seq = ${seq}`),
        `insert into audit select 6, at, entry, hash, hash from kept where seq = 5`,
      ],
      6,
    ],
    [
      'a row that is there twice',
      ['alter table audit drop constraint audit_pkey', 'insert into audit select * from kept where seq = 5'],
      5,
    ],
    [
      'a row before the first',
      [
        'alter table audit drop constraint audit_seq_check',
        'insert into audit select 0, at, entry, hash, hash from kept where seq = 1',
      ],
      0,
    ],
    [
      'a row of one’s own at the end',
      [`insert into audit select 9, at, entry, hash, hash from kept where seq = 8`],
      9,
    ],
  ])('names the row of %s', async (_, statements, seq) => {
    await tamper(trial.pool, ...statements);
    expect(await verifyAudit(trial.pool)).toEqual({ proven: false, seq, why: expect.stringMatching(/\w/) });
  });

  it('says what is wrong with it', async () => {
    const whyOf = async (...statements: string[]) => {
      await tamper(trial.pool, 'delete from audit', 'insert into audit select * from kept', ...statements);
      const verdict = await verifyAudit(trial.pool);
      return verdict.proven ? '' : verdict.why;
    };
    expect(await whyOf('delete from audit where seq in (3, 4)')).toBe(
      'it is missing, and so is every row up to 4: row 5 follows',
    );
    expect(await whyOf(`update audit set entry = '{}' where seq = 4`)).toContain('was altered');
    expect(await whyOf('update audit set prev_hash = hash where seq = 4')).toContain(
      'does not continue row 3',
    );
    expect(
      await whyOf(
        'alter table audit drop constraint if exists audit_pkey',
        'insert into audit select * from kept where seq = 5',
      ),
    ).toBe('it is there although the chain has passed it');
  });

  it('names the row behind one that was written anew with the hash that fits', async () => {
    const { rows } = await trial.pool.query<{ at: string; prev_hash: string }>(
      `select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, prev_hash from audit where seq = 4`,
    );
    const [row = { at: '', prev_hash: '' }] = rows;
    const hash = hashOf({ seq: '4', at: row.at, entry: '{}', prevHash: row.prev_hash });
    await tamper(trial.pool, `update audit set entry = '{}', hash = '${hash}' where seq = 4`);
    expect(await verifyAudit(trial.pool)).toMatchObject({ seq: 5, why: expect.stringContaining('row 4') });
  });

  it('cannot tell by itself that the end was cut off, and can by a head that was noted', async () => {
    await tamper(trial.pool, 'delete from audit where seq > 6');
    expect(await verifyAudit(trial.pool)).toMatchObject({ proven: true, head: { seq: 6 } });
    expect(await verifyAudit(trial.pool, noted)).toMatchObject({ proven: false, seq: LENGTH });
    // Also once others stand in their places.
    await asked(trial);
    await asked(trial);
    expect(await verifyAudit(trial.pool)).toMatchObject({ proven: true, head: { seq: LENGTH } });
    expect(await verifyAudit(trial.pool, noted)).toMatchObject({
      proven: false,
      seq: LENGTH,
      why: 'it has another hash than the one that was noted',
    });
  });

  it('takes as long as it is long, and no more memory: batch for batch', async () => {
    await tamper(trial.pool, 'delete from audit');
    await trial.pool.query(
      `do $$ begin for n in 1..2500 loop perform audit_append(jsonb_build_object('n', n)::text); end loop; end $$`,
    );
    expect(await verifyAudit(trial.pool)).toMatchObject({ proven: true, head: { seq: 2_500 } });
    await tamper(trial.pool, `update audit set entry = '{}' where seq = 2001`);
    expect(await verifyAudit(trial.pool)).toMatchObject({ proven: false, seq: 2_001 });
  });

  describe('as a command', () => {
    const run = (args: readonly string[], databaseUrl = trial.url) =>
      promisify(execFile)(process.execPath, ['--import', 'tsx', 'src/audit-verify.ts', ...args], {
        env: { PATH: process.env.PATH ?? '', DATABASE_URL: databaseUrl },
      }).then(
        ({ stdout, stderr }) => ({ code: 0, said: stdout + stderr }),
        ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({
          code,
          said: stdout + stderr,
        }),
      );

    it('prints the head, and takes it', async () => {
      const { code, said } = await run([]);
      expect({ code, said }).toEqual({
        code: 0,
        said: `The audit trail is whole: 8 entries, seq 1 to 8, head ${headText(noted)}\n`,
      });
      expect(await run(['--head', headText(noted)])).toEqual({ code: 0, said });
    });

    it('names the broken row, and ends with 1', async () => {
      await tamper(trial.pool, 'delete from audit where seq = 3');
      expect(await run([])).toEqual({
        code: 1,
        said: 'The audit trail is broken at seq 3: it is missing: row 4 follows.\n',
      });
    });

    it('names a change of which the trail says nothing, and ends with 1', async () => {
      await trial.pool.query('alter table changes disable trigger audit_asked');
      const id = await asked(trial);
      await trial.pool.query('alter table changes enable always trigger audit_asked');
      const { code, said } = await run([]);
      expect(code).toBe(1);
      expect(said).toContain('The audit trail is whole');
      expect(said).toContain(`It says nothing of 1 change in the table, ${id} among them`);
    });

    it.each([
      ['what is no head', ['--head', 'x'], undefined, '--head takes what an earlier run has printed'],
      ['a head before the first row', ['--head', `0:${'a'.repeat(64)}`], undefined, '--head takes'],
      ['no address of a database', [], '', 'DATABASE_URL is missing'],
      ['what is no address of one', [], 'hunter2', 'DATABASE_URL must be a postgres:// address'],
      ['a flag that it does not have', ['--hed=1'], undefined, '--hed'],
      [
        'a database that is not there',
        [],
        'postgres://u:hunter2@127.0.0.1:1/x',
        'the database does not answer',
      ],
    ])('ends with 2 for %s', async (_, args, url, says) => {
      const { code, said } = await run(args, url);
      expect(code).toBe(2);
      expect(said).toContain(says);
      expect(said).not.toContain('hunter2');
      expect(said).not.toMatch(/^ +at /m);
    });
  });
});
