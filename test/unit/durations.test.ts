import { describe, expect, it } from '@jest/globals';
import { leftWords, spanWords } from '../../src/domain/spans.ts';
import { KnownError } from '../../src/errors.ts';
import { readSpan } from '../../src/services/pausing/durations.ts';
import { readMoment } from '../../src/services/pausing/moments.ts';
import { readWanted, type Wanted } from '../../src/services/pausing/wanted.ts';
import { fc } from '../support/properties.ts';

const [SECOND, MINUTE, HOUR, DAY] = [1_000, 60_000, 3_600_000, 86_400_000];

describe('a span of time', () => {
  it.each([
    ['45s', 45 * SECOND],
    ['90m', 90 * MINUTE],
    ['2h30m', 2.5 * HOUR],
    ['2H30M', 2.5 * HOUR],
    ['1h 30m', 1.5 * HOUR],
    ['1h30', 1.5 * HOUR],
    ['1.5h', 1.5 * HOUR],
    ['1d', DAY],
    ['2 hours', 2 * HOUR],
    ['  2   hours ', 2 * HOUR],
    ['1 day and 2 hours', 26 * HOUR],
    ['1 day, 2 hrs, 5 mins', 26 * HOUR + 5 * MINUTE],
    ['2 weeks', 14 * DAY],
    ['90 minutes 30 secs', 90.5 * MINUTE],
  ])('is read from %j', (written, span) => {
    expect(readSpan(written)).toBe(span);
  });

  it.each([
    '',
    'h',
    'soon',
    '-2h',
    '2h-30m',
    '2h ago',
    'about 2h',
    '1,5h',
    '1,000s',
    '2 30m',
    '2_000s',
    '1e3s',
    '2hh',
    '1 month',
    '1y',
    '5ms',
    '1h60',
    '1d12',
    '٣h',
    '2h;drop',
  ])('is not read from %j', (written) => {
    expect(readSpan(written)).toContain('I cannot read');
  });

  it.each(['2', '1.5', '0'])('needs a unit: %s', (written) => {
    expect(readSpan(written)).toBe(`\`${written}\` needs a unit: \`${written}m\` or \`${written}h\`.`);
  });

  it('is given up at once, however long the text', () => {
    const times = Array.from({ length: 5 }, () => {
      const began = performance.now();
      expect(readSpan(`${'1h'.repeat(5_000)}!`)).toContain('I cannot read');
      return performance.now() - began;
    });
    expect(Math.min(...times)).toBeLessThan(50);
  });

  it('is read as it is said', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 31 * 86_400 }), (seconds) => {
        expect(readSpan(spanWords(seconds * SECOND))).toBe(seconds * SECOND);
      }),
    );
  });
});

describe('what is left', () => {
  it.each([
    [0, 'less than a minute'],
    [MINUTE, 'less than a minute'],
    [MINUTE + 1, '2 min'],
    [10 * MINUTE, '10 min'],
    [10 * MINUTE + 1, '15 min'],
    [100 * MINUTE, '1 h 40 min'],
    [DAY, '1 day'],
    [DAY + 1, '1 day 1 h'],
    [2 * DAY + 4.5 * HOUR, '2 days 5 h'],
  ])('of %i ms is said as %s', (left, words) => {
    expect(leftWords(left)).toBe(words);
  });
});

