'use client';

import { skipToken, useQuery } from '@tanstack/react-query';
import {
  decimal,
  divide,
  multiply,
  parseId,
  signOf,
  subtract,
  toText,
} from '@ultrathink/domain/kernel';
import type { ClOrdId } from '@ultrathink/domain/trading';
import { useEffect } from 'react';
import { useLive } from '@/features/live/use-live.ts';
import { useTRPC } from '@/trpc/client.ts';
import { dataStateOf } from '@/trpc/data-state.ts';
import type { ChartUnit } from '@/ui/chart/chart-unit.ts';
import { CurveChart } from '@/ui/chart/curve-chart.tsx';
import { defineColumns } from '@/ui/table/columns.ts';
import { PlainTable } from '@/ui/table/plain-table.tsx';
import type { OrderCosts } from './model.ts';
import { AFTER_WORDS } from './words.ts';

const BPS: ChartUnit = { kind: 'amount', unit: 'bps', decimals: 2 };
const WHOLE = decimal('10000');
/** The last markout is taken five minutes after the fill. */
const POLL_MS = 30_000;

/** What one order cost: where the market went after its fills, and the estimate beside the result. */
export function OrderCostsPart({ id }: { readonly id: string }) {
  const trpc = useTRPC();
  const parsed = parseId<ClOrdId>(id);
  const asked = useQuery(
    trpc.tca.getOrderCosts.queryOptions(parsed.ok ? { clOrdId: parsed.value } : skipToken, {
      refetchInterval: POLL_MS,
    }),
  );
  const heard = useLive('trading.orders').find(({ payload }) => payload.clOrdId === id)?.payload;
  const moved = heard === undefined ? '' : `${heard.ordStatus} ${heard.cumQty}`;
  const { refetch } = asked;
  useEffect(() => {
    if (moved !== '') void refetch();
  }, [moved, refetch]);
  const costs = asked.data?.costs;
  const state = dataStateOf(asked, 'The costs of this order could not be read.');
  if (state.kind === 'forbidden') return null;
  const isUntraded = costs?.isEnded === true && signOf(decimal(costs.filled)) === 0;
  const level = costs === undefined ? null : fromArrival(costs, costs.avgPx);
  return (
    <div className="flex flex-col gap-3">
      {!isUntraded && (
        <CurveChart
          title="Mid after the fills"
          about="bps from arrival"
          label="How far the mid was from that at arrival when the fills came, and so long after them."
          series={[{ id: 'mid', name: 'Mid' }]}
          steps={costs === undefined ? [] : stepsOf(costs)}
          unit={BPS}
          {...(level !== null && { level: { value: level, words: 'our average' } })}
          height={160}
          state={state}
          empty={{ sentence: 'Nothing was traded yet, or no mid was taken.' }}
        />
      )}
      {costs !== undefined && (
        <PlainTable
          title="What it cost"
          columns={costColumns(costs.quoteAsset)}
          rows={costRows(costs)}
          idOf={({ id }) => id}
        />
      )}
    </div>
  );
}

/** For the eye alone: two digits of a bp are shown. */
function fromArrival({ arrivalMid }: OrderCosts, price: string | null): string | null {
  if (arrivalMid === null || price === null) return null;
  const arrival = decimal(arrivalMid);
  const off = subtract(decimal(price), arrival);
  return toText(divide(multiply(off, WHOLE), arrival, 4, 'HalfEven'));
}

function stepsOf(costs: OrderCosts) {
  const { arrivalMid, fillMid, markouts } = costs;
  if (arrivalMid === null || fillMid === null) return [];
  return [
    { id: 'arrival', name: 'arrival', values: { mid: '0' } },
    { id: 'fill', name: 'fill', values: { mid: fromArrival(costs, fillMid) } },
    ...markouts.map(({ afterMs, mid }) => ({
      id: String(afterMs),
      name: AFTER_WORDS[afterMs] ?? `${afterMs} ms`,
      values: { mid: fromArrival(costs, mid) },
    })),
  ];
}

interface CostRow {
  readonly id: string;
  readonly name: string;
  readonly money: string | null;
  readonly bps: string | null;
}

const costColumns = (quote: string) =>
  defineColumns<CostRow>([
    {
      id: 'name',
      kind: 'text',
      header: 'Cost',
      value: ({ name }) => name,
      // In two lines where it has to be: both figures stand beside it on a telephone too.
      cell: ({ name }) => <span className="block min-w-32 whitespace-normal">{name}</span>,
    },
    { id: 'money', kind: 'money', header: 'Amount', unit: quote, value: ({ money }) => money },
    { id: 'bps', kind: 'quantity', header: '', unit: 'bps', decimals: 2, value: ({ bps }) => bps },
  ]);

/** Of the whole order at the price of its decision, so that the parts add up to what they are parts of. */
function ofWhole({ orderQty, decisionMid }: OrderCosts, money: string | null): string | null {
  if (money === null || decisionMid === null) return null;
  const whole = multiply(decimal(orderQty), decimal(decisionMid));
  return signOf(whole) > 0
    ? toText(divide(multiply(decimal(money), WHOLE), whole, 4, 'HalfEven'))
    : null;
}

/** Positive is a cost; what is not known is a dash. */
function costRows(costs: OrderCosts): readonly CostRow[] {
  const { shortfall, estimate } = costs;
  const part = (id: keyof typeof shortfall, name: string) => {
    return { id, name, money: shortfall[id], bps: ofWhole(costs, shortfall[id]) };
  };
  const other = (id: string, name: string, bps: string | null) => ({ id, name, money: null, bps });
  return [
    part('delay', 'Delay before it left'),
    part('execution', 'Execution against arrival'),
    part('opportunity', 'Not traded, to the end'),
    part('fees', 'Fees'),
    part('total', 'Implementation shortfall'),
    other('estimate', 'Over the estimate, with fees', estimate?.dearerBps ?? null),
    other('effective', 'Effective spread', costs.effectiveBps),
    other('quoted', 'Quoted spread at arrival', costs.quotedBps),
    other('vwap', 'Against the market’s average meanwhile', costs.vwapBps),
  ];
}
