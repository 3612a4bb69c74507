import { type Node, parseTree, type Edit as TextEdit } from 'jsonc-parser';
import { KnownError } from '../errors.ts';
import { heldJson, type Json, parseJson } from './json.ts';

/**
 * Edits of a JSON text in place. It is not parsed and written anew, since a round trip through JavaScript loses what
 * another program may care about: 1.0 becomes 1, large integers lose digits, keys that look like numbers move to the
 * front. However many edits there are, each text is parsed once.
 */

/** One value to be replaced, added, or removed where `value` is undefined. */
export interface Edit {
  /**
   * Keys, and places in lists, from the outside in. Inside a string that holds JSON the path just goes on. Places are those
   * before any of the edits; the place behind the last item adds one, the next another.
   */
  readonly path: readonly string[];
  readonly value: Json | undefined;
  /** How the value is written, where that counts: its JSON text. */
  readonly written?: string | undefined;
}

/** @throws KnownError `pipeline_confusing` when a path leads nowhere, or something else would change too */
export function editText(text: string, edits: readonly Edit[]): string {
  const root = parseTree(text);
  if (!root) throw confusing();
  const collected: Collected = { text, changes: [], done: [] };
  collect(root, edits, [], collected);
  const edited = withChanges(text, collected.changes);
  if (!isAsAsked(text, edited, collected.done)) throw confusing();
  return edited;
}

/** jsonc-parser's own copies the whole text for each change. None of these overlap. */
function withChanges(text: string, changes: readonly TextEdit[]): string {
  const parts: string[] = [];
  let from = 0;
  for (const { offset, length, content } of changes.toSorted((one, other) => one.offset - other.offset)) {
    parts.push(text.slice(from, offset), content);
    from = offset + length;
  }
  return parts.join('') + text.slice(from);
}

interface Collected {
  readonly text: string;
  readonly changes: TextEdit[];
  /** What is done to this text: an edit inside of a string is the replacing of that string. */
  readonly done: Edit[];
}

function collect(node: Node, edits: readonly Edit[], path: readonly string[], into: Collected): void {
  const added: Added[] = [];
  const removed = new Set<string>();
  for (const [key, here] of groupByKey(edits)) {
    const child = childOf(node, key);
    const whole = here.find((edit) => edit.path.length === 1);
    if (!whole) deeper(child, here.map(below), [...path, key], into);
    else if (whole.value === undefined) removed.add(key);
    else if (child) replace(child, { ...whole, value: whole.value }, [...path, key], into);
    else added.push({ ...whole, key, value: whole.value });
  }
  const left = removed.size > 0 ? remove(node, removed, path, into) : (node.children?.length ?? 0);
  if (added.length > 0) append(node, added, path, { ...into, isFirst: left === 0 });
}

const below = (edit: Edit): Edit => ({ ...edit, path: edit.path.slice(1) });

/** A value, and how it is written. */
type Value = Pick<Edit, 'written'> & { readonly value: Json };
type Added = Value & { readonly key: string };

function textOf({ value, written }: Value): string {
  return written ?? JSON.stringify(value);
}

/** Into what the child holds: an object, a list, or the JSON in its string, which is a text of its own. */
function deeper(
  child: Node | undefined,
  edits: readonly Edit[],
  path: readonly string[],
  into: Collected,
): void {
  if (child?.type === 'object' || child?.type === 'array') collect(child, edits, path, into);
  else if (child && heldJson(child.value) !== undefined)
    replace(child, { value: editText(child.value, edits) }, path, into);
  else throw confusing();
}

function groupByKey(edits: readonly Edit[]): Map<string, Edit[]> {
  const groups = new Map<string, Edit[]>();
  for (const edit of edits) {
    const key = edit.path[0] ?? '';
    const group = groups.get(key);
    if (group) group.push(edit);
    else groups.set(key, [edit]);
  }
  return groups;
}

/** Looked up by name for each of thousands of edits, so an object's members are listed once. */
const MEMBERS = new WeakMap<Node, Map<unknown, (Node | undefined)[]>>();

/** @throws KnownError for a key that stands twice: which of the two is meant, each reader decides for itself */
function childOf(node: Node, key: string): Node | undefined {
  if (node.type === 'array') return /^\d+$/.test(key) ? node.children?.[Number(key)] : undefined;
  const members = MEMBERS.get(node) ?? membersOf(node);
  MEMBERS.set(node, members);
  const [child, ...others] = members.get(key) ?? [];
  if (others.length > 0) throw confusing();
  return child;
}

