import { MINUS } from '@ultrathink/domain/kernel';
import { Quantity } from '@/ui/value.tsx';
import type { Movement } from './model.ts';

/** What came and what went, each with its sign; the sign says it, no colour. */
export function Amounts({ amounts }: Pick<Movement, 'amounts'>) {
  return (
    <span className="flex flex-wrap justify-end gap-x-3 tabular-nums">
      {amounts.map(({ asset, amount }) => (
        <span key={asset} className="whitespace-nowrap">
          {amount.startsWith('-') ? MINUS : '+'}
          <Quantity value={amount.replace('-', '')} /> {asset}
        </span>
      ))}
    </span>
  );
}
