/**
 * A shard of any size: accounts, instruments, orders that work and orders that have ended, each made by
 * `step` as a real one is, in a time of its own that ends now.
 */
import { createHash } from 'node:crypto';
import { anId } from '@ultrathink/db/testing';
import {
  apply,
  type ControlBody,
  type Decided,
  EMPTY_STATE,
  type EngineEvent,
  type EngineState,
  type Input,
  type InputBody,
  type InputId,
  JOURNAL_VERSION,
  type MarketSlice,
  nextDue,
  stepLean,
} from '@ultrathink/domain/engine/core';
import {
  ANNA,
  aSlice,
  CONTROLS,
  clientSet,
  controlsTaken,
  dec,
  deposited,
  holderAt,
  mandateOf,
  marked,
  PLACES,
  placing,
  px,
  qty,
  USD,
  venueOpen,
} from '@ultrathink/domain/engine/core/testing';
import {
  type AccountId,
  type Asset,
  type ClientId,
  type CommandId,
  compareTimes,
  fromEpochMs,
  type IdempotencyKey,
  type ProcessId,
  type UtcTime,
  ZERO,
} from '@ultrathink/domain/kernel';
import type { InstrumentId } from '@ultrathink/domain/market-data';
import type { ClOrdId, VenueOrderId } from '@ultrathink/domain/trading';

export interface WorldSize {
  readonly accounts: number;
  readonly instruments: number;
}

/** Marks older than five seconds refuse. */
const MARKS_EVERY_MS = 4_000;
const DEPOSIT = '10000';
const SIZES = 400;
const ACCOUNTS_A_RECORD = 50;

const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

/** Numbered samples repeat themselves in a larger world: everything here has ids of its own. */
const idsOf = <T extends Parameters<typeof String>[0]>(count: number, make: () => T): T[] =>
  Array.from({ length: count }, make);

export class GrownShard {
  readonly accounts: readonly AccountId[];
  readonly instruments: readonly InstrumentId[];
  state: EngineState = EMPTY_STATE;
  sequence = 0;
  /** May lie between two milliseconds. */
  #time: number;
  #markedMs = -Infinity;
  #orders = 0;
  readonly #epoch: number;

  constructor({ accounts, instruments }: WorldSize, epoch: number, startMs: number) {
    this.accounts = idsOf(accounts, () => anId<AccountId>());
    this.instruments = Array.from(
      { length: instruments },
      (_, n) => (n === 0 ? 'BTC/USD' : `C${n}/USD`) as InstrumentId,
    );
    this.#epoch = epoch;
    this.#time = startMs;
  }

  get #ms(): number {
    return Math.floor(this.#time);
  }

