import { expect, it } from 'vitest';
import { holdsOnlyText } from './text.ts';

it.each([undefined, null, 0, '', 'Søn 東京 👩‍🚀\n\t', { a: ['b', { c: 'd' }] }])(
  '%j holds only text',
  (input) => {
    expect(holdsOnlyText(input)).toBe(true);
  },
);

it.each([
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udc00a',
  ['\ud83d'],
  { a: { b: ['\u0000'] } },
  { '\u0000': 1 },
])('ASVS 2.2.1 %j does not', (input) => {
  expect(holdsOnlyText(input)).toBe(false);
});
