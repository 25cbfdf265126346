/** What only the engine's ledger and orders know: it is told, and judges once more. */
import type { Tx } from '@ultrathink/db';
import { blockVersion } from '@ultrathink/db/trading';
import { findVenueAccount } from '@ultrathink/db/venue-keys';
import { type AccountId, type ClientId, ok, type Result } from '@ultrathink/domain/kernel';
import type { VenueAccountId } from '@ultrathink/domain/market-data';
import type { ExecutorRefusal } from '../executor.ts';
import { accountsOf, controlExecutor, type Found, refused, requireAccount } from './control.ts';

export const bookDeposit = controlExecutor({
  act: 'ledger.proposeDeposit',
  event: 'ledger.bookDeposit',
  subject: ({ account }) => ({ kind: 'Account', id: account }),
  find: ({ tx }, { client, account, entries }) =>
    findPlaces(tx, { client, account, places: entries.map(({ venueAccount }) => venueAccount) }),
});

export const bookWithdrawal = controlExecutor({
  act: 'ledger.proposeWithdrawal',
  event: 'ledger.bookWithdrawal',
  subject: ({ account }) => ({ kind: 'Account', id: account }),
  find: ({ tx }, { client, account, venueAccount }) =>
    findPlaces(tx, { client, account, places: [venueAccount] }),
});

/** The account is the client's, and each place the client's or the house's. */
async function findPlaces(
  tx: Tx,
  asked: {
    readonly client: ClientId;
    readonly account: AccountId;
    readonly places: readonly VenueAccountId[];
  },
): Promise<Result<Found, ExecutorRefusal>> {
  const { client, account, places } = asked;
  const there = await requireAccount(tx, client, account);
  if (!there.ok) return there;
  for (const id of new Set(places)) {
    const place = await findVenueAccount(tx, id);
    const isTheirs = place !== undefined && (place.client === null || place.client === client);
    if (!isTheirs) return refused({ code: 'NoVenueAccount' });
  }
  return ok({ client, version: 0, before: undefined });
}

export const closeBreak = controlExecutor({
  act: 'portfolio.proposeBreakClose',
  event: 'portfolio.closeBreak',
  subject: ({ breakId }) => ({ kind: 'Break', id: breakId }),
  async find({ tx }, { client, posting }) {
    if (client !== null) {
      const there =
        posting === null
          ? await accountsOf(tx, client)
          : await requireAccount(tx, client, posting.account);
      if (!there.ok) return there;
    }
    return ok({ client, version: 0, before: undefined });
  },
});

export const assertOutcome = controlExecutor({
  act: 'trading.proposeOutcome',
  event: 'trading.assertOutcome',
  subject: ({ clOrdId }) => ({ kind: 'Order', id: clOrdId }),
  async find({ tx }, { client }) {
    const there = client === null ? ok(null) : await accountsOf(tx, client);
    return there.ok ? ok({ client, version: 0, before: undefined }) : there;
  },
});

/**
 * The version that it replaces is of the world: of two proposals about a block the second is stale. Who
 * proposed it sees every client of it; that each leg is one's own account the engine judges.
 */
export const reallocateBlock = controlExecutor({
  act: 'trading.proposeReallocation',
  event: 'trading.agreeReallocation',
  subject: ({ clOrdId }) => ({ kind: 'Order', id: clOrdId }),
  async find({ tx }, { client, clOrdId, replaces, before }) {
    const version = await blockVersion(tx, clOrdId);
    if (version === null) return refused({ code: 'NoBlock' });
    if (version.hash !== replaces) return refused({ code: 'BlockDividedAnew' });
    const { version: last } = version;
    return ok({ client, version: last + 1, before: { legs: before }, world: replaces });
  },
});
