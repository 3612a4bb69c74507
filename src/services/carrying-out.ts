import type { Change } from '../domain/change.ts';
import { configurationOf, fingerprint } from '../domain/document.ts';
import { isLike } from '../domain/likeness.ts';
import { type Operation, pausedBy, propose, type Rewrite, type Switch } from '../domain/operation.ts';
import { maskedSecretsSteps } from '../domain/secrets.ts';
import { inSlices, othersFirst } from './in-slices.ts';
import type { Pipeline } from './pipeline.ts';

/** What is to be done, and the document that it was planned on. */
export interface Work extends Pick<Change, 'inputId' | 'inputName' | 'operation' | 'base' | 'secrets'> {
  /** Was it sent before, so that what is found may be its own doing? */
  readonly wasSent: boolean;
}

/**
 * What the pipeline is like, as seen from the work.
 * - `ready`: as it was planned on. `send` carries it out, once, and gives the id of what it created.
 * - `done`: as it should be. - `gone`: there is no such input (to create: the one that would be copied).
 * - `moved`: neither, somebody else has changed it (to create: the one that would be copied).
 * - `unpausable`: it has no paused state. - `taken`: another input has the name.
 * - `masked`: its secrets can be read as a mask only, so that writing it would overwrite them.
 */
export type Found =
  | { readonly kind: 'ready'; readonly send: () => Promise<string | undefined> }
  | { readonly kind: 'done'; readonly createdId?: string }
  | { readonly kind: 'gone' | 'moved' | 'unpausable' | 'taken' | 'masked' };

/** Reads what the work is about, and says what can be done. Nothing is written, and nothing is taken from before. */
export function look(pipeline: Pipeline, work: Work): Promise<Found> {
  const { operation } = work;
  switch (operation.kind) {
    case 'pause':
    case 'resume':
      return lookAtSwitch(pipeline, work, operation);
    case 'delete':
      return lookAtDelete(pipeline, work);
    case 'create':
      return lookAtCreate(pipeline, work, operation);
    default:
      return lookAtRewrite(pipeline, work, operation);
  }
}

async function lookAtSwitch(pipeline: Pipeline, { inputId }: Work, operation: Switch): Promise<Found> {
  const input = await pipeline.readInput(inputId);
  if (!input) return { kind: 'gone' };
  if (input.paused === undefined) return { kind: 'unpausable' };
  const wanted = pausedBy(operation);
  return input.paused === wanted ? { kind: 'done' } : ready(() => pipeline.setPaused(inputId, wanted));
}

async function lookAtRewrite(pipeline: Pipeline, work: Work, operation: Rewrite): Promise<Found> {
  const { inputId, secrets } = work;
  const base = documentOf(work);
  const input = await pipeline.readInput(inputId);
  if (!input) return { kind: 'gone' };
  const isBase = fingerprint(input.document) === fingerprint(base);
  await othersFirst();
  if (!isBase && isLike(input.document, propose(operation, base, secrets))) return { kind: 'done' };
  await othersFirst();
  if (!isBase && !isLike(input.document, base)) return { kind: 'moved' };
  // What is written is the operation done to the input just read, never a stored document.
  const proposed = propose(operation, input.document, secrets);
  if (await isMasked(proposed)) return { kind: 'masked' };
  return ready(() => pipeline.replaceInput(inputId, proposed));
}

async function lookAtDelete(pipeline: Pipeline, work: Work): Promise<Found> {
  const input = await pipeline.readInput(work.inputId);
  if (!input) return { kind: work.wasSent ? 'done' : 'gone' };
  if (!isLike(input.document, documentOf(work))) return { kind: 'moved' };
  return ready(() => pipeline.deleteInput(work.inputId));
}

/** By its name, since a create answers with no id and cannot be told from another in any other way. */
async function lookAtCreate(
  pipeline: Pipeline,
  work: Work,
  operation: Extract<Operation, { kind: 'create' }>,
): Promise<Found> {
  const inputs = await pipeline.listInputs();
  const named = inputs.find(({ name }) => name === operation.name);
  if (named) return work.wasSent ? { kind: 'done', createdId: named.id } : { kind: 'taken' };
  const source = await pipeline.readInput(operation.copiedFrom.id);
  if (!source) return { kind: 'gone' };
  if (!isLike(source.document, documentOf(work))) return { kind: 'moved' };
  const proposed = propose(operation, source.document, work.secrets);
  if (await isMasked(proposed)) return { kind: 'masked' };
  return { kind: 'ready', send: () => pipeline.createInput(proposed) };
}

function ready(send: () => Promise<void>): Found {
  return {
    kind: 'ready',
    send: async () => {
      await send();
      return undefined;
    },
  };
}

/** Would a mask be written where a secret has to be? */
async function isMasked(document: string): Promise<boolean> {
  return (await inSlices(maskedSecretsSteps(configurationOf(document)))).length > 0;
}

function documentOf({ base }: Work): string {
  if (base === undefined) throw new Error('The document that this was planned on was not kept');
  return base;
}
