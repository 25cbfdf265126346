/** Positions as the desk reads them: valued, grouped by what somebody looks for, and added up. */
import {
  absolute,
  add,
  type Decimal,
  decimal,
  divide,
  isZero,
  multiply,
  NUMERIC_SCALE,
  roundTo,
  signOf,
  toText,
  ZERO,
} from '@ultrathink/domain/kernel';
import { type Worth, worthOf } from '@ultrathink/domain/portfolio';
import type { Marks, Price } from './marks.ts';
import type { FundsRow, PositionRow, TradedRow } from './model.ts';

export const GROUPS = ['position', 'account', 'asset', 'venue', 'strategy'] as const;
export type Group = (typeof GROUPS)[number];

/** Amounts as text; null is not known, or of several things at once. */
export interface DeskRow {
  readonly id: string;
  readonly client: string | null;
  readonly account: string | null;
  readonly instrument: string | null;
  readonly asset: string | null;
  readonly venue: string | null;
  readonly quantity: string | null;
  /** Per unit, in quote asset. */
  readonly averageCost: string | null;
  readonly price: Price | null;
  readonly value: string | null;
  readonly unrealised: string | null;
  readonly realised: string | null;
  /** What venues and we took for its trades of the span that is read. */
  readonly charges: string | null;
  /** How many of its positions are without a price, of how many. */
  readonly unpriced: number;
  readonly count: number;
}

const AVERAGE_SCALE = 8;

const textOf = (value: Decimal | null): string | null => (value === null ? null : toText(value));

interface Valued {
  readonly row: PositionRow;
  readonly base: string;
  readonly quote: string;
  readonly worth: Worth;
  readonly charges: Decimal | null;
}

const keyOf = ({ account, instrument }: Pick<TradedRow, 'account' | 'instrument'>) =>
  `${account} ${instrument}`;

const inMoney = (amount: string, rate: Decimal | null): Decimal | null => {
  const value = decimal(amount);
  if (isZero(value)) return ZERO;
  return rate === null ? null : roundTo(multiply(value, rate), NUMERIC_SCALE, 'HalfEven');
};

/** Null while it is not read, or where an asset that was charged has no price. */
function chargesOf(traded: readonly TradedRow[] | null, marks: Marks): Decimal | null {
  if (traded === null) return null;
  const amounts = traded.flatMap((row) => row.amounts);
  return total(amounts.map(({ asset, charged }) => inMoney(charged, marks.rateOf(asset))));
}

function valuedPositions(
  rows: readonly PositionRow[],
  marks: Marks,
  traded: readonly TradedRow[] | null,
): readonly Valued[] {
  const byPosition = traded && Map.groupBy(traded, keyOf);
  return rows.map((row) => {
    const [base = '', quote = ''] = row.instrument.split('/');
    const position = {
      quantity: decimal(row.quantity),
      cost: decimal(row.cost),
      realised: decimal(row.realised),
      feesApart: decimal(row.feesApart),
    };
    const worth = worthOf(position, { base: marks.rateOf(base), quote: marks.rateOf(quote) });
    const charges = chargesOf(byPosition && (byPosition.get(keyOf(row)) ?? []), marks);
    return { row, base, quote, worth, charges };
  });
}

/** A part that is not known leaves the whole unknown. */
function total(parts: readonly (Decimal | null)[]): Decimal | null {
  let sum: Decimal = ZERO;
  for (const part of parts) {
    if (part === null) return null;
    sum = add(sum, part);
  }
  return sum;
}

const isOpen = ({ row }: Valued) => !isZero(decimal(row.quantity));

function averageOf({ quantity, cost }: PositionRow): string | null {
  const size = absolute(decimal(quantity));
  return isZero(size) ? null : toText(divide(decimal(cost), size, AVERAGE_SCALE, 'HalfEven'));
}

function positionRow({ row, base, worth, charges }: Valued, marks: Marks): DeskRow {
  const { account, client, instrument, quantity } = row;
  return {
    ...{ id: `${account} ${instrument}`, client, account, instrument, asset: base, venue: null },
    ...{ quantity, averageCost: averageOf(row), price: marks.priceOf(instrument) },
    value: textOf(worth.value),
    unrealised: textOf(worth.unrealised),
    realised: textOf(worth.realised),
    charges: textOf(charges),
    unpriced: worth.unrealised === null ? 1 : 0,
    count: 1,
  };
}

