import { z } from 'zod';
import { readOrigin } from './api-host.ts';

const text = z.string().min(1, 'must not be empty');
const host = text.transform((written, context): string => {
  const origin = readOrigin(written);
  if (origin !== undefined) return origin;
  context.addIssue({
    code: 'custom',
    message: 'must be a host: api.example.com, api.example.com:8443, or http://api.example.com without TLS',
  });
  return z.NEVER;
});

/**
 * How a key goes along with a request. `basic`: as user and as password, as `Samples.get_sample_from_any_api` sends it;
 * `bearer`: in the `Authorization` header; `header` and `parameter`: under a name of the API's own.
 */
export const KeyPlace = z.enum(['basic', 'bearer', 'header', 'parameter'], {
  error: 'must be basic, bearer, header or parameter',
});
export type KeyPlace = z.output<typeof KeyPlace>;

/** A key and how it goes along. */
export interface KeyUse {
  readonly key: string;
  readonly as: KeyPlace;
  /** Of the header or the parameter. */
  readonly name?: string | undefined;
}

/** What is wrong with a key and how it is to go along, behind the name of the part that is wrong. */
export interface KeyFault {
  readonly part: 'key' | 'name';
  readonly message: string;
}

const HEADER_NAME = /^[!#$%&'*+.^_`|~\w-]{1,100}$/;
const HEADER_VALUE = /^[ -~]+$/;
/** They say how the request itself is made. */
const NOT_FOR_KEYS =
  /^(host|connection|keep-alive|content-length|transfer-encoding|accept-encoding|te|trailer|upgrade|expect|proxy-.*)$/i;

export function keyFault({ key, as, name }: KeyUse): KeyFault | undefined {
  const needsName = as === 'header' || as === 'parameter';
  if (needsName && name === undefined) {
    return { part: 'name', message: 'must say the name of the header or parameter' };
  }
  if (as === 'header' && name !== undefined && (!HEADER_NAME.test(name) || NOT_FOR_KEYS.test(name))) {
    return { part: 'name', message: 'must be the name of a header that can carry a key' };
  }
  if ((as === 'header' || as === 'bearer') && !HEADER_VALUE.test(key)) {
    return { part: 'key', message: 'must be printable ASCII to go into a header' };
  }
  return undefined;
}

/** A key of an API, kept on the server under a name, so that nobody has to type it in Slack. */
export const ApiKey = z
  .strictObject({
    key: text,
    /** Where it goes, and nowhere else: origins, `https://api.example.com`. Over http only where that is written. */
    hosts: z.preprocess(
      (written) => (typeof written === 'string' ? [written] : written),
      z.array(host).min(1, 'must name a host'),
    ),
    as: KeyPlace.default('basic'),
    /** Of the header or the parameter. */
    name: text.optional(),
  })
  .superRefine((profile, context) => {
    const fault = keyFault(profile);
    if (fault) context.addIssue({ code: 'custom', message: fault.message, path: [fault.part] });
  });
export type ApiKey = z.output<typeof ApiKey>;

/** May the key go there? Its scheme and port are those that are written, too: another port is another server. */
export function isFor({ hosts }: Pick<ApiKey, 'hosts'>, url: URL): boolean {
  return hosts.includes(url.origin);
}

/** Is it a host of the key, whatever the scheme and port? */
export function isOfItsHosts({ hosts }: Pick<ApiKey, 'hosts'>, url: URL): boolean {
  return hosts.some((origin) => new URL(origin).hostname === url.hostname);
}

export type ApiKeys = ReadonlyMap<string, ApiKey>;
