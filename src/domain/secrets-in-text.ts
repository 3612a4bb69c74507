import { isMark } from './mask.ts';
import { isSecretName } from './secret-names.ts';
import type { Steps } from './steps.ts';

/**
 * The secrets within a text: those that stand where a URL, a connection string, a header or a broken piece of JSON
 * keeps them, and those whose form says what they are, under any name. Texts may be long and may be meant to take
 * long, so each rule looks for how a secret begins, and reads on from there at most once.
 */

interface Rule {
  /** What stands before the secret, with the name that it goes by as the first group; the secret itself where nothing does. */
  readonly start: RegExp;
  /** The secret, read from where `start` ends; the first group of it where more has to follow. */
  readonly value?: RegExp;
  /** What to call the secret: by default as it is called in the text, where that is a secret's name. */
  readonly name?: string;
  /** Asked of what stands there: is it one? */
  readonly isSecret?: (value: string) => boolean;
}

/** In quotes with whatever is in them, also where they are never closed; otherwise up to what ends it. */
const QUOTED = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"?|'[^'\\]*(?:\\[\s\S][^'\\]*)*'?/y;
const quotedOr = (bare: string) => new RegExp(`${QUOTED.source}|${bare}`, 'y');

/** What holds others comes first, except that `Bearer` has to stand before its token still. */
const RULES: readonly Rule[] = [
  {
    start: /\bBearer +/gi,
    value: /[\w.~+/=-]{6,}/y,
    name: 'bearer',
    isSecret: (token) => !isPlainWord(token),
  },
  {
    start: /\bBasic +/gi,
    value: /[\w+/=-]{4,}/y,
    name: 'basic',
    isSecret: isUserAndPassword,
  },
  // The user part of a URL, up to the last `@` before the path, since a password may hold one. People also leave `/`,
  // `?` and `#` of a password as they are; what begins with a port is a path.
  {
    start: /:\/\//g,
    value: /([^\s/?#]+|[^\s:/?#@[\]]{1,200}:(?!\d+[/?#])\S{0,500})@/y,
    name: 'user',
  },
  { start: /\bjdbc:oracle:\w{1,10}:/gi, value: /([^\s@]{1,200})@/y, name: 'user' },
  // `me:password@tcp(host:3306)/db`, as Go has it.
  { start: /(?<![\w.-])[\w.-]{1,100}(?=:)/g, value: /(:[^\s@/]{1,200})@(?:tcp|unix)/y, name: 'user' },
  // `me:password@host`, where that is all: an address without its scheme.
  {
    start: /^(?!mailto:)[\w.%+-]{1,64}:/g,
    value: /([^\s@/]{1,200})@[\w.-]+(?::\d{1,5})?(?:\/\S*)?$/y,
    name: 'user',
  },
  { start: /[?&#]([^?=&#\s]{1,200})=/g, value: /[^&#\s]+/y },
  { start: /(?<![\w-])(?:set-)?cookie\s{0,5}:\s{0,5}/gi, value: /[^\r\n"']+/y, name: 'cookie' },
  // `password=…` of a JDBC address or of a connection string.
  {
    start: /(?<![\w.?&#%-])([\w.-]{1,100})\\?["']?\s{0,3}=(?!=)\s{0,3}/g,
    value: quotedOr('[^\\s;]+'),
  },
  // `password: …` in a header, in YAML, in JSON that does not parse. A second colon makes it a cast of SQL.
  {
    start:
      /(?<![\w.-])([\w.-]{1,100})\\?["']?\s{0,5}:(?![:/])\s{0,5}(?:(?:bearer|basic|digest|token|negotiate) +)?/gi,
    value: quotedOr('[^\\s,;}\\])]+'),
  },
  { start: /\b(?:password|identified\s{1,5}by)\s{1,5}(?=["'])/gi, value: QUOTED, name: 'password' },
  // Whoever has the path of a webhook may post there.
  {
    start: /\bhooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)\//gi,
    value: /[^\s"'<>]+/y,
    name: 'webhook',
  },
  // Of Slack, AWS, GitHub, GitLab, Stripe, Google, SendGrid, and tokens in the form of a JWT.
  {
    start:
      /xox[a-z]-[\w-]+|xapp-[\w-]+|(?<![A-Za-z0-9])(?:(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])|gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{20,}|[rs]k_(?:live|test)_\w{10,}|AIza[\w-]{35}|SG\.[\w-]{16,}\.[\w-]{16,}|eyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*)/g,
    name: 'token',
  },
];

/** What every secret that the rules find has in it or before it: most texts have none of this. */
const ANY_SIGN =
  /[=@]|:\/\/|(?<!:):(?![:/])|bearer |basic |password|identified|hooks\.slack|xox|xapp|A[KS]IA|gh[pousr]_|github_pat|glpat|[rs]k_|AIza|SG\.|eyJ/i;

/** So many finds are made at a time. */
const FINDS_A_STEP = 200;

/**
 * @param hide what to show in place of a secret, by what it is or stands under; called for each in a fixed order
 * @returns the text with its secrets replaced
 */
export function* hideInText(text: string, hide: (name: string, secret: string) => string): Steps<string> {
  if (!ANY_SIGN.test(text)) return text;
  let shown = text;
  for (const rule of RULES) {
    const parts: string[] = [];
    let [from, at] = [0, 0];
    for (let finds = 1; ; finds += 1) {
      const found = findNext(rule, shown, at);
      if (!found) break;
      at = found.end;
      if (found.name !== undefined) {
        parts.push(shown.slice(from, found.begin), hide(found.name, shown.slice(found.begin, found.end)));
        from = found.end;
      }
      if (finds % FINDS_A_STEP === 0) yield;
    }
    if (from > 0) shown = parts.join('') + shown.slice(from);
    if (text.length > LONG) yield;
  }
  return shown;
}

/** Where the next secret stands, or might have; nameless where there is none after all, and up to where that is known. */
interface Found {
  readonly name?: string;
  readonly begin: number;
  readonly end: number;
}

function findNext(rule: Rule, text: string, at: number): Found | undefined {
  const { start, value, isSecret } = rule;
  // The patterns are everybody's: what they remember may be of another text.
  start.lastIndex = at;
  const begun = start.exec(text);
  if (!begun) return undefined;
  const begin = value ? start.lastIndex : begun.index;
  const none = { begin, end: start.lastIndex };
  const name = rule.name ?? secretName(begun[1]);
  // Nothing is read that is no secret: it may be long, and there may be many of it.
  if (name === undefined) return none;
  const secret = value ? readAt(value, text, begin) : begun[0];
  if (secret === '' || isMark(secret) || isSecret?.(secret) === false) return none;
  return { name, begin, end: begin + secret.length };
}

function secretName(name = ''): string | undefined {
  return isSecretName(name) ? name : undefined;
}

/** From here on a text takes a moment to be searched. */
const LONG = 10_000;

function readAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  const read = pattern.exec(text);
  return read?.[1] ?? read?.[0] ?? '';
}

/** What a description of a bearer token goes on with. */
function isPlainWord(token: string): boolean {
  return /^(?:tokens?|auth(?:entication|orization)?|credentials?|headers?|schemes?)[.]*$/i.test(token);
}

/** `Basic` is an everyday word; with base64 of `user:password` behind it, it is not. */
function isUserAndPassword(encoded: string): boolean {
  return /^[ -~]*:/.test(Buffer.from(encoded, 'base64').toString('latin1'));
}
