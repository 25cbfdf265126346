import { describe, expect, it } from 'vitest';
import { axisFigures, fullFigure } from './chart-unit.ts';

const EN = 'en-GB';

describe('the labels of an axis', () => {
  it('share one style', () => {
    expect(axisFigures({ kind: 'amount' }, [40e6, 45e6, 50e6], EN)).toEqual(['40M', '45M', '50M']);
    expect(axisFigures({ kind: 'amount' }, [1e6, 1.25e6, 1.5e6], EN)).toEqual([
      '1.00M',
      '1.25M',
      '1.50M',
    ]);
    expect(axisFigures({ kind: 'amount' }, [67_200, 67_600], EN)).toEqual(['67,200', '67,600']);
  });

  it('sign percentages of change, and no zero', () => {
    const unit = { kind: 'percent', signed: true } as const;
    expect(axisFigures(unit, [-0.1, 0, 0.1], EN)).toEqual(['−10%', '0%', '+10%']);
  });

  it('name a measured unit once, on the lowest', () => {
    expect(axisFigures({ kind: 'ms' }, [2, 4, 6], EN)).toEqual(['2 ms', '4', '6']);
    expect(axisFigures({ kind: 'bytes' }, [0, 2e9, 4e9], EN)).toEqual(['0 GB', '2', '4']);
  });
});

it('a figure that is read is whole, whatever the axis shows', () => {
  const whole = { kind: 'amount', unit: 'USD', decimals: 2 } as const;
  expect(fullFigure(whole, '48217904.62', EN)).toBe('48,217,904.62 USD');
  expect(fullFigure({ kind: 'percent', signed: true }, '0.1187', EN)).toBe('+11.87%');
  expect(fullFigure({ kind: 'ms' }, '3.41', EN)).toBe('3.4 ms');
  expect(fullFigure({ kind: 'amount' }, null, EN)).toBe('–');
});
