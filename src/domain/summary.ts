import type { Change } from './change.ts';
import { preview } from './diff.ts';
import { formatPath } from './keypaths.ts';
import { code } from './mrkdwn.ts';

type Summarised = Pick<Change, 'operation' | 'inputName' | 'base' | 'proposed'>;

const LONGEST_VALUE = 60;

/** What a change does, in one line that begins with a verb: "Set `batch_size` of `orders_db` from `5` to `7`". */
export function summarise({ operation, inputName, base, proposed }: Summarised): string {
  const input = code(inputName);
  switch (operation.kind) {
    case 'pause':
      return `Pause ${input}`;
    case 'resume':
      return `Resume ${input}`;
    case 'edit':
      return summariseEdit(input, operation.field, base, proposed);
  }
}

function summariseEdit(
  input: string,
  field: string,
  base: string | undefined,
  proposed: string | undefined,
): string {
  const changes = base !== undefined && proposed !== undefined ? preview(base, proposed).changes : [];
  const [only] = changes;
  if (changes.length !== 1 || !only) return `Change ${code(field)} of ${input} in ${changes.length} places`;
  const path = code(formatPath(only.path.slice(1)));
  if (only.kind === 'added') return `Add ${path} to ${input}: ${shown(only.after)}`;
  if (only.kind === 'removed') return `Remove ${path} from ${input}: ${shown(only.before)}`;
  return `Set ${path} of ${input} from ${shown(only.before)} to ${shown(only.after)}`;
}

function shown(value: unknown): string {
  return value === ''
    ? 'an empty text'
    : code(typeof value === 'string' ? value : JSON.stringify(value), LONGEST_VALUE);
}