describe('a moment', () => {
  // A Sunday, 21:30 in London and 23:30 in Helsinki.
  const NOW = new Date('2026-11-22T21:30:00Z');
  const read = (written: string, zone: string | undefined = 'Europe/London', now = NOW) => {
    const moment = readMoment(written, zone, now);
    return typeof moment === 'string' ? moment : moment.toISOString();
  };

  it.each([
    ['22:00', '2026-11-22T22:00:00.000Z'],
    ['22.00', '2026-11-22T22:00:00.000Z'],
    ['18:00', '2026-11-23T18:00:00.000Z'],
    ['21:30', '2026-11-23T21:30:00.000Z'],
    ['10pm', '2026-11-22T22:00:00.000Z'],
    ['10:15 PM', '2026-11-22T22:15:00.000Z'],
    ['12am', '2026-11-23T00:00:00.000Z'],
    ['12pm', '2026-11-23T12:00:00.000Z'],
    ['midnight', '2026-11-23T00:00:00.000Z'],
    ['noon', '2026-11-23T12:00:00.000Z'],
    ['today 23:00', '2026-11-22T23:00:00.000Z'],
    ['today at 9:00', '2026-11-22T09:00:00.000Z'],
    ['tomorrow 9:00', '2026-11-23T09:00:00.000Z'],
    ['Tomorrow at 9am', '2026-11-23T09:00:00.000Z'],
    ['monday 9:00', '2026-11-23T09:00:00.000Z'],
    ['sun 22:00', '2026-11-22T22:00:00.000Z'],
    ['sunday 9:00', '2026-11-29T09:00:00.000Z'],
    ['2026-11-23 09:00', '2026-11-23T09:00:00.000Z'],
    ['2026-11-23T09:00', '2026-11-23T09:00:00.000Z'],
    ['2026-11-23T09:00Z', '2026-11-23T09:00:00.000Z'],
    ['2026-11-23T09:00+05:30', '2026-11-23T03:30:00.000Z'],
    ['2026-11-23 09:00 -0800', '2026-11-23T17:00:00.000Z'],
  ])('is read from %j in London', (written, moment) => {
    expect(read(written)).toBe(moment);
  });

  it('is in the time zone of whoever writes it, who may be a day ahead', () => {
    expect(read('23:45', 'Europe/Helsinki')).toBe('2026-11-22T21:45:00.000Z');
    expect(read('tomorrow 9:00', 'Asia/Tokyo')).toBe('2026-11-24T00:00:00.000Z');
    expect(read('18:00', 'America/New_York')).toBe('2026-11-22T23:00:00.000Z');
  });

  it('needs UTC behind it where nobody knows the zone', () => {
    const unknown = (written: string, zone?: string) => readMoment(written, zone, NOW);
    for (const zone of [undefined, 'Mars/Olympus', '']) {
      expect(unknown('22:00', zone)).toContain('Slack does not say in which time zone you are');
    }
    expect(unknown('22:00 UTC')).toEqual(new Date('2026-11-22T22:00:00Z'));
    expect(unknown('10pm utc')).toEqual(new Date('2026-11-22T22:00:00Z'));
  });

  it('moves with the clocks', () => {
    const before = new Date('2026-10-24T18:00:00Z');
    expect(read('tomorrow 18:00', 'Europe/London', before)).toBe('2026-10-25T18:00:00.000Z');
    expect(read('18:00', 'Europe/London', before)).toBe('2026-10-25T18:00:00.000Z');
    expect(read('tomorrow 18:00', 'Europe/London', new Date('2026-03-28T17:00:00Z'))).toBe(
      '2026-03-29T17:00:00.000Z',
    );
  });

  it('is the first of two that is still to come, where the clocks go back over it', () => {
    const at = (now: string) => read('01:30', 'Europe/London', new Date(now));
    expect(at('2026-10-24T23:00:00Z')).toBe('2026-10-25T00:30:00.000Z');
    expect(at('2026-10-25T00:45:00Z')).toBe('2026-10-25T01:30:00.000Z');
    expect(at('2026-10-25T01:45:00Z')).toBe('2026-10-26T01:30:00.000Z');
  });

  it('is refused where the clocks skip it, or on no day', () => {
    const now = new Date('2026-03-28T22:00:00Z');
    expect(read('01:30', 'Europe/London', now)).toContain('There is no `01:30` in Europe/London');
    expect(read('2026-03-29 01:30', 'Europe/London', now)).toContain('the clocks skip that time');
    expect(read('2026-02-30 09:00')).toContain('no such day');
  });

  it.each([
    '',
    '18',
    '25:00',
    '18:60',
    '13pm',
    '0am',
    'half past six',
    '9:00 tomorrow',
    'someday 9:00',
    '23.11.2026 9:00',
  ])('is not read from %j', (written) => {
    expect(read(written)).toContain('I cannot read');
  });
});

describe('what is wanted of a pause', () => {
  const NOW = new Date('2026-11-22T21:30:00Z');
  const wanted = (typed: Wanted) => readWanted(typed, async () => 'Europe/London', NOW);
  const refusal = async (typed: Wanted) => {
    const error = await wanted(typed).catch((failed: unknown) => failed);
    return error instanceof KnownError ? error.fields : undefined;
  };

  it('is a span, a moment or neither', async () => {
    expect(await wanted({ duration: '2h' })).toEqual({ for: 2 * HOUR });
    expect(await wanted({ time: '22:00' })).toEqual({ until: new Date('2026-11-22T22:00:00Z') });
    expect(await wanted({})).toBeUndefined();
    expect(await wanted({ duration: '10s' })).toEqual({ for: 10 * SECOND });
    expect(await wanted({ duration: '31 days' })).toEqual({ for: 31 * DAY });
  });

  it.each<[string, Wanted, 'for' | 'until', string]>([
    ['both', { duration: '2h', time: '22:00' }, 'until', 'not both'],
    ['too short', { duration: '9s' }, 'for', 'at least 10 s and at most 31 days'],
    ['nothing', { duration: '0h' }, 'for', 'at least 10 s'],
    ['too long', { duration: '32d' }, 'for', 'at most 31 days'],
    ['far too long', { duration: '999999999w' }, 'for', 'at most 31 days'],
    ['a day that is far away', { time: '2027-11-23 09:00' }, 'until', 'at most 31 days'],
    ['a time that is over', { time: 'today 9:00' }, 'until', 'is over'],
    ['a typing error', { duration: '2x' }, 'for', 'I cannot read `2x`'],
  ])('is refused: %s', async (_, typed, field, sentence) => {
    const fields = await refusal(typed);
    expect(Object.keys(fields ?? {})).toEqual([field]);
    expect(fields?.[field]).toContain(sentence);
    expect(fields?.[field]).toContain('Nothing was changed.');
  });
});
