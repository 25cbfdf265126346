import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type Decimal, decimal, type Price, type Quantity, toText } from '../../kernel/index.ts';
import { previewCost } from './preview-cost.ts';
import { receiptOf } from './receipt.ts';
import { anInput, aVenue } from './samples.ts';

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());
const text = (value: Decimal | null | undefined) => (value == null ? value : toText(value));

const fees = (rate: string) => ({ fees: { maker: decimal('0'), taker: decimal(rate) } });
const a = aVenue('a', [['100', '0.5']], fees('0.001'));
const b = aVenue('b', [['102', '0.4']], fees('0.002'));
const costOf = (change: Parameters<typeof anInput>[1], rate: Decimal | null = decimal('0.001')) =>
  previewCost(receiptOf(anInput([a, b], change), sha256).receipt, rate);

describe('what an order would come to', () => {
  test('is its notional with each venue’s fee and our commission, against the mid of all books', () => {
    const cost = costOf({ quantity: decimal('0.9') as Quantity });
    expect(text(cost?.notional)).toBe('90.8');
    expect(text(cost?.avgPx)).toBe('100.888888888889');
    // 50 at 10 bps and 40.8 at 20 bps.
    expect(text(cost?.fee)).toBe('0.1316');
    expect(text(cost?.commission)).toBe('0.0908');
    expect(text(cost?.allIn)).toBe('91.0224');
    expect(cost?.parts.map(({ venue, fee }) => [venue, text(fee)])).toEqual([
      ['a', '0.05'],
      ['b', '0.0816'],
    ]);
  });

  test('names what no venue can have, and no sum where nobody knows the commission', () => {
    const cost = costOf(
      { quantity: decimal('2') as Quantity, timeInForce: 'ImmediateOrCancel' },
      null,
    );
    expect([text(cost?.quantity), text(cost?.unrouted)]).toEqual(['0.9', '1.1']);
    expect([cost?.commission, cost?.allIn]).toEqual([null, null]);
  });

  test('is nothing where nothing would be sent, and where the texts are not ours', () => {
    const far = { limit: decimal('50') as Price, timeInForce: 'ImmediateOrCancel' as const };
    expect(costOf(far)).toBeNull();
    expect(previewCost({ plan: '{', snapshot: '', alternatives: '' }, null)).toBeNull();
  });
});
