import { formatSlackDate } from './dates.ts';

interface Props {
  /** Seconds since 1970. */
  timestamp: number;
  format: string;
  link?: string | undefined;
  fallback: string;
}

/** A date in the reader's own zone; the whole of it on hovering. */
export function SlackDate({ timestamp, format, link, fallback }: Props) {
  const date = new Date(timestamp * 1000);
  if (Number.isNaN(date.getTime())) return fallback;
  const shown = (
    <time dateTime={date.toISOString()} title={date.toLocaleString()}>
      {formatSlackDate(timestamp, format, { now: new Date() })}
    </time>
  );
  return link ? (
    <a href={link} target="_blank" rel="noreferrer">
      {shown}
    </a>
  ) : (
    shown
  );
}
