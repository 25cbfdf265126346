import { describe, expect, it } from 'vitest';
import { limitFigure, limitText, limitUnit, limitValue } from './limit-words.ts';

const EN = { locale: 'en-GB' };

describe('a limit as people read it', () => {
  it('is percent where it is a share of something', () => {
    expect(limitText('Concentration', 'Ratio', '0.1', EN)).toBe('10%');
    expect(limitText('DailyVolumeShare', 'Ratio', '0.0125', EN)).toBe('1.25%');
    expect(limitText('PriceCollar', 'Ratio', '0.0005', EN)).toBe('0.05%');
  });

  it('is so many times where it is a multiple, never percent', () => {
    expect(limitText('Leverage', 'Ratio', '2.5', EN)).toBe('2.5 times');
    expect(limitText('FatFingerMedian', 'Ratio', '10', EN)).toBe('10 times');
  });

  it('carries its unit where it has one', () => {
    expect(limitText('OrderValue', 'Money', '2000000', EN)).toBe('2,000,000 USD');
    expect(limitText('StalePrice', 'Milliseconds', '5000', EN)).toBe('5,000 ms');
    expect(limitText('MessageRate', 'Count', '60', EN)).toBe('60');
  });
});

describe('a limit as people write it', () => {
  it('is kept as the ratio that was meant, to the last decimal', () => {
    expect(limitUnit('Concentration', 'Ratio')).toBe('%');
    expect(limitValue('Concentration', 'Ratio', '12.5')).toBe('0.125');
    expect(limitValue('Leverage', 'Ratio', '3')).toBe('3');
    expect(limitValue('OrderValue', 'Money', '250000')).toBe('250000');
  });

  it('comes back as it was written', () => {
    for (const figure of ['10', '0.05', '33.3333333333333333']) {
      const value = limitValue('Concentration', 'Ratio', figure);
      expect(limitFigure('Concentration', 'Ratio', value)).toBe(figure);
    }
  });
});
