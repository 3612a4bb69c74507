import { type Node, parseTree } from 'jsonc-parser';
import { canonical, configurationOf, editConfiguration } from './document.ts';
import { heldJson, type Json } from './json.ts';
import { memberTexts, openingAt, textUnder } from './json-spans.ts';
import type { KeptEdit } from './operation.ts';
import { redactSteps } from './secrets.ts';
import type { Steps } from './steps.ts';

/** How to take back what was done to an input, where it has not moved on in the same places. */
export interface Undone {
  /** What puts back what stood there, written as it was. */
  readonly edits: readonly KeptEdit[];
  /** The key paths below `configuration` that are no more as they were left. */
  readonly moved: readonly (readonly string[])[];
}

/** With more edits than this, a field is put back as a whole where it can be: each of them has its price. */
const MOST_EDITS = 100;

/**
 * The finest places in which the two differ are put back; what has moved elsewhere stays as it is now. A list counts as a
 * whole: its items are told by where they stand.
 * @param before @param after the document as it was, and as it was left
 * @param now the document as it is
 */
export function* undoSteps(before: string, after: string, now: string): Steps<Undone> {
  const found: Found = { edits: [], moved: [] };
  const was = fieldsOf(before);
  yield;
  const is = fieldsOf(after);
  yield;
  const current = now === after ? is : fieldsOf(now);
  for (const field of new Set([...was.keys(), ...is.keys()])) {
    const [old, left, text] = [was.get(field), is.get(field), current.get(field)];
    yield;
    if (old === left) continue;
    const { edits, moved } = yield* undoFieldSteps(field, old, left, text);
    for (const place of moved) found.moved.push(place);
    for (const edit of edits) found.edits.push(edit);
  }
  return found;
}

/** The texts of a configuration's fields. */
function fieldsOf(document: string): ReadonlyMap<string, string> {
  const at = openingAt(document, '{', 'configuration');
  return new Map(at === undefined ? [] : memberTexts(document, at));
}

function* undoFieldSteps(
  field: string,
  old: string | undefined,
  left: string | undefined,
  now: string | undefined,
): Steps<Undone> {
  const found: Found = { edits: [], moved: [] };
  const was = yield* sideSteps(old);
  const is = yield* sideSteps(left);
  yield* walk(was, is, now === left ? is : yield* sideSteps(now), [field], found);
  if (found.moved.length > 0 || found.edits.length === 0) return found;
  if (old === undefined || left === undefined || left !== now) return found;
  return { ...found, edits: yield* exactly(field, found.edits, old, left) };
}

/** Is a secret among what differs? An old one is not kept to be put back. */
export function* changesSecretSteps(before: string, after: string): Steps<boolean> {
  const was = yield* secretsSteps(before);
  const is = yield* secretsSteps(after);
  if (was.size !== is.size) return true;
  for (const [path, secret] of was) if (is.get(path) !== secret) return true;
  return false;
}

function* secretsSteps(document: string): Steps<Map<string, string>> {
  const secrets = new Map<string, string>();
  yield* redactSteps(configurationOf(document), (path, secret) => {
    secrets.set(JSON.stringify(path), JSON.stringify(secret));
    return '';
  });
  return secrets;
}

interface Found {
  readonly edits: KeptEdit[];
  readonly moved: (readonly string[])[];
}

/** A value, and the text in which it stands. */
interface Side {
  readonly node: Node;
  readonly text: string;
  /** Is it what a string holds? */
  readonly isHeld: boolean;
}

function* sideSteps(text: string | undefined): Steps<Side | undefined> {
  yield;
  if (text === undefined) return undefined;
  // A string may hold most of the document, and this reads it many times as fast.
  const node: Node | undefined = text.startsWith('"')
    ? { type: 'string', offset: 0, length: text.length, value: JSON.parse(text) }
    : parseTree(text);
  return node && { node, text, isHeld: false };
}

