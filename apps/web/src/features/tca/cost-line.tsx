'use client';

import { Figure } from '@/ui/figure.tsx';
import { KpiLine } from '@/ui/kpi.tsx';
import { useLocale } from '@/ui/locale.tsx';
import type { CostTotals } from './model.ts';

const MINUTE_MS = 60_000;

/** The means of the span, each with how many orders it speaks of. */
export function CostLine({ totals }: { readonly totals: CostTotals | undefined }) {
  const { locale } = useLocale();
  const ordersWord = (orders: number) =>
    `${orders.toLocaleString(locale)} ${orders === 1 ? 'order' : 'orders'}`;
  const markout = totals?.markouts.find(({ afterMs }) => afterMs === MINUTE_MS);
  const cells = [
    { id: 'shortfall', label: 'Implementation shortfall', mean: totals?.shortfall },
    { id: 'execution', label: 'Execution', mean: totals?.execution },
    { id: 'effective', label: 'Effective spread', mean: totals?.effective },
    { id: 'fees', label: 'Fees', mean: totals?.fees },
    { id: 'markout', label: 'Markout 1 min', mean: markout },
  ];
  return (
    <KpiLine
      label="Costs of the span"
      cells={[
        ...cells.map(({ id, label, mean }) => ({
          id,
          label,
          figure: <Figure value={mean?.bps ?? null} unit="bps" decimals={2} />,
          context: mean === undefined ? ' ' : ordersWord(mean.orders),
        })),
        {
          id: 'traded',
          label: 'Traded',
          figure: <Figure value={totals?.traded ?? null} unit="USD" decimals={0} />,
          context: totals === undefined ? ' ' : ordersWord(totals.orders),
        },
      ]}
    />
  );
}
