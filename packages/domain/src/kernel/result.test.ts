import { expect, test } from 'vitest';
import { exhaustive, InvariantError, invariant } from './assert.ts';
import { allOk, andThen, err, mapError, mapResult, ok, type Result, unwrap } from './result.ts';

const half = (value: number): Result<number, string> =>
  value % 2 === 0 ? ok(value / 2) : err(`${value} is odd`);

test('a chain stops at its first refusal', () => {
  expect(andThen(half(12), half)).toEqual(ok(3));
  expect(andThen(andThen(half(6), half), half)).toEqual(err('3 is odd'));
});

test('mapping changes one side and leaves the other', () => {
  expect(mapResult(half(4), String)).toEqual(ok('2'));
  expect(mapResult(half(3), String)).toEqual(err('3 is odd'));
  expect(mapError(half(3), (text) => text.length)).toEqual(err(8));
  expect(mapError(half(4), (text) => text.length)).toEqual(ok(2));
});

test('all values, or the first refusal', () => {
  expect(allOk([half(2), half(4)])).toEqual(ok([1, 2]));
  expect(allOk([half(2), half(3), half(5)])).toEqual(err('3 is odd'));
});

test('unwrapping a refusal throws it', () => {
  expect(() => unwrap(half(3))).toThrow('3 is odd');
});

test('a broken invariant is a bug with a sentence', () => {
  expect(() => invariant(false, 'The sum of postings is zero.')).toThrow(InvariantError);
  expect(() => exhaustive('Newest' as never)).toThrow('No case handles "Newest"');
});
