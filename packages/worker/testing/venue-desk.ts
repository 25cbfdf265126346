/**
 * A shard that trades at three simulated venues: real adapters over real sockets, the real core, and
 * the journal, lease and evidence in a database. Venues have the money that the books begin with.
 */
import { type EvidenceStore, openEvidence, openJournal, openLeases } from '@ultrathink/db/engine';
import type { TestDatabase } from '@ultrathink/db/testing';
import { type CommandInput, isToBeMade, type OrderWish } from '@ultrathink/domain/engine/core';
import { ANNA, aWish } from '@ultrathink/domain/engine/core/testing';
import type {
  CommandId,
  CorrelationId,
  IdempotencyKey,
  ProcessId,
} from '@ultrathink/domain/kernel';
import type { VenueAccountId } from '@ultrathink/domain/market-data';
import { createSystemIds, silentLog, systemClock } from '@ultrathink/runtime';
import { ActsMeter } from '../src/engine/acts-meter.ts';
import { Effects } from '../src/engine/effects.ts';
import { EvidenceKeeper } from '../src/engine/evidence.ts';
import { LeaseKeeper } from '../src/engine/lease.ts';
import { Marks } from '../src/engine/marks.ts';
import type { CommandReply, Journal, VenueEffect } from '../src/engine/ports.ts';
import { Run } from '../src/engine/run.ts';
import { Slices } from '../src/engine/slices.ts';
import { VenueAccounts } from '../src/engine/venue-accounts.ts';
import { chosenVenues, createAddresses } from '../src/market-data/connect.ts';
import { MarketFeed } from '../src/market-data/market-feed.ts';
import {
  BTC_USDT,
  controls,
  hourly,
  INSTRUMENTS,
  openAccount,
  openVenues,
  VENUES,
} from './simulated-venues.ts';

const PARTS = { clock: systemClock, log: silentLog };
const ids = createSystemIds();

async function lead(url: string, holder: string): Promise<LeaseKeeper> {
  const store = openLeases(url);
  const parts = { store, shard: 0, holder, ...PARTS, onLost: () => undefined };
  const lease = await LeaseKeeper.take(parts, new AbortController().signal);
  if (lease === null) throw new Error('Another engine leads.');
  lease.start();
  return lease;
}

function linesOf(origin: string, lease: LeaseKeeper, store: EvidenceStore, run: () => Run) {
  const addresses = createAddresses(systemClock);
  const env = { DEPLOYMENT: 'DEMO', VENUES, VENUE_SIMULATOR: origin, INSTRUMENTS } as const;
  const chosen = chosenVenues(env, systemClock, addresses);
  const relay = { publish: () => undefined };
  const onChange = (instrument: typeof BTC_USDT) => slices.changed(instrument);
  const feed = new MarketFeed({ ...chosen, ...PARTS, relay, onChange }, () => undefined);
  const acts = new ActsMeter();
  const slices: Slices = new Slices({ feed, acts, clock: systemClock, depth: () => 20 });
  const currency = () => run().state.config.currency;
  const marks = new Marks({
    slices,
    instruments: chosen.wanted,
    hours: hourly,
    ...PARTS,
    currency,
  });
  const evidence = new EvidenceKeeper({
    store,
    ids,
    shard: 0,
    log: silentLog,
    clientOf: () => null,
  });
  const accounts = new VenueAccounts({
    ...PARTS,
    opener: {
      open: (terms) => openAccount(terms, origin, addresses),
      mayUse: () => Promise.resolve(true),
      used: () => undefined,
    },
    offer: (body) => run().offer(body),
  });
  const effects = new Effects({
    ...PARTS,
    lineOf: (id) => accounts.lineOf(id),
    sendableMs: () => lease.sendableMs(),
    isWanted: (clOrdId) => isToBeMade(run().state, clOrdId),
    offer: (body) => run().offer(body),
    keepEvidence: (account, one) => evidence.keep(account, one),
    acts,
  });
  return { feed, slices, marks, evidence, accounts, effects };
}

/** Nobody kills anything here. */
const NO_KILLS: Pick<Journal, 'setAside' | 'aside' | 'clearAside'> = {
  setAside: async () => undefined,
  aside: async () => [],
  clearAside: async () => undefined,
};

export async function aVenueDesk(database: TestDatabase, seed: string) {
  const simulator = await openVenues(seed);
  const url = database.url('engine');
  const lease = await lead(url, seed);
  const store = openEvidence(url);
  const journal = openJournal({ url, shard: 0 });
  const lines = linesOf(`http://127.0.0.1:${simulator.port}`, lease, store, () => run);
  const { feed, slices, marks, evidence, accounts, effects } = lines;
  const performed: VenueEffect[] = [];
  const replies = new Map<CommandId, (reply: CommandReply) => void>();
  const ends: unknown[] = [];
  const venue = {
    market: slices.of.bind(slices),
    perform(effect: VenueEffect, committedMs: number) {
      performed.push(effect);
      effects.perform(effect, committedMs);
    },
    hold: effects.hold.bind(effects),
  };
  const notices = {
    reply: (to: CommandId, reply: CommandReply) => replies.get(to)?.(reply),
    alert: () => undefined,
    committed: () => undefined,
  };
  const ports = { clock: systemClock, ids, journal: { ...journal, ...NO_KILLS }, venue, notices };
  const onEnd = (end: unknown, detail: unknown) => ends.push(end, detail);
  const process = ids.next<ProcessId>();
  const run: Run = new Run({ ports, process, epoch: lease.epoch, onEnd }, await journal.load());
  feed.start();
  for (const control of controls()) run.offer({ kind: 'Control', control });
  await run.start();
  const second = () => {
    accounts.observe(run.state);
    const marked = marks.marked();
    if (marked !== null) run.offer(marked);
  };
  const timers = [setInterval(second, 500), setInterval(() => void run.tick(), 50)];
  /** Nothing comes in any more, and what came is in the journal. */
  const rest = async () => {
    for (const timer of timers) clearInterval(timer);
    await accounts.close();
    while (!run.isIdle) await new Promise((resolve) => setImmediate(resolve));
  };
  return {
    ...{ run, url, performed, ends, rest },
    place: (change: Partial<OrderWish>): Promise<CommandReply> => {
      const command = placing({ instrument: BTC_USDT, ...change });
      return new Promise((resolve) => {
        replies.set(command.commandId, resolve);
        run.ask(command);
      });
    },
    lineOf: (account: VenueAccountId) => accounts.lineOf(account),
    /** Venues whose book is good now. */
    books: () => slices.of(BTC_USDT)?.venues.filter(({ book }) => book.kind === 'Good').length ?? 0,
    async close() {
      await rest();
      run.stop();
      await feed.close();
      await evidence.close();
      await lease.close();
      await Promise.all([journal.close(), store.close()]);
      await simulator.close();
    },
  };
}

function placing(change: Partial<OrderWish>): CommandInput {
  return {
    kind: 'Command',
    commandId: ids.next<CommandId>(),
    idempotencyKey: ids.next<IdempotencyKey>(),
    inputHash: ids.next<CommandId>(),
    asker: {
      person: ANNA,
      session: null,
      apiKey: null,
      correlationId: ids.next<CorrelationId>(),
    },
    act: { act: 'PlaceOrder', wish: aWish(change) },
  };
}
