import { findNodeAtLocation, type JSONPath, type Node, parseTree } from 'jsonc-parser';

/**
 * The values of the object or list at `path` in a JSON text, each as its own characters of that text: parsing and
 * printing again would reorder keys and round numbers.
 * @param text valid JSON
 */
export function slicesAt(text: string, path: JSONPath): string[] {
  const root = parseTree(text);
  const parent = root && findNodeAtLocation(root, path);
  const values = parent?.type === 'object' ? propertyValues(parent) : (parent?.children ?? []);
  return values.map((node) => text.slice(node.offset, node.offset + node.length));
}

function propertyValues(object: Node): Node[] {
  return (object.children ?? []).flatMap((property) => property.children?.[1] ?? []);
}
