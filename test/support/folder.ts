import { chmod, mkdtemp, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A fresh folder in which PostgreSQL can work. Run by root, it runs as another user, who has to get through the folder:
 * otherwise its files would go to `/var/tmp` and stay there.
 */
export async function makeFolder(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'alooma-chatops-test-')));
  await chmod(folder, 0o711);
  return folder;
}
