/** Coinbase's list of products: what is listed, in which steps, and what each takes now. */
import {
  err,
  greatest,
  isZero,
  ok,
  parseAsset,
  type Quantity,
  type Result,
} from '@ultrathink/domain/kernel';
import { type InstrumentId, instrumentOf, type VenueId } from '@ultrathink/domain/market-data';
import type { TimeInForce } from '@ultrathink/domain/trading';
import { z } from 'zod';
import {
  amount,
  type Malformed,
  malformed,
  price,
  quantity,
  readAs,
  readTextAs,
} from '../common/reading.ts';
import type { InstrumentCapabilities, TradingStatus } from '../contract/capabilities.ts';
import type { ListedProduct, Listing } from './listings.ts';

export const COINBASE = 'coinbase' as VenueId;

const productList = z.object({ products: z.array(z.looseObject({ product_id: z.string() })) });

const productRow = z.object({
  product_id: z.string(),
  product_type: z.string(),
  base_currency_id: z.string(),
  quote_currency_id: z.string(),
  price_increment: price,
  base_increment: quantity,
  base_min_size: quantity,
  base_max_size: quantity,
  quote_min_size: amount,
  /** `online`, and `offline` or `delisted` for what is not traded; sometimes empty. */
  status: z.string(),
  is_disabled: z.boolean(),
  trading_disabled: z.boolean(),
  cancel_only: z.boolean(),
  post_only: z.boolean(),
  limit_only: z.boolean(),
  auction_mode: z.boolean(),
  view_only: z.boolean(),
  alias: z.string().default(''),
});

type ProductRow = z.infer<typeof productRow>;

/** Products that can't be read are named and left out; they never take the others with them. */
export function parseProducts(text: string): Result<Listing, Malformed> {
  const read = readTextAs(productList, text);
  if (!read.ok) return read;
  const listed: ListedProduct[] = [];
  const refused: { symbol: string; detail: string }[] = [];
  const ids = new Map<string, InstrumentId>();
  for (const raw of read.value.products) {
    const id = idOf(raw);
    if (id !== undefined) ids.set(raw.product_id, id);
    const one = parseProduct(raw);
    if (one.ok) listed.push(one.value);
    else refused.push({ symbol: raw.product_id, detail: one.error.detail });
  }
  return ok({ listed, refused, ids });
}

const assets = z.object({ base_currency_id: z.string(), quote_currency_id: z.string() });

function idOf(raw: unknown): InstrumentId | undefined {
  const read = readAs(assets, raw);
  if (!read.ok) return undefined;
  const [base, quote] = [
    parseAsset(read.value.base_currency_id),
    parseAsset(read.value.quote_currency_id),
  ];
  return base.ok && quote.ok ? instrumentOf(base.value, quote.value).id : undefined;
}

function parseProduct(raw: unknown): Result<ListedProduct, Malformed> {
  const read = readAs(productRow, raw);
  if (!read.ok) return read;
  const row = read.value;
  if (row.product_type !== 'SPOT') return err(malformed(`${row.product_type} is not spot`));
  const [base, quote] = [parseAsset(row.base_currency_id), parseAsset(row.quote_currency_id)];
  if (!base.ok || !quote.ok) return err(malformed('an asset we have no name for'));
  return ok({
    venue: COINBASE,
    instrument: instrumentOf(base.value, quote.value),
    symbol: row.product_id,
    bookSymbol: row.alias === '' ? row.product_id : row.alias,
    terms: {
      tickSize: row.price_increment,
      stepSize: row.base_increment,
      minQty: greatest(row.base_min_size, row.base_increment) as Quantity,
      maxQty: isZero(row.base_max_size) ? null : row.base_max_size,
      minNotional: isZero(row.quote_min_size) ? null : row.quote_min_size,
    },
    status: statusOf(row),
    can: capabilitiesOf(row),
  });
}

/** What is not known lets no order in. In an auction orders are collected and nothing trades. */
function statusOf(row: ProductRow): TradingStatus {
  const isOnline = row.status === '' || row.status === 'online';
  if (!isOnline || row.trading_disabled || row.is_disabled || row.view_only) return 'Closed';
  if (row.cancel_only || row.auction_mode) return 'CancelOnly';
  return row.post_only ? 'PostOnly' : 'Open';
}

const RESTING: readonly TimeInForce[] = ['GoodTillCancel', 'GoodTillDate'];

/**
 * The venue has no stop that becomes a market order. A stop-limit order waits for its price from either
 * side, so that it is the take-profit too.
 */
function capabilitiesOf({ limit_only: isLimitOnly }: ProductRow): InstrumentCapabilities {
  return {
    ordTypes: {
      // It takes what there is and what is left of it is canceled.
      ...(isLimitOnly ? {} : { Market: ['ImmediateOrCancel'] as const }),
      Limit: [...RESTING, 'ImmediateOrCancel', 'FillOrKill'],
      StopLimit: RESTING,
      LimitIfTouched: RESTING,
    },
    postOnly: true,
    // The venue's own brackets are orders that this contract has no words for.
    protection: 'NATIVE_STOP',
  };
}
