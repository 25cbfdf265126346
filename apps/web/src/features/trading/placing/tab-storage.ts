/** What a tab keeps for itself. Without storage, or with what is not ours in it, nothing is kept and nothing breaks. */
import type { z } from 'zod';

export function readKept<T>(name: string, schema: z.ZodType<T>): T | null {
  try {
    const text = sessionStorage.getItem(name);
    if (text === null) return null;
    const read = schema.safeParse(JSON.parse(text));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

export function keep(name: string, value: unknown): void {
  try {
    if (value === null) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, JSON.stringify(value));
  } catch {
    // A full or forbidden storage keeps nothing: the form works for as long as it stands.
  }
}
