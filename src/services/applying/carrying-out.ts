import type { Change } from '../../domain/change.ts';
import { configurationOf } from '../../domain/document.ts';
import type { Input } from '../../domain/input.ts';
import { holdsAllOf, likeSteps } from '../../domain/likeness.ts';
import { type Create, pausedBy, propose, type Rewrite, type Switch } from '../../domain/operation.ts';
import { maskedSecretsSteps } from '../../domain/secrets.ts';
import { inSlices, othersFirst } from '../in-slices.ts';
import type { Pipeline } from '../pipeline.ts';

/** What is to be done, and the document that it was planned on. */
export interface Work extends Pick<Change, 'inputId' | 'inputName' | 'operation' | 'base' | 'secrets'> {
  /** Was it sent before, so that what is found may be its own doing? */
  readonly wasSent: boolean;
}

/**
 * What the pipeline is like, as seen from the work.
 * - `ready`: as it was planned on. `send` carries it out, once, and gives the id of what it created.
 * - `done`: as it should be. - `gone`: there is no such input (to create: the one that would be copied).
 * - `moved`: neither, somebody else has changed it into what it is `now` (to create: the one that would be copied).
 * - `unpausable`: it has no paused state. - `taken`: another input has the name.
 * - `lost`: a creation was sent, and no input of that name shows. - `foreign`: one does that is not as it was asked for.
 * - `masked`: its secrets can be read as a mask only, so that writing it would overwrite them.
 */
export type Found =
  | { readonly kind: 'ready'; readonly send: () => Promise<string | undefined> }
  | { readonly kind: 'done'; readonly createdId?: string }
  | { readonly kind: 'moved'; readonly now: Input }
  | { readonly kind: 'gone' | 'unpausable' | 'taken' | 'lost' | 'foreign' | 'masked' };

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
  // Asked first: where secrets are masked, an input may be like both, and writing again does no harm.
  if (!(await isLike(input.document, base))) {
    const expected = propose(operation, base, secrets);
    await othersFirst();
    return (await isLike(input.document, expected)) ? { kind: 'done' } : { kind: 'moved', now: input };
  }
  // What is written is the operation done to the input just read, never a stored document.
  const proposed = propose(operation, input.document, secrets);
  await othersFirst();
  if (await isMasked(proposed)) return { kind: 'masked' };
  return ready(() => pipeline.replaceInput(inputId, proposed));
}

async function lookAtDelete(pipeline: Pipeline, work: Work): Promise<Found> {
  const input = await pipeline.readInput(work.inputId);
  if (!input) return { kind: work.wasSent ? 'done' : 'gone' };
  if (!(await isLike(input.document, documentOf(work)))) return { kind: 'moved', now: input };
  return ready(() => pipeline.deleteInput(work.inputId));
}

async function lookAtCreate(pipeline: Pipeline, work: Work, operation: Create): Promise<Found> {
  // Never sent twice: one that shows late would be there twice, and would be pulled twice.
  if (work.wasSent) return lookForCreated(pipeline, work, operation);
  if ((await pipeline.listInputs()).some(({ name }) => name === operation.name)) return { kind: 'taken' };
  const source = await pipeline.readInput(operation.copiedFrom.id);
  if (!source) return { kind: 'gone' };
  if (!(await isLike(source.document, documentOf(work)))) return { kind: 'moved', now: source };
  const proposed = propose(operation, source.document, work.secrets);
  if (await isMasked(proposed)) return { kind: 'masked' };
  return { kind: 'ready', send: () => pipeline.createInput(proposed) };
}

/** By its name, since a create answers with no id; somebody else may have created another of that name. */
async function lookForCreated(pipeline: Pipeline, work: Work, operation: Create): Promise<Found> {
  const createdId = await pipeline.findCreated(operation.name);
  if (createdId === undefined) return { kind: 'lost' };
  const created = await pipeline.readInput(createdId);
  const expected = propose(operation, documentOf(work), work.secrets);
  return created && holdsAllOf(created.document, expected)
    ? { kind: 'done', createdId }
    : { kind: 'foreign' };
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

function isLike(read: string, expected: string): Promise<boolean> {
  return inSlices(likeSteps(read, expected));
}

/** Would a mask be written where a secret has to be? */
async function isMasked(document: string): Promise<boolean> {
  return (await inSlices(maskedSecretsSteps(configurationOf(document)))).length > 0;
}

function documentOf({ base }: Work): string {
  if (base === undefined) throw new Error('The document that this was planned on was not kept');
  return base;
}
