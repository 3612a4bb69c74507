import { createHash } from 'node:crypto';
import { applyEdits, findNodeAtLocation, modify, type Node, parseTree } from 'jsonc-parser';
import { KnownError } from '../errors.ts';
import { deepEqual, isObject, type Json, parseJson } from './json.ts';

/**
 * Edits of an input's own JSON text. The text is edited in place rather than parsed and written anew, since a round
 * trip through JavaScript loses what another program may care about: 1.0 becomes 1, large integers lose digits, keys
 * that look like numbers move to the front.
 */

/**
 * @param document an input's JSON text
 * @param field a key that `configuration` has
 * @returns the text with that one value replaced and every other byte as it was
 * @throws KnownError `pipeline_confusing` when the text is such that something else would change too (a key twice)
 */
export function setConfigurationField(document: string, field: string, value: Json): string {
  const edited = applyEdits(document, modify(document, ['configuration', field], value, {}));
  if (!differsOnlyIn(document, edited, field, value)) {
    throw new KnownError(
      'pipeline_confusing',
      'The input is written in a way that cannot be edited safely (a key stands in it twice). Nothing was changed.',
    );
  }
  return edited;
}

function differsOnlyIn(before: string, after: string, field: string, value: Json): boolean {
  const [was, is] = [parseJson(before), parseJson(after)];
  if (!isObject(was) || !isObject(is) || !isObject(was.configuration) || !isObject(is.configuration))
    return false;
  if (!deepEqual(is.configuration[field], value)) return false;
  const without = (whole: Record<string, unknown>) => ({
    ...whole,
    configuration: Object.entries(whole.configuration as object).filter(([key]) => key !== field),
  });
  return JSON.stringify(without(was)) === JSON.stringify(without(is));
}

/** What is compared when a change is applied: `stats`, `state` and the like move by themselves. */
export function comparable(document: string): { name: unknown; type: unknown; configuration: unknown } {
  const whole = parseJson(document);
  if (!isObject(whole)) throw new KnownError('pipeline_confusing', 'The input is not a JSON object.');
  return { name: whole.name, type: whole.type, configuration: whole.configuration };
}

/**
 * The SHA-256, in hex, of what is compared: equal for documents that differ only in key order, in moving parts, or in
 * how the same number is written. Integers count digit by digit, also those that JavaScript would round.
 */
export function fingerprint(document: string): string {
  const root = parseTree(document);
  const compared = ['name', 'type', 'configuration'].map((key) => {
    const node = root && findNodeAtLocation(root, [key]);
    return node ? canonical(node, document) : '';
  });
  return createHash('sha256').update(compared.join('\n')).digest('hex');
}

function canonical(node: Node, document: string): string {
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
