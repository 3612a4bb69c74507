import { configurationOf } from '../../domain/document.ts';
import type { Input, InputFacts } from '../../domain/input.ts';
import { isSameJson, type Json } from '../../domain/json.ts';
import { type Secrets, separateSteps } from '../../domain/kept-secrets.ts';
import {
  type KeptEdit,
  type Operation,
  type Proposing,
  propose,
  type Rewrite,
} from '../../domain/operation.ts';
import { parameterEdits, templateEdits } from '../../domain/parameters.ts';
import { holdsSecret, maskedSecretsSteps } from '../../domain/secrets.ts';
import { KnownError } from '../../errors.ts';
import { inSlices, othersFirst } from '../in-slices.ts';
import { editForm, maskedSecret } from '../input-refusals.ts';

/** What a button that opens a form can hold. */
const LONGEST_LINE = 2_000;

/**
 * What would be done to an input. Nothing is done by making one: `Changes` asks for it, has it approved and applies it;
 * without Slack, `Inputs.applyInputChanges` carries it out.
 */
export interface Plan {
  /** To create an input, its name, and an id that only stands for that name. */
  readonly input: Pick<InputFacts, 'id' | 'name' | 'type'>;
  readonly operation: Operation;
  /** The document as it was read; to create an input, that of the one which is copied. */
  readonly base?: string;
  /** The document as it would be, with a mask for each secret that the operation brings. */
  readonly proposed?: string;
  /** What the operation refers to by name. */
  readonly secrets?: Secrets;
  /** Of a pause that ends by itself: after so many milliseconds, or at a time. */
  readonly timer?: { readonly for: number } | { readonly until: Date };
}

/**
 * @param already what is said when the input is so already
 * @throws KnownError `nothing_to_do`; `masked_secret` when a mask would be written over a secret
 */
export async function planRewrite(input: Input, operation: Rewrite, already: string): Promise<Plan> {
  const proposed = propose(operation, input.document);
  await othersFirst();
  if (await isSame(input.document, proposed)) {
    throw new KnownError('nothing_to_do', `${already} There is nothing to change.`);
  }
  await refuseMasked(input, proposed);
  return { input, base: input.document, ...(await withoutSecrets(operation, input.document, proposed)) };
}

/** @param proposed the document that the operation gives, its secrets included */
export async function withoutSecrets<Kind extends Proposing>(
  operation: Kind,
  base: string,
  proposed: string,
): Promise<{ operation: Kind; proposed: string; secrets?: Secrets }> {
  const edits = editsWithin(operation, base);
  if (edits.length === 0) return { operation, proposed };
  const before = operation.kind === 'create' ? undefined : configurationOf(base);
  const configurations = { before, after: configurationOf(proposed) };
  await othersFirst();
  const { kept, shown, secrets } = await inSlices(separateSteps(edits, configurations));
  if (Object.keys(secrets).length === 0) return { operation, proposed };
  // Of a template that several parameters get: where any of them makes it a secret, it is one.
  const which = kept.findIndex(({ secret }) => secret !== undefined);
  return {
    operation: withValues(operation, kept, which),
    proposed: propose(withValues(operation, shown, which), base),
    secrets,
  };
}

/** The values that somebody typed, and where they go. */
function editsWithin(
  operation: Proposing,
  base: string,
): { path: readonly string[]; value?: Json | undefined }[] {
  const configuration = configurationOf(base);
  switch (operation.kind) {
    case 'edit':
    case 'create':
      return operation.edits;
    case 'parameter':
      return parameterEdits(configuration, operation, operation.value);
    case 'template':
      return templateEdits(configuration, operation.parameters, operation.template);
    default:
      return [];
  }
}

type Value = { readonly value?: Json | undefined; readonly secret?: string };

function withValues<Kind extends Proposing>(operation: Kind, values: readonly Value[], which: number): Kind;
/** @param which of the values is that of an operation which has only one */
function withValues(operation: Proposing, values: readonly Value[], which: number): Proposing {
  const one = values[which] ?? {};
  switch (operation.kind) {
    case 'edit':
    case 'create':
      return { ...operation, edits: operation.edits.map((edit, at) => withValue(edit, values[at])) };
    case 'parameter': {
      const { value: _, ...rest } = operation;
      return { ...rest, ...one };
    }
    case 'template': {
      const { template: _, ...rest } = operation;
      return { ...rest, ...(one.secret === undefined ? { template: one.value } : { secret: one.secret }) };
    }
    default:
      return operation;
  }
}

/** How it is written is kept with a value that stays in the open, and with no other: it says what the secret is. */
function withValue({ path, value, written }: KeptEdit, put: Value = {}): KeptEdit {
  const isOpen = put.secret === undefined && put.value === value;
  return { path, ...put, ...(isOpen && written !== undefined && { written }) };
}

/**
 * Strings that hold the same JSON are the same, however they are spaced, and so are `1.0` and `1`: the change would show no
 * difference.
 */
async function isSame(before: string, after: string): Promise<boolean> {
  const [was, is] = [configurationOf(before), configurationOf(after)];
  await othersFirst();
  for (const field of changedFields(was, is)) {
    await othersFirst();
    if (!isSameJson(was[field], is[field])) return false;
  }
  return true;
}

function changedFields(was: Record<string, unknown>, is: Record<string, unknown>): string[] {
  const fields = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return fields.filter((field) => JSON.stringify(was[field]) !== JSON.stringify(is[field]));
}

/** A masked value that is written back overwrites the secret, and the whole input is written back. */
async function refuseMasked(input: Input, proposed: string): Promise<void> {
  const configuration = configurationOf(proposed);
  const masked = await inSlices(maskedSecretsSteps(configuration));
  if (masked.length === 0) return;
  throw maskedSecret(input.name, masked, await formFor(input, configuration));
}

/** The form opens with what was asked for, so that nobody types it twice; a secret is never put into a command. */
async function formFor(
  input: Input,
  configuration: Record<string, unknown>,
): Promise<{ form: string; isFilledIn: boolean }> {
  const empty = { form: editForm(input.id), isFilledIn: false };
  const [field, ...others] = changedFields(input.configuration, configuration);
  if (field === undefined || others.length > 0) return empty;
  const form = editForm(input.id, field, configuration[field]);
  if (form.length > LONGEST_LINE) return empty;
  await othersFirst();
  return holdsSecret(field, configuration[field]) ? empty : { form, isFilledIn: true };
}
