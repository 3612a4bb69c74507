import { isObject, type Json } from './json.ts';
import { MASK, MASK_CHANGED } from './mask.ts';
import { redactSteps } from './secrets.ts';
import type { Steps } from './steps.ts';

/** The secrets that a change brings with it, by the names that its operation has for them. Wiped when it ends. */
export type Secrets = Readonly<Record<string, Json>>;

interface Kept {
  readonly value?: Json | undefined;
  readonly secret?: string | undefined;
}

/** What an edit sets, wherever it is kept. */
export function keptValue({ value, secret }: Kept, secrets: Secrets): Json | undefined {
  if (secret === undefined) return value;
  if (!Object.hasOwn(secrets, secret)) throw new Error('A secret of this change has been wiped already');
  return secrets[secret];
}

interface OpenEdit {
  readonly path: readonly string[];
  readonly value?: Json | undefined;
}

export interface Separated {
  /** In the order of the edits that were given: the name of each one's secret, or its value. */
  readonly kept: readonly { readonly value?: Json; readonly secret?: string }[];
  /** The same with the secrets masked: what may be stored and shown for good. */
  readonly shown: readonly { readonly value: Json | undefined }[];
  readonly secrets: Secrets;
}

/**
 * Takes the secrets out of edits. A secret that is as it was before is shown as such: it stands in what was there.
 * @param configurations without and with the edits: what is a secret is often told by what stands around it; nothing is
 *   `before` where the input is new
 */
export function* separateSteps(
  edits: readonly OpenEdit[],
  { before, after }: { before: Configuration | undefined; after: Configuration },
): Steps<Separated> {
  const old = new Map<string, unknown>();
  yield* redactSteps(before ?? {}, (path, secret) => {
    old.set(JSON.stringify(path), secret);
    return MASK;
  });
  const secretPaths: (readonly string[])[] = [];
  const shownSecrets = (path: readonly string[], secret: unknown) => {
    secretPaths.push(path);
    const place = JSON.stringify(path);
    // Where nothing was, nothing has changed.
    if (!old.has(place)) return MASK;
    return old.get(place) === secret ? secret : MASK_CHANGED;
  };
  const redacted = yield* redactSteps(after, shownSecrets);
  const secrets: Record<string, Json> = {};
  const separated = edits.map(({ path, value }) => {
    if (value === undefined || !secretPaths.some((secret) => path.every((key, at) => secret[at] === key)))
      return { kept: { ...(value !== undefined && { value }) }, shown: { value } };
    const name = `s${Object.keys(secrets).length}`;
    secrets[name] = value;
    // Under a key that is masked itself it is not found again.
    return { kept: { secret: name }, shown: { value: at(redacted, path) ?? MASK } };
  });
  return {
    kept: separated.map(({ kept }) => kept),
    shown: separated.map(({ shown }) => shown),
    secrets,
  };
}

type Configuration = Readonly<Record<string, unknown>>;

function at(whole: unknown, path: readonly string[]): Json | undefined {
  return path.reduce<unknown>((value, key) => {
    if (Array.isArray(value)) return value[Number(key)];
    return isObject(value) ? value[key] : undefined;
  }, whole) as Json | undefined;
}
