import { MINUS } from '@ultrathink/domain/kernel';
import { Quantity } from '@/ui/value.tsx';
import type { Movement } from './model.ts';

const MONEY: ReadonlySet<string> = new Set(['USD', 'EUR', 'GBP', 'USDT', 'USDC']);
const MOST_DIGITS = 8;

/** Money by the cent, everything else as fine as it is kept at venues; the whole is on hover. */
function digitsOf(asset: string, amount: string): number {
  if (MONEY.has(asset)) return 2;
  return Math.min(MOST_DIGITS, amount.split('.')[1]?.length ?? 0);
}

/** What came and what went, each with its sign; the sign says it, no colour. */
export function Amounts({ amounts }: Pick<Movement, 'amounts'>) {
  return (
    <span className="flex flex-wrap justify-end gap-x-3 tabular-nums">
      {amounts.map(({ asset, amount }) => (
        <span key={asset} className="whitespace-nowrap">
          {amount.startsWith('-') ? MINUS : '+'}
          <Quantity value={amount.replace('-', '')} decimals={digitsOf(asset, amount)} /> {asset}
        </span>
      ))}
    </span>
  );
}
