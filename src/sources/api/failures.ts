import axios from 'axios';
import { hostNamed } from '../../domain/api-url.ts';
import { code } from '../../domain/mrkdwn.ts';
import { KnownError } from '../../errors.ts';

/**
 * What is said when an API was not asked, or did not answer as it should. No more than its host, a status and the
 * platform's code: never a path, a query, a header or a body, nor the error that it comes from, which carries all of them.
 */

type Field = 'url' | 'payload' | 'list_path';

export function failed(sentence: string, field: Field = 'url'): KnownError {
  return new KnownError('source_failed', sentence, { fields: { [field]: sentence } });
}

export function refused(url: URL): KnownError {
  return failed(
    `${hostNamed(url)} is not on the public Internet, so I do not ask it. Whoever runs this bot can open it with SAMPLE_API_ALLOWED_HOSTS.`,
  );
}

export function tooLate(timeout: number): KnownError {
  return failed(
    `The API did not give its whole answer within ${timeout / 1000} s. Ask for less of it, or try again in a moment.`,
  );
}

export function noTurn(): KnownError {
  return failed('So many APIs are being asked that it was not the turn of this one. Try again in a moment.');
}

export function tooLarge(limit: number): KnownError {
  const megabytes = Math.round(limit / 100_000) / 10;
  return failed(
    `The answer is larger than ${megabytes} MB, so I stopped reading. Ask for less of it with a query parameter.`,
    'payload',
  );
}

/** @param lostKey there was a key, and it did not go along behind a redirect */
export function badStatus(url: URL, status: number, lostKey: boolean): KnownError {
  return failed(`${hostNamed(url)} answered ${status}. ${adviceFor(status, lostKey)}`);
}

function adviceFor(status: number, lostKey: boolean): string {
  if (lostKey && (status === 401 || status === 403)) {
    return 'It is where the address that you gave leads, and the key goes to that alone: give the address that it leads to.';
  }
  switch (status) {
    case 401:
      return 'It wants a key, or another one, or the same in another way: check the key and how it goes along.';
    case 403:
      return 'The key, if you gave one, may not read this: check its rights and how it goes along.';
    case 404:
    case 410:
      return 'There is nothing under this address: check its path.';
    case 400:
    case 422:
      return 'It does not take the request: check the query parameters.';
    case 405:
      return 'It cannot be read with GET, which is all I do.';
    case 429:
      return 'It asks for fewer requests: try again in some minutes.';
  }
  if (status >= 500) return 'It has a fault of its own: try again in a moment.';
  return status >= 400 ? 'Check the address.' : 'That is no list and no object: check the address.';
}

/** @param type the `content-type` header */
export function notJson(url: URL, type: string | undefined): KnownError {
  const [mime = ''] = (type ?? '').split(';');
  const what = /^[\w.+-]+\/[\w.+-]+$/.test(mime.trim())
    ? `${code(mime.trim())}`
    : 'something that it does not name';
  return failed(
    `What ${hostNamed(url)} answered is not JSON: it says that it is ${what}. Check that this is the address of an API.`,
  );
}

export function empty(url: URL): KnownError {
  return failed(`${hostNamed(url)} answered with nothing at all. Check the address.`);
}

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO|DEPTH_ZERO|ERR_TLS|ERR_SSL|EPROTO/;
const UNREACHABLE =
  /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|EACCES|EINVAL|ETIMEDOUT)$/;
const DAMAGED = /^(HPE_|Z_|ERR__ERROR|ERR_BROTLI|ERR_INVALID_CHAR)/;

/** @param error of the platform or of axios @returns what of it can be said */
export function networkFailure(error: unknown, url: URL): KnownError {
  const reason = codeOf(error);
  const suffix = reason === undefined ? '' : ` (${reason})`;
  const host = hostNamed(url);
  if (reason !== undefined && CERTIFICATE.test(reason)) {
    return failed(`No safe connection to ${host} came about${suffix}: its certificate is not trusted.`);
  }
  if (reason === 'HPE_HEADER_OVERFLOW') return failed(`The headers of what ${host} answered are too large.`);
  if (reason !== undefined && DAMAGED.test(reason)) {
    return failed(`What ${host} answered is damaged${suffix}. Try again in a moment.`);
  }
  if (reason !== undefined && UNREACHABLE.test(reason)) {
    return failed(`${host} cannot be reached${suffix}. Check the address, or try again in a moment.`);
  }
  return failed(`The connection to ${host} was lost on the way${suffix}. Try again in a moment.`);
}

/** Made of capitals by the platform: nothing that a server has written. */
function codeOf(error: unknown): string | undefined {
  const found = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof found === 'string' && /^[A-Z0-9_]{1,60}$/.test(found) ? found : undefined;
}

/** Did the network, the other side or its bytes do it? Anything else is a fault of ours. */
export function isNetworkError(error: unknown): boolean {
  return axios.isAxiosError(error) || codeOf(error) !== undefined;
}
