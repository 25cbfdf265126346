import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchedRuns, matches } from './matched-letters.ts';

const marked = (name: string, typed: string) =>
  matchedRuns(name, typed)
    .map((run) => (run.matched ? `[${run.text}]` : run.text))
    .join('');

describe('matched letters', () => {
  it('are marked wherever the word typed stands, whatever its case', () => {
    expect(marked('Aster Treasury, Medium term', 'me')).toBe('Aster Treasury, [Me]dium term');
    expect(marked('Meridian Family Office', 'off mer')).toBe('[Mer]idian Family [Off]ice');
  });

  it('are found without their accents', () => {
    expect(matches('Zürich Kantonalbank', 'zurich')).toBe(true);
    expect(marked('Zürich', 'zur')).toBe('[Zür]ich');
  });

  it('ask for every word typed', () => {
    expect(matches('Northgate Capital, Mezzanine', 'cap mez')).toBe(true);
    expect(matches('Northgate Capital, Mezzanine', 'cap med')).toBe(false);
    expect(matches('anything', '  ')).toBe(true);
  });

  it('never lose or change a letter of the name', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (name, typed) => {
        expect(
          matchedRuns(name, typed)
            .map((run) => run.text)
            .join(''),
        ).toBe(name);
      }),
    );
  });
});
