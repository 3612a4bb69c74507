import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import type { Message } from '../../slack/client-api.ts';

const NEAR_PX = 80;

/** Keeps a log at its end while the person reads there, and goes to `target` once when it comes into view. */
export function useScroll(
  messages: readonly Message[],
  target: string | undefined,
): RefObject<HTMLDivElement | null> {
  const log = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const reached = useRef<string>(undefined);

  useEffect(() => {
    const element = log.current;
    if (!element) return;
    const note = () => {
      isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX;
    };
    const keepEnd = new ResizeObserver(() => {
      if (isAtEnd.current) element.scrollTop = element.scrollHeight;
    });
    keepEnd.observe(element);
    element.addEventListener('scroll', note, { passive: true });
    return () => {
      keepEnd.disconnect();
      element.removeEventListener('scroll', note);
    };
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: every new list of messages may have moved the end
  useLayoutEffect(() => {
    const element = log.current;
    const wanted =
      target && reached.current !== target && element?.querySelector(`[data-ts="${CSS.escape(target)}"]`);
    if (wanted) {
      reached.current = target;
      isAtEnd.current = false;
      wanted.scrollIntoView({ block: 'center' });
    } else if (element && isAtEnd.current) {
      element.scrollTop = element.scrollHeight;
    }
  }, [messages, target]);

  return log;
}
