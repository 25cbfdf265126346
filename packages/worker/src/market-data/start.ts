/** Starts what an engine knows of markets: feeds of the venues it is told of, and their keeping. */
import { openMarketStore } from '@ultrathink/db/market-data';
import type { UtcTime } from '@ultrathink/domain/kernel';
import type { InstrumentId } from '@ultrathink/domain/market-data';
import type { Life } from '@ultrathink/runtime';
import type { FollowedMarket } from '../engine/lines.ts';
import type { Relay } from '../engine/relay.ts';
import type { EngineEnv } from '../env.ts';
import { type Addresses, chosenVenues } from './connect.ts';
import { MarketKeeper } from './keep-market.ts';
import { MarketFeed } from './market-feed.ts';
import { answerWithoutVenues } from './no-markets.ts';
import type { AnswerMarket } from './questions.ts';

export interface MarketData {
  readonly answer: AnswerMarket;
  /** Null where the engine is connected to no venue. */
  readonly followed: FollowedMarket | null;
}

/** Comes back at once: no venue that is away keeps an engine from starting. */
export function startMarketData(
  life: Life,
  env: EngineEnv,
  parts: {
    readonly relay: Relay;
    readonly addresses: Addresses;
    /** A book of the instrument changed, or was lost. */
    readonly onChange: (instrument: InstrumentId) => void;
  },
): MarketData {
  const { clock, log } = life;
  const { relay, addresses, onChange } = parts;
  const chosen = chosenVenues(env, clock, addresses);
  if (chosen.venues.length === 0) {
    return { answer: (question) => answerWithoutVenues(question, clock.now()), followed: null };
  }
  const store = openMarketStore(env.DATABASE_URL);
  life.onStop('market store', () => store.close());
  const feed = new MarketFeed({ ...chosen, clock, log, relay, onChange }, (venue) =>
    keeper.onListed(venue),
  );
  const keeper = new MarketKeeper({ feed, store, clock, log });
  feed.start();
  keeper.start();
  life.onStop('market data kept', () => keeper.close());
  life.onStop('market data', () => feed.close());
  const hours = (since: UtcTime) => store.hours(since);
  return {
    answer: (question) => feed.answer(question),
    followed: { feed, instruments: chosen.wanted, hours },
  };
}
