'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import {
  decimal,
  decimalParts,
  partsToText,
  percentParts,
  subtract,
  toText,
} from '@ultrathink/domain/kernel';
import { venueName } from '@ultrathink/domain/market-data';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import { dataStateOf } from '@/trpc/data-state.ts';
import { useScopes } from '@/trpc/use-scopes.ts';
import { LimitLine } from '@/ui/bar.tsx';
import { Button } from '@/ui/button.tsx';
import { useLocale } from '@/ui/locale.tsx';
import { SectionHeading } from '@/ui/section-heading.tsx';
import { SkeletonRows } from '@/ui/skeleton.tsx';
import { EmptyState, ErrorState } from '@/ui/states.tsx';
import type { LimitUse } from './model.ts';

const LOOK_AGAIN_MS = 10_000;
/** Those with much left fold away. */
const SHOWN = 6;

const KINDS: Readonly<Record<string, string>> = {
  Position: 'Position',
  Concentration: 'Concentration',
  GrossExposure: 'Gross exposure',
  NetExposure: 'Net exposure',
  ValueAtRisk: 'Value at risk',
  DailyLoss: 'Loss today',
  DrawdownFromPeak: 'Drawdown from peak',
  DrawdownFromStart: 'Drawdown from start',
};

/** Share that is used: geometry, not money. What is not known sorts first, for somebody has to look. */
function shareOf({ actual, limit }: Pick<LimitUse, 'actual' | 'limit'>): number {
  if (actual === null) return Number.POSITIVE_INFINITY;
  const share = Number(actual) / Number(limit);
  return Number.isFinite(share) ? Math.max(0, share) : 1;
}

/** What is used against what is allowed, the fullest first. */
export function LimitsInUse() {
  const trpc = useTRPC();
  const [isAll, setAll] = useState(false);
  const asked = useQuery(
    trpc.risk.listLimitUse.queryOptions(
      {},
      { refetchInterval: LOOK_AGAIN_MS, placeholderData: keepPreviousData },
    ),
  );
  const state = dataStateOf(asked, 'The limits could not be read.');
  const uses = (asked.data?.uses ?? []).toSorted((a, b) => shareOf(b) - shareOf(a));
  const shown = isAll ? uses : uses.slice(0, SHOWN);
  return (
    <section aria-label="Limits in use" className="min-w-0">
      <SectionHeading title="Limits" about="used of what is allowed" />
      {state.kind === 'loading' && (
        <SkeletonRows
          rows={6}
          columns={{ count: 2, className: 'grid-cols-[1fr_96px] gap-3' }}
          label="Reading the limits"
        />
      )}
      {state.kind === 'error' && (
        <ErrorState
          safe={state.safe ?? 'Trading is not affected.'}
          quote={state.quote ?? 'none'}
          onRetry={() => void asked.refetch()}
        >
          {state.sentence}
        </ErrorState>
      )}
      {state.kind === 'forbidden' && <EmptyState>{state.sentence}</EmptyState>}
      {state.kind === 'ready' && uses.length === 0 && (
        <EmptyState>No limit of what you see is set.</EmptyState>
      )}
      {shown.map((use) => (
        <UseLine key={`${use.level} ${use.scope} ${use.kind} ${use.instrument ?? ''}`} use={use} />
      ))}
      {uses.length > SHOWN && (
        <Button variant="quiet" className="-ml-2 mt-1" onClick={() => setAll(!isAll)}>
          {isAll ? 'Show the fullest alone' : `${uses.length - SHOWN} more, with more left`}
        </Button>
      )}
    </section>
  );
}

function UseLine({ use }: { readonly use: LimitUse }) {
  const { locale } = useLocale();
  const scopes = useScopes();
  const { level, scope, kind, unit, limit, actual, asset, instrument } = use;
  const told = (text: string) =>
    unit === 'Ratio'
      ? partsToText(percentParts(decimal(text), { locale, decimals: 1 }))
      : partsToText(
          decimalParts(decimal(text), { locale, decimals: 0 }, unit === 'Money' ? 'USD' : ''),
        );
  const whose =
    level === 'venue' ? venueName(scope) : level === 'instrument' ? scope : scopes.nameOf(scope);
  const about = [KINDS[kind] ?? kind, instrument ?? asset]
    .filter((part) => part !== null)
    .join(' ');
  if (actual === null) {
    return (
      <LimitLine
        name={`${about} · ${whose}`}
        actual="not known"
        limit={told(limit)}
        left="Nothing says how much is used: a figure it needs is missing."
        used={1}
      />
    );
  }
  const left = subtract(decimal(limit), decimal(actual));
  const isOver = toText(left).startsWith('-');
  return (
    <LimitLine
      name={`${about} · ${whose}`}
      actual={told(actual)}
      limit={told(limit)}
      left={isOver ? `over by ${told(toText(left).slice(1))}` : `${told(toText(left))} left`}
      used={shareOf(use)}
    />
  );
}
