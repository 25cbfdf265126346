/** The main path: an order placed, routed over three venues, filled, booked; and the books agree. */
import { openJournal, replayOrder } from '@ultrathink/db/engine';
import { anId, openTestDatabase } from '@ultrathink/db/testing';
import { encode } from '@ultrathink/domain/engine/core';
import { PLACES, qty } from '@ultrathink/domain/engine/core/testing';
import {
  add,
  type Decimal,
  decimal,
  mapEntries,
  mapGet,
  toText,
  ZERO,
} from '@ultrathink/domain/kernel';
import { CHART, parseAccountKey } from '@ultrathink/domain/ledger';
import type { VenueAccountId } from '@ultrathink/domain/market-data';
import { type ClOrdId, isEnded } from '@ultrathink/domain/trading';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { aVenueDesk } from '../../testing/venue-desk.ts';

// Bounds for a busy machine; nothing here waits for as long.
vi.setConfig({ testTimeout: 90_000 });

const database = await openTestDatabase();
const desk = await aVenueDesk(database, 'main path');
afterAll(() => desk.close());

const PATIENCE = { timeout: 30_000, interval: 100 };
const state = () => desk.run.state;
const standing = () =>
  PLACES.map((place) => {
    const known = mapGet(state().venues, place);
    return [known?.isReconciled, known?.state, (known?.fees.size ?? 0) > 0];
  });

/** What the books say is at a place of one asset. */
function booked(place: VenueAccountId, asset: string): Decimal {
  let total: Decimal = ZERO;
  for (const [key, amount] of mapEntries(state().ledger.balances)) {
    const account = parseAccountKey(key);
    if (!account.ok || !CHART[account.value.kind].isOurs) continue;
    if (account.value.place.id === place && account.value.asset === asset) {
      total = add(total, amount);
    }
  }
  return total;
}

async function atVenue(place: VenueAccountId, asset: string): Promise<Decimal | null> {
  const told = await desk.lineOf(place)?.execution.balances();
  if (told?.kind !== 'Told') return null;
  return told.value.find((one) => one.asset === asset)?.total ?? decimal('0');
}

/** That it was placed, or why not. */
async function placed(): Promise<unknown> {
  const reply = await desk.place({
    orderQty: qty('3'),
    terms: { ordType: 'Market' },
    timeInForce: 'ImmediateOrCancel',
  });
  if (reply.kind !== 'Decided' || reply.answer.kind !== 'OrderDecided') return reply;
  const { rejection, verdict } = reply.answer.decision;
  return rejection ?? verdict;
}

describe('an order', () => {
  it('is routed over three venues, filled there, and books agree with what venues have', async () => {
    await expect.poll(standing, PATIENCE).toEqual(PLACES.map(() => [true, 'UP', true]));
    await expect.poll(() => state().marks.instruments.size, PATIENCE).toBeGreaterThan(0);
    await expect.poll(desk.books, PATIENCE).toBe(3);
    // Refused until marks and rates are there too: fail closed.
    await expect.poll(placed, { ...PATIENCE, interval: 1_000 }).toBe('Placed');
    const sent = desk.performed.filter(({ kind }) => kind === 'SubmitOrder');
    expect(new Set(sent.map(({ venueAccount }) => venueAccount)).size).toBe(3);
    const working = () =>
      mapEntries(state().orders).filter(([, { order }]) => !isEnded(order.ordStatus)).length;
    await expect.poll(working, PATIENCE).toBe(0);
    for (const place of PLACES) {
      for (const asset of ['BTC', 'USDT']) {
        const ours = () => toText(booked(place, asset));
        await expect
          .poll(async () => toText((await atVenue(place, asset)) ?? ZERO), PATIENCE)
          .toBe(ours());
      }
    }
    expect(mapEntries(state().breaks)).toEqual([]);
    expect(desk.ends).toEqual([]);
  });

  it('has evidence of each exchange, secrets masked', async () => {
    const count = async () => {
      const rows = await database.sql<{ operation: string; request: string }>(
        'select operation, request::text as request from engine.evidence',
      );
      return rows.filter(({ operation }) => operation === 'order.place');
    };
    await expect.poll(async () => (await count()).length, PATIENCE).toBeGreaterThanOrEqual(3);
    for (const { request } of await count()) expect(request).not.toContain('c2VjcmV0');
  });

  it('is in the journal with all that came of it: read again, it is the same state to the byte', async () => {
    await desk.rest();
    const journal = openJournal({ url: desk.url, shard: 0 });
    const read = await journal.load();
    await journal.close();
    expect(read.sequence).toBe(desk.run.durable.sequence);
    expect(encode(read.state)).toBe(encode(desk.run.durable.state));
  });

  it('is decided again from its recorded inputs and markets, and each decision is the same', async () => {
    const [parent] = await database.sql<{ id: string }>(
      `select cl_ord_id as id from trading."order" where level = 'Parent' limit 1`,
    );
    const replay = await replayOrder(database.url('jobs'), parent?.id as ClOrdId);
    const records = replay.kind === 'Replayed' ? replay.records : [];
    expect(records.filter(({ replayed }) => replayed.kind !== 'Same')).toEqual([]);
    const told = new Set(records.map(({ input }) => input));
    // Its placing and what became of it, by whichever way a venue told that first.
    expect(told.has('Command')).toBe(true);
    expect(records.flatMap(({ events }) => events)).toContain('FillBooked');
    expect(await replayOrder(database.url('jobs'), anId<ClOrdId>())).toEqual({ kind: 'NoOrder' });
  });
});
