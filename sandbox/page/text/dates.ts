const DAY_MS = 86_400_000;

interface Reader {
  now: Date;
  /** As `Intl` takes them; absent means the reader's own. */
  locale?: string;
  timeZone?: string;
}

/** Slack's date tokens (`{date_short_pretty} at {time}`) filled in for one reader. Unknown tokens are left standing. */
export function formatSlackDate(timestamp: number, format: string, reader: Reader): string {
  const date = new Date(timestamp * 1000);
  return format.replace(/\{(\w+)\}/g, (token, name: string) => fill(name, date, reader) ?? token);
}

function fill(name: string, date: Date, reader: Reader): string | undefined {
  const show = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(reader.locale, { ...options, timeZone: reader.timeZone }).format(date);
  if (name.endsWith('_pretty')) {
    return dayWord(date, reader) ?? fill(name.slice(0, -'_pretty'.length), date, reader);
  }
  switch (name) {
    case 'date_num':
      return new Intl.DateTimeFormat('sv-SE', { timeZone: reader.timeZone }).format(date);
    case 'date':
      return show({ year: 'numeric', month: 'long', day: 'numeric' });
    case 'date_short':
      return show({ year: 'numeric', month: 'short', day: 'numeric' });
    case 'date_long':
      return show({ weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' });
    case 'time':
      return show({ hour: 'numeric', minute: '2-digit' });
    case 'time_secs':
      return show({ hour: 'numeric', minute: '2-digit', second: '2-digit' });
    case 'ago':
      return ago(date, reader);
    default:
      return undefined;
  }
}

function dayWord(date: Date, reader: Reader): string | undefined {
  const dayOf = (moment: Date) => fill('date_num', moment, reader);
  const near: [number, string][] = [
    [0, 'today'],
    [-DAY_MS, 'yesterday'],
    [DAY_MS, 'tomorrow'],
  ];
  return near.find(([offset]) => dayOf(new Date(reader.now.getTime() + offset)) === dayOf(date))?.[1];
}

function ago(date: Date, reader: Reader): string {
  const seconds = Math.round((date.getTime() - reader.now.getTime()) / 1000);
  const words = new Intl.RelativeTimeFormat(reader.locale, { numeric: 'auto' });
  const units: [Intl.RelativeTimeFormatUnit, number][] = [
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
  ];
  const unit = units.find(([, size]) => Math.abs(seconds) >= size);
  return unit ? words.format(Math.trunc(seconds / unit[1]), unit[0]) : words.format(seconds, 'second');
}
