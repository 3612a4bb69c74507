import type { Queryable } from './pool.ts';

/** @returns false when a delivery with this id was claimed before: Slack has sent it again */
export async function claimDelivery(db: Queryable, id: string): Promise<boolean> {
  const { rowCount } = await db.query('insert into deliveries (id) values ($1) on conflict do nothing', [id]);
  return rowCount === 1;
}

/** Slack repeats a delivery within the hour, if at all. */
export async function forgetOldDeliveries(db: Queryable): Promise<void> {
  await db.query(`delete from deliveries where received_at < now() - interval '1 day'`);
}
