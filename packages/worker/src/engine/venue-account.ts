/** One account of ours at a venue while it is connected: what it reports becomes inputs. */
import type { EngineState, InputBody } from '@ultrathink/domain/engine/core';
import {
  addMs,
  type Clock,
  compareTimes,
  decimal,
  mapGet,
  type UtcTime,
} from '@ultrathink/domain/kernel';
import {
  observeVenue,
  unheardVenue,
  type VenueAccountId,
  type VenueId,
  type VenueLimits,
  type VenueState,
} from '@ultrathink/domain/market-data';
import type { Log } from '@ultrathink/runtime';
import type { ConnectionHealth, ExecutionClient, Report, Subscription } from '@ultrathink/venues';
import { signalsOf } from '../market-data/venue-signals.ts';

/** What the connection of an account may be like; an adapter cuts silent streams by itself. */
const LIMITS: VenueLimits = { silentMs: 60_000, p99Ms: 5_000, clockMs: 1_000, headroomShare: 0.05 };
/** Between two looks at what trading costs the account. */
const FEES_EVERY_MS = 3_600_000;
const FEES_AGAIN_MS = 10_000;
/** What may have been missed before the first connection of all. */
const FIRST_REACH_MS = 24 * 3_600_000;
/** Clocks differ, and lists lag. */
const OVERLAP_MS = 60_000;

type Told = Extract<
  InputBody,
  {
    kind:
      | 'OrderReported'
      | 'FillReported'
      | 'ReportsBroken'
      | 'FeesTold'
      | 'VenueStateTold'
      | 'VenueTraitsTold';
  }
>;

export interface OpenedAccount {
  readonly execution: ExecutionClient;
  /** Of the account's own connection; null where the market's feed says how the venue is. */
  readonly health: (() => ConnectionHealth) | null;
  readonly marketState: () => VenueState;
  close(): Promise<void>;
}

export interface VenueAccountParts {
  readonly id: VenueAccountId;
  readonly venue: VenueId;
  readonly clock: Clock;
  readonly log: Log;
  readonly offer: (body: Told) => void;
}

function traitsOf({ traits }: ExecutionClient) {
  const { replace, absence, deadManSwitch } = traits;
  return { replace, absence, deadManSeconds: deadManSwitch?.mostSeconds ?? null };
}

export class VenueAccount {
  readonly venue: VenueId;
  readonly execution: ExecutionClient;
  readonly #opened: OpenedAccount;
  readonly #parts: VenueAccountParts;
  readonly #subscription: Subscription;
  #standing;
  #told: VenueState | null = null;
  #missedSince: UtcTime | null;
  #feesMs = Number.NEGATIVE_INFINITY;
  #isClosed = false;

  /** @param watermark up to when the account was compared with our books; null for never */
  constructor(opened: OpenedAccount, parts: VenueAccountParts, watermark: UtcTime | null) {
    const { clock, offer, id, venue } = parts;
    this.#opened = opened;
    this.#parts = parts;
    this.venue = venue;
    this.execution = opened.execution;
    this.#standing = unheardVenue(clock.now(), LIMITS);
    this.#missedSince = addMs(
      watermark ?? clock.now(),
      watermark === null ? -FIRST_REACH_MS : -OVERLAP_MS,
    );
    offer({ kind: 'VenueTraitsTold', venueAccount: id, traits: traitsOf(this.execution) });
    this.#subscription = opened.execution.subscribe((report) => this.#hear(report));
  }

  /** About once a second: how the venue is, and what it charges. */
  observe(state: EngineState): void {
    const { clock, offer, id } = this.#parts;
    const now = this.#stateNow(mapGet(state.venues, id)?.isReconciled ?? false);
    if (now !== this.#told) offer({ kind: 'VenueStateTold', venueAccount: id, state: now });
    this.#told = now;
    if (clock.monotonicMs() - this.#feesMs >= FEES_EVERY_MS) void this.#askFees();
  }

  /** After the memory was dropped: everything is told again. */
  tellAgain(): void {
    this.#told = null;
    this.#feesMs = Number.NEGATIVE_INFINITY;
    const { offer, id: venueAccount } = this.#parts;
    offer({ kind: 'VenueTraitsTold', venueAccount, traits: traitsOf(this.execution) });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#subscription.close();
    await this.#opened.close();
  }

  #stateNow(isReconciled: boolean): VenueState {
    const health = this.#opened.health?.();
    if (health === undefined) return this.#opened.marketState();
    const at = this.#parts.clock.now();
    const signals = signalsOf(health, { good: new Map(), statuses: [] }, at);
    const isOpen = health.streams.some(({ state }) => state === 'Open');
    const acts = health.lines.flatMap(({ latencies }) => latencies['order.place']?.p99Ms ?? []);
    this.#standing = observeVenue(
      this.#standing,
      {
        ...signals,
        heardAt: isOpen ? at : signals.heardAt,
        streams: signals.streams.map((stream) => ({ ...stream, carries: 'Reports' as const })),
        p99Ms: acts.length === 0 ? null : Math.max(...acts),
        reconciledFrom: isReconciled ? at : null,
      },
      LIMITS,
      at,
    );
    return this.#standing.state;
  }

  #hear(report: Report): void {
    if (this.#isClosed) return;
    const { offer, id: venueAccount, clock } = this.#parts;
    switch (report.kind) {
      case 'Order':
        offer({ kind: 'OrderReported', venueAccount, report: report.report });
        break;
      case 'Fill':
        offer({ kind: 'FillReported', venueAccount, fill: report.fill });
        break;
      case 'Gap': {
        const { since } = report;
        const known = this.#missedSince;
        this.#missedSince = known === null || compareTimes(since, known) < 0 ? since : known;
        offer({ kind: 'ReportsBroken', venueAccount, since: this.#missedSince });
        break;
      }
      case 'Live': {
        // Now everything that was missed can be asked for.
        const since = this.#missedSince ?? addMs(clock.now(), -OVERLAP_MS);
        this.#missedSince = null;
        offer({ kind: 'ReportsBroken', venueAccount, since });
        break;
      }
      case 'Balance':
        // Balances are compared as part of a snapshot, at one moment with orders and fills.
        break;
    }
  }

  async #askFees(): Promise<void> {
    const { clock, offer, id, log } = this.#parts;
    this.#feesMs = clock.monotonicMs();
    const answer = await this.execution.fees().catch(() => null);
    if (this.#isClosed) return;
    if (answer?.kind === 'Told') {
      const rates = answer.value.map(({ instrument, maker, taker }) => ({
        instrument,
        maker: decimal(maker),
        taker: decimal(taker),
      }));
      offer({ kind: 'FeesTold', venueAccount: id, rates });
      return;
    }
    log.warn('A venue does not say what trading costs. Asking again.', { venueAccount: id });
    this.#feesMs = clock.monotonicMs() - FEES_EVERY_MS + FEES_AGAIN_MS;
  }
}
