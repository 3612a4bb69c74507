import { MASK } from './mask.ts';
import { isSecretName } from './secret-names.ts';

/**
 * The secrets within a text: those that stand where a URL, a connection string or a header keeps them, and those whose
 * form says what they are, under any name. Texts may be meant to take long, so each pattern begins with what it looks
 * for and reads on at most once from there.
 */

/**
 * The user part of a URL, up to the last `@` before the path, since a password may hold one. People also leave `/`, `?`
 * and `#` of a password as they are; what begins with a port is a path. The bounds keep hostile text from taking long.
 */
const URL_USER = /\b([a-z][a-z0-9+.-]{0,30}:\/\/)([^\s/?#]*|[^\s:/?#@[\]]{1,200}:(?!\d+[/?#])\S{0,1000})@/gi;
/** A name ends where the next may begin: otherwise a row of `?` would be read to its end from each of them. */
const URL_QUERY = /([?&#]([^?=&#\s]+)=)([^&#\s]+)/g;
/** `password=…` of a JDBC address or of a connection string. */
const PROPERTY = /((?:^|[\s;])([\w.-]{1,100})=)("[^"]*"|'[^']*'|[^\s;]+)/g;
/** The tokens of Slack, and the key ids of AWS. */
const TOKEN = /xox[a-z]-[\w-]+|xapp-[\w-]+|(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])/g;
/** Whoever has the path of a webhook may post there. */
const WEBHOOK = /(\bhooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)\/)([^\s"'<>]+)/gi;
const BEARER = /\b(Bearer +)([\w.~+/=-]{6,})/gi;
const BASIC = /\b(Basic +)([\w+/=-]{4,})/gi;
/** What a description of a bearer token goes on with. */
const PLAIN_WORD = /^(?:tokens?|auth(?:entication|orization)?|credentials?|headers?|schemes?)[.]*$/i;

/**
 * @param hide what to show in place of a secret, by what it is or stands under; called for each in a fixed order
 * @returns the text with its secrets replaced
 */
export function hideInText(text: string, hide: (name: string, secret: string) => string): string {
  const hideNamed = (whole: string, start: string, name: string, value: string) =>
    isSecretName(name) ? `${start}${hide(name, value)}` : whole;
  // What holds others comes first, except that `Bearer` has to stand before its token still.
  return text
    .replace(BEARER, (whole, start: string, token: string) =>
      PLAIN_WORD.test(token) ? whole : `${start}${hide('bearer', token)}`,
    )
    .replace(BASIC, (whole, start: string, encoded: string) =>
      isUserAndPassword(encoded) ? `${start}${hide('basic', encoded)}` : whole,
    )
    .replace(URL_USER, (_, scheme: string, user: string) => `${scheme}${hide('user', user)}@`)
    .replace(URL_QUERY, hideNamed)
    .replace(PROPERTY, (whole, start: string, name: string, value: string) =>
      value.startsWith(MASK) ? whole : hideNamed(whole, start, name, value),
    )
    .replace(WEBHOOK, (_, start: string, path: string) => `${start}${hide('webhook', path)}`)
    .replace(TOKEN, (token) => hide('token', token));
}

/** `Basic` is an everyday word; with base64 of `user:password` behind it, it is not. */
function isUserAndPassword(encoded: string): boolean {
  return /^[ -~]*:/.test(Buffer.from(encoded, 'base64').toString('latin1'));
}
