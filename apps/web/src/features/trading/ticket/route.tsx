import { venueName } from '@ultrathink/domain/market-data';
import { PartSwatch, StackBar } from '@/ui/chart/stack-bar.tsx';
import { Quantity } from '@/ui/value.tsx';
import type { Decision } from '../model.ts';
import { readPlan } from '../receipt.ts';

/** Where the order would go: a part for each venue, taking first, then what rests. */
export function Route({ decision, unit }: { readonly decision: Decision; readonly unit: string }) {
  const plan = decision.receipt === null ? null : readPlan(decision.receipt.plan);
  if (plan === null || plan.children.length === 0) return null;
  return (
    <section aria-label="Route" className="border-b py-3">
      <h3 className="pb-1.5 font-medium">Route</h3>
      <StackBar
        label={plan.children
          .map(({ venue, quantity }) => `${venueName(venue)} ${quantity} ${unit}`)
          .join(', ')}
        parts={plan.children.map(({ venue, purpose, quantity }) => ({
          id: `${venue} ${purpose}`,
          name: venueName(venue),
          value: quantity,
        }))}
      />
      <ul className="flex flex-wrap gap-x-4 pt-1 text-label">
        {plan.children.map(({ venue, purpose, quantity, price }, index) => (
          <li key={`${venue} ${purpose}`}>
            <PartSwatch index={index} count={plan.children.length} />
            {venueName(venue)} {purpose === 'Rest' ? 'rests' : 'takes'}{' '}
            <Quantity value={quantity} />{' '}
            <span className="text-ink-3">
              at <Quantity value={price} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
