import { randomBytes } from 'node:crypto';
import { team } from '../workspace.ts';
import type { ResponseTarget } from './respond.ts';

/**
 * The addresses at which an app answers later: five times within thirty minutes.
 * Source: https://docs.slack.dev/interactivity/handling-user-interaction
 */
export interface ResponseUrls {
  issue(kind: 'commands' | 'actions', target: ResponseTarget): string;
  /** Uses the address once. Gives where its answer goes, or Slack's error code. */
  use(path: string): ResponseTarget | { error: 'used_url' | 'expired_url' | 'no_service' };
}

const USES = 5;
const LIFE_MS = 30 * 60_000;

export const RESPONSE_PATH = /^\/(commands|actions)\/T\w+\/\w+\/\w+$/;

export function startResponseUrls(url: string): ResponseUrls {
  const issued = new Map<string, { target: ResponseTarget; uses: number; until: number }>();
  return {
    issue(kind, target) {
      for (const [old, { until }] of issued) {
        // Kept for a while, so that an answer that comes late is told why.
        if (until + LIFE_MS > Date.now()) break;
        issued.delete(old);
      }
      const path = `/${kind}/${team.id}/${Date.now()}/${randomBytes(12).toString('hex')}`;
      issued.set(path, { target, uses: 0, until: Date.now() + LIFE_MS });
      return `${url}${path}`;
    },
    use(path) {
      const found = issued.get(path);
      if (!found) return { error: 'no_service' };
      if (found.until <= Date.now()) return { error: 'expired_url' };
      if (found.uses >= USES) return { error: 'used_url' };
      found.uses += 1;
      return found.target;
    },
  };
}
