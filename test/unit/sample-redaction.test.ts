import { describe, expect, it } from '@jest/globals';
import { MASK } from '../../src/domain/mask.ts';
import {
  type Redaction,
  redactionOf,
  redactSampleSteps,
  USUAL_PLACES,
} from '../../src/domain/sample-redaction.ts';
import { redact } from '../../src/domain/secrets.ts';
import { atOnce, type Steps } from '../../src/domain/steps.ts';
import { inSlices } from '../../src/services/in-slices.ts';
import { fc } from '../support/properties.ts';

const NONE: Redaction = { places: [] };
const USUAL = redactionOf(undefined);
const redacted = (text: string, redaction: Redaction = USUAL) => atOnce(redactSampleSteps(text, redaction));
const shown = (value: unknown, redaction: Redaction = USUAL) =>
  JSON.parse(redacted(JSON.stringify(value), redaction).text);
const masked = (value: unknown, redaction: Redaction = USUAL) =>
  redacted(JSON.stringify(value), redaction).masked;

describe('what is masked in a sample', () => {
  it('is what is a secret anywhere else', () => {
    const event = {
      password: 'hunter2',
      pin: { access_token: 12345 },
      url: 'https://me:hunter2@example.com/?token=hunter2&page=2',
      headers: { 'X-Own': 'hunter2', Accept: 'json' },
      parameters: [{ name: 'session_id', value: 'hunter2' }],
    };
    expect(shown(event, NONE)).toEqual(redact(event));
    expect(masked(event, NONE)).toEqual(['X-Own', 'access_token', 'password', 'url', 'value']);
  });

  it('is a secret under `tables` too, which has names of tables for its keys in a configuration alone', () => {
    const event = { tables: { password: 'hunter2' }, held: '{"tables":{"api_token":"hunter2"}}' };
    expect(shown(event, NONE)).toEqual({
      tables: { password: MASK },
      held: `{"tables":{"api_token":"${MASK}"}}`,
    });
  });

  it('is what stands under a key of the list, however that is written', () => {
    const event = {
      cardNumber: '1',
      card_number: 2,
      'Card-Number': { last: 3 },
      'CARD NUMBER': [4],
      card: 5,
    };
    expect(shown(event, { places: ['card_number'] })).toEqual({
      cardNumber: MASK,
      card_number: MASK,
      'Card-Number': MASK,
      'CARD NUMBER': MASK,
      card: 5,
    });
  });

  it('is what a path leads to, wherever its steps follow each other', () => {
    const address = { street: 'S', city: 'C' };
    const event = {
      customer: { address },
      order: { customer: { address: [address, address] } },
      address,
      'customer.address': { street: 'S', city: 'C' },
    };
    expect(shown(event, { places: ['customer.address.street'] })).toEqual({
      customer: { address: { street: MASK, city: 'C' } },
      order: {
        customer: {
          address: [
            { street: MASK, city: 'C' },
            { street: MASK, city: 'C' },
          ],
        },
      },
      address,
      'customer.address': { street: MASK, city: 'C' },
    });
    expect(masked(event, { places: ['customer.address.street'] })).toEqual(['street']);
  });

  it('may be any one step of a path, and everything under a key', () => {
    const event = { a: { x: { email: 'E' }, y: { z: { email: 'E' } } }, b: { one: 1, none: null } };
    expect(shown(event, { places: ['a.*.email', 'b.*'] })).toEqual({
      a: { x: { email: MASK }, y: { z: { email: 'E' } } },
      b: { one: MASK, none: null },
    });
  });

  it('is also in strings that hold JSON, which stay strings', () => {
    const held = { keep: 1, email: 'E', inner: JSON.stringify([{ token: 'T' }]) };
    const event = { payload: JSON.stringify(held), twice: JSON.stringify(JSON.stringify(held)) };
    const expected = { keep: 1, email: MASK, inner: JSON.stringify([{ token: MASK }]) };
    const { payload, twice } = shown(event, { places: ['email'] });
    expect(JSON.parse(payload)).toEqual(expected);
    expect(JSON.parse(JSON.parse(twice))).toEqual(expected);
    expect(shown(event, { places: ['payload.email'] }).payload).toContain(`"email":"${MASK}"`);
  });

  it('is also in such strings with a byte order mark, which they keep', () => {
    const held = '\ufeff{"email":"E"}';
    expect(shown({ held }, { places: ['email'] })).toEqual({ held: `\ufeff{"email":"${MASK}"}` });
    expect(shown({ held }, NONE)).toEqual({ held });
  });

  it('is what stands beside the name of a place, as a value', () => {
    const event = {
      fields: [
        { name: 'SSN', value: '123-45-6789' },
        { key: 'customer.ssn', content: { last: 4 }, note: 'N' },
        { name: 'ssn', value: '' },
        { name: 'colour', value: 'blue' },
      ],
      owner: { parameter: 'email', value: 'E' },
      other: { parameter: 'email', value: 'E' },
    };
    expect(shown(event, { places: ['ssn', 'owner.email'] })).toEqual({
      fields: [
        { name: 'SSN', value: MASK },
        { key: 'customer.ssn', content: MASK, note: 'N' },
        { name: 'ssn', value: '' },
        { name: 'colour', value: 'blue' },
      ],
      owner: { parameter: 'email', value: MASK },
      other: { parameter: 'email', value: 'E' },
    });
    expect(masked(event, { places: ['ssn'] })).toEqual(['content', 'value']);
  });

  it('is what stands behind the name of a place in a list of pairs', () => {
    const pairs = [
      ['ssn', '123-45-6789'],
      ['address', { street: 'S', city: 'C' }],
      ['colour', ['ssn', 'blue']],
    ];
    expect(shown({ owner: { pairs } }, { places: ['ssn', 'address.street'] })).toEqual({
      owner: {
        pairs: [
          ['ssn', MASK],
          ['address', { street: MASK, city: 'C' }],
          ['colour', ['ssn', 'blue']],
        ],
      },
    });
    expect(masked({ owner: { pairs } }, { places: ['ssn'] })).toEqual(['pairs']);
    expect(shown([...pairs, 'no pair'], { places: ['ssn'] })).toEqual([...pairs, 'no pair']);
  });

  it('is all of what stands under a place, also where several keys are written as one', () => {
    const event = { 'ssn.full': '123', 'customer.SSN.last.digits': 4, 'full.ssn': 5, 'ssnx.full': 6 };
    expect(shown(event, { places: ['ssn'] })).toEqual({
      'ssn.full': MASK,
      'customer.SSN.last.digits': MASK,
      'full.ssn': MASK,
      'ssnx.full': 6,
    });
    expect(shown({ customer: { 'address.street.name': 'S' } }, { places: ['customer.address'] })).toEqual({
      customer: { 'address.street.name': MASK },
    });
  });

  it('leaves a string with nothing secret in it as it is', () => {
    const event = { payload: '{ "a" : 1.50,\n "\\u0061b" : [ 12345678901234567890 ] }', scalar: ' "x" ' };
    expect(shown(event)).toEqual(event);
    expect(masked(event)).toEqual([]);
  });

  it('leaves null, true, false and what is empty', () => {
    const event = {
      email: null,
      Email: true,
      EMAIL: false,
      e_mail: '',
      e__mail: [],
      'e-mail': {},
      mail: 'M',
    };
    expect(shown(event, { places: ['email', 'mail'] })).toEqual({ ...event, mail: MASK });
  });

  it('is told once for each key, in alphabetical order', () => {
    const event = [{ ssn: 1, iban: 'I', password: 'P' }, { ssn: 2 }, 'Bearer abcdef123456'];
    expect(masked(event)).toEqual(['a value', 'iban', 'password', 'ssn']);
  });

  it('includes keys that hold a secret, and what of them falls together', () => {
    const event = { 'https://x/?token=one': 1, 'https://x/?token=two': 2 };
    expect(Object.keys(shown(event))).toEqual([`https://x/?token=${MASK}`, `https://x/?token=${MASK} 2`]);
    expect(shown({ in: { ...event, [`https://x/?token=${MASK} 2`]: 'kept?' } })).toEqual({ in: MASK });
  });

  it('includes what lies too deep to be looked at', () => {
    const deep = `${'{"a":'.repeat(150)}"S3CR3T"${'}'.repeat(150)}`;
    expect(redacted(deep).text).not.toContain('S3CR3T');
    expect(redacted(`${'['.repeat(50_000)}"S3CR3T"${']'.repeat(50_000)}`).text).not.toContain('S3CR3T');
  });
});

