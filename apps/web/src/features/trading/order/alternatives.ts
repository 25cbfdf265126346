/** What was routed beside what else could have been done: expected before the fills, and what came after. */
import { decimal, divide, isZero, multiply, roundTo, sum, toText } from '@ultrathink/domain/kernel';
import { venueName } from '@ultrathink/domain/market-data';
import {
  type ReceiptAlternative,
  type ReceiptPlan,
  readAlternatives,
  readPlan,
} from '@ultrathink/domain/trading';
import type { AfterFills, Trail, Whole } from './model.ts';

export interface AlternativeLine {
  readonly id: string;
  readonly name: string;
  readonly isChosen: boolean;
  /** By venue in the order of their names, or in all. */
  readonly quantities: readonly string[];
  readonly avgPx: string | null;
  readonly feeBps: string | null;
  readonly allIn: string | null;
  readonly dearerBps: string | null;
  readonly dearer: string | null;
  /** It could not have traded all of it. */
  readonly isPart: boolean;
}

const BPS = decimal('10000');
const SCALE = 8;

export function alternativeLines(
  whole: Whole,
  trail: Trail | undefined,
): readonly AlternativeLine[] {
  const [receipt] = whole.receipts;
  const after = trail?.afterFills ?? [];
  if (after.length > 1) return after.map((row) => afterLine(row, whole));
  if (receipt === undefined) return [];
  const plan = readPlan(receipt.plan);
  const others = readAlternatives(receipt.alternatives);
  return [
    ...(plan === null ? [] : [planLine(plan)]),
    ...others.map((one) => beforeLine(one, plan)),
  ];
}

/** Of a difference in bps as it is shown. */
export const isEven = (bps: string): boolean => isZero(roundTo(decimal(bps), 2, 'HalfEven'));

function feeBps(allIn: string | null, avgPx: string | null): string | null {
  if (allIn === null || avgPx === null || Number(avgPx) === 0) return null;
  const ratio = divide(multiply(decimal(allIn), BPS), decimal(avgPx), 2, 'HalfEven');
  return toText(sum([ratio, decimal('-10000')])).replace('-', '');
}

function nameOf(
  name: AfterFills['name'] | ReceiptAlternative['name']['kind'],
  venue: string | null,
) {
  if (name === 'Routed') return 'Routed';
  return venue === null ? 'Best price, fees ignored' : `${venueName(venue)} alone`;
}

function routedQuantities(parts: readonly { readonly venue: string; readonly quantity: string }[]) {
  const groups = Map.groupBy(parts, ({ venue }) => venue);
  return [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, own]) => toText(sum(own.map(({ quantity }) => decimal(quantity)))));
}

function afterLine(row: AfterFills, { executions, order }: Whole): AlternativeLine {
  const { name, venue, quantity, avgPx, allInPx, dearerBps, dearer } = row;
  const parts = executions.map((one) => ({ venue: one.venue, quantity: one.lastQty }));
  return {
    id: `${name} ${venue ?? ''}`,
    name: nameOf(name, venue),
    isChosen: name === 'Routed',
    quantities: name === 'Routed' ? routedQuantities(parts) : [quantity],
    avgPx,
    feeBps: feeBps(allInPx, avgPx),
    allIn: allInPx,
    dearerBps,
    dearer,
    isPart: name !== 'Routed' && dearer === null && order.cumQty !== '0',
  };
}

const perUnit = (amount: string, quantity: string): string | null =>
  Number(quantity) === 0
    ? null
    : toText(divide(decimal(amount), decimal(quantity), SCALE, 'HalfEven'));

function planLine({ children }: ReceiptPlan): AlternativeLine {
  const total = (of: 'notional' | 'allIn' | 'quantity') =>
    toText(sum(children.map((child) => decimal(child[of]))));
  const avgPx = perUnit(total('notional'), total('quantity'));
  const allIn = perUnit(total('allIn'), total('quantity'));
  return {
    id: 'Routed',
    name: 'Routed',
    isChosen: true,
    quantities: routedQuantities(children),
    avgPx,
    feeBps: feeBps(allIn, avgPx),
    allIn,
    dearerBps: null,
    dearer: null,
    isPart: false,
  };
}

function beforeLine(
  { name, quantity, notional, allIn, dearerBps }: ReceiptAlternative,
  plan: ReceiptPlan | null,
): AlternativeLine {
  const venue = name.kind === 'Only' ? name.venue : null;
  const avgPx = perUnit(notional, quantity);
  const all = perUnit(allIn, quantity);
  return {
    id: `${name.kind} ${venue ?? ''}`,
    name: nameOf(name.kind, venue),
    isChosen: false,
    quantities: [quantity],
    avgPx,
    feeBps: feeBps(all, avgPx),
    allIn: all,
    dearerBps,
    dearer: null,
    isPart: plan !== null && Number(quantity) < Number(plan.quantity),
  };
}
