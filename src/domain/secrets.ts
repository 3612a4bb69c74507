import { heldJson, isObject, parseJson } from './json.ts';
import { looksMasked, MASK, MASK_CHANGED } from './mask.ts';
import { isSecretName } from './secret-names.ts';
import { hideInText } from './secrets-in-text.ts';

/**
 * Which values of an input are secrets, and how they are shown. A secret is known by the name it stands under, at any
 * depth, also inside a string that holds JSON, in a URL's user part, in a header and in a named parameter; or by
 * itself, where it has a form that only secrets have.
 */

/** A key in PEM says itself what it is, whatever it stands under: in `ssh` that may be `key` or `identity`. */
const PRIVATE_KEY = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY/;
const HEADERS_NAME = /headers?$/i;
const HEADER_LINE = /^[\w-]+:\s*\S/;
/** What stands beside a name in `{parameter, type, value, template}`. */
const NAMED_VALUE = /^(values?|template|default)$/i;
const PLAIN_HEADER = /^(accept(-.*)?|content-(type|length|encoding)|user-agent|cache-control)$/i;
/** Its keys are names of tables: `password_resets` stands for an update indicator, not for a password. */
const TABLES_NAME = 'tables';
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
    if (looksMasked(secret) || looksMasked(passwordOf(secret))) found.push(path.join('.'));
    return MASK;
  });
  return found;
}

/** Of the user part of a URL, what stands behind the colon. */
function passwordOf(secret: unknown): unknown {
  return typeof secret === 'string' ? secret.slice(secret.indexOf(':') + 1) : undefined;
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

/** @returns the text with the secrets that it holds masked */
export function redactText(text: string): string {
  return maskInText(text, [], () => MASK);
}

function walk(value: unknown, path: Path, secret: boolean, mask: Mask): unknown {
  const held = opened(value);
  if (held !== undefined) return walk(held, path, secret, mask);
  if (Array.isArray(value)) {
    return value.map((item, index) => walk(item, [...path, String(index)], secret, mask));
  }
  if (isObject(value)) return walkObject(value, path, secret, mask);
  if ((secret && isWorthHiding(value)) || isPrivateKey(value)) return mask(path, value);
  return typeof value === 'string' ? maskInText(value, path, mask) : value;
}

/** JSON that was put into a string, and perhaps that string into another, as some exporters do. */
function opened(value: unknown): ReturnType<typeof heldJson> {
  const held = heldJson(value);
  if (held !== undefined || typeof value !== 'string' || !/^\s*"/.test(value)) return held;
  const inner = parseJson(value);
  return typeof inner === 'string' ? opened(inner) : undefined;
}

function walkObject(object: Record<string, unknown>, path: Path, secret: boolean, mask: Mask): unknown {
  // A null prototype, so that a key called `__proto__` is a key like any other.
  const shown: Record<string, unknown> = Object.create(null);
  const inHeaders = HEADERS_NAME.test(path.at(-1) ?? '');
  const inTables = path.at(-1) === TABLES_NAME;
  const names = namesOf(object);
  for (const [key, value] of Object.entries(object)) {
    const isSecret =
      secret ||
      (isSecretName(key) && !inTables) ||
      (inHeaders && !PLAIN_HEADER.test(key)) ||
      (HEADERS_NAME.test(key) && holdsHeaderLines(value)) ||
      (NAMED_VALUE.test(key) && names.some((name) => isNamedSecret(name, path)));
    shown[key] = walk(value, [...path, key], isSecret, mask);
  }
  return shown;
}

/** `{parameter: "session_id", value: …}`: the names under which a `value` stands. */
function namesOf(object: Record<string, unknown>): string[] {
  return ['parameter', 'name', 'key', 'header']
    .map((key) => object[key])
    .filter((name) => typeof name === 'string');
}

/** `headers: "X-Key: …"`, or a list of such lines. */
function holdsHeaderLines(value: unknown): boolean {
  const lines = Array.isArray(value) ? value : [value];
  return lines.some((line) => typeof line === 'string' && HEADER_LINE.test(line));
}

function isNamedSecret(name: string, path: Path): boolean {
  const inHeaders = path.some((key) => HEADERS_NAME.test(key));
  return isSecretName(name) || (inHeaders && !PLAIN_HEADER.test(name));
}

/** An empty value under a secret's name is no secret: that it is empty is what one wants to see. */
function isWorthHiding(value: unknown): boolean {
  return (typeof value === 'string' && value !== '') || typeof value === 'number';
}

function isPrivateKey(value: unknown): boolean {
  return typeof value === 'string' && PRIVATE_KEY.test(value);
}

function maskInText(text: string, path: Path, mask: Mask): string {
  // Numbered, so that of several secrets in one text each is compared with its own other side.
  let found = 0;
  return hideInText(text, (name, secret) => {
    found += 1;
    return String(mask([...path, found === 1 ? name : `${name} ${found}`], secret));
  });
}
