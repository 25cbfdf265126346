import { describe, expect, it } from 'vitest';
import { acceptedLocale } from './accepted-locale.ts';

describe('the locale of a reader', () => {
  it('is the heaviest wish that can be formatted, in whatever order they come', () => {
    expect(acceptedLocale('de-CH,de;q=0.9,en;q=0.8')).toBe('de-CH');
    expect(acceptedLocale('en;q=0.3, sv-SE;q=0.9')).toBe('sv-SE');
    expect(acceptedLocale('de;q=0, fr-FR;q=0.5')).toBe('fr-FR');
  });

  it('is the platform’s own where nothing can be used, and never throws', () => {
    for (const header of [null, '', '*', 'x-klingon', ';;q=,', 'de'.repeat(500), '-,_;q=z']) {
      expect(acceptedLocale(header)).toBe('en-GB');
    }
  });
});
