/** All venues of an invented history: what each makes of the engine's effects, and when it answers. */
import type {
  Control,
  Effect,
  InputBody,
  MarketSlice,
  VenueAnswer,
} from '@ultrathink/domain/engine/core';
import { decimal, negate, toEpochMs } from '@ultrathink/domain/kernel';
import type { InstrumentId, VenueAccountId } from '@ultrathink/domain/market-data';
import type { Random } from '@ultrathink/venue-simulator/past';
import { type Books, SETUPS } from './books.ts';
import { PastVenue } from './venue.ts';

export interface PastVenueAccount {
  readonly id: VenueAccountId;
  readonly venue: string;
}

interface Told {
  readonly told: InputBody;
  /** The market that an order met there; null where that is none. */
  readonly market: MarketSlice | null;
}

export interface Answer {
  readonly atMs: number;
  /** As it is then. */
  readonly tell: (atMs: number) => Told;
}

const only = (told: InputBody): Told => ({ told, market: null });

/** Of an order: from its commit to the venue's answer, in the middle. */
const ROUND_TRIP_MS: Readonly<Record<string, number>> = { binance: 24, coinbase: 46, kraken: 35 };
/** The answer to one of so many orders is lost, and asked for. */
const LOST_SHARE = 0.0015;
/** One order in so many never gets there, and its sender hears as little: proven absent, or sent again. */
const NEVER_EVERY = 700;
const FIRST_NEVER = 20;
/** A venue loses no more within so long: three in doubt at once would stop its key, and nobody is there to let it go on. */
const LOST_MOST = 2;
const LOST_WITHIN_MS = 10 * 60_000;
/** An answer that takes its time. */
const SLOW_SHARE = 0.03;
const SLOWER = 6;

const TRAITS = {
  binance: { replace: 'CancelReplace', absence: [3_000, 12_000, false] },
  coinbase: { replace: 'InPlace', absence: [null, 0, true] },
  kraken: { replace: 'InPlace', absence: [10_000, 12_000, false] },
} as const;

/** What venues said of balances and took back: differences that were seen, and healed. */
const MISSTATED = [
  { after: 0.21, venue: 'kraken', asset: 'EUR', amount: '0.64' },
  { after: 0.38, venue: 'binance', asset: 'BTC', amount: '0.00000450' },
  { after: 0.52, venue: 'binance', asset: 'USDT', amount: '-0.31' },
  { after: 0.83, venue: 'coinbase', asset: 'USD', amount: '0.52' },
] as const;

export class PastVenues {
  readonly all: readonly PastVenue[];
  readonly #books: Books;
  readonly #random: Random;
  /** Of the run, whose clock questions are counted by. */
  readonly #startMs: number;
  #sent = 0;
  /** When what was lost at which venue, the newest last. */
  readonly #lostAt = new Map<VenueAccountId, readonly number[]>();

  constructor(
    accounts: readonly PastVenueAccount[],
    books: Books,
    random: Random,
    { fromMs, untilMs }: { readonly fromMs: number; readonly untilMs: number },
  ) {
    this.#books = books;
    this.#random = random;
    this.#startMs = fromMs;
    this.all = SETUPS.flatMap((setup) => {
      const account = accounts.find(({ venue }) => venue === setup.name);
      return account === undefined
        ? []
        : [new PastVenue(account.id, setup, random.fork(setup.name))];
    });
    for (const { after, venue, asset, amount } of MISSTATED) {
      const told = { fromMs: fromMs + after * (untilMs - fromMs), asset, amount: decimal(amount) };
      this.all.find(({ setup }) => setup.name === venue)?.misstate(told);
    }
  }

