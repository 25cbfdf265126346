import { expect, test } from 'vitest';
import { listed, sentenceCase } from './words.ts';

test('names are told as people tell them, however many there are', () => {
  expect(listed([])).toBe('');
  expect(listed(['Samuel'])).toBe('Samuel');
  expect(listed(['Samuel', 'Marek'])).toBe('Samuel and Marek');
  expect(listed(['Samuel', 'Marek', 'Arjun'])).toBe('Samuel, Marek and Arjun');
});

test('words begin a cell with a capital and keep those they have', () => {
  expect(sentenceCase('client administrator')).toBe('Client administrator');
  expect(sentenceCase('API key')).toBe('API key');
  expect(sentenceCase('')).toBe('');
});
