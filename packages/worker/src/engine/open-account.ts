/** Reaching an account at a venue: with its key, or as a paper account in the venue's live market. */
import type { EvidenceStore } from '@ultrathink/db/engine';
import { findVenueKey } from '@ultrathink/db/venue-keys';
import type { VenueAccountTerms } from '@ultrathink/domain/engine/core';
import {
  type Asset,
  add,
  type Clock,
  type Decimal,
  type Ids,
  lessThan,
  ZERO,
} from '@ultrathink/domain/kernel';
import type { InstrumentId, VenueAccountId } from '@ultrathink/domain/market-data';
import type { Log } from '@ultrathink/runtime';
import {
  connectPaper,
  openingState,
  type PaperState,
  parsePaperState,
  realTimers,
  type VenueSetup,
} from '@ultrathink/venues';
import { z } from 'zod';
import { type Addresses, CONNECT, networkOf } from '../market-data/connect.ts';
import type { MarketFeed } from '../market-data/market-feed.ts';
import { PUBLIC_RATES } from '../market-data/universe.ts';
import { openSecret } from '../market-data/venue-keys/open-secret.ts';
import type { VenueKeyParts } from '../market-data/venue-keys/parts.ts';
import { keepPaper } from './kept-paper.ts';
import type { OpenedAccount } from './venue-account.ts';
import type { AccountOpener } from './venue-accounts.ts';

/** A way to the venue and back as long as a near one's. */
const PAPER_LATENCY = { toVenueMs: 20, fromVenueMs: 20 };

/** Keys that are in use, or were until a newer one took over. */
const USABLE: ReadonlySet<string> = new Set(['Active', 'Draining']);

/** What a paper account has is kept as the journal is: under the epoch of this process alone. */
type Leading = Parameters<EvidenceStore['keepPaper']>[2];

