/** Where a long answer goes on: whole numbers, joined by points, given back as they were given out. */
import { z } from 'zod';

export function cursorSchema<const Names extends readonly string[]>(names: Names) {
  const form = new RegExp(`^\\d{1,15}(?:\\.\\d{1,15}){${names.length - 1}}$`);
  return z
    .string()
    .regex(form, 'Not a place an answer of ours went on from.')
    .transform((text) => {
      const numbers = text.split('.').map(Number);
      return Object.fromEntries(names.map((name, i) => [name, numbers[i]])) as Record<
        Names[number],
        number
      >;
    });
}

export const cursorText = (...numbers: readonly number[]): string => numbers.join('.');
