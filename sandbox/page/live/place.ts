/** Where the reader is: whom they act as, and what they look at. It is all in the address, so it can be shared. */
export interface Place {
  as?: string;
  channel?: string;
  /** The `ts` of the message whose thread is open. */
  thread?: string;
  /** The `ts` of the message to scroll to. */
  target?: string;
}

const PERMALINK = /^\/archives\/([A-Z0-9]+)\/p(\d{10})(\d{6})$/;

/** Reads a place from an address of the page: `/#as=…&channel=…&thread=…` or `/archives/<channel>/p<ts>#as=…`. */
export function readPlace(url: URL): Place {
  const hash = new URLSearchParams(url.hash.slice(1));
  const [, channel, seconds, micros] = PERMALINK.exec(url.pathname) ?? [];
  const fromPath = channel && seconds && micros ? { channel, target: `${seconds}.${micros}` } : {};
  const thread = hash.get('thread') ?? url.searchParams.get('thread_ts');
  return withoutEmpty({
    as: hash.get('as'),
    channel: hash.get('channel'),
    thread,
    ...fromPath,
  });
}

/** The address of a place, from the root. The inverse of `readPlace`. */
export function printPlace({ as, channel, thread, target }: Place): string {
  const path = channel && target ? permalinkPath(channel, target) : '/';
  const hash = new URLSearchParams(
    Object.entries(withoutEmpty({ as, channel: path === '/' ? channel : undefined, thread })),
  ).toString();
  return hash ? `${path}#${hash}` : path;
}

export const permalinkPath = (channel: string, ts: string): string =>
  `/archives/${channel}/p${ts.replace('.', '')}`;

/**
 * The place that a link in a message points to, or `undefined` when it leads out of the workspace. The port is not
 * compared: a restart may have changed it, and a permalink in an older message still means this workspace.
 */
export function placeOfLink(href: string, page: URL): Place | undefined {
  const url = URL.canParse(href, page) ? new URL(href, page) : undefined;
  const isHere = url && (url.hostname === page.hostname || LOOPBACK.has(url.hostname));
  return isHere && PERMALINK.test(url.pathname) ? readPlace(url) : undefined;
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

function withoutEmpty(fields: { [name: string]: string | null | undefined }): { [name: string]: string } {
  const given = Object.entries(fields).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return Object.fromEntries(given);
}
