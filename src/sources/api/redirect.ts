import { hasCredentials, hostNamed, isHttp } from '../../domain/api-url.ts';
import { failed } from './failures.ts';

/**
 * Where an answer leads.
 * @param location the header, as it came
 * @returns nothing where the answer does not say where
 * @throws KnownError `source_failed` under `url` for where nobody follows
 */
export function nextOf(location: string | undefined, from: URL): URL | undefined {
  if (location === undefined) return undefined;
  const host = hostNamed(from);
  if (!URL.canParse(location, from)) throw failed(`${host} leads to what is no address. Check the address.`);
  const next = new URL(location, from);
  if (!isHttp(next))
    throw failed(`${host} leads to something that is not on the web, so I do not follow it.`);
  if (hasCredentials(next)) {
    throw failed(`${host} leads to an address with credentials in it, so I do not follow it.`);
  }
  if (from.protocol === 'https:' && next.protocol === 'http:') {
    throw failed(`${host} leads from https to http, where everybody can read along, so I do not follow it.`);
  }
  return next;
}
