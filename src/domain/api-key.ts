import { z } from 'zod';

const text = z.string().min(1, 'must not be empty');
const host = text
  .regex(/^[a-z0-9.:[\]-]+$/i, 'must be the name of a host')
  .transform((name) => name.toLowerCase());

/**
 * How a key goes along with a request. `basic`: as user and as password, as `Samples.get_sample_from_any_api` sends it;
 * `bearer`: in the `Authorization` header; `header` and `parameter`: under a name of the API's own.
 */
export const KeyPlace = z.enum(['basic', 'bearer', 'header', 'parameter'], {
  error: 'must be basic, bearer, header or parameter',
});
export type KeyPlace = z.output<typeof KeyPlace>;

/** A key of an API, kept on the server under a name, so that nobody has to type it in Slack. */
export const ApiKey = z
  .strictObject({
    key: text,
    /** The hosts that it is for: it goes nowhere else. */
    hosts: z.union([host.transform((one) => [one]), z.array(host).min(1, 'must name a host')]),
    as: KeyPlace.default('basic'),
    /** Of the header or the parameter. */
    name: text.optional(),
  })
  .refine(({ as, name }) => name !== undefined || as === 'basic' || as === 'bearer', {
    error: 'must say the name of the header or parameter',
    path: ['name'],
  });
export type ApiKey = z.output<typeof ApiKey>;

export type ApiKeys = ReadonlyMap<string, ApiKey>;
