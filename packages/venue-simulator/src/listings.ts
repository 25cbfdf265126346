/**
 * What each venue lists, how it trades there and what it costs. Venues differ in price, depth and fees,
 * so that it matters where an order goes. Fees are those of each venue's entry tier in 2026.
 */
import { fixed } from './kernel/fixed.ts';
import type { LiquidityStyle } from './market/index.ts';
import type { FeeRules } from './matching/index.ts';
import type { Listing, VenueSetup } from './world/venue-world.ts';

interface Terms {
  readonly tick: string;
  readonly step: string;
  readonly minQty: string;
  readonly minNotional: string;
}

/** How much of a market the venue has: 1 is the deepest. */
function styleOf(size: number, halfSpreadBps: number): LiquidityStyle {
  return {
    halfSpreadBps,
    levels: 40,
    stepBps: 0.8,
    levelNotional: 60_000 * size,
    tradesPerMinute: 90 * size,
    tradeNotional: 5_000 * Math.sqrt(size),
  };
}

function listing(id: string, terms: Terms, style: LiquidityStyle): Listing {
  const [base = '', quote = ''] = id.split('/');
  return {
    id,
    base,
    quote,
    tickSize: fixed(terms.tick),
    stepSize: fixed(terms.step),
    minQty: fixed(terms.minQty),
    maxQty: fixed('100000000'),
    minNotional: fixed(terms.minNotional),
    priceBand: fixed('0.5'),
    liquidity: style,
  };
}

function fees(maker: string, taker: string, paidIn: FeeRules['paidIn']): FeeRules {
  const rates = { maker: fixed(maker), taker: fixed(taker) };
  return { rates: () => rates, paidIn };
}

const terms = (tick: string, step: string, minQty: string, minNotional: string): Terms => ({
  tick,
  step,
  minQty,
  minNotional,
});

export const BINANCE: VenueSetup = {
  name: 'binance',
  basis: 0.0002,
  fees: fees('0.001', '0.001', 'Received'),
  listings: [
    listing('BTC/USDT', terms('0.01', '0.00001', '0.00001', '5'), styleOf(1, 0.3)),
    listing('ETH/USDT', terms('0.01', '0.0001', '0.0001', '5'), styleOf(0.8, 0.4)),
    listing('SOL/USDT', terms('0.01', '0.001', '0.001', '5'), styleOf(0.5, 0.8)),
    listing('XRP/USDT', terms('0.0001', '0.1', '0.1', '5'), styleOf(0.4, 1)),
    listing('DOGE/USDT', terms('0.00001', '1', '1', '1'), styleOf(0.3, 1.2)),
    listing('BTC/EUR', terms('0.01', '0.00001', '0.00001', '5'), styleOf(0.2, 1)),
    listing('ETH/EUR', terms('0.01', '0.0001', '0.0001', '5'), styleOf(0.15, 1.2)),
    listing('SOL/EUR', terms('0.01', '0.001', '0.001', '5'), styleOf(0.1, 1.8)),
    listing('EUR/USDT', terms('0.0001', '0.1', '0.1', '5'), styleOf(0.3, 0.5)),
    listing('USDC/USDT', terms('0.0001', '1', '1', '5'), styleOf(0.6, 0.3)),
  ],
};

export const KRAKEN: VenueSetup = {
  name: 'kraken',
  basis: 0.0003,
  fees: fees('0.0025', '0.004', 'Quote'),
  listings: [
    listing('BTC/USDT', terms('0.1', '0.00000001', '0.00005', '0.5'), styleOf(0.35, 0.8)),
    listing('ETH/USDT', terms('0.01', '0.00000001', '0.001', '0.5'), styleOf(0.25, 1)),
    listing('SOL/USDT', terms('0.01', '0.00000001', '0.02', '0.5'), styleOf(0.15, 1.6)),
    listing('BTC/EUR', terms('0.1', '0.00000001', '0.00005', '0.45'), styleOf(0.6, 0.5)),
    listing('ETH/EUR', terms('0.01', '0.00000001', '0.001', '0.45'), styleOf(0.4, 0.7)),
    listing('SOL/EUR', terms('0.01', '0.00000001', '0.02', '0.45'), styleOf(0.25, 1.2)),
    listing('LTC/EUR', terms('0.01', '0.00000001', '0.05', '0.45'), styleOf(0.1, 2)),
    listing('BTC/USD', terms('0.1', '0.00000001', '0.00005', '0.5'), styleOf(0.7, 0.5)),
    listing('EUR/USD', terms('0.00001', '0.00000001', '5', '0.5'), styleOf(0.3, 0.6)),
    listing('USDT/USD', terms('0.00001', '0.00000001', '5', '0.5'), styleOf(0.5, 0.4)),
  ],
};

export const COINBASE: VenueSetup = {
  name: 'coinbase',
  basis: 0.00025,
  fees: fees('0.004', '0.006', 'Quote'),
  listings: [
    listing('BTC/USDT', terms('0.01', '0.00000001', '0.00000001', '1'), styleOf(0.25, 0.9)),
    listing('ETH/USDT', terms('0.01', '0.00000001', '0.00000001', '1'), styleOf(0.2, 1.1)),
    listing('SOL/USDT', terms('0.01', '0.00000001', '0.00000001', '1'), styleOf(0.12, 1.8)),
    listing('BTC/EUR', terms('0.01', '0.00000001', '0.00000001', '1'), styleOf(0.3, 0.8)),
    listing('ETH/EUR', terms('0.01', '0.00000001', '0.00000001', '1'), styleOf(0.2, 1)),
    listing('SOL/EUR', terms('0.01', '0.00000001', '0.00000001', '1'), styleOf(0.12, 1.6)),
    listing('BTC/USD', terms('0.01', '0.00000001', '0.00000001', '1'), styleOf(0.9, 0.3)),
    listing('ETH/USD', terms('0.01', '0.00000001', '0.00000001', '1'), styleOf(0.7, 0.4)),
    listing('ADA/USD', terms('0.0001', '0.00000001', '0.00000001', '1'), styleOf(0.15, 1.8)),
    listing('USDT/USD', terms('0.00001', '0.01', '0.01', '1'), styleOf(0.5, 0.3)),
  ],
};
