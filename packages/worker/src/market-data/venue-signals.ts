/** What is seen of a connection that listens, as the domain judges it. */
import type { UtcTime } from '@ultrathink/domain/kernel';
import type { Book, InstrumentId, VenueSignals } from '@ultrathink/domain/market-data';
import type { ConnectionHealth, VenueInstrument } from '@ultrathink/venues';

interface Books {
  readonly good: ReadonlyMap<InstrumentId, Book>;
  /** Every instrument that is followed here, as it may be traded now. */
  readonly statuses: readonly VenueInstrument[];
}

interface Seen extends Books {
  readonly clockSetByMs?: number | null;
}

const NOTHING: VenueSignals = {
  heardAt: null,
  breaker: null,
  says: null,
  streams: [],
  p99Ms: null,
  clock: null,
  clockSetByMs: null,
  budgets: {},
  reconciledFrom: null,
};

/**
 * @param health undefined before the connection was made: nothing is known.
 * @param seen `clockSetByMs`: by how much this machine's time of day was set of late, null if not
 */
export function signalsOf(
  health: ConnectionHealth | undefined,
  { good, statuses, clockSetByMs = null }: Seen,
  at: UtcTime,
): VenueSignals {
  if (health === undefined) return NOTHING;
  const heard = health.streams.flatMap(({ lastHeardAt }) => lastHeardAt ?? []).sort();
  return {
    heardAt: heard.at(-1) ?? null,
    breaker: breakerOf(health),
    says: wordOf(statuses),
    streams: health.streams
      .filter(({ state }) => state !== 'Closed')
      .map(({ name, state }) => ({ name, carries: 'MarketData', isOpen: state === 'Open' })),
    // Of acts alone, and this connection has none.
    p99Ms: null,
    clock: health.clockOffset,
    clockSetByMs,
    budgets: Object.assign({}, ...health.lines.map(({ budgets }) => budgets)),
    // Good books are whole by what they are: nothing that was missed is missing in them.
    reconciledFrom: isWhole(good, statuses) ? at : null,
  };
}

function isWhole(good: Books['good'], statuses: Books['statuses']): boolean {
  return statuses.every(
    ({ status, instrument }) =>
      status === 'Closed' || good.get(instrument.id)?.state.kind === 'Good',
  );
}

/** The strictest first, as the domain judges them; what it does not know counts as a fault. */
const OPENINGS = ['Banned', 'Faults', 'Maintenance', 'RateLimited'] as const;

/** Of all lines; null where none is open. */
function breakerOf({ lines }: ConnectionHealth): VenueSignals['breaker'] {
  const open = lines.flatMap(({ breaker: { state, reason } }) =>
    state === 'Closed' ? [] : [OPENINGS.find((known) => known === reason) ?? 'Faults'],
  );
  return OPENINGS.find((reason) => open.includes(reason)) ?? null;
}

/** Of all the venue's instruments at once; null where they differ. */
function wordOf(statuses: Books['statuses']): VenueSignals['says'] {
  const [first, ...others] = statuses.map(({ status }) => status);
  return first !== undefined && others.every((status) => status === first) ? first : null;
}
