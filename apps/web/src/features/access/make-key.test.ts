import { createHash } from 'node:crypto';
import { API_KEY_PATTERN } from '@ultrathink/domain/access';
import { expect, it } from 'vitest';
import { makeKey } from './make-key.ts';

it('ASVS 11.5.1 a key is 256 bits of chance, and what is sent of it is its digest alone', async () => {
  const [one, other] = await Promise.all([makeKey(), makeKey()]);
  expect(one.text).toMatch(API_KEY_PATTERN);
  expect(one.text).not.toBe(other.text);
  expect(one.secretHash).toBe(createHash('sha256').update(one.text).digest('hex'));
  expect(one.text.startsWith(one.hint)).toBe(true);
});
