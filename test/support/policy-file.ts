import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from './folder.ts';

/** A policy file that a test can change. */
export interface TrialPolicyFile {
  readonly path: string;
  write(yaml: string): Promise<void>;
  remove(): Promise<void>;
}

export async function makePolicyFile(yaml: string): Promise<TrialPolicyFile> {
  const folder = await makeFolder();
  const path = join(folder, 'policy.yml');
  const write = (text: string) => writeFile(path, text);
  await write(yaml);
  return { path, write, remove: () => rm(folder, { recursive: true, force: true }) };
}