function* walk(
  was: Side | undefined,
  is: Side | undefined,
  now: Side | undefined,
  path: readonly string[],
  found: Found,
): Steps<void> {
  yield;
  if (yield* isSame(was, is)) return;
  const old = yield* opened(was);
  const left = yield* opened(is);
  const current = now === is ? left : yield* opened(now);
  if (areAlike('object', old, left)) {
    if (!areAlike('object', left, current)) return void found.moved.push(path);
    const one = membersOf(old);
    yield;
    const other = membersOf(left);
    yield;
    const third = current === left ? other : membersOf(current);
    for (const key of new Set([...one.keys(), ...other.keys()])) {
      yield* walk(one.get(key), other.get(key), third.get(key), [...path, key], found);
    }
  } else if (!(yield* isSame(is, now))) {
    found.moved.push(path);
  } else if (areAlike('array', old, left) && itemsOf(old).length === itemsOf(left).length) {
    const [one, other] = [itemsOf(old), itemsOf(left)];
    for (const [at, item] of one.entries()) {
      yield* walk(item, other[at], other[at], [...path, String(at)], found);
    }
  } else {
    found.edits.push(was ? putBack(path, textOf(was)) : { path: [...path] });
  }
}

function putBack(path: readonly string[], written: string): KeptEdit {
  return { path: [...path], value: JSON.parse(written) as Json, written };
}

function textOf({ node, text }: Side): string {
  return text.slice(node.offset, node.offset + node.length);
}

/** Do both mean the same? Two that are absent do. */
function* isSame(one: Side | undefined, other: Side | undefined): Steps<boolean> {
  if (!one || !other || one === other) return one === other;
  if (textOf(one) === textOf(other)) return true;
  if (one.node.type !== other.node.type) return false;
  if (one.node.type === 'object') return yield* areSame(membersOf(one), membersOf(other));
  if (one.node.type === 'array') return yield* areSame(placesOf(one), placesOf(other));
  return canonical(one.node, one.text) === canonical(other.node, other.text);
}

function* areSame(
  one: ReadonlyMap<string | number, Side>,
  other: ReadonlyMap<string | number, Side>,
): Steps<boolean> {
  if (one.size !== other.size) return false;
  for (const [key, side] of one) {
    yield;
    if (!(yield* isSame(side, other.get(key)))) return false;
  }
  return true;
}

/** A string that holds JSON becomes what it holds. */
function* opened(side: Side | undefined): Steps<Side | undefined> {
  const held: unknown = side?.node.value;
  if (typeof held !== 'string' || heldJson(held) === undefined) return side;
  yield;
  const node = parseTree(held);
  yield;
  return node ? { node, text: held, isHeld: true } : side;
}

/** Of one kind, and in one form: what is in a string goes back into a string. */
function areAlike(type: 'object' | 'array', one: Side | undefined, other: Side | undefined): boolean {
  return one?.node.type === type && other?.node.type === type && one.isHeld === other.isHeld;
}

function membersOf(side: Side | undefined): Map<string, Side> {
  const members = new Map<string, Side>();
  for (const { children: [key, value] = [] } of side?.node.children ?? []) {
    if (side && key && value) members.set(String(key.value), { node: value, text: side.text, isHeld: false });
  }
  return members;
}

function placesOf(side: Side): Map<number, Side> {
  return new Map(itemsOf(side).entries());
}

function itemsOf(side: Side | undefined): Side[] {
  return (side?.node.children ?? []).flatMap((node) =>
    side ? [{ node, text: side.text, isHeld: false }] : [],
  );
}

/**
 * A field that has not moved is to be as it was to the byte. One that the finer edits would leave written in another way
 * (its keys in another order, its quotes escaped otherwise) is put back as a whole.
 * @param old @param left its text as it was, and as it was left and is now
 */
function* exactly(
  field: string,
  edits: readonly KeptEdit[],
  old: string,
  left: string,
): Steps<readonly KeptEdit[]> {
  if (edits.length <= MOST_EDITS) {
    const alone = `{"configuration":{${JSON.stringify(field)}:${left}}}`;
    const edited = editConfiguration(alone, asEdits(edits));
    yield;
    if (textUnder(textUnder(edited, 'configuration') ?? '', field) === old) return edits;
  }
  yield;
  // A secret that stays as it is has no business in an edit.
  return (yield* holdsSecretSteps(field, old)) ? edits : [putBack([field], old)];
}

function* holdsSecretSteps(field: string, text: string): Steps<boolean> {
  let found = false;
  yield* redactSteps({ [field]: JSON.parse(text) }, () => {
    found = true;
    return '';
  });
  return found;
}

function asEdits(edits: readonly KeptEdit[]) {
  return edits.map(({ path, value, written }) => ({ path, value, written }));
}
