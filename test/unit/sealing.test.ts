import { describe, expect, it } from '@jest/globals';
import { createSealer } from '../../src/db/sealing.ts';
import { fc } from '../support/properties.ts';

const first = { id: 'k1', key: Buffer.alloc(32, 1) };
const second = { id: 'k2', key: Buffer.alloc(32, 2) };
const PLACE = 'changes/1/base';

/** The sealed text with its parts (version, key id, nonce, tag, ciphertext) changed in bytes. */
function alter(sealed: string, part: number, change: (bytes: Buffer) => Buffer): string {
  return sealed
    .split('.')
    .map((text, at) => (at === part ? change(Buffer.from(text, 'base64url')).toString('base64url') : text))
    .join('.');
}

const flip = (at: number) => (bytes: Buffer) => {
  const flipped = Buffer.from(bytes);
  const place = at % flipped.length;
  flipped.writeUInt8(flipped.readUInt8(place) ^ 1, place);
  return flipped;
};

describe('sealing', () => {
  const sealer = createSealer([first]);

  it('gives back what was sealed, whatever it is, and shows nothing of it', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), fc.json()), fc.string(), (plain, place) => {
        expect(sealer.open(sealer.seal(plain, place), place)).toBe(plain);
      }),
    );
    expect(sealer.seal('hunter2', PLACE)).not.toContain('hunter2');
    expect(sealer.seal('hunter2', PLACE)).not.toContain(Buffer.from('hunter2').toString('base64url'));
  });

  it('is another text each time', () => {
    expect(sealer.seal('a', PLACE)).not.toBe(sealer.seal('a', PLACE));
  });

  it('does not open in another place', () => {
    const sealed = sealer.seal('hunter2', PLACE);
    for (const place of ['changes/2/base', 'changes/1/proposed', '']) {
      expect(() => sealer.open(sealed, place)).toThrow();
    }
  });

  it('does not open once a single bit of it was altered', () => {
    const sealed = sealer.seal('{"password":"hunter2"}', PLACE);
    fc.assert(
      fc.property(fc.constantFrom(2, 3, 4), fc.nat(), (part, at) => {
        expect(() => sealer.open(alter(sealed, part, flip(at)), PLACE)).toThrow();
      }),
    );
  });

  it('does not open with a tag that was cut, which could be guessed', () => {
    const sealed = sealer.seal('hunter2', PLACE);
    for (const length of [4, 8, 12, 15]) {
      expect(() =>
        sealer.open(
          alter(sealed, 3, (tag) => tag.subarray(0, length)),
          PLACE,
        ),
      ).toThrow();
    }
  });

  it.each(['', 'plain text', 'v2.k1.a.b.c', 'v1.k1', 'v1.k1.a.b'])('is not what %j is', (text) => {
    expect(() => sealer.open(text, PLACE)).toThrow(`${PLACE} cannot be read: it is not sealed text`);
  });

  it('is by the first key, and every key opens', () => {
    const old = sealer.seal('old', PLACE);
    const rotated = createSealer([second, first]);
    expect(rotated.open(old, PLACE)).toBe('old');
    expect(rotated.seal('new', PLACE)).toMatch(/^v1\.k2\./);
    expect(createSealer([second]).open(rotated.seal('new', PLACE), PLACE)).toBe('new');
  });

  it('names a key that is gone, and no more than its name', () => {
    const sealed = sealer.seal('hunter2', PLACE);
    expect(() => createSealer([second]).open(sealed, PLACE)).toThrow(
      `${PLACE} cannot be read: it was sealed with the key "k1", which ENCRYPTION_KEY no longer holds`,
    );
  });

  it('does not open with another key of the same name', () => {
    const other = createSealer([{ id: 'k1', key: second.key }]);
    expect(() => other.open(sealer.seal('hunter2', PLACE), PLACE)).toThrow();
  });

  it('needs a key', () => {
    expect(() => createSealer([])).toThrow('No encryption key was given');
  });
});
