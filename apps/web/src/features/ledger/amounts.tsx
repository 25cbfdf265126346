import { MINUS } from '@ultrathink/domain/kernel';
import { venueName } from '@ultrathink/domain/market-data';
import { assetDigits } from '@/ui/asset-digits.ts';
import { Quantity } from '@/ui/value.tsx';
import type { Movement } from './model.ts';

type Trade = NonNullable<Movement['trade']>;
type Moved = Pick<Movement, 'amounts' | 'trade'>;

const decimalsIn = (text: string) => text.replace(/\.?0+$/, '').split('.')[1]?.length ?? 0;

/** "Bought 0.5 BTC at 68,406.79, Kraken". */
export function Done({ trade }: { readonly trade: Trade }) {
  const [base = ''] = trade.instrument.split('/');
  return (
    <>
      {trade.side === 'Buy' ? 'Bought' : 'Sold'}{' '}
      <Quantity value={trade.lastQty} decimals={decimalsIn(trade.lastQty)} /> {base} at{' '}
      <Quantity value={trade.lastPx} decimals={Math.max(2, decimalsIn(trade.lastPx))} />,{' '}
      {venueName(trade.venue)}
    </>
  );
}

/** What was traded comes first, then what was paid for it. */
function inOrder({ amounts, trade }: Moved): Movement['amounts'] {
  const base = trade?.instrument.split('/')[0];
  return amounts.toSorted((a, b) => Number(b.asset === base) - Number(a.asset === base));
}

/** What came and what went, each with its sign; the sign says it, no colour. */
export function Amounts({ movement }: { readonly movement: Moved }) {
  return (
    <span className="flex flex-wrap justify-end gap-x-3 tabular-nums">
      {inOrder(movement).map(({ asset, amount }) => (
        <span key={asset} className="whitespace-nowrap">
          {amount.startsWith('-') ? MINUS : '+'}
          <Quantity value={amount.replace('-', '')} decimals={assetDigits(asset, amount)} /> {asset}
        </span>
      ))}
    </span>
  );
}
