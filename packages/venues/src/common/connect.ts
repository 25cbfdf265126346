/**
 * How every adapter connects: two lines, the venue's clock, what it lists, and rounds that keep all of
 * it true. Where something can't be had the connection is given all the same, and tries again by
 * itself: until then it places nothing.
 */
import type { Clock, UtcTime } from '@ultrathink/domain/kernel';
import type { Answer } from '../contract/answer.ts';
import type { ConnectionLimits, VenueConnection, VenueSetup } from '../contract/connection.ts';
import type { ExecutionClient } from '../contract/execution-client.ts';
import type { InstrumentList, MarketDataClient } from '../contract/market-data-client.ts';
import {
  type BudgetRule,
  ClockOffset,
  createAddressBudget,
  createLine,
  keepOffset,
  type LineSetup,
  openStream,
  type Stream,
  type StreamOptions,
} from '../line/index.ts';
import type { Lines } from './asking.ts';

type Budgets = Readonly<Record<string, BudgetRule>>;

/** What the clients of every connection share; each venue adds its own. */
export interface CommonParts<Wire> {
  readonly setup: VenueSetup;
  readonly limits: ConnectionLimits;
  readonly wire: Wire;
  readonly venueClock: ClockOffset;
  /** Opens a stream and keeps it for the connection's health. */
  readonly openStream: (options: StreamOptions) => Stream;
}

interface Listed {
  /** Reads the list of instruments anew, and keeps it. */
  readonly readInstruments: () => Promise<Answer<InstrumentList>>;
}

/** What one venue has of its own. */
export interface VenueShape<Wire, Parts extends CommonParts<Wire> & Listed> {
  readonly limits: ConnectionLimits;
  /** Addresses of its APIs as ccxt names them; what is no text is passed over. */
  readonly apis: readonly unknown[];
  readonly secrets: LineSetup['secrets'];
  readonly addressBudgets: Budgets;
  readonly keyBudgets: Budgets;
  readonly mostInFlight: { readonly open: number; readonly key: number };
  /** How finely the venue tells its time, in ms. */
  readonly clockStepMs?: number;
  /** `onTimeDoubted`: the venue said something that a wrong idea of its time would explain. */
  readonly wire: (given: {
    readonly lines: Lines;
    readonly venueClock: ClockOffset;
    readonly onTimeDoubted: () => void;
  }) => Wire;
  readonly askTime: (wire: Wire) => Promise<Answer<UtcTime>>;
  readonly parts: (common: CommonParts<Wire>) => Parts;
  readonly market: (parts: Parts) => MarketDataClient;
  readonly execution: (parts: Parts) => ExecutionClient;
  /** The cheapest question of the key, so that orders go on without anybody asking. */
  readonly onHalfOpen: (execution: ExecutionClient) => unknown;
  /** What is done each `refreshMs`; `refresh` reads the clock and the whole list. */
  readonly round: (parts: Parts, refresh: () => Promise<unknown>) => Promise<unknown>;
  readonly instrumentsAt: (parts: Parts) => UtcTime | null;
}

export async function connectVenue<Wire, Parts extends CommonParts<Wire> & Listed>(
  setup: VenueSetup,
  shape: VenueShape<Wire, Parts>,
): Promise<VenueConnection> {
  const { clock, timers } = setup;
  const { limits } = shape;
  const { openLine, keyLine } = openLines(setup, shape, () => {
    if (execution !== null) void shape.onHalfOpen(execution);
  });
  const streams = keptStreams();
  const venueClock = new ClockOffset(clock, shape.clockStepMs);
  const wire = shape.wire({
    lines: { open: openLine, key: keyLine },
    venueClock,
    onTimeDoubted: () => keeper.refused(),
  });
  const askTime = async () => {
    const time = await shape.askTime(wire);
    if (time.kind === 'NoInformation') return null;
    return { venue: time.value, durationMs: time.evidence.durationMs };
  };
  const measure = () => measureClock(askTime, venueClock, clock);
  // What is asked before the first measurement is asked by our own time of day.
  await measure();
  const keeper = keepOffset({
    offset: venueClock,
    clock,
    timers,
    ask: askTime,
    everyMs: limits.refreshMs,
    ...(setup.onClockJump === undefined ? {} : { onJump: setup.onClockJump }),
  });
  const parts = shape.parts({ setup, limits, wire, venueClock, openStream: streams.open });
  const market = shape.market(parts);
  const execution = keyLine === null ? null : shape.execution(parts);
  const refresh = async () => {
    await measure();
    return parts.readInstruments();
  };
  await parts.readInstruments();
  const stop = every(setup, limits.refreshMs, () => shape.round(parts, refresh));
  const lines = [openLine, ...(keyLine === null ? [] : [keyLine])];
  return {
    market,
    execution,
    refresh,
    health: () => ({
      lines: lines.map((line) => line.health()),
      streams: streams.health(),
      clockOffset: venueClock.offset(),
      instrumentsAt: shape.instrumentsAt(parts),
    }),
    async close() {
      stop();
      keeper.close();
      await Promise.all([market.close(), execution?.close()]);
      await Promise.all(lines.map((line) => line.close()));
    },
  };
}

type Lined = Pick<
  VenueShape<never, never>,
  'apis' | 'secrets' | 'addressBudgets' | 'keyBudgets' | 'mostInFlight'
>;

function openLines(setup: VenueSetup, shape: Lined, onHalfOpen: () => void) {
  const { clock, timers, name, onEvidence, onLatency } = setup;
  const origins = shape.apis.flatMap((url) =>
    typeof url === 'string' ? [new URL(url).origin] : [],
  );
  const shared = {
    clock,
    timers,
    origins: [...new Set(origins)],
    secrets: shape.secrets,
    address: setup.address ?? createAddressBudget({ clock, budgets: shape.addressBudgets }),
    ...(onEvidence === undefined ? {} : { onEvidence }),
    ...(onLatency === undefined ? {} : { onLatency }),
  };
  const { open, key } = shape.mostInFlight;
  const openLine = createLine({
    ...shared,
    name: `${name}/public`,
    budgets: {},
    mostInFlight: open,
  });
  if (setup.credentials === null) return { openLine, keyLine: null };
  const budgets = shape.keyBudgets;
  const keyLine = createLine({
    ...shared,
    name: `${name}/key`,
    budgets,
    mostInFlight: key,
    onHalfOpen,
  });
  return { openLine, keyLine };
}

async function measureClock(
  askTime: () => Promise<{ readonly venue: UtcTime; readonly durationMs: number } | null>,
  venueClock: ClockOffset,
  clock: Clock,
): Promise<void> {
  const told = await askTime();
  const receivedMs = clock.monotonicMs();
  if (told !== null) venueClock.measured(told.venue, receivedMs - told.durationMs, receivedMs);
}

/** Those that are open, and those that nobody has looked at since they closed. */
function keptStreams() {
  const streams = new Set<Stream>();
  return {
    open(options: StreamOptions): Stream {
      for (const known of streams) if (known.health().state === 'Closed') streams.delete(known);
      const stream = openStream(options);
      streams.add(stream);
      return stream;
    },
    health: () => [...streams].map((stream) => stream.health()),
  };
}

/** Again and again, each time after the last has ended; answers with what stops it. */
function every({ timers }: VenueSetup, ms: number, run: () => Promise<unknown>): () => void {
  let isStopped = false;
  let cancel: () => void = () => undefined;
  const next = () => {
    cancel = timers.after(ms, async () => {
      await run();
      if (!isStopped) next();
    });
  };
  next();
  return () => {
    isStopped = true;
    cancel();
  };
}
