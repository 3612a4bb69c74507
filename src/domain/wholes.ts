import type { Json } from './json.ts';
import type { KeptEdit, Operation } from './operation.ts';
import { isSecretName } from './secret-names.ts';

/**
 * Of the key paths that an operation changes, those at which it sets something that may have keys of its own: a rule about
 * `password` is about all of `ssh` as well.
 */
export function wholesOf(operation: Operation): string[][] {
  switch (operation.kind) {
    case 'edit':
      return operation.edits.filter(mayHoldKeys).map(({ path }) => path);
    case 'template': {
      const paths = operation.parameters.map((parameter) => ['parameters', parameter, 'template']);
      return paths.filter((path) => mayHoldKeys({ ...operation, path, value: operation.template }));
    }
    case 'parameter': {
      const path = ['parameters', operation.parameter, operation.field];
      return mayHoldKeys({ ...operation, path }) ? [path] : [];
    }
    case 'pause':
    case 'resume':
    case 'add_tables':
    case 'auto_map':
    case 'create':
    case 'delete':
      return [];
  }
}

/** What is kept elsewhere as a secret is not looked into: by its name, `password` is one, and `ssh` holds one. */
function mayHoldKeys({ path, value, secret }: KeptEdit): boolean {
  if (secret !== undefined) return !isSecretName(path.at(-1) ?? '');
  return value === undefined || hasKeys(value);
}

/** A string that holds JSON is as good as what it holds. */
function hasKeys(value: Json): boolean {
  return typeof value === 'string' ? /^\s*[[{]/.test(value) : typeof value === 'object' && value !== null;
}
