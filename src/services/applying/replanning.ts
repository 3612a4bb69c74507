import type { Change } from '../../domain/change.ts';
import { configurationOf } from '../../domain/document.ts';
import type { Input } from '../../domain/input.ts';
import { deepEqual, heldJson, isObject } from '../../domain/json.ts';
import { keptValue, type Secrets } from '../../domain/kept-secrets.ts';
import { formatPath } from '../../domain/keypaths.ts';
import { code } from '../../domain/mrkdwn.ts';
import {
  bringsSecrets,
  type Create,
  type KeptEdit,
  type Operation,
  propose,
} from '../../domain/operation.ts';
import { parametersOf } from '../../domain/parameters.ts';
import { maskedSecretsSteps, redactText } from '../../domain/secrets.ts';
import { KnownError } from '../../errors.ts';
import { inSlices, othersFirst } from '../in-slices.ts';
import { maskedSecret } from '../input-refusals.ts';
import { Inputs } from '../inputs.ts';
import type { Pipeline } from '../pipeline.ts';
import { planAutoMap, planTables } from '../planning/editing.ts';
import { type Plan, planRewrite, withoutSecrets } from '../planning/planning.ts';
import { planUndo, type Undoable } from '../undoing/undo-plan.ts';

/** What is planned anew, and what it takes back where it is an undo. */
export type Outdated = Pick<Change, 'inputId' | 'inputName' | 'operation' | 'base' | 'secrets' | 'undoes'>;

export interface ReplanOptions {
  readonly pipeline: Pipeline;
  /** The change that an undo takes back, as long as it is known. */
  readonly find: (changeId: string) => Promise<Undoable | undefined>;
}

/**
 * The same operation on the input as it is now; to create, on the one that is copied.
 * @throws KnownError that says why it cannot be done on it: it is so already, a field is gone, a list is another one
 */
export async function replan(change: Outdated, now: Input, { pipeline, find }: ReplanOptions): Promise<Plan> {
  if (change.undoes !== undefined) {
    const undone = await find(change.undoes);
    return planUndo(undone ?? { inputName: now.name, base: undefined, proposed: undefined }, now);
  }
  const { operation } = change;
  switch (operation.kind) {
    case 'edit':
    case 'template':
    case 'parameter':
      return replanEdits(change, operation, now);
    case 'add_tables':
      return planTables(
        now,
        operation.tables.map(([table, indicator]) => ({ table, indicator })),
      );
    case 'auto_map':
      return planAutoMap(now, operation.on);
    case 'delete':
      return new Inputs(pipeline).deleteInput(now);
    case 'create':
      return replanCreate(change, operation, now);
    case 'pause':
    case 'resume':
      throw new Error('What is paused or resumed has no document that could move');
  }
}

type Valued = Extract<Operation, { kind: 'edit' | 'template' | 'parameter' }>;

async function replanEdits({ base, secrets }: Outdated, operation: Valued, now: Input): Promise<Plan> {
  if (operation.kind === 'edit') refuseMoved(operation.edits, configurationOf(base ?? '{}'), now);
  else refuseGoneParameters(operation, now);
  const open = withSecrets(operation, secrets);
  const plan = await planRewrite(now, open, `${code(now.name)} has what was asked for already.`);
  mustStayMasked(operation, plan.operation);
  return plan;
}

async function replanCreate({ inputId, secrets }: Outdated, operation: Create, source: Input): Promise<Plan> {
  const open: Create = {
    ...withSecrets(operation, secrets),
    copiedFrom: { id: source.id, name: source.name },
  };
  const proposed = propose(open, source.document);
  await othersFirst();
  const masked = await inSlices(maskedSecretsSteps(configurationOf(proposed)));
  if (masked.length > 0) throw maskedSecret(source.name, masked);
  const plan = {
    input: { id: inputId, name: operation.name, type: source.type },
    base: source.document,
    ...(await withoutSecrets(open, source.document, proposed)),
  };
  mustStayMasked(operation, plan.operation);
  return plan;
}

/** Its secrets are in it again, as they were typed. */
function withSecrets<Kind extends Operation>(operation: Kind, secrets: Secrets | undefined): Kind;
function withSecrets(operation: Operation, secrets: Secrets = {}): Operation {
  switch (operation.kind) {
    case 'edit':
    case 'create':
      return {
        ...operation,
        edits: operation.edits.map((edit) =>
          edit.secret === undefined ? edit : { path: edit.path, value: keptValue(edit, secrets) },
        ),
      };
    case 'template': {
      const { secret, template, ...rest } = operation;
      return { ...rest, template: keptValue({ value: template, secret }, secrets) };
    }
    case 'parameter': {
      const { secret, value, ...rest } = operation;
      return { ...rest, value: keptValue({ value, secret }, secrets) };
    }
    default:
      return operation;
  }
}

/** What tells a secret may be what stands beside it: where that is another by now, it would be shown in the clear. */
function mustStayMasked(before: Operation, after: Operation): void {
  const secretsOf = (operation: Operation) =>
    'edits' in operation
      ? operation.edits.map(({ secret }) => secret !== undefined)
      : [bringsSecrets(operation)];
  const masked = secretsOf(after);
  if (secretsOf(before).every((isSecret, at) => !isSecret || masked[at])) return;
  throw new KnownError('out_of_date', 'What was typed could no longer be kept from sight in it.');
}

/**
 * An edit of a field that is gone would add it, and one within a list that is another one would be of another item.
 * @throws KnownError `unknown_field`, `out_of_date`
 */
function refuseMoved(edits: readonly KeptEdit[], was: Readonly<Record<string, unknown>>, now: Input): void {
  const open = opening();
  for (const { path } of edits) {
    let [before, after]: [unknown, unknown] = [was, now.configuration];
    for (const [depth, key] of path.entries()) {
      [before, after] = [open(before), open(after)];
      const here = code(redactText(formatPath(path.slice(0, depth))));
      if (Array.isArray(before) && !deepEqual(before, after)) {
        throw new KnownError('out_of_date', `The list ${here} is another one by now.`);
      }
      const isLast = depth === path.length - 1;
      if (hasKey(before, key) ? !hasKey(after, key) : !isLast || !isContainer(after)) {
        const field = code(redactText(formatPath(path.slice(0, depth + 1))));
        throw new KnownError('unknown_field', `${code(now.name)} has no ${field} any more.`);
      }
      [before, after] = [at(before, key), at(after, key)];
    }
  }
}

function refuseGoneParameters(operation: Exclude<Valued, { kind: 'edit' }>, now: Input): void {
  const there = new Set((parametersOf(now.configuration) ?? []).map(({ name }) => name));
  const wanted = operation.kind === 'template' ? operation.parameters : [operation.parameter];
  const gone = wanted.find((name) => !there.has(name));
  if (gone === undefined) return;
  throw new KnownError(
    'unknown_parameter',
    `${code(now.name)} has no parameter ${code(redactText(gone))} any more.`,
  );
}

/** Strings that hold JSON become what they hold; each is read once, however many edits lead into it. */
function opening(): (value: unknown) => unknown {
  const held = new Map<string, unknown>();
  return (value) => {
    if (typeof value !== 'string') return value;
    if (!held.has(value)) held.set(value, heldJson(value) ?? value);
    return held.get(value);
  };
}

function isContainer(value: unknown): boolean {
  return isObject(value) || Array.isArray(value);
}

function hasKey(value: unknown, key: string): boolean {
  return isContainer(value) && Object.hasOwn(value as object, key);
}

function at(value: unknown, key: string): unknown {
  return hasKey(value, key) ? (value as Record<string, unknown>)[key] : undefined;
}
