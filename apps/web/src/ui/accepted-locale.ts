import { DEFAULT_LOCALE } from '@ultrathink/domain/kernel';

/** A header longer than this is nobody's list of languages. */
const MAX_LENGTH = 200;

/**
 * The locale numbers and dates are written in: the first of a browser's `Accept-Language` that this
 * runtime can format, by weight; the platform's own where there is none. Words stay English.
 */
export function acceptedLocale(header: string | null): string {
  if (header === null || header.length > MAX_LENGTH) return DEFAULT_LOCALE;
  const wishes = header
    .split(',')
    .map((part) => {
      const [tag = '', weight = ''] = part.trim().split(/\s*;\s*q=/);
      return { tag, weight: weight === '' ? 1 : Number(weight) };
    })
    .filter((wish) => wish.weight > 0)
    .toSorted((a, b) => b.weight - a.weight);
  return wishes.map((wish) => wish.tag).find(isKnown) ?? DEFAULT_LOCALE;
}

function isKnown(tag: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(tag).length > 0;
  } catch {
    // Not a language tag at all, such as `*`.
    return false;
  }
}
