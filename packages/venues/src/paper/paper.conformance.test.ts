import { makeUuidv7, parseDecimal, unwrap } from '@ultrathink/domain/kernel';
import { conformance, simulated } from '@ultrathink/venues/conformance';
import { connectBinance } from '../binance/index.ts';
import type { VenueConnection, VenueSetup } from '../contract/index.ts';
import { connectPaper, openingState } from './index.ts';

const amount = (text: string) => unwrap(parseDecimal(text));
const OPENING = [
  { asset: 'USDT' as never, total: amount('1000000'), held: amount('0') },
  { asset: 'BTC' as never, total: amount('20'), held: amount('0') },
];

/** A paper account in the simulated venue's live market, given once it has its books. */
async function connect(setup: VenueSetup): Promise<VenueConnection> {
  const venue = await connectBinance({ ...setup, credentials: null });
  const books = new Set<string>();
  let haveAll: () => void = () => undefined;
  const all = new Promise<void>((resolve) => {
    haveAll = resolve;
  });
  // The limits of a wire are not those of an account.
  const { limits: _, ...given } = setup;
  const paper = await connectPaper({
    ...given,
    venue: {
      ...venue,
      market: {
        ...venue.market,
        subscribe: (instruments, onEvent) =>
          venue.market.subscribe(instruments, (event) => {
            onEvent(event);
            if (event.kind === 'Book') books.add(event.instrument);
            if (books.size === instruments.length) haveAll();
          }),
      },
    },
    ids: {
      next: () => makeUuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10))) as never,
    },
    rates: () => ({ maker: amount('0.001'), taker: amount('0.001') }),
    latency: { toVenueMs: 2, fromVenueMs: 2 },
    state: openingState(OPENING),
  });
  await all;
  return {
    ...paper,
    async close() {
      await paper.close();
      await venue.close();
    },
  };
}

conformance({
  ...simulated({ venue: 'binance', connect, shortestAcceptanceMs: null, numbersBooks: true }),
  name: 'paper in the market of binance on the simulator',
  // There is no wire whose bytes could be read, and no venue whose faults could be switched.
  hasControls: false,
});
