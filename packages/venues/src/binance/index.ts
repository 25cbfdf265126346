/** Binance spot. */
import type { Clock } from '@ultrathink/domain/kernel';
import { type CcxtSigner, loadSigner } from '../common/ccxt.ts';
import type { Answer } from '../contract/answer.ts';
import type { ConnectionLimits, VenueConnection, VenueSetup } from '../contract/connection.ts';
import type { InstrumentList } from '../contract/market-data-client.ts';
import {
  ClockOffset,
  createAddressBudget,
  createLine,
  keepOffset,
  type LineSetup,
  openStream,
  type Stream,
} from '../line/index.ts';
import { open } from './calls.ts';
import { createExecutionClient } from './execution-client.ts';
import { ADDRESS_BUDGETS, KEY_BUDGETS, LIMITS } from './limits.ts';
import { createMarketDataClient } from './market-data-client.ts';
import { parseInstruments } from './parse-instruments.ts';
import { parseTime } from './parse-market.ts';
import type { BinanceParts } from './parts.ts';
import { Statuses } from './status.ts';
import { Symbols } from './symbols.ts';
import { Wire } from './wire.ts';

/**
 * Connects, measures the venue's clock and reads what it lists. Where that can't be had the connection
 * is given all the same, and tries again by itself: until then it places nothing.
 */
export async function connectBinance(setup: VenueSetup): Promise<VenueConnection> {
  const limits = { ...LIMITS, ...setup.limits };
  const signer = await loadSigner('binance', setup.credentials, setup.network);
  const { clock } = setup;
  const address = setup.address ?? createAddressBudget({ clock, budgets: ADDRESS_BUDGETS });
  const shared = lineSetup(setup, signer);
  const openLine = createLine({ ...shared, name: `${setup.name}/public`, address });
  const keyLine =
    setup.credentials === null
      ? null
      : createLine({
          ...shared,
          name: `${setup.name}/key`,
          budgets: KEY_BUDGETS,
          address,
          // The cheapest question of the key, so that orders go on without anybody asking. The test
          // network tells no permissions.
          onHalfOpen: () =>
            void (setup.network === 'Test' ? execution?.balances() : execution?.permissions()),
        });
  const streams = new Set<Stream>();
  const venueClock = new ClockOffset(clock);
  const wire = new Wire({
    signer,
    lines: { open: openLine, key: keyLine },
    clock,
    venueClock,
    limits,
    onClockRefused: () => keeper.refused(),
  });
  // What is asked before the first measurement is asked by our own time of day.
  await measure(wire, venueClock, clock);
  const keeper = keepOffset({
    offset: venueClock,
    clock,
    timers: setup.timers,
    ask: () => askTime(wire),
    everyMs: limits.refreshMs,
    ...(setup.onClockJump === undefined ? {} : { onJump: setup.onClockJump }),
  });
  const { parts, refresh, stop } = assemble({ setup, limits, signer, wire, venueClock, streams });
  const market = createMarketDataClient(parts);
  const execution = keyLine === null ? null : createExecutionClient(parts);
  await parts.readInstruments();
  return {
    market,
    execution,
    refresh,
    health: () => ({
      lines: [openLine, ...(keyLine === null ? [] : [keyLine])].map((line) => line.health()),
      streams: [...streams].map((stream) => stream.health()),
      clockOffset: venueClock.offset(),
      instrumentsAt: parts.symbols.at,
    }),
    async close() {
      stop();
      keeper.close();
      await Promise.all([market.close(), execution?.close()]);
      await Promise.all([openLine.close(), keyLine?.close()]);
    },
  };
}

function lineSetup(
  setup: VenueSetup,
  { addresses }: CcxtSigner,
): Omit<LineSetup, 'name' | 'address'> {
  const { clock, timers, credentials, onEvidence, onLatency } = setup;
  const apis = [addresses['public'], addresses['private'], addresses['sapi']];
  const origins = apis.flatMap((url) => (typeof url === 'string' ? [new URL(url).origin] : []));
  return {
    clock,
    timers,
    origins: [...new Set(origins)],
    budgets: {},
    mostInFlight: 8,
    secrets: {
      headers: ['x-mbx-apikey'],
      parameters: ['signature'],
      values: credentials === null ? [] : [credentials.secret],
    },
    ...(onEvidence === undefined ? {} : { onEvidence }),
    ...(onLatency === undefined ? {} : { onLatency }),
  };
}

async function askTime(wire: Wire) {
  const time = await wire.ask(open('time', 'time', 1, {}), parseTime);
  if (time.kind === 'NoInformation') return null;
  return { venue: time.value, durationMs: time.evidence.durationMs };
}

async function measure(wire: Wire, venueClock: ClockOffset, clock: Clock): Promise<void> {
  const told = await askTime(wire);
  const receivedMs = clock.monotonicMs();
  if (told !== null) venueClock.measured(told.venue, receivedMs - told.durationMs, receivedMs);
}

interface Assembly
  extends Pick<BinanceParts, 'setup' | 'limits' | 'signer' | 'wire' | 'venueClock'> {
  readonly limits: ConnectionLimits;
  readonly streams: Set<Stream>;
}

function assemble({ streams, ...given }: Assembly) {
  const { setup, wire, venueClock, limits } = given;
  const symbols = new Symbols();
  const statuses = new Statuses();
  const readInstruments = async (): Promise<Answer<InstrumentList>> => {
    const answer = await wire.ask(open('instruments', 'exchangeInfo', 20, {}), parseInstruments);
    if (answer.kind === 'NoInformation') return answer;
    symbols.replace(answer.value, setup.clock.now());
    statuses.learnAll(answer.value.listed);
    return answer;
  };
  // The whole list is megabytes, and reading it would hold up whatever else this process does.
  const readOwn = async (): Promise<void> => {
    const own = setup.instruments.flatMap((id) => symbols.find(id)?.symbol ?? []);
    const isKnown = symbols.at !== null && own.length === setup.instruments.length;
    if (!isKnown) await readInstruments();
    if (!isKnown || own.length === 0) return;
    const call = open('instruments', 'exchangeInfo', 20, { symbols: JSON.stringify(own) });
    const answer = await wire.ask(call, parseInstruments);
    if (answer.kind === 'Told') {
      symbols.update(answer.value.listed, setup.clock.now());
      statuses.learn(answer.value.listed);
      // One of them is listed no more.
    } else if (answer.evidence?.response?.status === 400) await readInstruments();
  };
  const refresh = async () => {
    await measure(wire, venueClock, setup.clock);
    return readInstruments();
  };
  const rounds = every(setup, limits.refreshMs, readOwn);
  const parts: BinanceParts = {
    ...given,
    symbols,
    readInstruments,
    onStatus: statuses.onStatus,
    lookAgain: () => void readOwn(),
    openStream: (options) => {
      for (const known of streams) if (known.health().state === 'Closed') streams.delete(known);
      const stream = openStream(options);
      streams.add(stream);
      return stream;
    },
  };
  return { parts, refresh, stop: rounds };
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
