import { expect, it } from 'vitest';
import type { Column } from './columns.ts';
import { filterWords } from './filter-words.ts';

const style = { locale: 'en-GB', zone: 'UTC' };
const share: Column<string> = { id: 's', kind: 'percent', header: 'Share', value: (row) => row };
const time: Column<string> = { id: 't', kind: 'time', header: 'Time', value: (row) => row };
const side: Column<string> = { id: 'side', kind: 'text', header: 'Side', value: (row) => row };

it('a filter reads as a sentence, figures under their unit', () => {
  expect(filterWords(side, { kind: 'in', values: ['Buy', ''] }, style)).toBe(
    'Side is Buy or empty',
  );
  expect(filterWords(side, { kind: 'has', text: 'b' }, style)).toBe('Side has b');
  expect(filterWords(share, { kind: 'range', from: '0.1', to: '0.455' }, style)).toBe(
    'Share from 10 to 45.5',
  );
  const from = '2026-11-21T09:41:07.204Z';
  expect(filterWords(time, { kind: 'range', from, to: null }, style)).toBe(
    'Time from 21 Nov 2026 09:41',
  );
});
