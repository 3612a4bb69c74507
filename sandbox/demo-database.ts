import { randomBytes } from 'node:crypto';
import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import type { PostgresStandIn } from './postgres/index.ts';

/** A small shop in the sandbox's own PostgreSQL, to sample rows of, and a role that may read it and nothing else. */

const DATABASE = 'shop';
export const READER = 'shop_reader';

/** Made anew at every start, so that it is the same whatever was done to it. All of it is made up. */
const SHOP = `
  drop schema if exists public cascade;
  create schema public;
  create table customers (
    id bigint primary key, name text not null, email text not null, card_number text, date_of_birth date,
    address jsonb not null, tags text[] not null, created_at timestamptz not null
  );
  create table orders (
    id int primary key, customer_id bigint not null references customers, status text not null,
    total numeric(12, 2) not null, items jsonb not null, shipping daterange, note text, created_at timestamp not null
  );
  insert into customers values
    (1, 'Ada Example', 'ada@example.com', '4111 1111 1111 1111', '1985-12-10',
     '{"street": "1 Sample Street", "city": "Testville", "zip": "00001"}', '{newsletter,vip}', '2018-01-02 03:04:05+00'),
    (2, 'Ben Example', 'ben@example.com', null, '1991-06-01',
     '{"street": "2 Sample Street", "city": "Testville", "zip": "00002"}', '{}', '2018-02-03 04:05:06.789+00');
  insert into orders values
    (1000, 1, 'shipped', 129.90, '[{"sku": "A-1", "price": 99.90, "count": 1}, {"sku": "B-7", "price": 15.00, "count": 2}]',
     '[2018-08-26,2018-08-29)', null, '2018-08-25 10:11:12.131415'),
    (1001, 1, 'paid', 15.00, '[{"sku": "B-7", "price": 15.00, "count": 1}]', null,
     'Paid with 5555 5555 5555 4444', '2018-08-26 08:00:00'),
    (1002, 2, 'new', 0.00, '[]', null, '', '2018-08-27 09:30:00');
`;

/** @returns the connections that the bot is to know, as SAMPLE_CONNECTIONS has them */
export async function makeDemoDatabase({
  databaseUrl,
}: Pick<PostgresStandIn, 'databaseUrl'>): Promise<Record<string, object>> {
  const url = await databaseUrl(DATABASE);
  // Another one at every start: nobody else is to know it.
  const password = randomBytes(24).toString('hex');
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_roles where rolname = $1', [READER]);
    const reader = escapeIdentifier(READER);
    await client.query(`
      begin;
      ${rowCount === 0 ? `create role ${reader};` : ''}
      alter role ${reader} with login password ${escapeLiteral(password)};
      alter role ${reader} set default_transaction_read_only = on;
      ${SHOP}
      grant usage on schema public to ${reader};
      grant select on all tables in schema public to ${reader};
      commit;
    `);
  } finally {
    await client.end();
  }
  const { hostname, port, pathname } = new URL(url);
  const server = { server: hostname, port: Number(port), database: pathname.slice(1), tls: 'off' };
  return { shop: { ...server, user: READER, password, label: 'shop_orders' } };
}
