import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { InputFacts } from '../domain/input.ts';
import { code } from '../domain/mrkdwn.ts';
import { PipelineError } from '../services/pipeline.ts';
import type { Client } from './client.ts';
import { parseAnswer } from './schemas.ts';

export interface CreateWait {
  /** How often the listing is read at most until the new input shows. */
  looks: number;
  /** Milliseconds before each look. */
  pause: number;
}

const Named = z.looseObject({ name: z.string() });

/**
 * Creates an input (`POST plumbing/inputs`). The answer carries no id, and the input is there only some time after: the
 * listing is read until one of that name shows, which there was not before.
 */
export async function createAndWait(
  client: Client,
  list: () => Promise<InputFacts[]>,
  document: string,
  wait: CreateWait,
): Promise<string> {
  const { name } = parseAnswer(Named, document, 'create an input');
  if ((await list()).some((input) => input.name === name)) throw taken(name);
  const body = document;
  await client({ method: 'POST', path: 'plumbing/inputs', body, kind: 'write', purpose: 'create the input' });
  const created = await findCreated(list, name, wait);
  if (created === undefined) throw notShown(name, (wait.looks * wait.pause) / 1_000);
  return created;
}

/**
 * Reads the listing until an input of that name shows.
 * @throws PipelineError of unknown outcome when it cannot be read: not seen is not the same as not there
 */
export async function findCreated(
  list: () => Promise<InputFacts[]>,
  name: string,
  wait: CreateWait,
): Promise<string | undefined> {
  for (let look = 0; look < wait.looks; look += 1) {
    await pause(wait.pause);
    const inputs = await list().catch((error: unknown) => {
      throw lostSight(name, error);
    });
    const created = inputs.find((input) => input.name === name);
    if (created) return created.id;
  }
  return undefined;
}

function taken(name: string): PipelineError {
  return new PipelineError('refused', 'not_done', `Another input is called ${code(name)} by now.`);
}

function lostSight(name: string, cause: unknown): PipelineError {
  const why = cause instanceof PipelineError ? cause.message : 'The inputs cannot be listed.';
  return new PipelineError(
    'unavailable',
    'unknown',
    `${why} Whether ${code(name)} was created does not show.`,
  );
}

function notShown(name: string, seconds: number): PipelineError {
  return new PipelineError(
    'not_shown',
    'unknown',
    `Alooma took it, and ${seconds} s later no input called ${code(name)} shows. It may still come: look with \`/alooma list\` before you ask again.`,
  );
}
