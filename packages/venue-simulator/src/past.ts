/**
 * For whoever invents what happened before a simulator began: its prices from a seed, what its venues list
 * and charge, and the world that it is to go on from.
 */
import { fixed } from './kernel/fixed.ts';
import { FIRST_KEY } from './world/customers.ts';
import type { PastWorld } from './world/keeping.ts';
import { type KeptWorld, writeWorld } from './world/keeping.ts';

export { toNumber } from './kernel/fixed.ts';
export { createRandom, type Random } from './kernel/random.ts';
export { BINANCE, COINBASE, KRAKEN } from './listings.ts';
export { activityAt, PriceModel } from './market/index.ts';
export { ASSETS } from './market/universe.ts';
export type { Listing, VenueSetup } from './world/venue-world.ts';

/** Numbers that no order or trade of that past had. */
const FIRST_NUMBER = 10_000_000;

/** As the program reads it at its start: prices as they stood, and what its customer has at each venue. */
export function pastWorld({ at, logPrices, venues }: PastWorld): string {
  const world: KeptWorld = {
    version: 1,
    at,
    logPrices,
    venues: venues.map(({ name, funds }) => ({
      name,
      orderId: FIRST_NUMBER,
      tradeId: FIRST_NUMBER,
      funds: funds.map(({ asset, amount }) => {
        return { owner: FIRST_KEY.owner, asset, free: fixed(amount), held: 0n };
      }),
      orders: [],
      trades: [],
      keys: [{ ...FIRST_KEY, createdAt: at }],
    })),
  };
  return writeWorld(world);
}
