import { z } from 'zod';
import type { Input } from '../domain/input.ts';
import type { Client } from './client.ts';
import { type Listing, notReadable, textUnlessMissing } from './listing.ts';
import { idInPath } from './paths.ts';
import { factsOf, isUsersInput, parseAnswer } from './schemas.ts';

/**
 * One input, read now (`GET inputs/{id}`). A 404 is either an unknown id or an Alooma without the newer call: the
 * listing, which knows both forms, tells them apart.
 */
export async function readOne(client: Client, listing: Listing, id: string): Promise<Input | undefined> {
  const inPath = idInPath(id);
  if (inPath === undefined) return undefined;
  if (listing.isOlder()) return listing.find(id);
  const purpose = 'read the input';
  const text = await textUnlessMissing(client, {
    method: 'GET',
    path: `inputs/${inPath}`,
    kind: 'read',
    purpose,
  });
  if (text === undefined) return listing.find(id);
  const document = text.trim();
  const json = parseAnswer(z.unknown(), document, purpose);
  const facts = factsOf(json);
  if (facts?.id !== id) throw notReadable(id);
  return isUsersInput(json) ? { ...facts, document } : undefined;
}
