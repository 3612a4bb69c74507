import { leaseCard, linkCard, placeCard, returnCardLease } from '../db/cards.ts';
import type { ChangeStore } from '../db/changes.ts';
import { addJob } from '../db/jobs.ts';
import { outlineOf } from '../db/outlines.ts';
import { type Pool, transaction } from '../db/pool.ts';
import { relativesOf } from '../db/relatives.ts';
import { standingIn } from '../domain/card-place.ts';
import { type Card, type Change, isDirect, isFinal, isResult, type Outline } from '../domain/change.ts';
import type { Preview } from '../domain/diff.ts';
import type { Message } from '../domain/message.ts';
import { isSwitch } from '../domain/operation.ts';
import { Unreadable } from '../errors.ts';
import { describeError, type Logger } from '../log.ts';
import type { Previews } from '../services/previews.ts';
import { SlackFailure } from './failure.ts';
import type { Messenger, Place } from './messenger.ts';

/** Shows changes in Slack. A card is always drawn from its row, whatever happened to it meanwhile. */
export interface Cards {
  /**
   * Posts the card of a change, or brings it up to date.
   * @param where a channel or a person, instead of the channel in which the change was asked for; a card that stands in
   *   direct messages is moved there
   * @returns `not_in_channel` when it cannot be posted there; `busy` when another process is posting it
   * @throws SlackFailure `unavailable` when trying later helps
   */
  draw(changeId: string, where?: string): Promise<'drawn' | 'not_in_channel' | 'busy' | 'gone'>;
}

export interface CardsOptions {
  readonly pool: Pool;
  readonly store: ChangeStore;
  readonly messenger: Messenger;
  readonly previews: Previews;
  /** @param waiting what waits on the same input, to be named on the card of a pause or resume */
  readonly render: (change: Change, preview: Preview | undefined, waiting: readonly Change[]) => Message;
  /** What takes a card's place when it is shown elsewhere. */
  readonly renderMoved: (change: Change, preview: Preview | undefined) => Message;
  /** What is left of a card whose change cannot be read any more. */
  readonly renderUnreadable: (outline: Outline) => Message;
  /** Has the card no room for the whole diff? */
  readonly isDiffCut: (change: Change, preview: Preview | undefined) => boolean;
  readonly logger: Logger;
}

/** Longer than a post can take with its retries, so that nobody else posts meanwhile. */
const LEASE_SECONDS = 45;
/** A row moves a few times at most while its card is being drawn. */
const MOST_REDRAWS = 8;

