/**
 * The months before a demo begins: written under the shard's lease by the engine's own journal, with bars of
 * their prices, and the world that the simulated venues go on from.
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { openDatabase, read } from '@ultrathink/db';
import { readControls } from '@ultrathink/db/controls';
import { type EngineJournal, openJournal, openLeases } from '@ultrathink/db/engine';
import type { PastStore } from '@ultrathink/db/past';
import { listVenueAccounts } from '@ultrathink/db/venue-keys';
import type { Control } from '@ultrathink/domain/engine/core';
import { type Clock, type PersonId, toEpochMs } from '@ultrathink/domain/kernel';
import type { VenueKeyId } from '@ultrathink/domain/market-data';
import { pastWorld } from '@ultrathink/venue-simulator/past';
import type { Officers } from '../officers.ts';
import type { Past } from '../past.ts';
import { unwaited } from '../unwaited.ts';
import { keepBars } from './bars.ts';
import type { PastClient } from './habits.ts';
import { type MadeMonths, makeMonths } from './months.ts';
import type { Append } from './shell.ts';
import type { PastVenueAccount } from './venues-of.ts';

export interface PastPlan {
  readonly days: number;
  readonly orders: number;
  readonly seed: string;
  readonly engineUrl: string;
  readonly migratorUrl: string;
  /** Where the simulator keeps its world; null where nobody simulates. */
  readonly simulatorFile: string | null;
  readonly onProgress?: (orders: number) => void;
}

const SHARD = 0;
const LEASE_MS = 3_600_000;
/** A batch, on a machine that is busy with everything else of a first start. */
const WRITTEN_MS = 180_000;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const CONTROLS_MOST = 1_000;

interface PastAccount extends PastVenueAccount {
  readonly key: VenueKeyId;
}

/** As of now, each account of the house at a venue has a key, which nobody ever had. */
export async function giveKeys(
  { services }: Past,
  store: PastStore,
): Promise<readonly PastAccount[]> {
  const database = await services.staffDatabase();
  const actor = { id: services.processId, scope: { kind: 'Firm' }, kind: 'System' } as const;
  const all = await read(database, actor, listVenueAccounts);
  const accounts = all
    .filter(({ client }) => client === null)
    .map(({ id, venue }) => ({ id, venue, key: services.ids.next<VenueKeyId>() }));
  for (const { id, venue, key } of accounts) {
    await tellKey(services.clock, store, { id, venue, key });
  }
  return accounts;
}

async function tellKey(
  clock: Pick<Clock, 'now'>,
  store: PastStore,
  {
    id,
    venue,
    key,
  }: { readonly id: PastAccount['id']; readonly venue: string; readonly key: VenueKeyId | null },
): Promise<void> {
  await store.tell(SHARD, clock.now(), randomUUID(), {
    kind: 'VenueAccountSet',
    venueAccount: id,
    venue: venue as never,
    client: null,
    mode: 'Live',
    key,
  });
}

/** Clients with those who trade for them, as the engine was told. */
async function clientsOf(officers: Officers, controls: readonly Control[]) {
  const { clients } = await officers.act('Leila Haddad', (call) => call.clients.list());
  const traders = new Map<string, readonly PersonId[]>();
  for (const { body } of controls) {
    if (body.kind === 'TradersSet') traders.set(body.account, body.traders);
  }
  return clients.flatMap(({ id, name, accounts }): PastClient[] => {
    const trading = accounts.map((account) => account.id);
    const own = trading.flatMap((account) => traders.get(account) ?? []);
    return own.length === 0 ? [] : [{ id, name, accounts: trading, traders: [...new Set(own)] }];
  });
}

export interface WrittenMonths {
  readonly orders: number;
  /** Of their prices; nothing that is done meanwhile reads them. */
  readonly keepBars: () => Promise<void>;
}

export async function writeMonths(
  past: Past,
  officers: Officers,
  store: PastStore,
  accounts: readonly PastAccount[],
  plan: PastPlan,
): Promise<WrittenMonths> {
  const { days, orders, seed, onProgress } = plan;
  const url = unwaited(plan.engineUrl);
  const leases = openLeases(url);
  const journal = openJournal({ url, shard: SHARD, timeoutMs: WRITTEN_MS });
  const database = openDatabase({ url, name: 'ultrathink past', maxConnections: 1 });
  try {
    const lease = await leases.take(SHARD, 'the past of a demo', LEASE_MS);
    if (lease === null) throw new Error('Another engine leads this shard.');
    await journal.load();
    const controls = await controlsAfter(database, 0);
    const untilMs = toEpochMs(past.present()) - MINUTE_MS;
    const { made, close } = await makeMonths({
      seed,
      fromMs: toEpochMs(controls[0]?.at ?? past.present()) - MINUTE_MS,
      untilMs,
      orders,
      epoch: lease.epoch,
      clients: await clientsOf(officers, controls),
      accounts,
      controls,
      append: appendTo(journal),
      ...(onProgress === undefined ? {} : { onProgress }),
    });
    past.skip(untilMs - toEpochMs(past.services.clock.now()));
    for (const { id, venue } of accounts) {
      await tellKey(past.services.clock, store, { id, venue, key: null });
    }
    const last = await controlsAfter(database, made.folded.state.controlSequence);
    const folded = await close(last, untilMs + MINUTE_MS / 2);
    const saved = await journal.saveSnapshot(folded);
    if (!saved.ok) throw new Error(`The state could not be kept: ${JSON.stringify(saved.error)}`);
    await leases.release(lease);
    if (plan.simulatorFile !== null) leaveWorld(plan.simulatorFile, made, untilMs);
    return {
      orders: made.orders,
      keepBars: () => keepBars(url, made.books, { fromMs: untilMs - days * DAY_MS, untilMs }),
    };
  } finally {
    await Promise.all([leases.close(), journal.close(), database.close()]);
  }
}

async function controlsAfter(
  database: Parameters<typeof readControls>[0],
  sequence: number,
): Promise<readonly Control[]> {
  const found: Control[] = [];
  for (;;) {
    const after = found.at(-1)?.sequence ?? sequence;
    const more = await readControls(database, SHARD, after, CONTROLS_MOST);
    found.push(...more);
    if (more.length < CONTROLS_MOST) return found;
  }
}

const appendTo =
  (journal: EngineJournal): Append =>
  async (batch) => {
    const written = await journal.append(batch);
    if (!written.ok) throw new Error(`The past was not written: ${JSON.stringify(written.error)}`);
  };

function leaveWorld(file: string, { logPrices, venues }: MadeMonths, at: number): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, pastWorld({ at, logPrices, venues }), { mode: 0o600 });
}