function membersOf({ children = [] }: Node): Map<unknown, (Node | undefined)[]> {
  const members = new Map<unknown, (Node | undefined)[]>();
  for (const { children: [name, value] = [] } of children) {
    const there = members.get(name?.value);
    if (there) there.push(value);
    else members.set(name?.value, [value]);
  }
  return members;
}

function replace({ offset, length }: Node, by: Value, path: readonly string[], into: Collected): void {
  into.changes.push({ offset, length, content: textOf(by) });
  into.done.push({ path, value: by.value });
}

/** Takes members out, each with one comma. @returns how many are left */
function remove(node: Node, keys: ReadonlySet<string>, path: readonly string[], into: Collected): number {
  const members = node.children ?? [];
  const isRemoved = (member: Node, index: number) =>
    keys.has(node.type === 'array' ? String(index) : member.children?.[0]?.value);
  const firstKept = members.findIndex((member, index) => !isRemoved(member, index));
  for (const [index, member] of members.entries()) {
    if (!isRemoved(member, index)) continue;
    const [before, next] = [members[index - 1], members[index + 1]];
    const isBehindKept = firstKept >= 0 && firstKept < index;
    const start = isBehindKept && before ? endOf(before) : member.offset;
    const end = isBehindKept || !next ? endOf(member) : next.offset;
    into.changes.push({ offset: start, length: end - start, content: '' });
  }
  // From the last to the first, so that the places in a list stay what they were for those that come next.
  for (const key of [...keys].sort((one, other) => Number(other) - Number(one))) {
    into.done.push({ path: [...path, key], value: undefined });
  }
  return members.filter((member, index) => !isRemoved(member, index)).length;
}

function endOf({ offset, length }: Node): number {
  return offset + length;
}

/** What is new goes behind the last, written as closely or as widely as what is there. */
function append(
  node: Node,
  added: readonly Added[],
  path: readonly string[],
  { text, changes, done, isFirst }: Collected & { isFirst: boolean },
): void {
  if (node.type !== 'object' && node.type !== 'array') throw confusing();
  const { comma, colon } = spacingOf(node, text);
  const members = added.map((member) =>
    node.type === 'array' ? textOf(member) : `${JSON.stringify(member.key)}${colon}${textOf(member)}`,
  );
  const last = node.children?.at(-1);
  const offset = last ? endOf(last) : node.offset + 1;
  changes.push({ offset, length: 0, content: `${isFirst ? '' : comma}${members.join(comma)}` });
  for (const { key, value } of added) done.push({ path: [...path, key], value });
}

/** What stands between a key and its value, and between two members, where there are such. */
function spacingOf(
  { type, children: [first, second] = [] }: Node,
  text: string,
): { comma: string; colon: string } {
  const [key, value] = (type === 'object' && first?.children) || [];
  const between = (one: Node | undefined, other: Node | undefined) =>
    one && other ? text.slice(one.offset + one.length, other.offset) : undefined;
  const colon = between(key, value) ?? ':';
  return { colon, comma: between(first, second) ?? (/:\s/.test(colon) ? ', ' : ',') };
}

/** A last look, by a reader who knows nothing of how it was done. */
function isAsAsked(before: string, after: string, done: readonly Edit[]): boolean {
  const wanted = parseJson(before);
  for (const { path, value } of done) if (value !== undefined) put(wanted, path, value);
  for (const { path, value } of done) if (value === undefined) put(wanted, path, value);
  return JSON.stringify(wanted) === JSON.stringify(parseJson(after));
}

function put(whole: unknown, path: readonly string[], value: Json | undefined): void {
  const holder = path
    .slice(0, -1)
    .reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], whole);
  const key = path.at(-1) ?? '';
  if (typeof holder !== 'object' || holder === null) return;
  if (value === undefined && Array.isArray(holder)) holder.splice(Number(key), 1);
  else if (value === undefined) delete (holder as Record<string, unknown>)[key];
  // Set by assignment, a key called `__proto__` would not become a key.
  else Object.defineProperty(holder, key, { value, enumerable: true, writable: true, configurable: true });
}

function confusing(): KnownError {
  return new KnownError(
    'pipeline_confusing',
    'The input is written in a way that cannot be edited safely (a key stands in it twice). Nothing was changed.',
  );
}