export function createCards(options: CardsOptions): Cards {
  const { pool, store, messenger, previews, render, renderMoved, renderUnreadable, isDiffCut, logger } =
    options;

  async function message(row: Change): Promise<Message> {
    const change = { ...row, relatives: await relativesOf(pool, row) };
    if (!isResult(change)) return render(change, await previews.of(change), []);
    const { readable } = await store.openOf(pool, change.inputId);
    return render(
      change,
      undefined,
      readable.filter(({ operation }) => !isSwitch(operation)),
    );
  }

  async function place(change: Change, where: string): Promise<Change | 'not_in_channel' | 'busy'> {
    if (!(await leaseCard(pool, change.id, LEASE_SECONDS, where))) return 'busy';
    try {
      const { channelId, ts } = await messenger.post(where, await message(standingIn(change, where)));
      await keepPlace(change, { channelId, ts });
      return (await store.find(pool, change.id)) ?? change;
    } catch (error) {
      // A post that may have arrived keeps its lease: posting at once again might show the card twice.
      if (error instanceof SlackFailure && !error.mayHaveArrived) await returnCardLease(pool, change.id);
      if (error instanceof SlackFailure && error.fault === 'not_in_channel') return 'not_in_channel';
      throw error;
    }
  }

  async function keepPlace(change: Change, place: Place): Promise<void> {
    const { id: changeId } = change;
    const isCut = isDiffCut(change, await previews.of(change));
    // The cards of what it asks anew or takes back lead to it, once it has a link; at the latest then, whatever happens here.
    const leadHere = [change.replaces, change.undoes].filter((other) => other !== undefined);
    const later = new Date(Date.now() + LEASE_SECONDS * 1_000);
    await transaction(pool, async (client) => {
      await placeCard(client, changeId, place.channelId, place.ts);
      if (isCut) await addJob(client, 'attach', { changeId });
      for (const other of leadHere) await addJob(client, 'card', { changeId: other }, later);
    });
    try {
      await linkCard(pool, changeId, await messenger.permalink(place));
    } catch (error) {
      // A card without a link is still a card.
      logger.warn({ error: describeError(error), changeId }, 'The card has no link');
    }
    for (const other of leadHere) await addJob(pool, 'card', { changeId: other });
  }

  /** Whoever reads an older row may reach Slack last, so it looks again until nothing has moved. */
  async function redrawUntilCurrent(
    change: Change,
    card: Card,
    drawnVersion?: number,
  ): Promise<'drawn' | 'gone'> {
    let row = change;
    let drawn = drawnVersion;
    for (let turn = 0; turn < MOST_REDRAWS && row.version !== drawn; turn += 1) {
      if (!(await update(card, row))) return 'gone';
      drawn = row.version;
      row = (await store.find(pool, change.id)) ?? row;
    }
    return 'drawn';
  }

  async function update(card: Card, change: Change): Promise<boolean> {
    return replace(card, change.id, await message(change));
  }

  async function replace(card: Card, changeId: string, by: Message): Promise<boolean> {
    try {
      await messenger.update(card, by);
      return true;
    } catch (error) {
      if (!(error instanceof SlackFailure) || error.fault === 'unavailable') throw error;
      logger.warn({ changeId, slackError: error.slackError }, 'The card cannot be redrawn');
      return false;
    }
  }

  /** A card that only one person can see goes where others can decide on it. */
  async function move(
    change: Change,
    from: Card,
    where: string,
  ): Promise<'drawn' | 'not_in_channel' | 'busy'> {
    if (!(await leaseCard(pool, change.id, LEASE_SECONDS, where, from.ts))) return 'busy';
    try {
      // Its thread is a new one, with nothing in it.
      const place = await messenger.post(
        where,
        await message({ ...standingIn(change, where), diffAttached: false }),
      );
      await keepPlace(change, place);
    } catch (error) {
      if (error instanceof SlackFailure && !error.mayHaveArrived) await returnCardLease(pool, change.id);
      if (error instanceof SlackFailure && error.fault === 'not_in_channel') return 'not_in_channel';
      throw error;
    }
    await messenger.update(from, renderMoved(change, await previews.of(change))).catch((error: unknown) => {
      logger.warn(
        { error: describeError(error), changeId: change.id },
        'The card that was moved stays on show',
      );
    });
    return 'drawn';
  }

  /** Its key is gone: one that has ended says how, and loses its buttons. */
  async function drawUnreadable(changeId: string, error: Unreadable): Promise<'drawn' | 'gone'> {
    const outline = await outlineOf(pool, changeId);
    if (outline && !isFinal(outline.state)) throw error;
    if (!outline?.card) return 'gone';
    return (await replace(outline.card, changeId, renderUnreadable(outline))) ? 'drawn' : 'gone';
  }

  return {
    async draw(changeId, where) {
      const change = await store.find(pool, changeId).catch((error: unknown) => {
        if (error instanceof Unreadable) return error;
        throw error;
      });
      if (change instanceof Unreadable) return drawUnreadable(changeId, change);
      if (!change) return 'gone';
      if (change.card && where && isDirect(change.card.channelId) && !isDirect(where)) {
        return move(change, change.card, where);
      }
      if (change.card) return redrawUntilCurrent(change, change.card);
      // Nothing came of it and nobody has seen it: there is nothing to show.
      if (change.state === 'cancelled' || change.state === 'expired') return 'gone';
      const placed = await place(change, where ?? change.channelId);
      if (placed === 'not_in_channel' || placed === 'busy') return placed;
      return placed.card ? redrawUntilCurrent(placed, placed.card, change.version) : 'gone';
    },
  };
}
