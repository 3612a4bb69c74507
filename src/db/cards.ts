import type { Queryable } from './pool.ts';

/** Where the cards of changes are, and who is posting them. */

/**
 * @param where the channel or person it goes to: a click there counts as soon as the card can be seen
 * @param from the `ts` of the card that it takes the place of; absent where there is none yet
 * @returns whether the caller is the one to post the card now; it has `seconds` to do so
 */
export async function leaseCard(
  db: Queryable,
  changeId: string,
  seconds: number,
  where: string,
  from?: string,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `update changes set card_lease_until = now() + make_interval(secs => $2), card_bound_for = $3
     where id = $1 and card_ts is not distinct from $4 and (card_lease_until is null or card_lease_until < now())`,
    [changeId, seconds, where, from ?? null],
  );
  return rowCount === 1;
}

/** It was not posted. */
export async function returnCardLease(db: Queryable, changeId: string): Promise<void> {
  await db.query('update changes set card_lease_until = null, card_bound_for = null where id = $1', [
    changeId,
  ]);
}

/** The card stands here from now on, with nothing in its thread. */
export async function placeCard(
  db: Queryable,
  changeId: string,
  channelId: string,
  ts: string,
): Promise<void> {
  await db.query(
    `update changes set card_channel_id = $2, card_ts = $3, card_link = null, card_lease_until = null,
       card_bound_for = null, diff_attached = false
     where id = $1`,
    [changeId, channelId, ts],
  );
}

export async function linkCard(db: Queryable, changeId: string, link: string): Promise<void> {
  await db.query('update changes set card_link = $2 where id = $1', [changeId, link]);
}

/** The whole diff is in the thread of the card that stands at `ts`, which may have moved meanwhile. */
export async function noteAttached(db: Queryable, changeId: string, ts: string): Promise<void> {
  await db.query(
    'update changes set diff_attached = true, version = version + 1 where id = $1 and card_ts = $2',
    [changeId, ts],
  );
}
