/**
 * Whether every text in an input is one: no U+0000, which ends a string in half the world's programs
 * and which PostgreSQL can't hold, and no half of a surrogate pair, which has no bytes in UTF-8. Asked
 * of every input before its schema, so that no schema has to think of it.
 */
export function holdsOnlyText(input: unknown): boolean {
  const left: unknown[] = [input];
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value === 'string') {
      if (!value.isWellFormed() || value.includes('\u0000')) return false;
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) left.push(key, inner);
    }
  }
  return true;
}
