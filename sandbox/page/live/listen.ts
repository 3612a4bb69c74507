export type Link = 'live' | 'reconnecting';

const RETRY_AFTER_MS = 1_000;

/**
 * Listens to what the workspace says to one person, until the function that it returns is called. Every (re)connection
 * counts as a change: something may have been missed meanwhile.
 */
export function listen(as: string, onChange: () => void, onLink: (link: Link) => void): () => void {
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;

  const connect = () => {
    source = new EventSource(`/client/events?as=${encodeURIComponent(as)}`);
    source.onopen = () => {
      onLink('live');
      onChange();
    };
    source.onmessage = onChange;
    source.onerror = () => {
      onLink('reconnecting');
      // The browser tries again by itself after a lost connection, but never after an answer that is not a stream.
      if (source?.readyState === EventSource.CLOSED) retry = setTimeout(connect, RETRY_AFTER_MS);
    };
  };

  connect();
  return () => {
    clearTimeout(retry);
    source?.close();
  };
}
