import { z } from 'zod';
import { type Card, CHANGE_STATES, type ChangeState } from '../domain/change.ts';
import type { Queryable } from './pool.ts';

/** What is known of a change without opening what is sealed. */
export interface Outline {
  readonly state: ChangeState;
  /** What it does in one line of mrkdwn, secrets masked. */
  readonly summary: string;
  readonly outcome: string | undefined;
  readonly requestedBy: string;
  readonly card: Card | undefined;
}

const Row = z.object({
  state: z.enum(CHANGE_STATES as [ChangeState, ...ChangeState[]]),
  summary: z.string(),
  outcome: z.string().nullable(),
  requested_by: z.string(),
  card_channel_id: z.string().nullable(),
  card_ts: z.string().nullable(),
});

/** For a change that cannot be read any more: its key is gone. */
export async function outlineOf(db: Queryable, changeId: string): Promise<Outline | undefined> {
  const { rows } = await db.query(
    `select state, summary, outcome, requested_by, card_channel_id, card_ts from changes where id = $1`,
    [changeId],
  );
  if (!rows[0]) return undefined;
  const row = Row.parse(rows[0]);
  const [channelId, ts] = [row.card_channel_id, row.card_ts];
  return {
    state: row.state,
    summary: row.summary,
    outcome: row.outcome ?? undefined,
    requestedBy: row.requested_by,
    card: channelId === null || ts === null ? undefined : { channelId, ts, link: undefined },
  };
}
