import type { ContextBlock } from '@slack/types';
import { code } from '../src/domain/mrkdwn.ts';
import type { Pace, Packing, SaveProgress } from '../src/domain/save.ts';
import { counted, formatNumber } from '../src/domain/stats.ts';
import { context } from './elements.ts';

/** How far a save is, while it runs. */

const BAR_CELLS = 20;
const MOST_NAMES = 5;

/** Full only when everything is done. */
export function barOf({ done, total }: Pick<SaveProgress, 'done' | 'total'>): string {
  const filled = total === 0 ? 0 : Math.floor((done / total) * BAR_CELLS);
  return '▰'.repeat(filled) + '▱'.repeat(BAR_CELLS - filled);
}

/** @returns for example `600 of 1,000 events, 60 %` */
export function countsOf({ done, total }: SaveProgress): string {
  const percent = total === 0 ? '' : `, ${Math.floor((done / total) * 100)} %`;
  return `${formatNumber(done)} of ${counted(total, 'event')}${percent}`;
}

/** @returns for example `600 of 1,000 events, 60 %; 3 of them failed` */
export function countsWithFailed(progress: SaveProgress): string {
  const { failedCount } = progress;
  const failed = failedCount > 0 ? `; ${formatNumber(failedCount)} of them failed` : '';
  return `${countsOf(progress)}${failed}`;
}

/** @returns for example `997 of 1,000 events saved; 3 failed; 1 input is incomplete` */
export function savedOf({ total, done, failedCount, failedInputs }: SaveProgress): string {
  const inputs = failedInputs ? `; ${incomplete(failedInputs.count)}` : '';
  if (failedCount === 0) return `${counted(total, 'event')} saved${inputs}`;
  const saved = formatNumber(done - failedCount);
  return `${saved} of ${counted(total, 'event')} saved; ${formatNumber(failedCount)} failed${inputs}`;
}

/** @param count of inputs whose file is missing or lacks something */
export function incomplete(count: number): string {
  return `${counted(count, 'input')} ${count === 1 ? 'is' : 'are'} incomplete`;
}

/** @returns for example `82 events a second · about 6 s left` */
export function paceWords({ empty }: SaveProgress, pace: Pace | undefined): string {
  const words = pace
    ? [`${rate(pace.perSecond)} a second`, `about ${span(pace.secondsLeft)} left`]
    : ['How long it takes is to be seen'];
  return [...words, ...(empty > 0 ? [`${formatNumber(empty)} without samples`] : [])].join(' · ');
}

/** @returns for example `▰▰▱▱… 600 of 1,020 files are in the zip · about 6 s left` */
export function packingWords({ packed, files }: Packing, pace: Pace | undefined): string {
  const bar = barOf({ done: packed, total: files });
  const left = pace && packed < files ? ` · about ${span(pace.secondsLeft)} left` : '';
  return `${bar}  ${formatNumber(packed)} of ${counted(files, 'file')} are in the zip${left}`;
}

/** The first of those that failed, without the reasons. */
export function failedSoFar({ failed, failedCount }: SaveProgress): ContextBlock[] {
  if (failedCount === 0) return [];
  const names = failed.slice(0, MOST_NAMES).map(({ name }) => code(name));
  const more = failedCount > names.length ? ` and ${formatNumber(failedCount - names.length)} more` : '';
  return [context(`:warning: ${counted(failedCount, 'event')} failed: ${names.join(', ')}${more}`)];
}

/** @returns for example `12 s`, `3 min 20 s`, `2 h 5 min`; a second at least */
export function span(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  const [hours, minutes] = [Math.floor(whole / 3_600), Math.floor((whole % 3_600) / 60)];
  if (hours > 0) return minutes > 0 ? `${hours} h ${minutes} min` : `${hours} h`;
  const rest = whole % 60;
  if (minutes === 0) return `${rest} s`;
  return rest > 0 ? `${minutes} min ${rest} s` : `${minutes} min`;
}

/** Of few, a decimal matters. */
function rate(perSecond: number): string {
  return counted(perSecond < 10 ? Math.round(perSecond * 10) / 10 : Math.round(perSecond), 'event');
}
