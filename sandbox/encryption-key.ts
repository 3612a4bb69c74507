import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The key of this folder's database, made once: with another, what is kept of the inputs could not be read again. */
export async function encryptionKeyOf(folder: string): Promise<string> {
  const file = join(folder, 'encryption-key');
  const kept = (await readFile(file, 'utf8').catch(() => '')).trim();
  if (kept) return kept;
  const key = randomBytes(32).toString('base64');
  await writeFile(file, `${key}\n`, { mode: 0o600 });
  return key;
}
