import { DateTime, IANAZone, Info } from 'luxon';
import { code } from '../../domain/mrkdwn.ts';

/** A moment as people write it, in their own time zone. */

const WEEKDAYS = Info.weekdays('long', { locale: 'en' }).map((name) => name.toLowerCase());
const DAY = `today|tomorrow|${WEEKDAYS.map((name) => `${name}|${name.slice(0, 3)}`).join('|')}|\\d{4}-\\d{2}-\\d{2}`;
const TIME = String.raw`\d{1,2}[:.]\d{2}(?: ?[ap]m)?|\d{1,2} ?[ap]m|noon|midnight`;
const ZONE = String.raw`utc|z|[+-]\d{2}:?\d{2}`;
const MOMENT = new RegExp(`^(?:(?<day>${DAY})(?:t| at | ))?(?<time>${TIME})(?: ?(?<zone>${ZONE}))?$`);
const NAMED_TIMES: Readonly<Record<string, string>> = { noon: '12:00', midnight: '0:00' };
/** As far ahead as it takes to meet every weekday and every time of the day, also where the clocks change. */
const DAYS_AHEAD = 8;

interface Written {
  readonly day: string | undefined;
  readonly time: string;
  readonly zone: string;
}

/**
 * The next moment that is meant; where the clocks go back, the first of the two that is still to come.
 * @param written `18:00`, `6pm`, `tomorrow 9:00`, `monday 9am`, `2026-11-23 09:00`, each also with `UTC` behind it
 * @param zone of whoever wrote it; absent where Slack does not say
 * @returns the moment, which may be over where a day was named; or why not, in a sentence for them
 */
export function readMoment(written: string, zone: string | undefined, now: Date): Date | string {
  const found = MOMENT.exec(written.trim().replace(/\s+/g, ' ').toLowerCase())?.groups;
  const time = found?.time && timeOf(found.time);
  if (!found || !time) {
    return `I cannot read ${code(written)} as a time. Write it as \`18:00\`, \`6pm\`, \`tomorrow 9:00\` or \`2026-11-23 09:00\`.`;
  }
  const place = zoneOf(found.zone) ?? (zone !== undefined && IANAZone.isValidZone(zone) ? zone : undefined);
  if (place === undefined) {
    return `Slack does not say in which time zone you are, so I do not know when ${code(written)} is. Write it with \`UTC\` behind it, or say for how long.`;
  }
  return momentOf({ day: found.day, time, zone: place }, now) ?? missing(written, place);
}

/** @returns `18:00`; nothing for `25:00` or `13pm` */
function timeOf(text: string): string | undefined {
  const [, hour = '', minute = '00', half] =
    /^(\d{1,2})(?:[:.](\d{2}))? ?([ap]m)?$/.exec(NAMED_TIMES[text] ?? text) ?? [];
  const hours = Number(hour);
  const isTime = half === undefined ? hours <= 23 : hours >= 1 && hours <= 12;
  if (!isTime || Number(minute) > 59) return undefined;
  return `${half === undefined ? hours : (hours % 12) + (half === 'pm' ? 12 : 0)}:${minute}`;
}

function zoneOf(written: string | undefined): string | undefined {
  if (written === undefined) return undefined;
  return /^(utc|z)$/.test(written) ? 'utc' : `utc${written.slice(0, 3)}:${written.slice(-2)}`;
}

function momentOf(written: Written, now: Date): Date | undefined {
  const today = DateTime.fromJSDate(now, { zone: written.zone }).startOf('day');
  for (const day of daysOf(written.day, today)) {
    const moments = momentsOn(day, written.time);
    // A time that the clocks skip is not silently put on another day.
    if (moments.length === 0) return undefined;
    const next = moments.find((moment) => moment > now);
    if (next) return next;
    if (isOneDay(written.day)) return moments.at(-1);
  }
  return undefined;
}

function isOneDay(day: string | undefined): boolean {
  return day !== undefined && weekdayOf(day) === undefined;
}

function daysOf(day: string | undefined, today: DateTime): DateTime[] {
  const ahead = Array.from({ length: DAYS_AHEAD }, (_, days) => today.plus({ days }));
  if (day === undefined) return ahead;
  if (day === 'today') return [today];
  if (day === 'tomorrow') return ahead.slice(1, 2);
  const weekday = weekdayOf(day);
  return weekday === undefined
    ? [DateTime.fromISO(day, { zone: today.zone })]
    : ahead.filter((candidate) => candidate.weekday === weekday);
}

/** 1 is Monday. */
function weekdayOf(day: string): number | undefined {
  const index = WEEKDAYS.findIndex((name) => name === day || name.slice(0, 3) === day);
  return index < 0 ? undefined : index + 1;
}

/** None where the clocks skip it, two where they go back over it, the earlier one first. */
function momentsOn(day: DateTime, time: string): Date[] {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const moment = day.set({ hour, minute });
  if (!moment.isValid || moment.hour !== hour || moment.minute !== minute) return [];
  return moment
    .getPossibleOffsets()
    .map((possible) => possible.toJSDate())
    .sort((one, other) => one.getTime() - other.getTime());
}

function missing(written: string, zone: string): string {
  return `There is no ${code(written)} in ${zone}: no such day, or the clocks skip that time. Name another one.`;
}
