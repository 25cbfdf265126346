'use client';

import { z } from 'zod';
import { SectionHeading } from '@/ui/section-heading.tsx';
import { defineColumns } from '@/ui/table/columns.ts';
import { PlainTable } from '@/ui/table/plain-table.tsx';
import type { Named } from './use-named.ts';

const legs = z.array(z.object({ account: z.string(), weight: z.string() }));
const payloadSchema = z.object({
  instrument: z.string(),
  before: legs,
  legs,
  moved: z.array(
    z.object({
      account: z.string(),
      quantity: z.string(),
      notional: z.string(),
      commission: z.string(),
    }),
  ),
});

interface Row {
  readonly account: string;
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly quantity: string | null;
  readonly notional: string | null;
  readonly commission: string | null;
}

const columnsOf = (base: string, quote: string) =>
  defineColumns<Row>([
    { id: 'name', kind: 'text', header: 'Account', value: ({ name }) => name },
    { id: 'before', kind: 'text', header: 'Weight was', value: ({ before }) => before },
    { id: 'after', kind: 'text', header: 'Becomes', value: ({ after }) => after },
    {
      id: 'quantity',
      kind: 'quantity',
      decimals: 8,
      header: `Change, ${base}`,
      value: ({ quantity }) => quantity,
    },
    {
      id: 'notional',
      kind: 'price',
      header: `Notional, ${quote}`,
      value: ({ notional }) => notional,
    },
    {
      id: 'commission',
      kind: 'price',
      header: `Commission, ${quote}`,
      value: ({ commission }) => commission,
    },
  ]);

/** Of another allocation of a block: both rules side by side, and what each account gets or gives. */
// biome-ignore lint/style/noDefaultExport: what `lazy` takes
export default function ReallocationFacts({
  payload,
  named,
}: {
  readonly payload: string;
  readonly named: Named;
}) {
  const read = payloadSchema.safeParse(JSON.parse(payload));
  if (!read.success) return null;
  const { instrument, before, legs: after, moved } = read.data;
  const [base = '', quote = ''] = instrument.split('/');
  const accounts = [...new Set([...before, ...after].map(({ account }) => account))];
  const rows = accounts.map((account): Row => {
    const of = <T extends { readonly account: string }>(list: readonly T[]) =>
      list.find((one) => one.account === account);
    const change = of(moved);
    return {
      account,
      name: named.find(({ id }) => id === account)?.name ?? account.slice(-8),
      before: of(before)?.weight ?? null,
      after: of(after)?.weight ?? null,
      quantity: change?.quantity ?? null,
      notional: change?.notional ?? null,
      commission: change?.commission ?? null,
    };
  });
  return (
    <section aria-label="What each account gets or gives">
      <SectionHeading
        title="What each account gets or gives"
        about="By the books of when it was proposed, at the block's average price. The engine works it out again when it is done."
      />
      <PlainTable
        title="What each account gets or gives"
        columns={columnsOf(base, quote)}
        rows={rows}
        idOf={({ account }) => account}
      />
    </section>
  );
}
