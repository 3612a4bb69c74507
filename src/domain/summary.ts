import type { Change } from './change.ts';
import type { KeyPathChange, Preview } from './diff.ts';
import { parseJson } from './json.ts';
import { formatPath } from './keypaths.ts';
import { code } from './mrkdwn.ts';
import type { Operation } from './operation.ts';
import { redactText } from './secrets.ts';
import { timerWords } from './timed-pause.ts';

type Summarised = Pick<Change, 'operation' | 'inputName'> & {
  /** Of a pause that ends by itself. */
  readonly timer?: Parameters<typeof timerWords>[0] | undefined;
  /** Of an undo: the change that it takes back. */
  readonly undoes?: string | undefined;
};
type Kind<Name extends Operation['kind']> = Extract<Operation, { kind: Name }>;

const LONGEST_VALUE = 60;
const LONGEST_PATH = 80;

/**
 * What a change does, in one line that begins with a verb: "Set `batch_size` of `orders_db` from `5` to `7`", and for one that takes
 * another back "Undo: set …".
 * @param preview without it, values are left out: they may be secrets
 */
export function summarise(change: Summarised, preview: Preview | undefined): string {
  const does = summariseOperation(change, preview);
  return change.undoes === undefined ? does : `Undo: ${does.charAt(0).toLowerCase()}${does.slice(1)}`;
}

function summariseOperation(
  { operation, inputName, timer }: Summarised,
  preview: Preview | undefined,
): string {
  const input = code(inputName);
  switch (operation.kind) {
    case 'pause':
      return timer ? `Pause ${input} ${timerWords(timer)}` : `Pause ${input}`;
    case 'resume':
      return `Resume ${input}`;
    case 'edit':
      return summariseEdit(operation, input, preview);
    case 'add_tables':
      return `Add ${oneOr(
        operation.tables.map(([table]) => table),
        'the table',
        'tables',
      )} to ${input}`;
    case 'auto_map':
      return `Turn auto-mapping ${operation.on ? 'on' : 'off'} for ${input}`;
    case 'template':
      return `Give ${oneOr(operation.parameters, 'the parameter', 'parameters')} of ${input} ${templateShown(operation)}`;
    case 'parameter':
      return summariseParameter(operation, input, preview);
    case 'delete':
      return `Delete ${input}`;
    case 'create':
      return `Create ${code(operation.name)} as a copy of ${code(operation.copiedFrom.name)}`;
  }
}

/** Does its summary say already all that changes? */
export function isSaidInFull({ operation }: Summarised, { changes }: Preview): boolean {
  return changes.length === 1 && (operation.kind === 'edit' || operation.kind === 'parameter');
}

/** One line for each place that changes: "`batch_size`: `5` → `7`". */
export function summaryLine({ kind, path, before, after }: KeyPathChange): string {
  const place = placeShown(path);
  if (kind === 'added') return `${place}: added, ${valueShown(after)}`;
  if (kind === 'removed') return `${place}: removed, was ${valueShown(before)}`;
  const [was, is] = bothShown(before, after);
  return `${place}: ${was} → ${is}`;
}

function summariseEdit({ edits }: Kind<'edit'>, input: string, preview: Preview | undefined): string {
  const changes = preview?.changes ?? [];
  const [only] = changes;
  if (only && changes.length === 1) return summariseOne(only, input);
  const paths = preview ? changes.map(({ path }) => path.slice(1)) : edits.map(({ path }) => path);
  const fields = [
    ...new Set((paths.length > 0 ? paths : edits.map(({ path }) => path)).map(([key]) => key ?? '')),
  ];
  if (fields.length > 1) return `Change ${fields.length} fields of ${input}`;
  const field = code(redactText(fields[0] ?? ''), LONGEST_PATH);
  if (!preview) return `Change ${field} of ${input}`;
  // Values that hold JSON may be spaced in another way, say.
  if (changes.length === 0) return `Write ${field} of ${input} in another form`;
  return `Change ${field} of ${input} in ${changes.length} places`;
}

function summariseOne({ kind, path, before, after }: KeyPathChange, input: string): string {
  const place = placeShown(path);
  if (kind === 'added') return `Add ${place} to ${input}: ${valueShown(after)}`;
  if (kind === 'removed') return `Remove ${place} from ${input}: ${valueShown(before)}`;
  const [was, is] = bothShown(before, after);
  return `Set ${place} of ${input} from ${was} to ${is}`;
}

function summariseParameter(
  { parameter, field }: Kind<'parameter'>,
  input: string,
  preview: Preview | undefined,
): string {
  const what = `${code(redactText(field))} of the parameter ${code(redactText(parameter))} of ${input}`;
  const [only] = preview?.changes ?? [];
  if (!only || preview?.changes.length !== 1) return `Set ${what}`;
  if (only.kind === 'added') return `Set ${what} to ${valueShown(only.after)}`;
  if (only.kind === 'removed') return `Remove ${what}: ${valueShown(only.before)}`;
  const [was, is] = bothShown(only.before, only.after);
  return `Set ${what} from ${was} to ${is}`;
}

/** One that is a secret is kept elsewhere. */
function templateShown({ template }: Kind<'template'>): string {
  if (template === undefined) return 'a template';
  const text = typeof template === 'string' ? template : JSON.stringify(template);
  return `the template ${code(redactText(text), LONGEST_VALUE)}`;
}

/** `the table `a`` or `3 tables`. */
function oneOr(names: readonly string[], one: string, many: string): string {
  const [first = ''] = names;
  return names.length === 1 ? `${one} ${code(redactText(first))}` : `${names.length} ${many}`;
}

/** The key path within the configuration, where everything is. */
function placeShown(path: readonly string[]): string {
  return code(
    formatPath(path[0] === 'configuration' && path.length > 1 ? path.slice(1) : path),
    LONGEST_PATH,
  );
}

/** Texts without their quotes, unless the two would look alike then: the text "5" is another value than the number. */
function bothShown(before = '', after = ''): [string, string] {
  const [was, is] = [valueShown(before), valueShown(after)];
  return was === is ? [code(before, LONGEST_VALUE), code(after, LONGEST_VALUE)] : [was, is];
}

function valueShown(json = ''): string {
  const value = json.startsWith('"') ? parseJson(json) : undefined;
  if (value === '') return 'an empty text';
  return code(typeof value === 'string' ? value : json, LONGEST_VALUE);
}
