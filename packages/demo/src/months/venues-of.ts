/** All venues of an invented history: what each makes of the engine's effects, and when it answers. */
import type {
  Control,
  Effect,
  InputBody,
  MarketSlice,
  VenueAnswer,
} from '@ultrathink/domain/engine/core';
import { negate, toEpochMs } from '@ultrathink/domain/kernel';
import type { InstrumentId, VenueAccountId } from '@ultrathink/domain/market-data';
import type { Random } from '@ultrathink/venue-simulator/past';
import { SETUPS } from './books.ts';
import { PastVenue } from './venue.ts';

export interface PastVenueAccount {
  readonly id: VenueAccountId;
  readonly venue: string;
}

interface Answer {
  readonly atMs: number;
  /** As it is then. */
  readonly tell: (atMs: number) => InputBody;
}

/** Of an order: from its commit to the venue's answer, in the middle. */
const ROUND_TRIP_MS: Readonly<Record<string, number>> = { binance: 24, coinbase: 46, kraken: 35 };
/** The answer to one of so many orders is lost, and asked for. */
const LOST_SHARE = 0.0006;

const TRAITS = {
  binance: { replace: 'CancelReplace', absence: [3_000, 12_000, false] },
  coinbase: { replace: 'InPlace', absence: [null, 0, true] },
  kraken: { replace: 'InPlace', absence: [10_000, 12_000, false] },
} as const;

export class PastVenues {
  readonly all: readonly PastVenue[];
  readonly #random: Random;
  /** Of the run, whose clock questions are counted by. */
  readonly #startMs: number;

  constructor(accounts: readonly PastVenueAccount[], random: Random, startMs: number) {
    this.#random = random;
    this.#startMs = startMs;
    this.all = SETUPS.flatMap((setup) => {
      const account = accounts.find(({ venue }) => venue === setup.name);
      return account === undefined
        ? []
        : [new PastVenue(account.id, setup, random.fork(setup.name))];
    });
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
        return slice === null ? null : this.#sent(effect, slice, atMs);
      case 'CancelOrder': {
        const { venueAccount, order } = effect;
        const venue = this.#of(venueAccount);
        const roundTripMs = this.#roundTrip(venue);
        const { clOrdId } = order;
        return {
          atMs: atMs + roundTripMs,
          tell: (now) => ({
            kind: 'Sent',
            request: 'Cancel',
            clOrdId,
            outcome: venue.cancel(clOrdId, now),
            evidence: null,
            toWireMs: 1,
            roundTripMs,
          }),
        };
      }
      case 'ReplaceOrder': {
        const { venueAccount, order, to } = effect;
        const venue = this.#of(venueAccount);
        const tell = (now: number): InputBody => {
          const outcome = venue.replace(order.clOrdId, to, now);
          const { clOrdId } = order;
          return { kind: 'Replaced', clOrdId, canceled: outcome, placed: outcome, evidence: null };
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
          tell: () => {
            const snapshot = venue.snapshot(toEpochMs(since));
            return { kind: 'SnapshotTaken', venueAccount, why, snapshot };
          },
        };
      }
      default:
        return null;
    }
  }

  #sent(
    { order, venueAccount }: Extract<Effect, { kind: 'SubmitOrder' }>,
    slice: MarketSlice,
    atMs: number,
  ): Answer {
    const venue = this.#of(venueAccount);
    const roundTripMs = this.#roundTrip(venue);
    const isLost = this.#random.unit() < LOST_SHARE;
    return {
      atMs: atMs + roundTripMs,
      tell: (now) => {
        const outcome = venue.take(order, slice, now);
        const lost = { kind: 'Unconfirmed', detail: 'The connection broke.' } as const;
        return {
          kind: 'Sent',
          request: 'New',
          clOrdId: order.clOrdId,
          outcome: isLost ? lost : outcome,
          evidence: null,
          toWireMs: 1,
          roundTripMs,
        };
      },
    };
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
              : { question, balances: venue.snapshot(now).balances };
        const askedMs = Math.round(atMs) - this.#startMs;
        return { kind: 'Answered', clOrdId, request, askedMs, answer: told, evidence: null };
      },
    };
  }

  #roundTrip({ setup }: PastVenue): number {
    const usual = ROUND_TRIP_MS[setup.name] ?? 40;
    return Math.round(usual * Math.exp(0.35 * this.#random.normal()));
  }

  #of(account: VenueAccountId): PastVenue {
    const venue = this.all.find((one) => one.account === account);
    if (venue === undefined) throw new Error(`No venue of that past has the account ${account}.`);
    return venue;
  }
}
