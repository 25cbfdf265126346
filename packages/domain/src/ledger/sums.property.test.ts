/** What all accounts add up to, asked for of one ledger after another, in any order. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { add, type Decimal, decimal, mapEntries, mapFrom, toText, ZERO } from '../kernel/index.ts';
import type { AccountKey } from './account.ts';
import { EMPTY_LEDGER, type Ledger, sums } from './ledger.ts';

const ASSETS = ['BTC', 'EUR', 'USDT'];

const anAccount = fc
  .tuple(fc.nat(40), fc.constantFrom(...ASSETS))
  .map(([n, asset]) => `Client|${n}|${asset}|Venue|${n % 3}` as AccountKey);

const aLedger = fc
  .uniqueArray(fc.tuple(anAccount, fc.bigInt(-(10n ** 20n), 10n ** 20n)), {
    selector: ([account]) => account,
    maxLength: 60,
  })
  .map((all): Ledger => {
    const amounts = all.map(([, units]) => decimal(`${units}`));
    return {
      ...EMPTY_LEDGER,
      balances: mapFrom(
        all.map(([account]) => account),
        amounts,
      ),
    };
  });

function anew({ balances }: Ledger): Readonly<Record<string, Decimal>> {
  const totals: Record<string, Decimal> = {};
  for (const [key, amount] of mapEntries(balances)) {
    const asset = key.split('|')[2] ?? '';
    totals[asset] = add(totals[asset] ?? ZERO, amount);
  }
  return totals;
}

it('is the same as adding up anew, whichever ledger was asked for before', () => {
  const asked = fc.tuple(
    fc.array(aLedger, { minLength: 1, maxLength: 4 }),
    fc.array(fc.nat(3), { minLength: 1, maxLength: 12 }),
  );
  fc.assert(
    fc.property(asked, ([ledgers, order]) => {
      for (const n of order) {
        const ledger = ledgers[n % ledgers.length] ?? EMPTY_LEDGER;
        const [told, whole] = [sums(ledger), anew(ledger)];
        for (const asset of ASSETS) {
          expect(toText(told.get(asset) ?? ZERO)).toBe(toText(whole[asset] ?? ZERO));
        }
      }
    }),
  );
});
