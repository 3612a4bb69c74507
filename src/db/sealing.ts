import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { EncryptionKey } from '../config.ts';
import { Unreadable } from '../errors.ts';

/**
 * Encryption of what is kept of an input: AES-256-GCM with a fresh nonce each time. The place (table, row, column) is
 * bound in as associated data, so that a sealed text that was moved to another row does not open there.
 */
export interface Sealer {
  /** @returns `v1.<key id>.<nonce>.<tag>.<ciphertext>`, the last three in base64url */
  seal(plain: string, place: string): string;
  /** @throws Unreadable when the key is gone, or the text was altered or moved */
  open(sealed: string, place: string): string;
}

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
/** Said when opening: by default Node takes a tag cut to 4 bytes, which can be guessed. */
const TAG_BYTES = 16;

/** @param keys the first seals, all of them open */
export function createSealer(keys: readonly EncryptionKey[]): Sealer {
  const [current] = keys;
  if (!current) throw new Error('No encryption key was given');

  return {
    seal(plain, place) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, current.key, nonce).setAAD(Buffer.from(place));
      const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      const parts = [nonce, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url'));
      return ['v1', current.id, ...parts].join('.');
    },

    open(text, place) {
      const [version, keyId, nonce, tag, sealed] = text.split('.');
      const key = keys.find(({ id }) => id === keyId);
      if (version !== 'v1' || !nonce || !tag || sealed === undefined)
        throw new Unreadable(place, 'it is not sealed text');
      if (!key)
        throw new Unreadable(
          place,
          `it was sealed with the key "${keyId}", which ENCRYPTION_KEY no longer holds`,
        );
      const decipher = createDecipheriv(CIPHER, key.key, Buffer.from(nonce, 'base64url'), {
        authTagLength: TAG_BYTES,
      })
        .setAAD(Buffer.from(place))
        .setAuthTag(Buffer.from(tag, 'base64url'));
      const opened = decipher.update(Buffer.from(sealed, 'base64url'));
      try {
        return Buffer.concat([opened, decipher.final()]).toString('utf8');
      } catch (cause) {
        const why = `the key "${keyId}" in ENCRYPTION_KEY is another than it was sealed with, or it was altered or moved`;
        throw new Unreadable(place, why, { cause });
      }
    },
  };
}
