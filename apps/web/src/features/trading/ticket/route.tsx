import { venueName, venueRank } from '@ultrathink/domain/market-data';
import { bpsRatio } from '@/ui/bps-ratio.ts';
import { ShareStrip } from '@/ui/chart/share-strip.tsx';
import { Bps, Quantity } from '@/ui/value.tsx';
import type { Cost } from '../model.ts';

/** Where the order would go: each venue's part, and what the way spares against the best one alone. */
export function Route({ cost, unit }: { readonly cost: Cost; readonly unit: string }) {
  const { saved } = cost;
  const parts = cost.parts.toSorted((a, b) => venueRank(a.venue) - venueRank(b.venue));
  const isSaved = saved !== null && !saved.bps.startsWith('-') && saved.bps !== '0';
  return (
    <section aria-label="Route" className="border-b py-2.5">
      <div className="flex items-baseline gap-2 pb-1.5">
        <h3 className="font-medium">Route</h3>
        {isSaved && (
          <span className="text-ink-3 text-label">
            saves <Bps value={bpsRatio(saved.bps)} /> against {venueName(saved.venue)} alone
          </span>
        )}
      </div>
      <ShareStrip
        label={parts
          .map(({ venue, quantity }) => `${venueName(venue)} ${quantity} ${unit}`)
          .join(', ')}
        parts={parts.map(({ venue, purpose, quantity }) => ({
          id: `${venue} ${purpose}`,
          value: quantity,
          shade: venueRank(venue),
        }))}
        className="h-1.5"
      />
      <ul className="flex flex-wrap justify-between gap-x-4 pt-1 text-ink-2 text-label">
        {parts.map(({ venue, purpose, quantity, price }) => (
          <li
            key={`${venue} ${purpose}`}
            title={`${purpose === 'Rest' ? 'rests' : 'takes'} at ${price}`}
          >
            {venueName(venue)}{' '}
            <b className="font-medium text-ink">
              <Quantity value={quantity} />
            </b>{' '}
            <span className="text-ink-3">{purpose === 'Rest' ? 'rests' : 'takes'}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
