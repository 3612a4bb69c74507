import ms from 'ms';
import { z } from 'zod';

/** The forms that variables of the environment have. Each says what is wrong with a value, and never the value. */

export interface EncryptionKey {
  readonly id: string;
  /** 32 bytes. */
  readonly key: Buffer;
}

const LONGEST = ms('365 days');

const CONTROL_CHARACTER = /\p{Cc}/u;

export const text = z.string().refine((written) => !CONTROL_CHARACTER.test(written), 'must be on one line');
/** What goes out in a header, which takes no other characters. */
export const token = z.string().regex(/^[ -~]+$/, 'must be printable ASCII on one line');
export const url = (protocol: RegExp, what: string) => z.url({ protocol, error: what });

/** @returns a check of the parts of an address. What is no address at all was said before, and passes here. */
const parts = (check: (url: URL) => boolean) => (address: string) =>
  !URL.canParse(address) || check(new URL(address));

export const accountAddress = url(/^https?$/, 'must be an http(s) address').refine(
  parts(({ href, origin }) => href === `${origin}/`),
  'must have no path, query, fragment or credentials',
);

export const databaseAddress = url(/^postgres(ql)?$/, 'must be a postgres:// address').refine(
  parts(({ hostname, searchParams }) => hostname !== '' || Boolean(searchParams.get('host'))),
  'must name a host, or the folder of a socket as ?host=/…',
);

export const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a port')
  .transform(Number)
  .refine((number) => number <= 65_535, 'must be a port');

/** A span of time as people write it: `24h`, `90s`, `15 minutes`. In milliseconds. */
export const duration = (least: string) =>
  z.string().transform((written, context): number => {
    const value = /[a-z]/i.test(written) ? (ms(written as ms.StringValue) as number | undefined) : undefined;
    if (value !== undefined && value >= ms(least as ms.StringValue) && value <= LONGEST) return value;
    context.addIssue({
      code: 'custom',
      message: `must be a span of time such as 90s or 24h, at least ${least}`,
    });
    return z.NEVER;
  });

export const encryptionKeys = z.string().transform((written, context): EncryptionKey[] => {
  const keys = written.split(',').map((part): EncryptionKey => {
    // Always k1, wherever it stands: what it sealed before a rotation has to open after it.
    const [id, key] = part.includes(':') ? part.trim().split(':', 2) : ['k1', part.trim()];
    return { id: id ?? '', key: Buffer.from(key ?? '', 'base64') };
  });
  const ids = new Set(keys.map(({ id }) => id));
  if (keys.every(({ id, key }) => /^[\w-]{1,32}$/.test(id) && key.length === 32) && ids.size === keys.length)
    return keys;
  context.addIssue({
    code: 'custom',
    message: 'must be 32 bytes in base64 (openssl rand -base64 32), or id:base64,id:base64 to rotate',
  });
  return z.NEVER;
});
