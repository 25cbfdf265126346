import { describe, expect, it } from 'vitest';
import { orderWords, stateSentence, type Told } from './order-words.ts';

const ORDER: Told = {
  side: 'Buy',
  instrument: 'BTC/USDT',
  orderQty: '2.00',
  cumQty: '0',
  ordStatus: 'New',
  stopPx: null,
  rejection: null,
  unconfirmedSince: null,
};
const words = (changes: Partial<Told>, venue: string | null = null) =>
  orderWords({ ...ORDER, ...changes }, venue).words;

describe('an order in plain words', () => {
  it('says how much is done, and never all of it before it is', () => {
    expect(words({})).toBe('Working, 0%');
    expect(words({ ordStatus: 'PartiallyFilled', cumQty: '1.9999' })).toBe('Working, 99%');
    expect(words({ ordStatus: 'Filled', cumQty: '2.00' })).toBe('Bought 2 BTC');
    expect(words({ ordStatus: 'Filled', cumQty: '2.5', side: 'Sell' })).toBe('Sold 2.5 BTC');
  });

  it('says what was done of what has ended otherwise', () => {
    expect(words({ ordStatus: 'Canceled' })).toBe('Canceled, nothing bought');
    expect(words({ ordStatus: 'Expired', cumQty: '1.32' })).toBe('Expired, bought 1.32 of 2 BTC');
  });

  it('says what is not known with whom, whatever its status', () => {
    const open = { unconfirmedSince: '2026-11-21T00:00:00.000Z' as never };
    expect(words({ ...open, ordStatus: 'PendingNew' }, 'kraken')).toBe(
      'Being confirmed with Kraken',
    );
    expect(words(open)).toBe('Being confirmed with the venue');
  });

  it('names a mandate and a balance as reasons, and no rule that is ours to keep', () => {
    const refused = (by: 'Risk' | 'Compliance', ...checks: string[]) =>
      words({
        ordStatus: 'Rejected',
        rejection: {
          by,
          refusals: checks.map((check) => ({ check, code: 'x', limit: null, actual: null })),
        },
      });
    expect(refused('Compliance', 'Mandate')).toBe('Refused by your mandate');
    expect(refused('Compliance', 'RestrictedList')).toBe('Refused by a rule of ours');
    expect(refused('Compliance', 'Mandate', 'RestrictedList')).toBe('Refused by a rule of ours');
    expect(refused('Risk', 'FreeBalance')).toBe('Refused, not enough free balance');
    expect(refused('Risk', 'Position')).toBe('Refused by a limit');
  });

  it('says of all of them what is open', () => {
    expect(stateSentence(0, 0)).toBe('No order is working.');
    expect(stateSentence(0, 3)).toBe('Three orders are working.');
    expect(stateSentence(1, 1)).toBe('One order is being confirmed. One is working.');
    expect(stateSentence(2, 0)).toBe('Two orders are being confirmed.');
  });
});
