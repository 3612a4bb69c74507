import { findNodeAtLocation, type Node, parseTree } from 'jsonc-parser';
import { canonical, configurationOf, editConfiguration, isSameText } from './document.ts';
import { heldJson, type Json } from './json.ts';
import { textUnder } from './json-spans.ts';
import type { KeptEdit } from './operation.ts';
import { holdsSecret, redactSteps } from './secrets.ts';
import type { Steps } from './steps.ts';

/** How to take back what was done to an input, where it has not moved on in the same places. */
export interface Undone {
  /** What puts back what stood there, written as it was. */
  readonly edits: readonly KeptEdit[];
  /** The key paths below `configuration` that are no more as they were left. */
  readonly moved: readonly (readonly string[])[];
}

/**
 * The finest places in which the two differ are put back; what has moved elsewhere stays as it is now. A list counts as a
 * whole: its items are told by where they stand.
 * @param before @param after the document as it was, and as it was left
 * @param now the document as it is
 */
export function* undoSteps(before: string, after: string, now: string): Steps<Undone> {
  const found: Found = { edits: [], moved: [] };
  const [was, is, current] = [sideOf(before), sideOf(after), sideOf(now)];
  yield;
  yield* walk(was, is, current, [], found);
  if (found.moved.length > 0 || !isSameText(now, after)) return found;
  yield;
  return { ...found, edits: exactly(found.edits, before, now) };
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

function sideOf(document: string): Side | undefined {
  const root = parseTree(document);
  const node = root && findNodeAtLocation(root, ['configuration']);
  return node && { node, text: document, isHeld: false };
}

function* walk(
  was: Side | undefined,
  is: Side | undefined,
  now: Side | undefined,
  path: readonly string[],
  found: Found,
): Steps<void> {
  yield;
  if (isSame(was, is)) return;
  const [old, left, current] = [opened(was), opened(is), opened(now)];
  if (areAlike('object', old, left)) {
    if (!areAlike('object', left, current)) return void found.moved.push(path);
    const [one, other, third] = [membersOf(old), membersOf(left), membersOf(current)];
    for (const key of new Set([...one.keys(), ...other.keys()])) {
      yield* walk(one.get(key), other.get(key), third.get(key), [...path, key], found);
    }
  } else if (!isSame(is, now)) {
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
function isSame(one: Side | undefined, other: Side | undefined): boolean {
  if (!one || !other) return one === other;
  return textOf(one) === textOf(other) || canonical(one.node, one.text) === canonical(other.node, other.text);
}

/** A string that holds JSON becomes what it holds. */
function opened(side: Side | undefined): Side | undefined {
  const held: unknown = side?.node.value;
  const node = typeof held === 'string' && heldJson(held) !== undefined ? parseTree(held) : undefined;
  return node ? { node, text: held as string, isHeld: true } : side;
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

function itemsOf(side: Side | undefined): Side[] {
  return (side?.node.children ?? []).flatMap((node) =>
    side ? [{ node, text: side.text, isHeld: false }] : [],
  );
}

/**
 * Where nothing else has moved, the input is to be as it was to the byte. A field that the finer edits would leave written in
 * another way (its keys in another order, its quotes escaped otherwise) is put back as a whole.
 */
function exactly(edits: readonly KeptEdit[], before: string, now: string): readonly KeptEdit[] {
  const undone = editConfiguration(now, asEdits(edits));
  if (isSameText(undone, before)) return edits;
  const [was, is] = [textUnder(before, 'configuration') ?? '', textUnder(undone, 'configuration') ?? ''];
  const fields = new Set(edits.map(({ path: [field = ''] }) => field));
  return [...fields].flatMap((field) => {
    const own = edits.filter(({ path }) => path[0] === field);
    const written = textUnder(was, field);
    const other = textUnder(is, field);
    if (written === undefined || other === undefined || written === other) return own;
    // A secret that stays as it is has no business in an edit.
    return holdsSecret(field, JSON.parse(written)) ? own : [putBack([field], written)];
  });
}

function asEdits(edits: readonly KeptEdit[]) {
  return edits.map(({ path, value, written }) => ({ path, value, written }));
}
