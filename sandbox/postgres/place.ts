import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Account, canEnter, makeOwnFolder } from './account.ts';

/** Every account may enter it, and it is not emptied at boot. */
export const SHARED_PLACE = '/var/tmp';

/**
 * Where PostgreSQL's files go: into `wanted`, unless the account that the server runs as cannot get there (root's
 * checkout under `/root`). Then into a folder under `/var/tmp` whose name comes from `wanted`, so that the next start
 * finds it again.
 *
 * @param wanted an absolute path
 */
export async function placeFor(wanted: string, account: Account): Promise<string> {
  await mkdir(wanted, { recursive: true });
  if (await canEnter(account, wanted)) return wanted;
  const key = createHash('sha256').update(wanted).digest('hex').slice(0, 12);
  const elsewhere = join(SHARED_PLACE, `alooma-chatops-${key}`);
  await makeOwnFolder(elsewhere);
  return elsewhere;
}
