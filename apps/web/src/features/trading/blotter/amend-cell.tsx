'use client';

import { useState } from 'react';
import { useLocale } from '@/ui/locale.tsx';
import { type NumberRules, readNumber, showNumber } from '@/ui/number-reading.ts';
import { TextInput } from '@/ui/text-input.tsx';
import type { OrderRow } from '../model.ts';

export type AmendField = 'orderQty' | 'price';

/** The row whose cells are written in. */
export interface Amending {
  readonly clOrdId: string;
  /** Of the instrument: steps that each of its venues takes. */
  readonly lot: string;
  readonly tick: string;
  /** Null while the field holds nothing that can be used. */
  readonly write: (field: AmendField, plain: string | null) => void;
  readonly onReview: () => void;
  readonly onLeave: () => void;
}

const LABELS: Readonly<Record<AmendField, string>> = { orderQty: 'OrderQty', price: 'Price' };

/** A cell as a field: Enter asks what would change, Escape leaves it as it was. */
export function AmendCell({
  row,
  field,
  amending,
}: {
  readonly row: OrderRow;
  readonly field: AmendField;
  readonly amending: Amending;
}) {
  const { locale } = useLocale();
  const rules: NumberRules = {
    locale,
    step: field === 'price' ? amending.tick : amending.lot,
    noun: field === 'price' ? 'Price' : 'Quantity',
  };
  const [text, setText] = useState(() => showNumber(row[field] ?? '', rules));
  const reading = readNumber(text, rules);
  const wrong = reading.kind === 'wrong' ? reading.sentence : undefined;
  const isFirst = row.price === null ? field === 'orderQty' : field === 'price';
  return (
    <TextInput
      size="cell"
      inputMode="decimal"
      aria-label={`${LABELS[field]} of order ${row.clOrdId.slice(-8)}`}
      aria-invalid={reading.kind !== 'value'}
      title={wrong}
      value={text}
      autoFocus={isFirst}
      onFocus={(event) => event.currentTarget.select()}
      onValueChange={(typed) => {
        setText(typed);
        const read = readNumber(typed, rules);
        amending.write(field, read.kind === 'value' ? read.plain : null);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && reading.kind === 'value') amending.onReview();
        if (event.key === 'Escape') amending.onLeave();
        event.stopPropagation();
      }}
      className="-mx-1.5 w-[calc(100%+12px)] text-right [&_input]:text-right"
    />
  );
}
