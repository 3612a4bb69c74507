import pg from 'pg';

/** A database in which a great deal has ended, made by the database itself. */

/** So many inputs share what has ended: each has a long history of its own. */
export const INPUTS = 50;

/** Nothing was asked of this one for long: what there is stands behind all the others. */
export const QUIET = 'quiet';
const OF_QUIET = 20;

export const inputNameOf = (which: number | typeof QUIET) => `input_${which}`;
export const inputIdOf = (which: number | typeof QUIET) => `in-${which}`;

const TERMS = JSON.stringify({
  rules: ['the built-in rule for changes'],
  approvals: 1,
  ask: ['members'],
  approve: ['members'],
  selfApprove: false,
  alone: [[]],
  reason: false,
});

/**
 * Ended changes of the last 90 days, about a kilobyte each, some of which came of one another or were timed pauses, and as many entries in the audit trail. The trail's own triggers
 * are left out, since they would take minutes: its hashes are of the right length, and no chain.
 */
export async function seedEnded(databaseUrl: string, count: number): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('set synchronous_commit = off');
    await client.query('alter table changes disable trigger user');
    await client.query(
      `insert into changes (id, state, action, rewrites, input_id, input_name, input_type, operation, reason, requested_by,
         requested_at, expires_at, approved_by, approved_at, closed_at, outcome, team_id, channel_id, card_channel_id, card_ts,
         card_link, terms, approvals, summary, shown, forgotten, replaces, undoes, undo_until, resumes, pause_for, pause_until,
         pause_ended, pause_ended_at)
       select gen_random_uuid(), (array['applied', 'applied', 'applied', 'rejected', 'expired', 'stale', 'failed'])[1 + n % 7],
         (array['edit', 'edit', 'edit', 'pause', 'resume'])[1 + n % 5], n % 5 < 3, 'in-' || which, 'input_' || which, 'ODBC',
         'v1.k1.' || repeat(md5(n::text), 5), 'the nightly load is late', 'U0ASKER',
         at, at + interval '1 day', 'U0BOB', at, at + interval '1 minute', 'All went well.', 'T', 'C1', 'C1', n::text,
         'https://example.slack.com/archives/C1/p' || n, $3::jsonb, '[{"by":"U0BOB","at":"2026-01-01T00:00:00Z"}]',
         'Set \`batch_size\` of \`input_' || which || '\` from \`5\` to \`7\`', 'v1.k1.' || repeat(md5(n::text), 10), true,
         case when n % 20 = 0 then gen_random_uuid() end, case when n % 20 = 1 then gen_random_uuid() end,
         case when n % 7 < 3 and n % 5 < 3 then at + interval '7 days' end, case when n % 10 = 4 then gen_random_uuid() end,
         case when n % 10 = 3 then 3600000 end, case when n % 10 = 3 then at + interval '1 hour' end,
         case when n % 10 = 3 then 'resumed' end, case when n % 10 = 3 then at + interval '1 hour' end
       from generate_series(1, $1::integer) n,
         lateral (select now() - n * (interval '90 days' / $1::integer) as at,
           case when n > $1::integer - $4 then $5 else (n % $2)::text end as which) drawn`,
      [count, INPUTS, TERMS, OF_QUIET, QUIET],
    );
    await client.query('alter table changes enable trigger user');
    await client.query(
      `insert into audit (seq, at, entry, prev_hash, hash)
       select n, now(), '{"change":"' || repeat(md5(n::text), 12) || '"}', md5(n::text) || md5(n::text), md5(n::text) || md5(n::text)
       from generate_series(1, $1::integer) n`,
      [count],
    );
    await client.query('vacuum analyze changes');
    await client.query('vacuum analyze audit');
  } finally {
    await client.end();
  }
}
