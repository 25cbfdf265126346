'use client';

import { skipToken, useQuery } from '@tanstack/react-query';
import {
  add,
  type Decimal,
  decimal,
  divide,
  formatLatency,
  isZero,
  multiply,
  subtract,
  toText,
  ZERO,
} from '@ultrathink/domain/kernel';
import { venueName } from '@ultrathink/domain/market-data';
import type { ReactNode } from 'react';
import { useMay } from '@/features/identity/use-may.ts';
import { useTRPC } from '@/trpc/client.ts';
import { Figure } from '@/ui/figure.tsx';
import { type KpiCell, KpiLine } from '@/ui/kpi.tsx';
import { useLocale } from '@/ui/locale.tsx';
import { Quantity } from '@/ui/value.tsx';
import { listed } from '@/ui/words.ts';
import { usePriceDigits } from '../ticket/tradeable.ts';
import { isEven } from './alternatives.ts';
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
  const digits = usePriceDigits(order.instrument);
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
      figure: (
        <Figure value={order.avgPx} decimals={digits} unit={order.avgPx === null ? '' : quote} />
      ),
      context:
        order.price === null ? (
          'at market'
        ) : (
          <>
            limit <Quantity value={order.price} decimals={digits} />
          </>
        ),
    },
    allInCell(whole, quote, digits),
    {
      id: 'shortfall',
      label: 'Shortfall, commission apart',
      figure: <Figure value={costs?.inBps.beforeFees ?? null} decimals={2} unit="bps" />,
      context:
        costs?.arrivalMid == null ? (
          isTraded ? (
            'arrival mid not known'
          ) : (
            untradedWords(whole)
          )
        ) : (
          <>
            arrival mid <Quantity value={costs.arrivalMid} decimals={digits} />
          </>
        ),
    },
    savedCell(whole, trail, quote),
    ...delays(whole, trail),
  ];
  return (
    <div className="px-gutter">
      <KpiLine label="What it came to" cells={cells} />
    </div>
  );
}

const BPS = decimal('10000');

const untradedWords = ({ order }: Whole): string =>
  order.endedAt === null ? 'nothing traded yet' : 'nothing was traded';

/** Why there is no price with fees: none were told yet, or they were taken in something else. */
function noAllInWords(whole: Whole): string {
  const { executions } = whole;
  if (executions.length === 0) return untradedWords(whole);
  if (executions.some(({ fee }) => fee === null)) return 'once fees are told';
  const assets = new Set(executions.flatMap(({ fee }) => (fee === null ? [] : [fee.asset])));
  return `fees were taken in ${listed([...assets].toSorted())}`;
}

/** Fees of all fills in quote asset; null where one is not told, or in neither asset of the instrument. */
function feesInQuote({ order, executions }: Whole): Decimal | null {
  const [base, quote] = order.instrument.split('/');
  let total: Decimal = ZERO;
  for (const { fee, lastPx } of executions) {
    if (fee === null || (fee.asset !== base && fee.asset !== quote)) return null;
    const amount = decimal(fee.amount);
    total = add(total, fee.asset === quote ? amount : multiply(amount, decimal(lastPx)));
  }
  return executions.length === 0 ? null : total;
}

/** What one unit came to, fees in it: for whoever buys dearer by them, for whoever sells cheaper. */
function allInCell(whole: Whole, quote: string, digits: number): Cell {
  const { order } = whole;
  const label = 'All in, with fees';
  const fees = feesInQuote(whole);
  if (fees === null || order.avgPx === null || isZero(decimal(order.cumQty))) {
    return { id: 'allIn', label, figure: <Figure value={null} />, context: noAllInWords(whole) };
  }
  const avgPx = decimal(order.avgPx);
  const each = divide(fees, decimal(order.cumQty), 12, 'HalfEven');
  const bps = divide(multiply(each, BPS), avgPx, 2, 'HalfEven');
  const allIn = order.side === 'Buy' ? add(avgPx, each) : subtract(avgPx, each);
  return {
    id: 'allIn',
    label,
    figure: <Figure value={toText(allIn)} decimals={digits} unit={quote} />,
    context: (
      <>
        <Quantity value={toText(fees)} decimals={2} /> venue fees,{' '}
        <Quantity value={toText(bps)} decimals={2} /> bps
      </>
    ),
  };
}

/** Against the cheapest way that could have traded all of it: one venue, else the best prices without fees. */
function savedCell(whole: Whole, trail: Trail | undefined, quote: string): Cell {
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
      context:
        whole.receipts.length > 1 && whole.executions.length > 0
          ? 'routed more than once'
          : 'nothing to compare with',
    };
  }
  return {
    id: 'saved',
    label,
    figure: <Figure value={best.dearer} decimals={2} unit={quote} />,
    context:
      best.dearerBps !== null && isEven(best.dearerBps) ? (
        <>the same as {againstWords(best)}</>
      ) : (
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
          ? unsentWords(whole)
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
          requests === 0 && whole.children.length === 0 ? (
            unsentWords(whole)
          ) : (
            'no request was in doubt'
          )
        ) : (
          <Delayed ms={doubt}> of it Unconfirmed</Delayed>
        ),
    },
  ];
}

/** Without a request on record: there was none, or what is kept of it begins with the venue's answer. */
function unsentWords({ order, children }: Whole): string {
  if (children.length > 0) return 'its requests are not on record';
  return order.endedAt === null ? 'nothing was sent yet' : 'nothing was sent';
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
