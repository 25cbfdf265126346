/** Binance's `exchangeInfo`: what is listed, in which steps, and what each symbol takes. */
import {
  type Decimal,
  greatest,
  isZero,
  ok,
  parseAsset,
  type Quantity,
  type Result,
  ZERO,
} from '@ultrathink/domain/kernel';
import {
  type InstrumentId,
  instrumentOf,
  type TradingTerms,
  type VenueId,
} from '@ultrathink/domain/market-data';
import type { OrdType, TimeInForce } from '@ultrathink/domain/trading';
import { z } from 'zod';
import { amount, type Malformed, price, quantity, readAs, readTextAs } from '../common/reading.ts';
import type {
  InstrumentCapabilities,
  TradingStatus,
  VenueInstrument,
} from '../contract/capabilities.ts';
import type { Listing } from './symbols.ts';

export const BINANCE = 'binance' as VenueId;

const exchangeInfo = z.object({ symbols: z.array(z.looseObject({ symbol: z.string() })) });

const filter = z.looseObject({ filterType: z.string() });

const symbolInfo = z.object({
  symbol: z.string(),
  status: z.string(),
  baseAsset: z.string(),
  quoteAsset: z.string(),
  orderTypes: z.array(z.string()),
  ocoAllowed: z.boolean(),
  isSpotTradingAllowed: z.boolean(),
  filters: z.array(filter),
});

const priceFilter = z.object({ tickSize: price });
const lotSize = z.object({ minQty: quantity, maxQty: quantity, stepSize: quantity });
const notional = z.object({ minNotional: amount });

type SymbolInfo = z.infer<typeof symbolInfo>;

/** Symbols that can't be read are named and left out; they never take the others with them. */
export function parseInstruments(text: string): Result<Listing, Malformed> {
  const read = readTextAs(exchangeInfo, text);
  if (!read.ok) return read;
  const listed: VenueInstrument[] = [];
  const refused: { symbol: string; detail: string }[] = [];
  const ids = new Map<string, InstrumentId>();
  const fixed = new Set<InstrumentId>();
  for (const raw of read.value.symbols) {
    const id = idOf(raw);
    if (id !== undefined) ids.set(raw.symbol, id);
    if (id !== undefined && raw['cancelReplaceAllowed'] !== true) fixed.add(id);
    const one = parseSymbol(raw);
    if (one.ok) listed.push(one.value);
    else refused.push({ symbol: raw.symbol, detail: one.error.detail });
  }
  return ok({ listed, refused, ids, fixed });
}

const assets = z.object({ baseAsset: z.string(), quoteAsset: z.string() });

function idOf(raw: unknown): InstrumentId | undefined {
  const read = readAs(assets, raw);
  if (!read.ok) return undefined;
  const [base, quote] = [parseAsset(read.value.baseAsset), parseAsset(read.value.quoteAsset)];
  return base.ok && quote.ok ? instrumentOf(base.value, quote.value).id : undefined;
}

function parseSymbol(raw: unknown): Result<VenueInstrument, Malformed> {
  const read = readAs(symbolInfo, raw);
  if (!read.ok) return read;
  const info = read.value;
  const [base, quote] = [parseAsset(info.baseAsset), parseAsset(info.quoteAsset)];
  if (!base.ok || !quote.ok) {
    return { ok: false, error: { code: 'Malformed', detail: 'an asset we have no name for' } };
  }
  const terms = termsOf(info.filters);
  if (!terms.ok) return terms;
  return ok({
    venue: BINANCE,
    instrument: instrumentOf(base.value, quote.value),
    symbol: info.symbol,
    terms: terms.value,
    status: statusOf(info),
    can: capabilitiesOf(info),
  });
}

function termsOf(filters: SymbolInfo['filters']): Result<TradingTerms, Malformed> {
  const named = (name: string) => filters.find(({ filterType }) => filterType === name);
  const tick = readAs(priceFilter, named('PRICE_FILTER'));
  if (!tick.ok) return { ok: false, error: within('PRICE_FILTER', tick.error) };
  const lot = readAs(lotSize, named('LOT_SIZE'));
  if (!lot.ok) return { ok: false, error: within('LOT_SIZE', lot.error) };
  const minNotional = minNotionalOf([named('NOTIONAL'), named('MIN_NOTIONAL')]);
  if (!minNotional.ok) return { ok: false, error: within('NOTIONAL', minNotional.error) };
  const { minQty, maxQty, stepSize } = lot.value;
  return ok({
    tickSize: tick.value.tickSize,
    stepSize,
    // A market order may have a step of zero, which means this one.
    minQty: greatest(minQty, stepSize) as Quantity,
    maxQty: isZero(maxQty) ? null : maxQty,
    minNotional: minNotional.value,
  });
}

const within = (name: string, { code, detail }: Malformed): Malformed => ({
  code,
  detail: `${name} ${detail}`,
});

/** The stricter of what is there; null where the symbol has neither filter. */
function minNotionalOf(found: readonly unknown[]): Result<Decimal | null, Malformed> {
  let most: Decimal | null = null;
  for (const one of found) {
    if (one === undefined) continue;
    const read = readAs(notional, one);
    if (!read.ok) return read;
    most = greatest(most ?? ZERO, read.value.minNotional);
  }
  return ok(most);
}

/** `TRADING` alone lets orders in; what is not known lets none in. */
function statusOf({ status, isSpotTradingAllowed }: SymbolInfo): TradingStatus {
  if (!isSpotTradingAllowed) return 'Closed';
  switch (status) {
    case 'TRADING':
      return 'Open';
    // Orders that are there may be taken back, new ones are not accepted.
    case 'END_OF_DAY':
    case 'POST_TRADING':
    case 'CANCEL_ONLY':
      return 'CancelOnly';
    default:
      return 'Closed';
  }
}

const RESTING: readonly TimeInForce[] = ['GoodTillCancel', 'ImmediateOrCancel', 'FillOrKill'];

/** The times in force of each of Binance's types, as rest-api.md has them. */
const TYPES: readonly (readonly [string, OrdType, readonly TimeInForce[]])[] = [
  // It takes what there is and what is left of it expires.
  ['MARKET', 'Market', ['ImmediateOrCancel']],
  ['LIMIT', 'Limit', RESTING],
  ['STOP_LOSS', 'Stop', ['GoodTillCancel']],
  ['STOP_LOSS_LIMIT', 'StopLimit', RESTING],
  ['TAKE_PROFIT', 'MarketIfTouched', ['GoodTillCancel']],
  ['TAKE_PROFIT_LIMIT', 'LimitIfTouched', RESTING],
];

function capabilitiesOf({ orderTypes, ocoAllowed }: SymbolInfo): InstrumentCapabilities {
  const offered = TYPES.filter(([name]) => orderTypes.includes(name));
  const hasStop = offered.some(([, type]) => type === 'Stop' || type === 'StopLimit');
  const native = hasStop ? 'NATIVE_STOP' : 'EMULATED';
  return {
    ordTypes: Object.fromEntries(offered.map(([, type, times]) => [type, times])),
    postOnly: orderTypes.includes('LIMIT_MAKER'),
    protection: ocoAllowed && hasStop ? 'NATIVE_OCO' : native,
  };
}