  get at(): UtcTime {
    return fromEpochMs(this.#ms);
  }

  /** The first records: everybody, their money, what people decided; some accounts each. */
  *begin(): Generator<Decided> {
    const { instruments, accounts } = this;
    const common = CONTROLS.filter(({ kind }) => !OF_SAMPLES.has(kind)).map((body) =>
      body.kind === 'CategoryRulesSet' ? withInstruments(body, instruments) : body,
    );
    const rates = instruments.map((instrument) => ({
      instrument,
      maker: dec('0.001'),
      taker: dec('0.002'),
    }));
    const fees = PLACES.map(
      (venueAccount): EngineEvent => ({ type: 'FeesTold', venueAccount, rates, version: 'fees' }),
    );
    yield this.record([
      { type: 'RunStarted', at: this.at, ms: 0, run: anId<ProcessId>(), epoch: this.#epoch },
      ...controlsTaken(common),
      ...PLACES.flatMap((place) => venueOpen(place, this.at)),
      ...fees,
    ]);
    for (let from = 0; from < accounts.length; from += ACCOUNTS_A_RECORD) {
      const some = accounts.slice(from, from + ACCOUNTS_A_RECORD);
      const bodies = some.flatMap((account) => this.#decided(account));
      const next = this.state.controlSequence + 1;
      yield this.record([...controlsTaken(bodies, next), ...this.#deposits(some, from)]);
    }
  }

  #decided(account: AccountId): readonly ControlBody[] {
    const client = anId<ClientId>();
    return [
      clientSet(client),
      { kind: 'AccountSet', account, client },
      this.#mandate(account),
      { kind: 'TradersSet', account, traders: [ANNA] },
    ];
  }

  #mandate(account: AccountId): ControlBody {
    const body = mandateOf(account);
    if (body.kind !== 'MandateSet') throw new Error('No mandate.');
    const mandate = { ...body.mandate, id: anId<never>(), instruments: [...this.instruments] };
    return { kind: 'MandateSet', mandate };
  }

  #deposits(accounts: readonly AccountId[], from: number): EngineEvent[] {
    const assets = [USD, 'BTC' as Asset];
    return accounts.flatMap((account, n) =>
      assets.flatMap((asset, a) =>
        PLACES.map((place, p) =>
          deposited(
            100_000 + (from + n) * 10 + a * 3 + p,
            holderAt(account, asset, place),
            DEPOSIT.slice(0, asset === USD ? 5 : 2),
          ),
        ),
      ),
    );
  }

  /** What `step` makes of it now, as the next record; with the market of an instrument. */
  take(body: InputBody, market: MarketSlice | null = null): Decided {
    const input: Input = { ...body, id: anId<InputId>(this.#ms) };
    const { at } = this;
    const ms = this.#ms;
    const before = this.state;
    const made = stepLean(before, input, { at, ms, market }, digest);
    return this.#next({ before, input, ...made, after: made.state });
  }

  record(events: readonly EngineEvent[]): Decided {
    const before = this.state;
    const input: Input = { kind: 'TimeCame', id: anId<InputId>(this.#ms) };
    const after = events.reduce(apply, before);
    return this.#next({ before, after, input, market: null, events, effects: [] });
  }

  #next(
    made: Omit<Decided, 'record'> & Pick<Decided['record'], 'input' | 'market' | 'events'>,
  ): Decided {
    const { before, after, effects, input, market, events } = made;
    this.sequence += 1;
    this.state = after;
    const frame = { sequence: this.sequence, epoch: this.#epoch, at: this.at, ms: this.#ms };
    return {
      record: { ...frame, version: JOURNAL_VERSION, input, market, events },
      before,
      after,
      effects,
    };
  }

  /** So much time goes by: marks are told, and what is due is done. */
  *pass(ms: number): Generator<Decided> {
    this.#time += ms;
    if (this.#ms - this.#markedMs >= MARKS_EVERY_MS) {
      this.#markedMs = this.#ms;
      yield this.take(this.#marks());
      const { at } = nextDue(this.state);
      if (at !== null && compareTimes(at, this.at) <= 0) yield this.take({ kind: 'TimeCame' });
    }
  }

  #marks(): Extract<InputBody, { kind: 'Marked' }> {
    const event = marked(this.at);
    if (event.type !== 'Marked') throw new Error('No marks.');
    const [first] = event.instruments;
    if (first === undefined) throw new Error('No marks.');
    const instruments = this.instruments.map((instrument) => ({ ...first, instrument }));
    const values = this.instruments.map((id) => ({
      asset: id.split('/')[0] as Asset,
      value: dec('100'),
    }));
    return { kind: 'Marked', instruments, values: [...values, { asset: USD, value: dec('1') }] };
  }

  /** A command for an order that rests far away, or that meets nobody and ends at once. */
  order(isResting: boolean): Decided {
    this.#orders += 1;
    const n = this.#orders;
    const instrument = this.instruments[n % this.instruments.length] ?? this.instruments[0];
    const account = this.accounts[n % this.accounts.length] ?? this.accounts[0];
    if (instrument === undefined || account === undefined) throw new Error('An empty world.');
    const input = placing(0, {
      beneficiary: { kind: 'Account', account },
      instrument,
      side: 'Buy',
      orderQty: qty(((20 + (Math.floor(n / this.accounts.length) % SIZES)) / 1_000).toFixed(3)),
      terms: { ordType: 'Limit', price: px(isResting ? '98' : '100.30') },
      timeInForce: isResting ? 'GoodTillCancel' : 'ImmediateOrCancel',
    });
    const asked = {
      ...input,
      commandId: anId<CommandId>(this.#ms),
      idempotencyKey: anId<IdempotencyKey>(this.#ms),
      inputHash: String(n),
    };
    return this.take(asked, aSlice(this.at, { instrument }));
  }

  /** The venue's answer to what an order sent: it works, or is over with nothing done. */
  answer({ record, effects }: Decided): Decided {
    const [sent] = effects.flatMap((one) => (one.kind === 'SubmitOrder' ? [one.order] : []));
    if (sent === undefined) {
      const said = record.events.find(({ type }) => type === 'OrderDecided');
      throw new Error(`An order was not sent: ${JSON.stringify(said).slice(0, 3_000)}`);
    }
    const { clOrdId, instrument, side, orderQty, timeInForce } = sent;
    const orderId = `v-${this.#orders}` as VenueOrderId;
    const isOver = timeInForce === 'ImmediateOrCancel';
    const told = { orderId, clOrdId: clOrdId as ClOrdId, instrument, side, orderQty, at: this.at };
    const rest = { ordStatus: 'Expired' as const, cumQty: ZERO as never, avgPx: null, text: null };
    return this.take({
      kind: 'Sent',
      request: 'New',
      clOrdId,
      outcome: {
        kind: 'Accepted',
        orderId,
        report: isOver ? { ...told, ...rest } : null,
        fills: [],
      },
      evidence: null,
      toWireMs: 1,
      roundTripMs: 5,
    });
  }

  /** Records of so many orders, and of what time brought meanwhile; `apartMs` from one to the next. */
  *grow(count: number, isResting: boolean, apartMs: number): Generator<Decided> {
    for (let n = 0; n < count; n += 1) {
      yield* this.pass(apartMs);
      const decided = this.order(isResting);
      yield decided;
      yield this.answer(decided);
    }
  }
}

const OF_SAMPLES: ReadonlySet<ControlBody['kind']> = new Set<ControlBody['kind']>([
  'ClientSet',
  'AccountSet',
  'MandateSet',
  'TradersSet',
]);

function withInstruments(
  body: Extract<ControlBody, { kind: 'CategoryRulesSet' }>,
  instruments: readonly InstrumentId[],
): ControlBody {
  const widened = Object.entries(body.rules).map(([category, rule]) => [
    category,
    { ...rule, instruments: [...instruments] },
  ]);
  return { kind: 'CategoryRulesSet', rules: Object.fromEntries(widened) };
}
