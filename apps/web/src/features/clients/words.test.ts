import { expect, it } from 'vitest';
import { cutOffText } from './words.ts';

it.each([
  [0, '00:00 UTC'],
  [79_200_000, '22:00 UTC'],
  [86_399_999, '23:59 UTC'],
])('%d milliseconds of a day read %s', (ms, text) => expect(cutOffText(ms)).toBe(text));
