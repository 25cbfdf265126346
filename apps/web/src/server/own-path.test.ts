import { expect, it } from 'vitest';
import { ownPath } from './own-path.ts';

it.each([
  ['/desk?tab=orders', '/desk?tab=orders'],
  ['//evil.example/x', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example/desk', '/'],
  ['javascript:alert(1)', '/'],
  ['desk', '/'],
  ['/\t/evil.example', '/'],
])('a sign-in that is to come back to %j goes to %j', (asked, path) => {
  expect(ownPath(asked)).toBe(path);
});
