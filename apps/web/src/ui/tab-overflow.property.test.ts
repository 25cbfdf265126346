import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldTabs } from './tab-overflow.ts';

const tabs = { gap: 18, more: 80 };

describe('tabs that do not fit', () => {
  it('all stay when they just fit, and the menu takes its own room when they do not', () => {
    const widths = [100, 100, 100];
    expect(foldTabs({ ...tabs, widths, available: 336, active: 0 }).folded).toEqual([]);
    expect(foldTabs({ ...tabs, widths, available: 335, active: 0 })).toEqual({
      shown: [0, 1],
      folded: [2],
    });
  });

  it('never hide the active one: an earlier one gives way', () => {
    const widths = [100, 100, 100, 100];
    expect(foldTabs({ ...tabs, widths, available: 335, active: 3 })).toEqual({
      shown: [0, 3],
      folded: [1, 2],
    });
  });

  it('are never lost or doubled, and the line never overflows while one tab fits', () => {
    const input = fc.record({
      widths: fc.array(fc.integer({ min: 20, max: 200 }), { maxLength: 12 }),
      available: fc.integer({ min: 0, max: 1600 }),
      pick: fc.nat(),
    });
    fc.assert(
      fc.property(input, ({ widths, available, pick }) => {
        const active = widths.length === 0 ? -1 : pick % widths.length;
        const { shown, folded } = foldTabs({ ...tabs, widths, available, active });
        expect([...shown, ...folded].toSorted((a, b) => a - b)).toEqual(widths.map((_, i) => i));
        expect(active < 0 || shown.includes(active)).toBe(true);
        const span = shown.reduce((sum, i) => sum + (widths[i] ?? 0) + tabs.gap, -tabs.gap);
        const room = folded.length === 0 ? available : available - tabs.more - tabs.gap;
        if (shown.length > 1) expect(span).toBeLessThanOrEqual(room);
      }),
    );
  });
});
