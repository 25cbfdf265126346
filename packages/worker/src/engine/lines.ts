/** What a run reaches the world through: markets, accounts at venues, effects, evidence, measures. */
import type { EvidenceStore, OwnerStore } from '@ultrathink/db/engine';
import type { KeptHour } from '@ultrathink/db/market-data';
import { isToBeMade } from '@ultrathink/domain/engine/core';
import { mapGet, type UtcTime } from '@ultrathink/domain/kernel';
import type { InstrumentId } from '@ultrathink/domain/market-data';
import type { Life } from '@ultrathink/runtime';
import type { EngineEnv } from '../env.ts';
import type { Addresses } from '../market-data/connect.ts';
import type { MarketFeed } from '../market-data/market-feed.ts';
import type { VenueKeyParts } from '../market-data/venue-keys/parts.ts';
import { ActsMeter } from './acts-meter.ts';
import { Effects } from './effects.ts';
import { EvidenceKeeper } from './evidence.ts';
import type { LeaseKeeper } from './lease.ts';
import { Marks } from './marks.ts';
import { createOpener } from './open-account.ts';
import { attributing } from './owners.ts';
import type { Run } from './run.ts';
import { Slices } from './slices.ts';
import { type TradingMeter, tradingMeter } from './trading-metrics.ts';
import { VenueAccounts } from './venue-accounts.ts';

/** Levels of a book where no routing policy says how many. */
const DEPTH = 20;

/** What the engine follows of markets. */
export interface FollowedMarket {
  readonly feed: MarketFeed;
  readonly instruments: readonly InstrumentId[];
  readonly hours: (since: UtcTime) => Promise<readonly KeptHour[]>;
}

export interface LinesParts {
  readonly env: Pick<EngineEnv, 'SHARD' | 'DEPLOYMENT' | 'VENUE_SIMULATOR'>;
  readonly keys: VenueKeyParts;
  readonly addresses: Addresses;
  /** Null where the engine is connected to no venue. */
  readonly market: FollowedMarket | null;
  readonly store: EvidenceStore;
  readonly owners: Pick<OwnerStore, 'ownersOf'>;
  readonly lease: Pick<LeaseKeeper, 'sendableMs' | 'leftMs' | 'epoch'>;
  /** It is there before anything is offered to it. */
  readonly run: () => Run;
}

export interface Lines {
  readonly slices: Slices | null;
  readonly marks: Marks | null;
  readonly evidence: EvidenceKeeper;
  readonly accounts: VenueAccounts;
  readonly effects: Effects;
  readonly meter: TradingMeter;
}

export function openLines(life: Life, parts: LinesParts): Lines {
  const { clock, ids, log } = life;
  const { env, store, lease, run } = parts;
  const acts = new ActsMeter();
  const evidence = new EvidenceKeeper({
    store,
    ids,
    shard: env.SHARD,
    log,
    clientOf: (id) => mapGet(run().state.config.venueAccounts, id)?.client ?? null,
  });
  const tell = attributing({
    store: parts.owners,
    state: () => run().state,
    offer: (body) => run().offer(body),
    log,
  });
  const accounts = openAccounts(life, parts, tell);
  const meter = tradingMeter(life.registry, {
    waiting: () => run().waiting,
    unconfirmed: () => run().state.confirming.size,
    working: () => run().state.orders.size,
    breaks: () => run().state.breaks.size,
    leaseLeftSeconds: () => Math.max(0, lease.leftMs() / 1_000),
    evidenceWaiting: () => evidence.waiting,
    evidenceDropped: () => evidence.dropped,
    accountsOpen: () => accounts.counts().open,
  });
  const effects = new Effects({
    clock,
    log,
    lineOf: (id) => accounts.lineOf(id),
    sendableMs: () => lease.sendableMs(),
    isWanted: (clOrdId) => isToBeMade(run().state, clOrdId),
    offer: tell,
    keepEvidence: (account, one) => evidence.keep(account, one),
    acts,
    onSent: meter.onSent,
  });
  return { ...openMarket(life, parts, acts), evidence, accounts, effects, meter };
}

function openMarket(
  { clock, log }: Life,
  { market, run }: LinesParts,
  acts: ActsMeter,
): Pick<Lines, 'slices' | 'marks'> {
  if (market === null) return { slices: null, marks: null };
  const depth = () => run().state.config.routing?.depth ?? DEPTH;
  const slices = new Slices({ feed: market.feed, acts, clock, depth });
  const currency = () => run().state.config.currency;
  const { instruments, hours } = market;
  return { slices, marks: new Marks({ slices, instruments, hours, clock, log, currency }) };
}

function openAccounts(
  { clock, ids, log }: Life,
  { env, keys, addresses, market, store, lease }: LinesParts,
  offer: ReturnType<typeof attributing>,
): VenueAccounts {
  const opener = createOpener({
    keys,
    store,
    leading: { shard: env.SHARD, epoch: lease.epoch },
    feed: market?.feed ?? null,
    instruments: market?.instruments ?? [],
    addresses,
    simulator: env.VENUE_SIMULATOR,
    // A demo never asks the real venue: without a simulator it asks nobody.
    mayReach: env.DEPLOYMENT === 'PRODUCTION' || env.VENUE_SIMULATOR !== undefined,
    clock,
    ids,
    log,
  });
  return new VenueAccounts({ clock, log, opener, offer });
}
