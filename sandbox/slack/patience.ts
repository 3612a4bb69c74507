const LONGEST_TICK_MS = 100;
/** What a tick takes beyond this is the whole process held up, and the app in it as well: nobody was slow. */
const MOST_COUNTED_MS = 200;

/** How long Slack waits for the app, by the time that this process has had. */
export interface Patience {
  isOver(): boolean;
  /** It is waited for no longer. */
  end(): void;
}

export function startPatience(milliseconds: number, onOver: () => void = () => undefined): Patience {
  let left = milliseconds;
  let last = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const look = () => {
    if (left <= 0) return;
    const now = performance.now();
    left -= Math.min(now - last, MOST_COUNTED_MS);
    last = now;
    if (left <= 0) onOver();
  };
  const tick = () => {
    look();
    if (left > 0) timer = setTimeout(tick, Math.min(left, LONGEST_TICK_MS)).unref();
  };
  tick();
  return {
    isOver() {
      look();
      return left <= 0;
    },
    end: () => clearTimeout(timer),
  };
}
