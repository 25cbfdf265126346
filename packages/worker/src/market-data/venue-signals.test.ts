import { addMs, fromEpochMs } from '@ultrathink/domain/kernel';
import {
  Book,
  type InstrumentId,
  observeVenue,
  unheardVenue,
  type VenueLimits,
} from '@ultrathink/domain/market-data';
import type { ConnectionHealth, TradingStatus, VenueInstrument } from '@ultrathink/venues';
import { describe, expect, it } from 'vitest';
import { historyOf } from './venue-report.ts';
import { signalsOf } from './venue-signals.ts';

const at = fromEpochMs(1_795_000_000_000);
const LIMITS: VenueLimits = { silentMs: 15_000, p99Ms: 1, clockMs: 1_000, headroomShare: 0 };

const aBook = (isGood = true): Book => {
  const book = new Book();
  if (isGood) book.apply({ kind: 'Snapshot', last: 1, at, bids: [['1', '1']], asks: [] });
  return book;
};

const listed = (id: string, status: TradingStatus = 'Open') =>
  ({ instrument: { id: id as InstrumentId }, status }) as VenueInstrument;

type Line = ConnectionHealth['lines'][number];
const health = (changes: Partial<ConnectionHealth> = {}, breaker?: Line['breaker']) =>
  ({
    lines: [
      { budgets: {}, breaker: breaker ?? { state: 'Closed', reason: null, until: null } } as Line,
    ],
    streams: [{ name: 'market', state: 'Open', lastHeardAt: at } as never],
    clockOffset: null,
    instrumentsAt: at,
    ...changes,
  }) as ConnectionHealth;

const books = (...entries: [string, Book][]) => ({
  good: new Map(entries.map(([id, book]) => [id as InstrumentId, book])),
  statuses: entries.map(([id]) => listed(id)),
});

/** After so many looks, a second apart: what was down comes back by way of RECONCILING. */
function standingOf(
  seen: Parameters<typeof signalsOf>[0],
  { given = books(['A/B', aBook()]), looks = 3 } = {},
) {
  let standing = unheardVenue(at, LIMITS);
  for (let n = 1; n <= looks; n += 1) {
    const now = addMs(at, n * 1_000);
    standing = observeVenue(standing, signalsOf(seen, given, now), LIMITS, now);
  }
  return standing;
}
const stateOf = (...args: Parameters<typeof standingOf>) => standingOf(...args).state;

describe('a connection that listens', () => {
  it('is down before it was made, and before anything was heard', () => {
    expect(stateOf(undefined)).toBe('DOWN');
    expect(stateOf(health({ streams: [] }))).toBe('DOWN');
  });

  it('is up once it is heard and every book is whole, and not before', () => {
    expect(stateOf(health())).toBe('UP');
    const given = books(['A/B', aBook()], ['C/D', aBook(false)]);
    expect(stateOf(health(), { given })).toBe('RECONCILING');
  });

  it('does not wait for the book of what is closed', () => {
    const given = books(['A/B', aBook()]);
    const statuses = [...given.statuses, listed('C/D', 'Closed')];
    expect(signalsOf(health(), { ...given, statuses }, at).reconciledFrom).toBe(at);
  });

  it.each([
    ['RateLimited', 'DEGRADED'],
    ['Banned', 'DOWN'],
    ['Maintenance', 'MAINTENANCE'],
    ['FiveInARow', 'DOWN'],
  ])('whose breaker opened by %s is %s', (reason, expected) => {
    expect(stateOf(health({}, { state: 'Open', reason, until: at }))).toBe(expected);
  });

  it.each([
    [['RateLimited', 'Banned'], 'DOWN'],
    [['RateLimited', 'Maintenance'], 'MAINTENANCE'],
    [['Maintenance', 'Faults', 'RateLimited'], 'DOWN'],
  ])('whose lines are open by %j is as the strictest of them makes it: %s', (reasons, expected) => {
    const lineOf = (reason: string | null): Line =>
      ({
        budgets: {},
        breaker: { state: reason === null ? 'Closed' : 'Open', reason, until: at },
      }) as Line;
    expect(stateOf(health({ lines: [null, ...reasons].map(lineOf) }))).toBe(expected);
    expect(stateOf(health({ lines: [...reasons.toReversed(), null].map(lineOf) }))).toBe(expected);
  });

  it('A7-21 whose machine had its clock set of late is degraded, and says by how much', () => {
    const given = { ...books(['A/B', aBook()]), clockSetByMs: -600_000 };
    const { state, reasons } = standingOf(health(), { given });
    expect([state, reasons]).toEqual(['DEGRADED', [{ code: 'ClockSet', byMs: -600_000 }]]);
  });

  it('is what the venue says of all its instruments at once, and of one alone it says nothing', () => {
    const word = (...statuses: TradingStatus[]) =>
      signalsOf(
        health(),
        { good: new Map(), statuses: statuses.map((status) => listed('A/B', status)) },
        at,
      ).says;
    expect(word('CancelOnly', 'CancelOnly')).toBe('CancelOnly');
    expect(word('CancelOnly', 'Open')).toBeNull();
    expect(word()).toBeNull();
  });

  it('has every state it was in told, newest first, each with the reasons it had', () => {
    const standing = standingOf(health());
    expect(historyOf({ standing })).toMatchObject([
      { state: 'UP', since: addMs(at, 2_000), reasons: [] },
      { state: 'RECONCILING', since: addMs(at, 1_000), reasons: [{ code: 'ReconcileSince' }] },
    ]);
  });
});
