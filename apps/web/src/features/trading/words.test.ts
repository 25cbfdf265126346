import { describe, expect, it } from 'vitest';
import type { Check } from './model.ts';
import { checkReason, percentText } from './words.ts';

const refused = (code: string, actual: string, limit: string): Check =>
  ({
    code,
    verdict: 'Refuse',
    reason: 'OverLimit',
    words: { level: 'firm' },
    actual,
    limit,
  }) as unknown as Check;

describe('why a check refuses', () => {
  it('tells a share as percent, for nobody reads 0.1 as a tenth', () => {
    expect(checkReason(refused('PriceCollarPeriod', '0.2631', '0.1'))).toBe(
      'over its limit of the firm: 26.31% against 10.00%',
    );
  });

  it('leaves a multiple a multiple and money money', () => {
    expect(checkReason(refused('Leverage', '11.3736', '1.5'))).toContain('11.3736 against 1.5');
    expect(checkReason(refused('OrderValue', '165560000', '2000000'))).toContain('165.56M');
  });
});

it('shows more digits of a share that two digits would make nothing of', () => {
  expect(percentText('0.1')).toBe('10.00%');
  expect(percentText('0.00004')).toBe('0.0040%');
  expect(percentText('0')).toBe('0.00%');
});