describe('card numbers by their form', () => {
  const cards = [
    '4111111111111111',
    '5555555555554444',
    '2223003122003222',
    '378282246310005',
    '6011111111111117',
  ];

  it.each(cards)('are masked under any key, as a text and as a number: %s', (card) => {
    const grouped = card.replace(/\d{4}(?=\d)/g, '$& ');
    const event = `{"a":"${card}","b":${card},"c":"${grouped}","d":"${grouped.replaceAll(' ', '-')}","e":[${card}]}`;
    const { text, masked: keys } = redacted(event);
    expect(JSON.parse(text)).toEqual({ a: MASK, b: MASK, c: MASK, d: MASK, e: [MASK] });
    expect(keys).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('are masked within a text', () => {
    const note = 'paid with 4111-1111-1111-1111, then 3782 822463 10005; ref 4111111111111111.';
    expect(shown({ note })).toEqual({ note: `paid with ${MASK}, then ${MASK}; ref ${MASK}.` });
  });

  it.each([
    ['4111 1111 1111 1111 12/26', `${MASK} 12/26`],
    ['4111 1111 1111 1111 12/26 123', `${MASK} 12/26 123`],
    ['4111 1111 1111 1111 123', `${MASK} 123`],
    ['4111 1111 1111 1111 1226', `${MASK} 1226`],
    ['4111-1111-1111-1111-123', `${MASK}-123`],
    ['5555 5555 5555 4444 12 26', `${MASK} 12 26`],
    ['12/26 5555 5555 5555 4444', `12/26 ${MASK}`],
    ['2026 4111 1111 1111 1111', `2026 ${MASK}`],
    ['4000 0000 0000 0000 006', MASK],
    ['3782 822463 10005 12/26', `${MASK} 12/26`],
    ['VISA4111111111111111', `VISA${MASK}`],
    ['No.4111111111111111', `No.${MASK}`],
    ['4111\u00a01111\u00a01111\u00a01111 12/26', `${MASK} 12/26`],
    ['on 4111\u202f1111\u202f1111\u202f1111', `on ${MASK}`],
    ['4111111111111111.0,Smith', `${MASK}.0,Smith`],
    ['card-4111111111111111', `card-${MASK}`],
    ['Visa-4111111111111111 ok', `Visa-${MASK} ok`],
    ['#-4111 1111 1111 1111', `#-${MASK}`],
    ['12-4111-1111-1111-1111', `12-${MASK}`],
    ['4111111111111111-123', `${MASK}-123`],
    ['4111-1111-1111-1111-1226', `${MASK}-1226`],
    ['4111 1111 1111 1111-', `${MASK}-`],
    ['paid: 4111111111111111T', `paid: ${MASK}T`],
    ['on 4111\u20131111\u20131111\u20131111', `on ${MASK}`],
    ['on 4111\u20111111\u20111111\u20111111', `on ${MASK}`],
    ['on 4111\u22121111\u22121111\u22121111', `on ${MASK}`],
    ['on 4111\u200b1111\u200b1111\u200b1111', `on ${MASK}`],
    ['on 4111 - 1111 - 1111 - 1111', `on ${MASK}`],
    ['on 4111  1111  1111  1111', `on ${MASK}`],
    ['4111  1111  1111  1111', MASK],
    ['on 4111\t1111\t1111\t1111', `on ${MASK}`],
    ['card=4111+1111+1111+1111&page=2', `card=${MASK}&page=2`],
    ['card=4111%201111%201111%201111%20', `card=${MASK}%20`],
    ['no%204111%201111%201111%201111', `no%20${MASK}`],
    ['4111.1111.1111.1111', MASK],
    ['on 4111.1111.1111.1111.', `on ${MASK}.`],
    ['3782–822463–10005', MASK],
  ])('are masked beside other digits, behind words and in groups of any kind: %s', (note, expected) => {
    expect(shown({ note })).toEqual({ note: expected });
  });

  it.each(['4111111111111111.0', '4111111111111111.00', '4.111111111111111e15', '4.111111111111111E+15'])(
    'are masked as numbers, however those are written: %s',
    (number) => {
      expect(JSON.parse(redacted(`{"a":${number}}`).text)).toEqual({ a: MASK });
    },
  );

  it('are masked as keys, each of which keeps its value', () => {
    const event = { '4111111111111111': 1, 'card 5555555555554444': 2, '4012888888881881': 3, other: 4 };
    const expected = { [MASK]: 1, [`card ${MASK}`]: 2, [`${MASK} 2`]: 3, other: 4 };
    expect(shown(event)).toEqual(expected);
    expect(masked(event)).toEqual([`card ${MASK}`, MASK, `${MASK} 2`]);
    expect(JSON.parse(shown({ held: JSON.stringify(event) }).held)).toEqual(expected);
    expect(shown(event, NONE)).toEqual(event);
  });

  it('are looked for in no time, however many digits there are', () => {
    for (const text of [
      '1111 ',
      '4111-',
      '4',
      '4111 1111 1111 1111 1 ',
      '4111   ',
      '4111%20',
      '%20',
      '   ',
    ].map((part) => part.repeat(20_000))) {
      const started = performance.now();
      shown({ text });
      expect(performance.now() - started).toBeLessThan(5_000);
    }
  });

  it.each([
    ['milliseconds', 1_699_999_999_996],
    ['microseconds', '1699999999999995'],
    ['nanoseconds', '1699999999999999992'],
    ['an id made of the time', '1541815603606036489'],
    ['a wrong last digit', '4111111111111112'],
    ['part of a longer number', '94111111111111112'],
    ['part of a word', 'ref-4111111111111111x'],
    ['a barcode', '4006381333023'],
    ['the number of a telephone', '353879234252633'],
    ['the number of a SIM card', '8944500102198304826'],
    ['a fraction', 0.4111111111111111],
    ['a fraction in a text', '0.4111111111111111'],
    ['a number with a fraction', '4111111111111111.05'],
    ['a number whose groups go on', '4111 1111 1111 1112 12/26'],
    ['a UUID of digits', '41111111-1111-1114-1111-111111111111'],
    ['groups of a UUID', '41111114-4111-1111-1111-111111111111'],
    ['all groups of a UUID but its last', 'c5af5591-6647-4916-8396-f2fffb77876e'],
    ['a UUID without its dashes', '41111111111111114111111111111111'],
    ['an id in hexadecimal digits', '4111111111111111ab'],
    ['such an id, from within', 'ab4111111111111111ab'],
    ['an id made of others', '4111111111111111_2'],
    ['milliseconds behind a word', 'run-1699999999996'],
    ['nanoseconds behind a word', 'run-1699999999999999992-1'],
    ['a number with its digits in groups of three', '411.111.111.111.111.1'],
    ['an amount', '41111111111111.11'],
    ['steps of an OID', '1.4111.1111.1111.1111'],
    ['numbers on lines of their own', '4111\n1111\n1111\n1111'],
    ['a date and a time', '2026-11-22 02:12:22.123456'],
  ])('are not %s', (_, value) => {
    expect(shown({ value })).toEqual({ value });
  });

  it('are left where the usual places are not wanted', () => {
    expect(shown({ a: cards[0] }, redactionOf(['email']))).toEqual({ a: cards[0] });
  });
});

describe('the list', () => {
  it('is the usual one when nobody says otherwise', () => {
    expect(redactionOf(undefined)).toEqual({ places: USUAL_PLACES, cardNumbers: true });
    expect(
      masked({ card: { number: 1, cvv: 2 }, SSN: 3, dateOfBirth: '2000-01-01', email: 'me@example.com' }),
    ).toEqual(['SSN', 'cvv', 'dateOfBirth']);
  });

  it('adds to the usual ones, or takes their place', () => {
    expect(redactionOf(['default', ' email '])).toEqual({
      places: [...USUAL_PLACES, 'email'],
      cardNumbers: true,
    });
    expect(redactionOf(['email'])).toEqual({ places: ['email'], cardNumbers: false });
    expect(redactionOf(['None'])).toEqual({ places: [], cardNumbers: false });
    expect(redactionOf([''])).toEqual({ places: [], cardNumbers: false });
  });
});

describe('a redacted sample', () => {
  it('keeps the digits of its numbers and the order of its keys', () => {
    const text =
      '{"10":1.50,"b":12345678901234567890,"2":-0,"a":1e3,"__proto__":{"x":0.10},"held":"{\\"2\\":1.0,\\"1\\":5,\\"pwd\\":\\"x\\"}"}';
    expect(redacted(text, NONE).text.replace(/\n */g, '').replaceAll('": ', '":')).toBe(
      text.replace('\\"pwd\\":\\"x\\"', `\\"pwd\\":\\"${MASK}\\"`),
    );
  });

  it('shows what cannot be seen', () => {
    expect(redacted('"a\u202eb"').text).toBe('"a\\u202eb"');
  });

  it('is not made of what is no JSON, whose text is not told', () => {
    expect(() => redacted('{"password": hunter2}')).toThrow('What is to be shown is not JSON.');
  });

  it('is what came, where nothing is to be masked', () => {
    fc.assert(
      fc.property(anyJson(), (value) => {
        const text = JSON.stringify(value);
        expect(redacted(text, NONE)).toEqual({ text: JSON.stringify(value, null, 2), masked: [] });
      }),
    );
  });

  it('has every number as it was written', () => {
    const number = fc.stringMatching(/^-?(?:0|[1-9]\d{0,24})(?:\.\d{1,20})?(?:[eE][+-]?\d{1,3})?$/);
    fc.assert(
      fc.property(fc.array(number, { minLength: 1 }), (numbers) => {
        const { text } = redacted(
          JSON.stringify({ x: `[${numbers}]`, password: 'p' }).replace('}', `,"n":[${numbers}]}`),
          // One in some hundreds of such numbers has the form of a card's.
          redactionOf(['none']),
        );
        expect(text.replace(/\s/g, '')).toBe(`{"x":"[${numbers}]","password":"${MASK}","n":[${numbers}]}`);
      }),
    );
  });

  it('holds nothing of what is masked, wherever that stands', () => {
    const secret = 'S3CR3T-VALUE';
    const places = ['owner.email', 'fax'];
    const bad = fc.constantFrom<object>(
      { password: secret },
      { fax: { of: [secret] } },
      { owner: [{ E_Mail: secret }] },
      { headers: { 'X-Any': secret } },
      { link: `https://me:${secret}@example.com/` },
      { broken: `{"token": "${secret}"` },
    );
    const around = fc.array(fc.constantFrom('key', 'list', 'text', 'twice'), { maxLength: 4 });
    fc.assert(
      fc.property(bad, around, anyJson(), (inner, wraps, beside) => {
        const event = wraps.reduce<unknown>((value, wrap) => wrapped(value, wrap, beside), inner);
        const { text, masked: keys } = redacted(JSON.stringify(event), { places });
        expect(text).not.toContain(secret);
        expect(text).toContain(MASK);
        expect(keys.length).toBeGreaterThan(0);
      }),
    );
  });

  it('that is large is made in slices', async () => {
    const event = { id: 1.5, note: 'a: b = c', inner: { list: [1, 2, 3] }, held: '{"a":1.50,"cvv":[1]}' };
    const text = JSON.stringify(Array.from({ length: 12_000 }, () => event));
    expect(text.length).toBeGreaterThan(1_000_000);
    let turns = 0;
    const counting = setInterval(() => {
      turns += 1;
    }, 1);
    const { masked: keys } = await inSlices(redactSampleSteps(text, USUAL));
    clearInterval(counting);
    expect(keys).toEqual(['cvv']);
    expect(turns).toBeGreaterThan(20);
  });
});

describe('a step of the redaction', () => {
  const fields = (count: number) =>
    `{${Array.from({ length: count }, (_, index) => `"k${index}":${index}`).join(',')}}`;

  it('does not parse all of it: that it is no JSON at its end shows when everything else was read', () => {
    const broken = `[${Array.from({ length: 50_000 }, () => '{"a":[1,"b"]}').join(',')}`;
    expect(countSteps(redactSampleSteps(broken, NONE))).toBeGreaterThan(500);
    expect(countSteps(redactSampleSteps(JSON.stringify({ held: broken }), NONE))).toBeGreaterThan(500);
  });

  it('has an end: an object with too many fields is refused, also in a string and in a list', () => {
    const wide = fields(50_001);
    for (const text of [
      wide,
      `[${wide}]`,
      JSON.stringify({ held: wide }),
      JSON.stringify(JSON.stringify(wide)),
    ]) {
      expect(() => redacted(text)).toThrow('There is an object with more than 50000 fields in it.');
    }
  });
});

/** Also of what throws in the end. */
function countSteps(steps: Steps<unknown>): number {
  let count = 0;
  try {
    while (!steps.next().done) count += 1;
  } catch {
    // What it says is tried elsewhere.
  }
  return count;
}

function wrapped(value: unknown, wrap: string, beside: unknown): unknown {
  if (wrap === 'key') return { a: beside, b: value };
  if (wrap === 'list') return [beside, value];
  const text = JSON.stringify(value);
  return { c: wrap === 'text' ? text : JSON.stringify(text) };
}

/** Values with nothing secret in them: no word of theirs is long enough to say so. */
function anyJson(): fc.Arbitrary<unknown> {
  const word = fc.stringMatching(/^[a-o ]{1,2}$/);
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.oneof(word, fc.integer(), fc.boolean(), fc.constant(null)),
      fc.array(tie('tree'), { maxLength: 4 }),
      fc.dictionary(word, tie('tree'), { maxKeys: 4 }),
      tie('tree').map((value) => JSON.stringify(value, null, 1)),
    ),
  }));
  return tree;
}
