import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from './folder.ts';
import type { World } from './world.ts';

/** A policy file that a test can change. */
export interface TrialPolicyFile {
  readonly path: string;
  write(yaml: string): Promise<void>;
  /** Writes it, and has the bot read it anew. */
  nowHolds(yaml: string, world: World): Promise<void>;
  remove(): Promise<void>;
}

export async function makePolicyFile(yaml: string): Promise<TrialPolicyFile> {
  const folder = await makeFolder();
  const path = join(folder, 'policy.yml');
  const write = (text: string) => writeFile(path, text);
  await write(yaml);
  const nowHolds = async (text: string, world: World) => {
    await write(text);
    world.app.reloadPolicy();
  };
  return { path, write, nowHolds, remove: () => rm(folder, { recursive: true, force: true }) };
}
