import { createHash } from 'node:crypto';
import { findNodeAtLocation, type Node, parseTree } from 'jsonc-parser';
import { KnownError } from '../errors.ts';
import { type Edit, editText } from './edit-text.ts';
import { isObject, parseJson } from './json.ts';
import { textUnder } from './json-spans.ts';

export type { Edit } from './edit-text.ts';

/**
 * @param document an input's JSON text
 * @param edits where below `configuration`, and what stands there afterwards. A path may lead into a string that holds
 *   JSON, such as `tables`
 * @returns the text with those values replaced, added or removed, and every other byte as it was
 * @throws KnownError `pipeline_confusing` when the text is such that something else would change too (a key twice)
 */
export function editConfiguration(document: string, edits: readonly Edit[]): string {
  return editText(
    document,
    edits.map((edit) => ({ ...edit, path: ['configuration', ...edit.path] })),
  );
}

/**
 * What is sent to create an input as a copy: its configuration is that of the document, to the byte.
 * @param document the JSON text of the input that is copied, with whatever is to be different in it
 */
export function newInputText(document: string, name: string): string {
  const root = parseTree(document);
  const node = root && findNodeAtLocation(root, ['configuration']);
  if (!node) throw new KnownError('pipeline_confusing', 'The input that is copied has no configuration.');
  const configuration = document.slice(node.offset, node.offset + node.length);
  const type = JSON.stringify(comparable(document).type);
  return `{"name":${JSON.stringify(name)},"type":${type},"configuration":${configuration}}`;
}

/** What is compared when a change is applied: `stats`, `state` and the like move by themselves. */
export function comparable(document: string): { name: unknown; type: unknown; configuration: unknown } {
  const whole = parseJson(document);
  if (!isObject(whole)) throw new KnownError('pipeline_confusing', 'The input is not a JSON object.');
  return { name: whole.name, type: whole.type, configuration: whole.configuration };
}

/** The configuration that an input's JSON text holds; empty where it holds none. */
export function configurationOf(document: string): Record<string, unknown> {
  const { configuration } = comparable(document);
  return isObject(configuration) ? configuration : {};
}

const COMPARED = ['name', 'type', 'configuration'];

/** Is what is compared written in the same way, to the byte? Where it is not, it may still mean the same. */
export function isSameText(one: string, other: string): boolean {
  return COMPARED.every((key) => textUnder(one, key) === textUnder(other, key));
}

/**
 * The SHA-256, in hex, of what is compared: equal for documents that differ only in key order, in moving parts, or in
 * how the same number is written. Integers count digit by digit, also those that JavaScript would round.
 */
export function fingerprint(document: string): string {
  const root = parseTree(document);
  const compared = COMPARED.map((key) => {
    const node = root && findNodeAtLocation(root, [key]);
    return node ? canonical(node, document) : '';
  });
  return createHash('sha256').update(compared.join('\n')).digest('hex');
}

/** A text that is equal for values that mean the same, whatever the order of their keys. */
export function canonical(node: Node, document: string): string {
  const children = node.children ?? [];
  switch (node.type) {
    case 'object':
      return `{${children
        .map(({ children: [key, value] = [] }) =>
          key && value ? `${JSON.stringify(key.value)}:${canonical(value, document)}` : '',
        )
        .sort()
        .join()}}`;
    case 'array':
      return `[${children.map((child) => canonical(child, document)).join()}]`;
    case 'number':
      return canonicalNumber(document.slice(node.offset, node.offset + node.length));
    default:
      return JSON.stringify(node.value);
  }
}

function canonicalNumber(written: string): string {
  return /^-?\d+$/.test(written) ? written : String(Number(written));
}
