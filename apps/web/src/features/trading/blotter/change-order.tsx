'use client';

import { lazy, Suspense, useState } from 'react';
import { Button } from '@/ui/button.tsx';
import { FieldCells } from '@/ui/field.tsx';
import { PriceInput, QuantityInput } from '@/ui/number-input.tsx';
import { untilLoaded } from '@/ui/until-loaded.ts';
import type { OrderRow } from '../model.ts';
import { useTradeable } from '../ticket/tradeable.ts';

const AmendDialog = lazy(() => untilLoaded(() => import('./amend-dialog.tsx')));

/** Changes a working order where no row of a table stands to be written in: beside it, and on a phone. */
export function ChangeOrder({ row }: { readonly row: OrderRow }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        Change the order
      </Button>
      {isOpen && (
        <Suspense fallback={null}>
          <Changing row={row} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}

function Changing({ row, onClose }: { readonly row: OrderRow; readonly onClose: () => void }) {
  // As it stood when somebody began: what fills meanwhile does not move under their hands.
  const [begun] = useState(row);
  const { lot, tick, digits } = useTradeable(begun.instrument);
  const [orderQty, setQuantity] = useState<string | null>(begun.orderQty);
  const [price, setPrice] = useState<string | null>(begun.price);
  const [base = '', quote = ''] = begun.instrument.split('/');
  const isWhole = orderQty !== null && (price !== null || begun.price === null);
  return (
    <AmendDialog
      amendment={{
        row: begun,
        orderQty: orderQty ?? begun.orderQty,
        price: price ?? begun.price,
        digits,
      }}
      isWhole={isWhole}
      onClose={onClose}
      fields={
        <FieldCells>
          <QuantityInput
            label="Quantity"
            size="cell"
            value={orderQty}
            onValueChange={setQuantity}
            unit={base}
            lot={lot}
          />
          {begun.price !== null && (
            <PriceInput
              label="Price"
              size="cell"
              value={price}
              onValueChange={setPrice}
              unit={quote}
              tick={tick}
            />
          )}
        </FieldCells>
      }
    />
  );
}
