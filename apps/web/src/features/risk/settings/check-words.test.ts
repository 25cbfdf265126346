import { CHECK_CODES } from '@ultrathink/domain/trading';
import { expect, test } from 'vitest';
import { CHECK_GROUPS, checkName } from './check-words.ts';

test('every check stands in one group, and none is called by its code', () => {
  const listed = CHECK_GROUPS.flatMap(({ codes }) => codes);
  expect(listed.toSorted()).toEqual([...CHECK_CODES].toSorted());
  const named = CHECK_CODES.filter((code) => checkName(code) === code && /[a-z][A-Z]/.test(code));
  expect(named).toEqual([]);
});
