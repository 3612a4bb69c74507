import { readFileSync } from 'node:fs';
import { type Document, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { nearest } from './domain/nearest.ts';
import type { Policy, Rule } from './domain/policy/policy.ts';
import { POLICY_KEYS, PolicyFile, RULE_KEYS, type WrittenRule } from './domain/policy/schema.ts';

/** The file of `POLICY_FILE`: YAML, of the form that `docs/policy.md` describes. */

/** What is wrong with the policy file, and in which lines; a fault a line. Nothing of what stands there but its keys. */
export class PolicyFileError extends Error {
  constructor(faults: readonly string[]) {
    super(shortened(faults).join('\n    '));
    this.name = 'PolicyFileError';
  }
}

/** @throws PolicyFileError that names the lines */
export function readPolicyFile(path: string): Policy {
  return parsePolicy(contentOf(path));
}

/** @throws PolicyFileError that names the lines */
export function parsePolicy(written: string): Policy {
  const lines = new LineCounter();
  const document = parseDocument(written, { logLevel: 'error', prettyErrors: false, lineCounter: lines });
  const lineAt = (offset: number) => lines.linePos(offset).line;
  const faults = [...document.errors, ...document.warnings].map(
    ({ code, pos }) => `line ${lineAt(pos[0])}: ${YAML_FAULTS[code] ?? 'this is not YAML'}`,
  );
  if (faults.length > 0) throw new PolicyFileError([...new Set(faults)]);
  const lineOf = (place: readonly PropertyKey[]) => lineAt(offsetOf(document, place));
  const result = PolicyFile.safeParse(plain(document));
  if (!result.success)
    throw new PolicyFileError(inOrder(result.error.issues.flatMap((issue) => faultsOf(issue, lineOf))));
  const { channels, rules } = result.data;
  return { channels, rules: rules.map((rule, at) => ruleOf(rule, at, lineOf(['rules', at]))) };
}

/** What the parser says holds what stands there; these are said in its place. */
const YAML_FAULTS: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'this key stands there twice',
  TAB_AS_INDENT: 'a tab stands at its beginning: indent with spaces',
  TAG_RESOLVE_FAILED: 'a tag (!…) stands there, and has no meaning here',
  MULTIPLE_DOCS: 'a second document begins here: have one only',
  BAD_ALIAS: 'a * stands there without quotes: write "*" in quotes',
};

const MOST_FAULTS = 30;

function shortened(faults: readonly string[]): readonly string[] {
  if (faults.length <= MOST_FAULTS) return faults;
  return [...faults.slice(0, MOST_FAULTS), `and ${faults.length - MOST_FAULTS} more`];
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code =
      typeof error === 'object' && error !== null && 'code' in error ? ` (${String(error.code)})` : '';
    throw new PolicyFileError([`it cannot be read${code}`]);
  }
}

function plain(document: Document): unknown {
  let content: unknown;
  try {
    content = document.toJS();
  } catch {
    throw new PolicyFileError([
      'a * stands without quotes, or an alias without its anchor: write "*" in quotes',
    ]);
  }
  if (content !== null && content !== undefined) return content;
  throw new PolicyFileError(['it is empty: without rules of its own the bot is to have no POLICY_FILE']);
}

/** Where the key or the item of a list begins to which a path leads, or the nearest thing around it. */
function offsetOf(document: Document, place: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = rangeOf(node);
  for (const key of place) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
      if (!pair) break;
      offset = rangeOf(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(key)];
      offset = rangeOf(node) ?? offset;
    } else break;
  }
  return offset ?? 0;
}

function rangeOf(node: unknown): number | undefined {
  const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
  return Array.isArray(range) && typeof range[0] === 'number' ? range[0] : undefined;
}

interface Fault {
  readonly line: number;
  readonly what: string;
}

function inOrder(faults: readonly Fault[]): string[] {
  return faults
    .toSorted((one, other) => one.line - other.line)
    .map(({ line, what }) => `line ${line}: ${what}`);
}

type LineOf = (place: readonly PropertyKey[]) => number;

function faultsOf(issue: z.core.$ZodIssue, lineOf: LineOf): Fault[] {
  const { path } = issue;
  if (issue.code !== 'unrecognized_keys') {
    const name = nameOf(path);
    return [{ line: lineOf(path), what: `${name === '' ? 'it' : name} ${issue.message}` }];
  }
  const known = path.length === 0 ? POLICY_KEYS : RULE_KEYS;
  return issue.keys.map((key) => ({
    line: lineOf([...path, key]),
    what: unknownKey(nameOf(path), key, known),
  }));
}

function unknownKey(place: string, key: string, known: readonly string[]): string {
  const [meant] = nearest(key, known, 1);
  const hint = meant === undefined ? `There are ${known.join(', ')}` : `Did you mean ${meant}?`;
  // A line that lacks its colon, or holds another one, is a key to YAML: what is not like a word is not shown.
  const shown = /^[\w-]{1,40}$/.test(key) ? key : 'what stands there';
  return `${place === '' ? shown : `${place}: ${shown}`} is no key here. ${hint}`;
}

/** `rules[1].approvals` */
function nameOf(path: readonly PropertyKey[]): string {
  return path
    .map((key, at) => (typeof key === 'number' ? `[${key}]` : `${at > 0 ? '.' : ''}${String(key)}`))
    .join('');
}

function ruleOf(written: WrittenRule, at: number, line: number): Rule {
  const { name, self_approve: selfApprove, open_for: openFor, reason, ...rest } = written;
  const named = name === undefined ? '' : ` “${name}”`;
  return {
    ...rest,
    label: `rule ${at + 1}${named} (line ${line})`,
    selfApprove,
    ...(openFor !== undefined && { openFor }),
    reason: reason !== false,
  };
}