  /** What people recorded came to the venue, or left it. */
  moveBy(body: Control['body']): void {
    if (body.kind !== 'DepositRecorded' && body.kind !== 'WithdrawalRecorded') return;
    const { asset, amount } = body.money;
    this.#of(body.venueAccount).move(
      asset,
      body.kind === 'DepositRecorded' ? amount : negate(amount),
    );
  }

  /** What an account that was just connected tells of its venue. */
  greetings(venueAccount: VenueAccountId): readonly InputBody[] {
    const { setup, rates } = this.#of(venueAccount);
    const { replace, absence } = TRAITS[setup.name as keyof typeof TRAITS];
    const [acceptanceMs, marginMs, isResendSafe] = absence;
    const traits = {
      replace,
      absence: { acceptanceMs, marginMs, isResendSafe },
      deadManSeconds: null,
    };
    const fees = setup.listings.map(({ id }) => {
      return { instrument: id as InstrumentId, ...rates };
    });
    return [
      { kind: 'VenueTraitsTold', venueAccount, traits },
      { kind: 'FeesTold', venueAccount, rates: fees },
      { kind: 'VenueStateTold', venueAccount, state: 'UP' },
    ];
  }

  /** Null for what no venue answers. */
  answerTo(effect: Effect, slice: MarketSlice | null, atMs: number): Answer | null {
    switch (effect.kind) {
      case 'SubmitOrder':
      case 'ResendOrder':
        return this.#send(effect, slice, atMs);
      case 'CancelOrder': {
        const { venueAccount, order } = effect;
        const venue = this.#of(venueAccount);
        const roundTripMs = this.#roundTrip(venue);
        const { clOrdId } = order;
        return {
          atMs: atMs + roundTripMs,
          tell: (now) => {
            const outcome = venue.cancel(clOrdId, now);
            const times = { evidence: null, toWireMs: 1, roundTripMs };
            return only({ kind: 'Sent', request: 'Cancel', clOrdId, outcome, ...times });
          },
        };
      }
      case 'ReplaceOrder': {
        const { venueAccount, order, to } = effect;
        const venue = this.#of(venueAccount);
        const tell = (now: number): Told => {
          const outcome = venue.replace(order.clOrdId, to, now);
          const { clOrdId } = order;
          const both = { canceled: outcome, placed: outcome };
          return only({ kind: 'Replaced', clOrdId, ...both, evidence: null });
        };
        return { atMs: atMs + this.#roundTrip(venue), tell };
      }
      case 'AskVenue':
        return this.#asked(effect, atMs);
      case 'TakeSnapshot': {
        const { venueAccount, why, since } = effect;
        const venue = this.#of(venueAccount);
        return {
          atMs: atMs + 900,
          tell: (now) => {
            const snapshot = venue.snapshot(toEpochMs(since), now);
            return only({ kind: 'SnapshotTaken', venueAccount, why, snapshot });
          },
        };
      }
      default:
        return null;
    }
  }

  #send(
    { kind, order, venueAccount }: Extract<Effect, { kind: 'SubmitOrder' | 'ResendOrder' }>,
    slice: MarketSlice | null,
    atMs: number,
  ): Answer {
    const venue = this.#of(venueAccount);
    const roundTripMs = this.#roundTrip(venue);
    const isUnlucky = this.#random.unit() < LOST_SHARE;
    const isFirst = kind === 'SubmitOrder';
    if (isFirst) this.#sent += 1;
    const isDue = isFirst && this.#sent % NEVER_EVERY === FIRST_NEVER;
    const mayLose = (isUnlucky || isDue) && this.#mayLose(venueAccount, atMs);
    const [isLost, isNever] = [isUnlucky && mayLose, isDue && mayLose];
    return {
      atMs: atMs + roundTripMs,
      tell: (now) => {
        const { clOrdId, instrument, side } = order;
        const decidedBy = slice ?? this.#books.slice(instrument, atMs);
        const market = this.#books.arrival(decidedBy, venue.setup.name, now, side);
        const lost = { kind: 'Unconfirmed', detail: 'The connection broke.' } as const;
        // What it knows by this name is not taken twice.
        const known = isFirst ? null : venue.known(clOrdId, now);
        const taken = isNever ? lost : (known ?? venue.take(order, market, now));
        const outcome = isLost ? lost : taken;
        const times = { evidence: null, toWireMs: 1, roundTripMs };
        return { told: { kind: 'Sent', request: 'New', clOrdId, outcome, ...times }, market };
      },
    };
  }

  #mayLose(venueAccount: VenueAccountId, atMs: number): boolean {
    const lost = this.#lostAt.get(venueAccount) ?? [];
    const late = lost.filter((lostMs) => atMs - lostMs < LOST_WITHIN_MS);
    if (late.length >= LOST_MOST) return false;
    this.#lostAt.set(venueAccount, [...late, atMs]);
    return true;
  }

  #asked(
    { venueAccount, question, order, request }: Extract<Effect, { kind: 'AskVenue' }>,
    atMs: number,
  ): Answer {
    const venue = this.#of(venueAccount);
    const { clOrdId } = order;
    return {
      atMs: atMs + this.#roundTrip(venue),
      tell: (now) => {
        const told: VenueAnswer =
          question === 'Order'
            ? { question, report: venue.find(clOrdId, now) }
            : question === 'Fills'
              ? { question, fills: venue.fillsOf(clOrdId) }
              : { question, balances: venue.balances(now) };
        const askedMs = Math.round(atMs) - this.#startMs;
        const of = { clOrdId, request, askedMs, evidence: null };
        return only({ kind: 'Answered', ...of, answer: told });
      },
    };
  }

  #roundTrip({ setup }: PastVenue): number {
    const usual = ROUND_TRIP_MS[setup.name] ?? 40;
    const slower = this.#random.unit() < SLOW_SHARE ? SLOWER : 1;
    return Math.round(usual * slower * Math.exp(0.35 * this.#random.normal()));
  }

  #of(account: VenueAccountId): PastVenue {
    const venue = this.all.find((one) => one.account === account);
    if (venue === undefined) throw new Error(`No venue of that past has the account ${account}.`);
    return venue;
  }
}
