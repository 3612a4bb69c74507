import { heldJson, isObject, parseJson } from './json.ts';
import { isSecretName } from './secret-names.ts';
import type { Steps } from './steps.ts';

/**
 * Which values of an input, or of an event, are secrets by where they stand: under a secret's name, at any depth, also inside a string
 * that holds JSON, in a header, and beside a name in a named parameter; or by a form that only secrets have.
 */

/** Keys, and places in lists, from the outside in. Inside a string that holds JSON the path just goes on. */
export type Path = readonly string[];

/** What is made of a value, part by part, from the inside out. */
export interface Drawing<Drawn> {
  /** Is it no input's configuration, so that keys under `tables` are names like any other? */
  readonly isData?: boolean | undefined;
  /** A text or number that is a secret as a whole, or what lies too deep to be looked at. */
  secret(path: Path, value: unknown): Drawn;
  /** Any other text: secrets may be in it. */
  text(path: Path, text: string): Steps<Drawn>;
  /** A number, `true`, `false` or `null`. */
  plain(value: unknown): Drawn;
  list(items: readonly Drawn[]): Drawn;
  object(members: readonly (readonly [key: string, value: Drawn])[]): Steps<Drawn>;
}

/** A key in PEM says itself what it is, whatever it stands under: in `ssh` that may be `key` or `identity`. */
const PRIVATE_KEY = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY/;
const HEADERS_NAME = /headers?$/i;
const HEADER_LINE = /^[\w-]+:\s*\S/;
/** What stands beside a name in `{parameter, type, value, template}`. */
export const NAMED_VALUE = /^(values?|val|template|default|content)$/i;
const NAMES = ['parameter', 'param', 'name', 'key', 'header', 'field', 'property', 'option'];
const PLAIN_HEADER = /^(accept(-.*)?|content-(type|length|encoding)|user-agent|cache-control)$/i;
/** In a configuration its keys are names of tables: `password_resets` stands for an update indicator, not for a password. */
const TABLES_NAME = 'tables';
/** No configuration is as deep; what is meant to take long may be. */
const DEEPEST = 100;

/** Draws a value with the strings in it that hold JSON opened up: they become what they hold. */
export function drawSteps<Drawn>(value: unknown, drawing: Drawing<Drawn>): Steps<Drawn> {
  return draw(value, [], false, drawing);
}

function* draw<Drawn>(value: unknown, path: Path, secret: boolean, drawing: Drawing<Drawn>): Steps<Drawn> {
  yield;
  const inner = opened(value) ?? value;
  if (typeof inner !== 'object' || inner === null) return yield* drawLeaf(inner, path, secret, drawing);
  if (path.length > DEEPEST) return drawing.secret(path, value);
  return isObject(inner)
    ? yield* drawObject(inner, path, secret, drawing)
    : yield* drawList(inner as readonly unknown[], path, secret, drawing);
}

function* drawLeaf<Drawn>(
  value: unknown,
  path: Path,
  secret: boolean,
  drawing: Drawing<Drawn>,
): Steps<Drawn> {
  if ((secret && isWorthHiding(value)) || isPrivateKey(value)) return drawing.secret(path, value);
  return typeof value === 'string' ? yield* drawing.text(path, value) : drawing.plain(value);
}

function* drawList<Drawn>(
  list: readonly unknown[],
  path: Path,
  secret: boolean,
  drawing: Drawing<Drawn>,
): Steps<Drawn> {
  const isOfPairs = isListOfPairs(list);
  const items: Drawn[] = [];
  for (const [index, item] of list.entries()) {
    const here = [...path, String(index)];
    items.push(
      isOfPairs && isPair(item)
        ? yield* drawPair(item, here, secret, drawing)
        : yield* draw(item, here, secret, drawing),
    );
  }
  return drawing.list(items);
}

/** `["X-Key", "…"]` in a list of such: a header or parameter as some programs write it. */
type Pair = readonly [name: string, value: unknown];

export function isListOfPairs(list: readonly unknown[]): list is readonly Pair[] {
  return list.length > 0 && list.every(isPair);
}

function isPair(item: unknown): item is Pair {
  return Array.isArray(item) && item.length === 2 && typeof item[0] === 'string';
}

function* drawPair<Drawn>(pair: Pair, path: Path, secret: boolean, drawing: Drawing<Drawn>): Steps<Drawn> {
  const [name, value] = pair;
  return drawing.list([
    yield* draw(name, [...path, '0'], secret, drawing),
    yield* draw(value, [...path, '1'], secret || isNamedSecret(name, path), drawing),
  ]);
}

function* drawObject<Drawn>(
  object: Record<string, unknown>,
  path: Path,
  secret: boolean,
  drawing: Drawing<Drawn>,
): Steps<Drawn> {
  const inHeaders = HEADERS_NAME.test(path.at(-1) ?? '');
  const inTables = !drawing.isData && path.at(-1) === TABLES_NAME;
  const hasSecretName = namesOf(object).some((name) => isNamedSecret(name, path));
  const members: [string, Drawn][] = [];
  for (const key of Object.keys(object)) {
    const value = object[key];
    const isSecret =
      secret ||
      (isSecretName(key) && !inTables) ||
      (inHeaders && !PLAIN_HEADER.test(key)) ||
      (HEADERS_NAME.test(key) && holdsHeaderLines(value)) ||
      (hasSecretName && NAMED_VALUE.test(key));
    members.push([key, yield* draw(value, [...path, key], isSecret, drawing)]);
  }
  return yield* drawing.object(members);
}

/** JSON that was put into a string, and perhaps that string into another, as some exporters do. */
function opened(value: unknown): ReturnType<typeof heldJson> {
  const held = heldJson(value);
  if (held !== undefined || typeof value !== 'string' || !/^\s*"/.test(value)) return held;
  const inner = parseJson(value);
  return typeof inner === 'string' ? opened(inner) : undefined;
}

/** `{parameter: "session_id", value: …}`: the names under which a `value` stands. */
export function namesOf(object: Record<string, unknown>): string[] {
  return NAMES.map((key) => object[key]).filter((name) => typeof name === 'string');
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
