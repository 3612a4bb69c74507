import { randomBytes } from 'node:crypto';
import { type Patience, startPatience } from './patience.ts';

/** Trigger ids: each opens one modal, for the person whose act made it, within three seconds. */

const LIFE_MS = 3000;
const KEPT_MS = 10 * 60_000;

export interface Trigger {
  user: string;
  /** The view in which the act was, when it was in one. */
  viewId: string | undefined;
}

export interface Triggers {
  issue(trigger: Trigger): string;
  /** Uses it up, or says Slack's error code. */
  exchange(id: unknown): Trigger | { error: string };
}

export function startTriggers(): Triggers {
  const issued = new Map<string, Trigger & { until: number; patience: Patience; used: boolean }>();
  return {
    issue(trigger) {
      for (const [old, { until }] of issued) {
        // Kept for a while, so that one that comes late is told why.
        if (until + KEPT_MS > Date.now()) break;
        issued.delete(old);
      }
      const id = `${Date.now()}.${randomBytes(4).readUInt32BE()}.${randomBytes(16).toString('hex')}`;
      issued.set(id, {
        ...trigger,
        until: Date.now() + LIFE_MS,
        patience: startPatience(LIFE_MS),
        used: false,
      });
      return id;
    },
    exchange(id) {
      const found = typeof id === 'string' ? issued.get(id) : undefined;
      if (!found) return { error: 'invalid_trigger_id' };
      if (found.used) return { error: 'exchanged_trigger_id' };
      if (found.patience.isOver()) return { error: 'expired_trigger_id' };
      found.patience.end();
      found.used = true;
      return { user: found.user, viewId: found.viewId };
    },
  };
}