export interface OpenerParts {
  readonly keys: VenueKeyParts;
  readonly store: Pick<EvidenceStore, 'readPaper' | 'keepPaper' | 'touchKey'>;
  readonly leading: Leading;
  /** Null where the engine follows no market. */
  readonly feed: MarketFeed | null;
  readonly instruments: readonly InstrumentId[];
  readonly addresses: Addresses;
  readonly simulator: string | undefined;
  /** Whether real venues may be reached: in a demo without a simulator nobody is asked. */
  readonly mayReach: boolean;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

export function createOpener(parts: OpenerParts): AccountOpener {
  const { keys, store, clock, log } = parts;
  const keyOf = (id: NonNullable<VenueAccountTerms['key']>) =>
    keys.door.database.prisma.$transaction((tx) => findVenueKey(tx, id));
  return {
    open: (terms) => (terms.mode === 'Paper' ? openPaper(parts, terms) : openLive(parts, terms)),
    async mayUse({ mode, key }) {
      if (mode === 'Paper' || key === null) return mode === 'Paper';
      return USABLE.has((await keyOf(key))?.status ?? '');
    },
    used({ mode, key }) {
      if (mode === 'Paper' || key === null) return;
      store.touchKey(key, clock.now()).catch((error: unknown) => {
        log.warn('It could not be kept when a key was used.', { key, error });
      });
    },
  };
}

type Named = keyof typeof CONNECT;
const NAMES = Object.keys(CONNECT) as Named[];
const namedAs = (venue: string): Named | undefined => NAMES.find((name) => name === venue);

async function openLive(
  { keys, instruments, addresses, simulator, mayReach, clock, feed, log }: OpenerParts,
  { id, venue: of, key: keyId }: VenueAccountTerms,
): Promise<OpenedAccount | null> {
  const venue = namedAs(of);
  if (venue === undefined || keyId === null || !mayReach) return null;
  const { prisma } = keys.door.database;
  const key = await prisma.$transaction((tx) => findVenueKey(tx, keyId));
  if (key === undefined || key.account !== id || !USABLE.has(key.status)) return null;
  const secret = await openSecret(keys, key);
  if (secret.kind !== 'Opened') {
    log.error('A key in use can not be opened.', { key: keyId, why: secret.kind });
    return null;
  }
  const market = feed?.venues.find((one) => one.venue === of);
  // Nothing is asked of a venue about what it does not list; before its list was read nothing is known.
  const listed = market === undefined ? instruments : instruments.filter((id) => market.lists(id));
  if (listed.length === 0) return null;
  const { passphrase, ...credentials } = secret.credentials;
  const setup: VenueSetup = {
    name: `${venue}/${key.accountLabel}`,
    credentials: { ...credentials, ...(passphrase !== null && { passphrase }) },
    network: networkOf(simulator, venue),
    instruments: listed,
    clock,
    timers: realTimers,
    random: Math.random,
    address: addresses[venue],
  };
  const connection = await CONNECT[venue](setup);
  const { execution } = connection;
  if (execution === null) return null;
  const told = await execution.permissions();
  if (told.kind === 'Told' && (told.value.mayWithdraw || !told.value.mayTrade)) {
    log.error('A key may withdraw, or may not trade: it is not used.', { key: keyId });
    await connection.close();
    return null;
  }
  return {
    execution,
    health: () => connection.health(),
    marketState: () => market?.standing.state ?? 'DOWN',
    close: () => connection.close(),
  };
}

// ------------------------------------------------------------------ paper

const savedSchema = z.strictObject({
  /** The last control input that moved money here. */
  controls: z.number().int().nonnegative(),
  paper: z.string(),
});
type Saved = z.infer<typeof savedSchema>;

async function readSaved(
  store: OpenerParts['store'],
  id: VenueAccountId,
): Promise<{ readonly saved: Saved; readonly state: PaperState }> {
  const text = await store.readPaper(id);
  if (text === null) return { saved: { controls: 0, paper: '' }, state: openingState([]) };
  const saved = savedSchema.parse(JSON.parse(text));
  const state = parsePaperState(saved.paper);
  if (!state.ok) throw new Error(`The paper account ${id} can not be read: ${state.error.detail}`);
  return { saved, state: state.value };
}

async function openPaper(
  { store, leading, feed, instruments, clock, ids }: OpenerParts,
  { id, venue: of }: VenueAccountTerms,
): Promise<OpenedAccount | null> {
  const venue = namedAs(of);
  const market = feed?.venues.find((one) => one.venue === of);
  const connection = market?.connection;
  if (venue === undefined || market === undefined || connection === undefined) return null;
  const { saved, state } = await readSaved(store, id);
  const paper = await connectPaper({
    name: `${venue}/paper`,
    venue: connection,
    instruments: instruments.filter((one) => market.lists(one)),
    clock,
    timers: realTimers,
    ids,
    rates: () => PUBLIC_RATES[venue],
    latency: PAPER_LATENCY,
    state,
  });
  const execution = keepPaper({
    paper,
    clock,
    save: (text) => store.keepPaper(id, JSON.stringify({ ...saved, paper: text }), leading),
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms).unref()),
  });
  return {
    execution,
    health: null,
    marketState: () => market.standing.state,
    close: () => execution.close(),
  };
}

/**
 * Money that people say came to, or left, a paper account: it moves at the venue before the books take
 * it, as real money does. The same control input again moves nothing.
 * @throws when the account can't be read or saved, or when another leads its shard.
 */
export async function movePaperMoney(
  { store, leading }: Pick<OpenerParts, 'store' | 'leading'>,
  id: VenueAccountId,
  move: { readonly asset: Asset; readonly amount: Decimal; readonly sequence: number },
): Promise<void> {
  const { saved, state } = await readSaved(store, id);
  if (saved.controls >= move.sequence) return;
  const others = state.balances.filter(({ asset }) => asset !== move.asset);
  const before = state.balances.find(({ asset }) => asset === move.asset);
  const total = add(before?.total ?? ZERO, move.amount);
  // What is not there can't leave: the books will show the difference as a break.
  const balance = {
    asset: move.asset,
    held: before?.held ?? ZERO,
    total: lessThan(total, ZERO) ? ZERO : total,
  };
  const moved = { ...state, balances: [...others, balance] };
  const paper = JSON.stringify(moved);
  await store.keepPaper(id, JSON.stringify({ controls: move.sequence, paper }), leading);
}
