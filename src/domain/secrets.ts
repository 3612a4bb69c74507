import { isOnlyDots, looksPartlyMasked, MASK } from './mask.ts';
import { type Drawing, drawSteps, type Path } from './secret-places.ts';
import { hideInText } from './secrets-in-text.ts';
import { atOnce, type Steps } from './steps.ts';

/** Values with their secrets masked. */

/** What to show in place of a secret that stands at `path`. */
type Mask = (path: Path, secret: unknown) => unknown;

/**
 * The value opened up (strings that hold JSON become what they hold) with its secrets masked: texts and numbers that
 * are secrets, and the secrets within other texts and within keys. Of a secret in a key `mask` is not told.
 */
export function redact(value: unknown, mask: Mask = () => MASK): unknown {
  return atOnce(redactSteps(value, mask));
}

/** As `redact`, for what may be large. @param isData is it an event and no input's configuration? */
export function redactSteps(value: unknown, mask: Mask = () => MASK, isData = false): Steps<unknown> {
  return drawSteps(value, redacting(mask, isData));
}

const redacting = (mask: Mask, isData: boolean): Drawing<unknown> => ({
  isData,
  secret: mask,
  text: (path, text) => maskInText(text, path, mask),
  plain: (value) => value,
  list: (items) => items,
  *object(members) {
    // A null prototype, so that a key called `__proto__` is a key like any other.
    const shown: Record<string, unknown> = Object.create(null);
    const distinct = distinguishing();
    for (const [key, value] of members) {
      shown[distinct(yield* maskInText(key, [], () => MASK))] = value;
      yield;
    }
    return shown;
  },
});

/** @returns what tells apart keys that differ only in their secrets: of several that look alike, the second is `… 2` */
export function distinguishing(): (key: string) => string {
  const counts = new Map<string, number>();
  return (key) => {
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count === 1 ? key : `${key} ${count}`;
  };
}

/** The paths of the secrets that the pipeline has masked already, for example `configuration.password`. */
export function maskedSecrets(value: unknown): string[] {
  return atOnce(maskedSecretsSteps(value));
}

/** As `maskedSecrets`, for what may be large. */
export function* maskedSecretsSteps(value: unknown): Steps<string[]> {
  return (yield* maskedPathsSteps(value)).map((path) => path.join('.'));
}

/** The same as lists of keys; a mask within a text stands behind one more, which says what kind of secret it is. */
export function* maskedPathsSteps(value: unknown): Steps<Path[]> {
  const found: Path[] = [];
  const secret = (path: Path, hidden: unknown) => {
    if (looksPartlyMasked(hidden)) found.push(path);
    return '';
  };
  yield* drawSteps<unknown>(value, {
    secret,
    *text(path, text) {
      if (isOnlyDots(text)) found.push(path);
      else yield* maskInText(text, path, secret);
    },
    plain: () => undefined,
    list: () => undefined,
    *object() {},
  });
  return found;
}

/**
 * Would what stands at this place be a secret, whatever it is?
 * @param siblings what stands beside it: a name there may say so
 * @param outer the keys around them
 */
export function isSecretPlace(
  siblings: Readonly<Record<string, unknown>>,
  key: string,
  outer: Path = [],
): boolean {
  const names = Object.entries(siblings).filter(
    ([, value]) => typeof value === 'string' && value.length < 1_000,
  );
  const inner: unknown = { ...Object.fromEntries(names), [key]: 'x' };
  let found = false;
  redact(
    outer.reduceRight<unknown>((value, name) => ({ [name]: value }), inner),
    (path) => {
      found ||= path.length === outer.length + 1 && path.at(-1) === key;
      return MASK;
    },
  );
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

/** @returns the text with the secrets that it holds masked */
export function redactText(text: string): string {
  return atOnce(maskInText(text, [], () => MASK));
}

function maskInText(text: string, path: Path, mask: Mask): Steps<string> {
  // Numbered, so that several secrets in one text have paths of their own.
  let found = 0;
  return hideInText(text, (name, secret) => {
    found += 1;
    return String(mask([...path, found === 1 ? name : `${name} ${found}`], secret));
  });
}
