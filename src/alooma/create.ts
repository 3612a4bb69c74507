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
 * listing is read until one of that name shows which was not there before.
 */
export async function createAndWait(
  client: Client,
  list: () => Promise<InputFacts[]>,
  document: string,
  wait: CreateWait,
): Promise<string> {
  const { name } = parseAnswer(Named, document, 'create an input');
  const idsOf = async () => (await list()).filter((input) => input.name === name).map(({ id }) => id);
  const before = new Set(await idsOf());
  const body = document;
  await client({ method: 'POST', path: 'plumbing/inputs', body, kind: 'write', purpose: 'create the input' });
  for (let look = 0; look < wait.looks; look += 1) {
    await pause(wait.pause);
    // A listing that fails says nothing of the input: what comes next may show it.
    const created = (await idsOf().catch(() => [])).find((id) => !before.has(id));
    if (created !== undefined) return created;
  }
  throw notShown(name, (wait.looks * wait.pause) / 1_000);
}

function notShown(name: string, seconds: number): PipelineError {
  return new PipelineError(
    'not_shown',
    'unknown',
    `Alooma took it, and ${seconds} s later no input called ${code(name)} shows. It may still come: look with \`/alooma list\` before you ask again.`,
  );
}
