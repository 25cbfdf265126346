/** `Assets` and `AssetPairs`: what may be traded, under which names and on which terms. */
import {
  type Asset,
  fromUnits,
  isZero,
  type Result,
  toQuantity,
  unwrap,
} from '@ultrathink/domain/kernel';
import { type InstrumentId, instrumentOf, type VenueId } from '@ultrathink/domain/market-data';
import type { OrdType, TimeInForce } from '@ultrathink/domain/trading';
import { z } from 'zod';
import { amount, type Malformed, price, quantity, readAs } from '../common/reading.ts';
import type { InstrumentCapabilities, TradingStatus } from '../contract/capabilities.ts';
import { readResult } from './envelope.ts';
import { count } from './fields.ts';
import { assetOfShortName, type ListedPair, type ReadListing, streamSymbol } from './listings.ts';

export const KRAKEN = 'kraken' as VenueId;

const assets = z.record(z.string(), z.object({ altname: z.string() }));
const pairs = z.record(z.string(), z.unknown());

const names = z.object({
  altname: z.string(),
  wsname: z.string().optional(),
  base: z.string(),
  quote: z.string(),
});

const figures = z.object({
  status: z.string(),
  pair_decimals: count,
  lot_decimals: count,
  lot_multiplier: z.literal('1'),
  ordermin: quantity,
  costmin: amount.nullish(),
  tick_size: price.refine((value) => !isZero(value), 'No tick.'),
});

/** @param body of `Assets` and of `AssetPairs`. */
export function readListing(assetsBody: string, pairsBody: string): Result<ReadListing, Malformed> {
  const readAssets = readResult(assets, assetsBody);
  if (!readAssets.ok) return readAssets;
  const readPairs = readResult(pairs, pairsBody);
  if (!readPairs.ok) return readPairs;
  const known = assetMap(readAssets.value);
  const listed: ListedPair[] = [];
  const refused: { symbol: string; detail: string }[] = [];
  const ids = new Map<string, InstrumentId>();
  for (const [pairId, raw] of Object.entries(readPairs.value)) {
    const named = readAs(names, raw);
    const [base, quote] = named.ok
      ? [known.get(named.value.base), known.get(named.value.quote)]
      : [undefined, undefined];
    if (!named.ok || base === undefined || quote === undefined) {
      refused.push({ symbol: pairId, detail: named.ok ? 'unknown asset' : named.error.detail });
      continue;
    }
    const { altname, wsname } = named.value;
    const instrument = instrumentOf(base, quote);
    for (const name of namesOf(pairId, altname, wsname)) ids.set(name, instrument.id);
    const read = readAs(figures, raw);
    if (!read.ok || wsname === undefined) {
      refused.push({ symbol: altname, detail: read.ok ? 'no stream' : read.error.detail });
      continue;
    }
    listed.push(pairOf({ pairId, altname, wsname, base, quote }, read.value));
  }
  return { ok: true, value: { pairs: listed, refused, ids, assets: known } };
}

const namesOf = (pairId: string, altname: string, wsname: string | undefined): string[] =>
  wsname === undefined ? [pairId, altname] : [pairId, altname, wsname, streamSymbol(wsname)];

function assetMap(read: z.infer<typeof assets>): Map<string, Asset> {
  const known = new Map<string, Asset>();
  for (const [code, { altname }] of Object.entries(read)) {
    const asset = assetOfShortName(altname);
    if (asset === null) continue;
    known.set(code, asset);
    known.set(altname, asset);
  }
  return known;
}

interface Named {
  readonly pairId: string;
  readonly altname: string;
  readonly wsname: string;
  readonly base: Asset;
  readonly quote: Asset;
}

function pairOf(
  { pairId, altname, wsname, base, quote }: Named,
  read: z.infer<typeof figures>,
): ListedPair {
  return {
    venue: KRAKEN,
    instrument: instrumentOf(base, quote),
    symbol: altname,
    terms: {
      tickSize: read.tick_size,
      stepSize: unwrap(toQuantity(fromUnits(1n, read.lot_decimals))),
      minQty: read.ordermin,
      maxQty: null,
      minNotional: read.costmin ?? null,
    },
    status: statusOf(read.status),
    can: capabilitiesOf(read.status),
    pairId,
    streamSymbol: streamSymbol(wsname),
    priceDecimals: read.pair_decimals,
    lotDecimals: read.lot_decimals,
  };
}

/** `reduce_only` lets margin positions shrink alone: nothing that we may open. */
export function statusOf(status: string): TradingStatus {
  switch (status) {
    case 'online':
    case 'limit_only':
      return 'Open';
    case 'post_only':
      return 'PostOnly';
    case 'cancel_only':
    case 'reduce_only':
      return 'CancelOnly';
    default:
      return 'Closed';
  }
}

const RESTING: readonly TimeInForce[] = ['GoodTillCancel', 'GoodTillDate'];
const LIMIT: readonly TimeInForce[] = [...RESTING, 'ImmediateOrCancel', 'FillOrKill'];
/** It takes what there is, and what is left of it is canceled. */
const AT_ONCE: readonly TimeInForce[] = ['ImmediateOrCancel'];

/** AddOrder's types; fill-or-kill is for limit orders alone. Nothing ties two orders together. */
function capabilitiesOf(status: string): InstrumentCapabilities {
  const limits: Partial<Record<OrdType, readonly TimeInForce[]>> = {
    Limit: LIMIT,
    StopLimit: RESTING,
    LimitIfTouched: RESTING,
  };
  const markets = { Market: AT_ONCE, Stop: RESTING, MarketIfTouched: RESTING };
  return {
    ordTypes: status === 'limit_only' ? limits : { ...limits, ...markets },
    postOnly: true,
    protection: 'NATIVE_STOP',
  };
}
