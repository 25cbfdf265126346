'use client';

import { Quantity } from '@/ui/value.tsx';
import type { OrderRow } from './model.ts';
import { usePriceDigits } from './ticket/tradeable.ts';

/** `at 68,450.00 USDT or better`, `at market`, `from 70,000.00 USDT, at market`. */
export function TermsWords({
  order: { price, stopPx, instrument },
}: {
  readonly order: Pick<OrderRow, 'price' | 'stopPx' | 'instrument'>;
}) {
  const digits = usePriceDigits(instrument);
  const [, quote = ''] = instrument.split('/');
  return (
    <>
      {stopPx !== null && (
        <>
          from <Quantity value={stopPx} decimals={digits} /> {quote},{' '}
        </>
      )}
      {price === null ? (
        'at market'
      ) : (
        <>
          at <Quantity value={price} decimals={digits} /> {quote} or better
        </>
      )}
    </>
  );
}
