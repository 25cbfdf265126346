/** Starts what an engine knows of markets: feeds of the venues it is told of, and their keeping. */
import { openMarketStore } from '@ultrathink/db/market-data';
import type { Life } from '@ultrathink/runtime';
import type { Relay } from '../engine/relay.ts';
import type { EngineEnv } from '../env.ts';
import { type Addresses, chosenVenues } from './connect.ts';
import { MarketKeeper } from './keep-market.ts';
import { MarketFeed } from './market-feed.ts';
import { answerWithoutVenues } from './no-markets.ts';
import type { AnswerMarket } from './questions.ts';

/** Comes back at once: no venue that is away keeps an engine from starting. */
export function startMarketData(
  life: Life,
  env: EngineEnv,
  relay: Relay,
  addresses: Addresses,
): AnswerMarket {
  const { clock, log } = life;
  const chosen = chosenVenues(env, clock, addresses);
  if (chosen.venues.length === 0) return (question) => answerWithoutVenues(question, clock.now());
  const store = openMarketStore(env.DATABASE_URL);
  life.onStop('market store', () => store.close());
  const feed = new MarketFeed({ ...chosen, clock, log, relay }, (venue) => keeper.onListed(venue));
  const keeper = new MarketKeeper({ feed, store, clock, log });
  feed.start();
  keeper.start();
  life.onStop('market data kept', () => keeper.close());
  life.onStop('market data', () => feed.close());
  return (question) => feed.answer(question);
}
