import type { Change } from './change.ts';
import { type Preview, preview } from './diff.ts';
import { formatPath, type KeyPathChange } from './keypaths.ts';
import { code } from './mrkdwn.ts';

type Summarised = Pick<Change, 'operation' | 'inputName' | 'base' | 'proposed'>;

const LONGEST_VALUE = 60;

/** What a change does to its input's document, where it rewrites that. */
export function previewOf({ base, proposed }: Pick<Change, 'base' | 'proposed'>): Preview | undefined {
  return base === undefined || proposed === undefined ? undefined : preview(base, proposed);
}

/**
 * What a change does, in one line that begins with a verb: "Set `batch_size` of `orders_db` from `5` to `7`".
 * @param shown its preview, where that was made already: it takes a while for a large input
 */
export function summarise(change: Summarised, shown = previewOf(change)): string {
  const { operation, inputName } = change;
  const input = code(inputName);
  switch (operation.kind) {
    case 'pause':
      return `Pause ${input}`;
    case 'resume':
      return `Resume ${input}`;
    case 'edit':
      return summariseEdit(input, operation.field, shown?.changes ?? []);
  }
}

function summariseEdit(input: string, field: string, changes: readonly KeyPathChange[]): string {
  const [only] = changes;
  if (changes.length !== 1 || !only) return `Change ${code(field)} of ${input} in ${changes.length} places`;
  const path = code(formatPath(only.path.slice(1)));
  if (only.kind === 'added') return `Add ${path} to ${input}: ${valueShown(only.after)}`;
  if (only.kind === 'removed') return `Remove ${path} from ${input}: ${valueShown(only.before)}`;
  return `Set ${path} of ${input} from ${valueShown(only.before)} to ${valueShown(only.after)}`;
}

function valueShown(value: unknown): string {
  return value === ''
    ? 'an empty text'
    : code(typeof value === 'string' ? value : JSON.stringify(value), LONGEST_VALUE);
}
