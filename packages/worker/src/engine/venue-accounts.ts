/**
 * All accounts of the shard at venues: one connection each, opened and closed as people's decisions
 * say. One that can't be opened is tried again; the others go on.
 */
import type { Config, EngineState, VenueAccountTerms } from '@ultrathink/domain/engine/core';
import { type Clock, mapEntries, mapGet } from '@ultrathink/domain/kernel';
import type { VenueAccountId } from '@ultrathink/domain/market-data';
import type { Log } from '@ultrathink/runtime';
import type { AccountLine } from './effects.ts';
import { type OpenedAccount, VenueAccount, type VenueAccountParts } from './venue-account.ts';

const OPEN_AGAIN_MS = 5_000;
const KEY_LOOKED_EVERY_MS = 5_000;
/** A connection that was replaced by one with a newer key ends what it has begun. */
const DRAIN_MS = 20_000;

/** How an account is reached; null: not now. Never throws for what a venue or a key can be. */
export interface AccountOpener {
  open(terms: VenueAccountTerms): Promise<OpenedAccount | null>;
  /** Whether the key may still be used. */
  mayUse(terms: VenueAccountTerms): Promise<boolean>;
  /** It was used just now. */
  used(terms: VenueAccountTerms): void;
}

export interface VenueAccountsParts extends Pick<VenueAccountParts, 'clock' | 'log' | 'offer'> {
  readonly clock: Clock;
  readonly log: Log;
  readonly opener: AccountOpener;
}

interface Entry {
  terms: VenueAccountTerms;
  account: VenueAccount | null;
  /** Of the opening that runs; null: none does. */
  opening: Promise<void> | null;
  openAgainMs: number;
  keyLookedMs: number;
  isUsed: boolean;
}

const isSame = (a: VenueAccountTerms, b: VenueAccountTerms) =>
  a.key === b.key && a.mode === b.mode && a.venue === b.venue;

export class VenueAccounts {
  readonly #parts: VenueAccountsParts;
  readonly #entries = new Map<VenueAccountId, Entry>();
  readonly #draining = new Map<NodeJS.Timeout, VenueAccount>();
  /** Accounts that must not be open now. */
  readonly #shut = new Map<VenueAccountId, number>();
  #config: Config['venueAccounts'] | null = null;
  #isClosed = false;

  constructor(parts: VenueAccountsParts) {
    this.#parts = parts;
  }

  lineOf(id: VenueAccountId): AccountLine | null {
    const entry = this.#entries.get(id);
    if (entry === undefined || entry.account === null) return null;
    entry.isUsed = true;
    return entry.account;
  }

  /** How many there are, and how many are connected. */
  counts(): { readonly wanted: number; readonly open: number } {
    const all = [...this.#entries.values()];
    return { wanted: all.length, open: all.filter(({ account }) => account !== null).length };
  }

  /** About once a second, and whenever people decided something. */
  observe(state: EngineState): void {
    if (this.#isClosed) return;
    if (state.config.venueAccounts !== this.#config) this.#sync(state.config);
    const nowMs = this.#parts.clock.monotonicMs();
    for (const entry of this.#entries.values()) {
      entry.account?.observe(state);
      if (entry.account === null) {
        const mayOpen = entry.opening === null && !this.#shut.has(entry.terms.id);
        if (mayOpen && nowMs >= entry.openAgainMs) entry.opening = this.#open(entry, state);
      } else if (nowMs - entry.keyLookedMs >= KEY_LOOKED_EVERY_MS) void this.#lookAtKey(entry);
    }
  }

  tellAgain(): void {
    for (const { account } of this.#entries.values()) account?.tellAgain();
  }

  /** Closes the connection, does this, and lets it be opened again. @throws what `work` throws. */
  async whileClosed(id: VenueAccountId, work: () => Promise<void>): Promise<void> {
    this.#shut.set(id, (this.#shut.get(id) ?? 0) + 1);
    try {
      const entry = this.#entries.get(id);
      await entry?.opening;
      const account = entry?.account ?? null;
      if (entry !== undefined) entry.account = null;
      await account?.close();
      await work();
      if (entry !== undefined) entry.openAgainMs = 0;
    } finally {
      const left = (this.#shut.get(id) ?? 1) - 1;
      if (left === 0) this.#shut.delete(id);
      else this.#shut.set(id, left);
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const open = [...this.#entries.values()].flatMap(({ account }) => account ?? []);
    const draining = [...this.#draining];
    for (const [timer] of draining) clearTimeout(timer);
    this.#entries.clear();
    this.#draining.clear();
    const all = [...open, ...draining.map(([, account]) => account)];
    await Promise.allSettled(all.map((account) => account.close()));
  }

  #sync({ venueAccounts }: Config): void {
    this.#config = venueAccounts;
    for (const [id, entry] of this.#entries) {
      const terms = mapGet(venueAccounts, id);
      if (terms === undefined || !isReachable(terms)) this.#drop(id, entry);
      else if (!isSame(terms, entry.terms)) {
        // The one before goes on until the new one is there.
        entry.terms = terms;
        entry.openAgainMs = 0;
        if (entry.account !== null) this.#drain(entry.account);
        entry.account = null;
      }
    }
    for (const [id, terms] of mapEntries(venueAccounts)) {
      if (this.#entries.has(id) || !isReachable(terms)) continue;
      const fresh = { account: null, opening: null, openAgainMs: 0, isUsed: false };
      this.#entries.set(id, { terms, ...fresh, keyLookedMs: 0 });
    }
  }

  #drop(id: VenueAccountId, entry: Entry): void {
    this.#entries.delete(id);
    if (entry.account !== null) this.#drain(entry.account);
  }

  #drain(account: VenueAccount): void {
    const timer = setTimeout(() => {
      this.#draining.delete(timer);
      account.close().catch(() => undefined);
    }, DRAIN_MS);
    this.#draining.set(timer, account);
  }

  async #open(entry: Entry, state: EngineState): Promise<void> {
    const { clock, log, opener, offer } = this.#parts;
    const { terms } = entry;
    const { id, venue } = terms;
    entry.openAgainMs = clock.monotonicMs() + OPEN_AGAIN_MS;
    try {
      const opened = await opener.open(terms);
      if (opened === null) return;
      const isWanted = this.#entries.get(id) === entry && isSame(entry.terms, terms);
      if (this.#isClosed || !isWanted) return await opened.close();
      const watermark = mapGet(state.venues, id)?.watermark ?? null;
      entry.account = new VenueAccount(opened, { id, venue, clock, log, offer }, watermark);
      entry.keyLookedMs = clock.monotonicMs();
      opener.used(terms);
      log.info('An account at a venue is connected.', { venueAccount: id, venue });
    } catch (error) {
      log.error('An account at a venue can not be connected. Trying again.', { id, error });
    } finally {
      entry.opening = null;
    }
  }

  async #lookAtKey(entry: Entry): Promise<void> {
    const { clock, log, opener } = this.#parts;
    const { terms, account } = entry;
    entry.keyLookedMs = clock.monotonicMs();
    if (entry.isUsed) opener.used(terms);
    entry.isUsed = false;
    // A database that is away says nothing of the key.
    const mayUse = await opener.mayUse(terms).catch(() => true);
    if (mayUse || entry.account !== account || account === null) return;
    log.warn('A key may no longer be used. Its connection is closed.', { venueAccount: terms.id });
    entry.account = null;
    await account.close();
  }
}

/** A paper account needs no key. */
function isReachable({ mode, key }: VenueAccountTerms): boolean {
  return mode === 'Paper' || key !== null;
}
