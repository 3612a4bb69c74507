import pg from 'pg';
import type { World } from './world.ts';

/** Where a text occurs in what is left of everything that happened: the log, Slack and the database. */
export async function tracesOf(world: World, ...texts: readonly string[]): Promise<string[]> {
  const left = [
    ...world.log,
    ...shownToAnybody(world),
    ...world.slack.calls.map((call) => JSON.stringify(call)),
    ...world.slack.answers.map((answer) => JSON.stringify(answer)),
    ...(await allTables(world)).split('\n'),
  ];
  return left.filter((line) => texts.some((text) => line.includes(text)));
}

/** Every message of every person, the private ones among them. */
function shownToAnybody({ slack }: World): string[] {
  const everybody = [...Object.values(slack.people), slack.stranger];
  return everybody.flatMap(({ id }) => slack.state(id).messages.map((message) => JSON.stringify(message)));
}

/** Every row of every table as text, those of the job queue too. */
export async function allTables({ pool }: World): Promise<string> {
  const { rows: tables } = await pool.query<{ schema: string; name: string }>(
    `select table_schema as schema, table_name as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  );
  const dumps = tables.map(async ({ schema, name }) => {
    const table = `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`;
    const { rows } = await pool.query<{ line: string }>(`select whole::text as line from ${table} as whole`);
    return [`${schema}.${name}`, ...rows.map(({ line }) => line)].join('\n');
  });
  return (await Promise.all(dumps)).join('\n');
}
