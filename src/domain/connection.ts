import { z } from 'zod';

const text = z.string().min(1, 'must not be empty');

/**
 * A database that rows may be sampled from, kept on the server under a name. Source: the `db_…` arguments of
 * `Samples.get_sample_from_postgresql_database`.
 */
export const Connection = z.strictObject({
  server: text,
  port: z
    .union([text, z.number()])
    .transform(Number)
    .refine((port) => Number.isInteger(port) && port > 0 && port <= 65_535, 'must be a port')
    .default(5432),
  database: text,
  user: text,
  password: text.optional(),
  /** Where a table is looked for that is named without its schema; the server's own search path when absent. */
  schema: text.optional(),
  /**
   * `verify`: encrypted, and the server's certificate has to be of its name. `require`: encrypted, whoever answers.
   * `off`: in the clear.
   */
  tls: z.enum(['verify', 'require', 'off'], 'must be verify, require or off').default('verify'),
  /** The certificate of the authority to trust, in PEM, where it is none that everybody trusts. */
  ca: text.optional(),
  /** What its rows' `input_label` is when nobody says otherwise; the profile's own name when absent. */
  label: text.optional(),
});
export type Connection = z.output<typeof Connection>;

export type Connections = ReadonlyMap<string, Connection>;