function groupRow(id: string, all: readonly Valued[], about: Partial<DeskRow>): DeskRow {
  return {
    ...{ id, client: null, account: null, instrument: null, asset: null, venue: null },
    ...{ quantity: null, averageCost: null, price: null },
    value: textOf(total(all.map(({ worth }) => worth.value))),
    unrealised: textOf(total(all.map(({ worth }) => worth.unrealised))),
    realised: textOf(total(all.map(({ worth }) => worth.realised))),
    charges: textOf(total(all.map(({ charges }) => charges))),
    unpriced: all.filter(({ worth }) => worth.unrealised === null).length,
    count: all.filter(isOpen).length,
    ...about,
  };
}

/** What stands at venues, of the assets of the positions: no lot and no gain is kept by venue. */
function venueRows(funds: readonly FundsRow[], assets: ReadonlySet<string>, marks: Marks) {
  const held = funds.filter(({ asset, venue }) => venue !== null && assets.has(asset));
  const places = Map.groupBy(held, ({ venue, asset }) => `${venue} ${asset}`);
  return [...places].map(([id, all]): DeskRow => {
    const [{ venue, asset } = { venue: null, asset: '' }] = all;
    const quantity = total(all.map(({ balance }) => decimal(balance))) ?? ZERO;
    const rate = marks.rateOf(asset);
    const value =
      rate === null ? null : roundTo(multiply(quantity, rate), NUMERIC_SCALE, 'HalfEven');
    return {
      ...groupRow(id, [], { venue, asset, quantity: toText(quantity), count: all.length }),
      value: textOf(value),
      unrealised: null,
      realised: null,
      charges: null,
      unpriced: value === null ? 1 : 0,
    };
  });
}

/** @param traded null while it is not read. */
export function deskRows(
  group: Exclude<Group, 'strategy'>,
  positions: readonly PositionRow[],
  funds: readonly FundsRow[],
  marks: Marks,
  traded: readonly TradedRow[] | null = null,
): readonly DeskRow[] {
  const valued = valuedPositions(positions, marks, traded);
  switch (group) {
    case 'position':
      return valued.map((one) => positionRow(one, marks));
    case 'account':
      return [...Map.groupBy(valued, ({ row }) => row.account)].map(([account, all]) =>
        groupRow(account, all, { account, client: all[0]?.row.client ?? null }),
      );
    case 'asset':
      return [...Map.groupBy(valued, ({ base }) => base)].map(([asset, all]) =>
        groupRow(asset, all, {
          asset,
          quantity: textOf(total(all.map(({ row }) => decimal(row.quantity)))),
        }),
      );
    case 'venue':
      return venueRows(funds, new Set(valued.map(({ base }) => base)), marks);
  }
}

export interface DeskTotals {
  /** Of what is open, long and short alike. */
  readonly gross: string | null;
  readonly net: string | null;
  readonly unrealised: string | null;
  readonly realised: string | null;
  readonly unpriced: number;
  readonly open: number;
}

export function totalsOf(positions: readonly PositionRow[], marks: Marks): DeskTotals {
  const valued = valuedPositions(positions, marks, null);
  const values = valued.map(({ worth }) => worth.value);
  return {
    gross: textOf(total(values.map((value) => value && absolute(value)))),
    net: textOf(total(values)),
    unrealised: textOf(total(valued.map(({ worth }) => worth.unrealised))),
    realised: textOf(total(valued.map(({ worth }) => worth.realised))),
    unpriced: valued.filter(({ worth }) => worth.unrealised === null).length,
    open: valued.filter(isOpen).length,
  };
}

/** The ticket, filled in: what closes a position, by an order that can only make it smaller. */
export function closeHref({ instrument, quantity, account }: DeskRow): string | null {
  if (instrument === null || quantity === null) return null;
  return ticketHref({ instrument, quantity, account, isReduceOnly: true });
}

/** The ticket, filled in: the other way in another instrument of the same asset; null without one. */
export function hedgeHref(
  { instrument, asset, quantity, account }: DeskRow,
  instruments: readonly string[],
): string | null {
  if (instrument === null || quantity === null || asset === null) return null;
  const other = instruments.find((name) => name !== instrument && name.startsWith(`${asset}/`));
  if (other === undefined) return null;
  return ticketHref({ instrument: other, quantity, account, isReduceOnly: false });
}

function ticketHref(order: {
  readonly instrument: string;
  readonly quantity: string;
  readonly account: string | null;
  readonly isReduceOnly: boolean;
}): string | null {
  const held = decimal(order.quantity);
  if (isZero(held)) return null;
  const asked = new URLSearchParams({
    instrument: order.instrument,
    side: signOf(held) > 0 ? 'Sell' : 'Buy',
    qty: toText(absolute(held)),
    ...(order.account !== null && { account: order.account }),
    ...(order.isReduceOnly && { reduceOnly: '1' }),
  });
  return `/desk/markets?${asked}`;
}
