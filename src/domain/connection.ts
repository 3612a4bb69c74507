import { X509Certificate } from 'node:crypto';
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
  /** The certificates of the authorities to trust, in PEM, where they are none that everybody trusts. */
  ca: text.refine(holdsCertificates, 'must be certificates in PEM').optional(),
  /** What its rows' `input_label` is when nobody says otherwise; the profile's own name when absent. */
  label: text.optional(),
});
export type Connection = z.output<typeof Connection>;

export type Connections = ReadonlyMap<string, Connection>;

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/** Said at the start, and not when somebody first wants a row. */
function holdsCertificates(pem: string): boolean {
  const certificates = pem.match(CERTIFICATE) ?? [];
  return certificates.length > 0 && certificates.every(isCertificate);
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== '';
  } catch {
    return false;
  }
}
