import { heldJson, isObject } from './json.ts';

/**
 * Which values of an input are secrets, and how they are shown. A secret is known by the name it stands under, at any
 * depth, also inside a string that holds JSON, in a URL's user part, in a header and in a named parameter.
 */

export const MASK = '••••••';
export const MASK_CHANGED = '•••••• (changed)';

const SECRET_NAME =
  /pass(?:word|wd|phrase)?$|pass(?:word|phrase)|pwd|secret|token|oauth|api[-_ ]?key|access[-_ ]?key|private[-_ ]?key|credential|authorization|session[-_ ]?id|cookie|signature|pem$|^auth$/i;
const HEADERS_NAME = /^headers?$/i;
const PLAIN_HEADER = /^(accept(-.*)?|content-(type|length|encoding)|user-agent|cache-control)$/i;
/** The user part of a URL, up to the last `@` before the path, since a password may hold one. */
const URL_USER = /\b([a-z][a-z0-9+.-]*:\/\/)[^\s/?#]*@/gi;
const URL_QUERY = /([?&]([^=&#\s]+)=)([^&#\s]+)/g;
/** What services put where a secret was: sent back, it would overwrite the secret. */
const MASKED_VALUE = /^(?:[*•●]{3,}|[<[(]?(?:masked|redacted|hidden|encrypted)[>\])]?)$/i;

export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

export function looksMasked(value: unknown): boolean {
  return typeof value === 'string' && MASKED_VALUE.test(value.trim());
}

type Path = readonly string[];
/** What to show in place of a secret that stands at `path`. */
type Mask = (path: Path, secret: unknown) => unknown;

/** @returns the value opened up (strings that hold JSON become what they hold) with its secrets masked */
export function redact(value: unknown, mask: Mask = () => MASK): unknown {
  return walk(value, [], false, mask);
}

/**
 * Both sides of a change, redacted. A secret that the change touches reads as changed on the second side, so that the
 * change is seen and the secret is not.
 */
export function redactBoth(before: unknown, after: unknown): { before: unknown; after: unknown } {
  const secrets = new Map<string, unknown>();
  const shownBefore = redact(before, (path, secret) => {
    secrets.set(JSON.stringify(path), secret);
    return MASK;
  });
  const shownAfter = redact(after, (path, secret) =>
    secrets.get(JSON.stringify(path)) === secret ? MASK : MASK_CHANGED,
  );
  return { before: shownBefore, after: shownAfter };
}

/** The paths of the secrets that the pipeline has masked already, for example `configuration.password`. */
export function maskedSecrets(value: unknown): string[] {
  const found: string[] = [];
  redact(value, (path, secret) => {
    if (looksMasked(secret)) found.push(path.join('.'));
    return MASK;
  });
  return found;
}

/** Is a secret in what would be put under this name? */
export function holdsSecret(name: string, value: unknown): boolean {
  let found = false;
  redact({ [name]: value }, () => {
    found = true;
    return MASK;
  });
  return found;
}

/** @returns the text with the secrets in the URLs that it holds masked */
export function redactText(text: string): string {
  return maskUrls(text, [], () => MASK);
}

function walk(value: unknown, path: Path, secret: boolean, mask: Mask): unknown {
  const held = heldJson(value);
  if (held !== undefined) return walk(held, path, secret, mask);
  if (Array.isArray(value)) {
    return value.map((item, index) => walk(item, [...path, String(index)], secret, mask));
  }
  if (isObject(value)) return walkObject(value, path, secret, mask);
  if (secret && isWorthHiding(value)) return mask(path, value);
  return typeof value === 'string' ? maskUrls(value, path, mask) : value;
}

function walkObject(object: Record<string, unknown>, path: Path, secret: boolean, mask: Mask): unknown {
  // A null prototype, so that a key called `__proto__` is a key like any other.
  const shown: Record<string, unknown> = Object.create(null);
  const inHeaders = HEADERS_NAME.test(path.at(-1) ?? '');
  const named = nameOf(object);
  for (const [key, value] of Object.entries(object)) {
    const isSecret =
      secret ||
      isSecretName(key) ||
      (inHeaders && !PLAIN_HEADER.test(key)) ||
      (key === 'value' && named !== undefined && isNamedSecret(named, path));
    shown[key] = walk(value, [...path, key], isSecret, mask);
  }
  return shown;
}

/** `{parameter: "session_id", value: …}`: the name under which a `value` stands. */
function nameOf(object: Record<string, unknown>): string | undefined {
  for (const key of ['parameter', 'name', 'key', 'header']) {
    if (typeof object[key] === 'string') return object[key];
  }
  return undefined;
}

function isNamedSecret(name: string, path: Path): boolean {
  const inHeaders = path.some((key) => HEADERS_NAME.test(key));
  return isSecretName(name) || (inHeaders && !PLAIN_HEADER.test(name));
}

/** An empty value under a secret's name is no secret: that it is empty is what one wants to see. */
function isWorthHiding(value: unknown): boolean {
  return (typeof value === 'string' && value !== '') || typeof value === 'number';
}

function maskUrls(text: string, path: Path, mask: Mask): string {
  if (!text.includes('://')) return text;
  return text
    .replace(URL_USER, (user, scheme: string) => `${scheme}${mask([...path, 'user'], user)}@`)
    .replace(URL_QUERY, (whole, start: string, name: string, value: string) =>
      isSecretName(name) ? `${start}${mask([...path, name], value)}` : whole,
    );
}
