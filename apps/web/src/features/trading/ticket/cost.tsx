'use client';

import { formatRunningClock } from '@ultrathink/domain/kernel';
import type { ReactNode } from 'react';
import { bpsRatio } from '@/ui/bps-ratio.ts';
import { useNow } from '@/ui/clock.ts';
import { cn } from '@/ui/cn.ts';
import { Figure } from '@/ui/figure.tsx';
import { useLocale } from '@/ui/locale.tsx';
import { Bps, Quantity } from '@/ui/value.tsx';
import type { Cost } from '../model.ts';
import { STALE_MS } from '../placing/use-preview.ts';
import { useTicketWords } from './use-ticket-words.ts';

interface CostProps {
  readonly side: 'Buy' | 'Sell';
  readonly cost: Cost | null;
  readonly base: string;
  readonly quote: string;
  readonly decimals: number;
  /** When the engine said so, as this browser's clock has it. */
  readonly atMs: number;
}

/** What the order comes to, with venues' fees and our commission, and how old that answer is. */
export function CostPart({ side, cost, base, quote, decimals, atMs }: CostProps) {
  const words = useTicketWords();
  const word = side === 'Buy' ? 'You pay, all in' : 'You get, all in';
  return (
    <section aria-label={word} className="border-b pt-2.5 pb-2">
      <p className="text-ink-3 text-label">{word}</p>
      <div className="flex items-baseline justify-between gap-3">
        <Figure
          size="total"
          value={cost?.allIn ?? null}
          decimals={2}
          unit={quote}
          unknown="Not known"
        />
        {cost !== null && <QuoteAge atMs={atMs} />}
      </div>
      {cost !== null && (
        <>
          <dl className="grid grid-cols-[minmax(0,1fr)_auto_5.25rem] gap-x-3 pt-0.5 tabular-nums">
            <Line name={words.avgPx} bps={cost.slippageBps} isSigned about={words.mid}>
              <Quantity value={cost.avgPx} decimals={decimals} />
            </Line>
            <Line name="Venue fees" bps={cost.feeBps}>
              <Quantity value={cost.fee} decimals={2} />
            </Line>
            <Line name="Commission" bps={cost.commissionBps}>
              <Quantity value={cost.commission} decimals={2} />
            </Line>
          </dl>
          {cost.unrouted !== '0' && (
            <p className="pt-1 text-warn">
              No venue can have <Quantity value={cost.unrouted} /> {base} of it now.
            </p>
          )}
        </>
      )}
    </section>
  );
}

function Line({
  name,
  bps,
  isSigned = false,
  about,
  children,
}: {
  readonly name: string;
  readonly bps: string | null;
  readonly isSigned?: boolean;
  readonly about?: string;
  readonly children: ReactNode;
}) {
  const isWorse = isSigned && bps !== null && !bps.startsWith('-') && bps !== '0';
  return (
    <div className="col-span-full grid min-h-5 grid-cols-subgrid items-baseline">
      <dt>{name}</dt>
      <dd className="text-right">{children}</dd>
      <dd className="text-right text-ink-2" title={about}>
        {isWorse && '+'}
        <Bps value={bpsRatio(bps)} />
        {about !== undefined && <span className="sr-only"> {about}</span>}
      </dd>
    </div>
  );
}

/** How long ago the engine answered; marked past five seconds. */
function QuoteAge({ atMs }: { readonly atMs: number }) {
  const now = useNow(250);
  const { locale } = useLocale();
  if (now === null || atMs === 0) return null;
  const age = Math.max(0, now - atMs);
  return (
    <span className={cn('text-label tabular-nums', age > STALE_MS ? 'text-warn' : 'text-ink-3')}>
      quoted {formatRunningClock(age, locale)} ago
    </span>
  );
}
