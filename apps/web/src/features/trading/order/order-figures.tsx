'use client';

import { skipToken, useQuery } from '@tanstack/react-query';
import {
  decimal,
  divide,
  formatLatency,
  multiply,
  subtract,
  toText,
} from '@ultrathink/domain/kernel';
import { venueName } from '@ultrathink/domain/market-data';
import type { ReactNode } from 'react';
import { useMay } from '@/features/identity/use-may.ts';
import { useTRPC } from '@/trpc/client.ts';
import { Figure } from '@/ui/figure.tsx';
import { type KpiCell, KpiLine } from '@/ui/kpi.tsx';
import { useLocale } from '@/ui/locale.tsx';
import { Quantity } from '@/ui/value.tsx';
import type { AfterFills, Trail, Whole } from './model.ts';
import { doubtMs, stepsOf } from './steps.ts';

type Cell = KpiCell & { readonly id: string };

/** What it came to, what routing spared, and how long it took. */
export function OrderFigures({
  whole,
  trail,
}: {
  readonly whole: Whole;
  readonly trail: Trail | undefined;
}) {
  const { order } = whole;
  const [, quote = ''] = order.instrument.split('/');
  const trpc = useTRPC();
  const mayRead = useMay('trading.readAnalysis');
  const isTraded = whole.executions.length > 0;
  const analysis = useQuery(
    trpc.tca.getOrderCosts.queryOptions(
      mayRead && isTraded ? { clOrdId: order.clOrdId } : skipToken,
      { refetchInterval: order.endedAt === null ? 5_000 : false },
    ),
  );
  const costs = analysis.data?.costs;
  const cells: Cell[] = [
    {
      id: 'avgPx',
      label: 'AvgPx',
      figure: <Figure value={order.avgPx} decimals={2} unit={order.avgPx === null ? '' : quote} />,
      context:
        order.price === null ? (
          'at market'
        ) : (
          <>
            limit <Quantity value={order.price} decimals={2} />
          </>
        ),
    },
    allInCell(trail, quote),
    {
      id: 'shortfall',
      label: 'Shortfall, commission apart',
      figure: <Figure value={costs?.inBps.beforeFees ?? null} decimals={2} unit="bps" />,
      context:
        costs?.arrivalMid == null ? (
          isTraded ? (
            'arrival mid not known'
          ) : (
            'nothing traded yet'
          )
        ) : (
          <>
            arrival mid <Quantity value={costs.arrivalMid} decimals={2} />
          </>
        ),
    },
    savedCell(trail, quote),
    ...delays(whole, trail),
  ];
  return (
    <div className="px-gutter">
      <KpiLine label="What it came to" cells={cells} />
    </div>
  );
}

const routedOf = (trail: Trail | undefined) =>
  trail?.afterFills.find(({ name }) => name === 'Routed');

const BPS = decimal('10000');

function allInCell(trail: Trail | undefined, quote: string): Cell {
  const routed = routedOf(trail);
  const label = 'All in, with fees';
  if (routed?.avgPx == null || routed.allInPx == null) {
    return { id: 'allIn', label, figure: <Figure value={null} />, context: 'once fees are told' };
  }
  const each = subtract(decimal(routed.allInPx), decimal(routed.avgPx));
  const fees = multiply(each, decimal(routed.quantity));
  const bps = divide(multiply(each, BPS), decimal(routed.avgPx), 2, 'HalfEven');
  return {
    id: 'allIn',
    label,
    figure: <Figure value={routed.allInPx} decimals={2} unit={quote} />,
    context: (
      <>
        <Quantity value={toText(fees).replace('-', '')} decimals={2} /> venue fees,{' '}
        <Quantity value={toText(bps).replace('-', '')} decimals={2} /> bps
      </>
    ),
  };
}

/** Against the cheapest way that could have traded all of it: one venue, else the best prices without fees. */
function savedCell(trail: Trail | undefined, quote: string): Cell {
  const others = trail?.afterFills.filter(
    ({ name, dearer }) => name !== 'Routed' && dearer !== null,
  );
  const alone = others?.filter(({ name }) => name === 'Only') ?? [];
  const best = cheapest(alone) ?? cheapest(others ?? []);
  const label = 'Saved by routing';
  if (best === null) {
    return {
      id: 'saved',
      label,
      figure: <Figure value={null} />,
      context: 'nothing to compare with',
    };
  }
  return {
    id: 'saved',
    label,
    figure: <Figure value={best.dearer} decimals={2} unit={quote} />,
    context: (
      <>
        <Quantity value={best.dearerBps} decimals={2} /> bps against {againstWords(best)}
      </>
    ),
  };
}

const againstWords = ({ venue }: AfterFills): string =>
  venue === null ? 'best price, fees ignored' : `${venueName(venue)} alone`;

function cheapest(rows: readonly AfterFills[]): AfterFills | null {
  const sorted = rows.toSorted((a, b) => Number(a.dearer ?? 0) - Number(b.dearer ?? 0));
  return sorted[0] ?? null;
}

/** From the door to the first byte out, and to the last fill: by the clocks that recorded them. */
function delays(whole: Whole, trail: Trail | undefined): readonly Cell[] {
  const steps = trail === undefined ? [] : stepsOf(whole, trail);
  const at = (id: string) => steps.find((step) => step.id.startsWith(id))?.atMs ?? null;
  const received = at('received');
  const doubt = trail === undefined ? null : doubtMs(trail);
  const filled =
    whole.order.ordStatus === 'Filled'
      ? (steps.findLast(({ id }) => id.startsWith('filled'))?.atMs ?? null)
      : null;
  const requests =
    trail?.sendings.filter(({ operation }) => operation === 'order.place').length ?? 0;
  return [
    {
      id: 'wire',
      label: 'Received to wire',
      figure: <Delay from={received} to={at('sent')} />,
      context:
        requests === 0
          ? 'nothing left'
          : requests === 1
            ? 'the one request'
            : `the first of ${requests} requests`,
    },
    {
      id: 'filled',
      label: 'Received to Filled',
      figure: <Delay from={received} to={filled} />,
      context:
        doubt === null ? (
          'no request was in doubt'
        ) : (
          <Delayed ms={doubt}> of it Unconfirmed</Delayed>
        ),
    },
  ];
}

function Delayed({ ms, children }: { readonly ms: number; readonly children: ReactNode }) {
  const { locale } = useLocale();
  return (
    <>
      {formatLatency(ms, locale)}
      {children}
    </>
  );
}

function Delay({ from, to }: { readonly from: number | null; readonly to: number | null }) {
  const { locale } = useLocale();
  if (from === null || to === null) return <Figure value={null} />;
  const [figure = '', unit = ''] = formatLatency(Math.max(0, to - from), locale).split(' ');
  return <Figure value={figure} unit={unit} />;
}
