import { decimal } from '@ultrathink/domain/kernel';
import { describe, expect, it } from 'vitest';
import { cellText, figureOf, fromUnit, fullText, timeText } from './cell-text.ts';
import type { DecimalColumn } from './columns.ts';

const style = { locale: 'en-GB', zone: 'UTC' };
const change: DecimalColumn<string> = {
  id: 'change',
  kind: 'percent',
  header: 'Today',
  signed: true,
  value: (row) => row,
};
const cost: DecimalColumn<string> = {
  id: 'cost',
  kind: 'bps',
  header: 'Cost',
  value: (row) => row,
};

describe('a figure in a cell', () => {
  it('stands under its unit, though it is kept as a ratio', () => {
    expect(cellText(change, '0.0124', style)).toBe('+1.24%');
    expect(cellText(cost, '0.000425', style)).toBe('4.25');
  });

  it('is kept again exactly as it was typed under its unit', () => {
    expect(fromUnit(change, decimal('1.24'))).toBe('0.0124');
    expect(fromUnit(cost, decimal('4.25'))).toBe('0.000425');
  });

  it('has no direction when it shows as zero', () => {
    expect(figureOf(change, null, '-0.00001', style)).toEqual({ text: '0.00%', direction: 'none' });
    expect(figureOf(change, null, '-0.0087', style)).toEqual({ text: '−0.87%', direction: 'down' });
  });

  it('gives on hover what the cell leaves out, and nothing when it shows all', () => {
    expect(fullText(change, '0.01234567800', style)).toBe('+1.2345678%');
    expect(fullText(change, '0.012400', style)).toBeUndefined();
  });

  it('shows a dash where nothing applies, never a zero', () => {
    expect(cellText(change, '', style)).toBe('–');
    expect(cellText(change, 'abc', style)).toBe('–');
  });
});

it('a time is shown on the reader clock, as fine as its column asks', () => {
  const at = '2026-11-21T10:41:07.204+01:00';
  expect(timeText(at, 'second', style)).toBe('09:41:07');
  expect(timeText(at, 'millisecond', style)).toBe('09:41:07.204');
  expect(timeText(at, 'day-and-minute', style)).toBe('21 Nov 09:41');
  expect(timeText(at, 'date', { ...style, zone: 'Asia/Tokyo' })).toBe('21 Nov 2026');
  expect(timeText('soon', 'date', style)).toBe('–');
});
