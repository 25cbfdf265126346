/**
 * What is done at venues once it may be done: each effect is one call of an adapter, and what the
 * adapter proves comes back as an input.
 *
 * Invariants: nothing that could make an order leaves unless the lease outlives the sending of it, or
 * while a kill holds. Every effect is answered by exactly one input, and a call that throws is
 * `Unconfirmed`: an adapter's bug proves nothing.
 */
import type { InputBody, SendOutcome, VenueAnswer } from '@ultrathink/domain/engine/core';
import { addMs, type Clock, compareTimes, type UtcTime } from '@ultrathink/domain/kernel';
import type { VenueAccountId, VenueId } from '@ultrathink/domain/market-data';
import type { ClOrdId, EvidenceId, VenueOrder } from '@ultrathink/domain/trading';
import type { Log } from '@ultrathink/runtime';
import type { Answer, Evidence, ExecutionClient, Urgency } from '@ultrathink/venues';
import type { ActsMeter } from './acts-meter.ts';
import type { VenueEffect } from './ports.ts';
import {
  evidenceOf,
  notSent,
  outcomeOfCancel,
  outcomeOfPlacing,
  outcomeOfThrow,
} from './send-outcome.ts';
import { takeSnapshot } from './venue-snapshot.ts';

export interface AccountLine {
  readonly venue: VenueId;
  readonly execution: ExecutionClient;
}

export interface EffectsParts {
  readonly clock: Clock;
  readonly log: Log;
  /** Null while there is no connection with a key. */
  readonly lineOf: (account: VenueAccountId) => AccountLine | null;
  /** For so long from now a request may begin to leave that the lease outlives; none when not above 0. */
  readonly sendableMs: () => number;
  /** Nobody has decided since that the order, or its change, is not to be made. */
  readonly isWanted: (clOrdId: ClOrdId) => boolean;
  readonly offer: (body: VenueInput) => void;
  readonly keepEvidence: (account: VenueAccountId, evidence: Evidence) => EvidenceId;
  readonly acts: ActsMeter;
  readonly onSent?: (sent: {
    readonly venue: VenueId;
    readonly request: 'New' | 'Cancel' | 'Replace';
    readonly outcome: SendOutcome['kind'];
    readonly toWireMs: number | null;
  }) => void;
}

export type VenueInput = Extract<
  InputBody,
  { kind: 'Sent' | 'Replaced' | 'Answered' | 'SnapshotTaken' | 'SnapshotFailed' }
>;
type Of<Kind extends VenueEffect['kind']> = Extract<VenueEffect, { readonly kind: Kind }>;

/** The order alone: what stands beside it in the effect is ours, and no venue's. */
export function venueOrderOf(order: VenueOrder): VenueOrder {
  const { clOrdId, instrument, side, orderQty, terms, timeInForce, expireTime, isPostOnly } = order;
  return { clOrdId, instrument, side, orderQty, terms, timeInForce, expireTime, isPostOnly };
}

export class Effects {
  readonly #parts: EffectsParts;
  /** Those that run, each with the one that is to follow it. */
  readonly #snapshots = new Map<VenueAccountId, Of<'TakeSnapshot'> | null>();
  #isHeld = false;
  #calls = 0;

  constructor(parts: EffectsParts) {
    this.#parts = parts;
  }

  hold(isHeld: boolean): void {
    this.#isHeld = isHeld;
  }

  /** No call is under way. */
  get isIdle(): boolean {
    return this.#calls === 0;
  }

  /** Comes back at once. */
  perform(effect: VenueEffect, committedMs: number): void {
    this.#calls += 1;
    void this.#call(effect, committedMs).finally(() => {
      this.#calls -= 1;
    });
  }

  #call(effect: VenueEffect, committedMs: number): Promise<void> {
    const line = this.#parts.lineOf(effect.venueAccount);
    switch (effect.kind) {
      case 'SubmitOrder':
      case 'ResendOrder':
        return this.#submit(effect, line, committedMs);
      case 'CancelOrder':
        return this.#cancel(effect, line, committedMs);
      case 'ReplaceOrder':
        return this.#replace(effect, line, committedMs);
      case 'AskVenue':
        return this.#ask(effect, line);
      case 'TakeSnapshot':
        return this.#snapshot(effect, line);
      case 'ArmDeadManSwitch':
        return this.#arm(effect, line);
    }
  }

  async #submit(
    { order, venueAccount, notAfter }: Of<'SubmitOrder'> | Of<'ResendOrder'>,
    line: AccountLine | null,
    committedMs: number,
  ): Promise<void> {
    const { clOrdId } = order;
    const sent = (outcome: SendOutcome, evidence: Evidence | null) =>
      this.#tellSent('New', { clOrdId, venueAccount, outcome, evidence, line, committedMs });
    const refusal = this.#refusalOf(line);
    if (line === null || refusal !== null) return sent(refusal ?? NO_LINE, null);
    try {
      const outcome = await line.execution.place(
        venueOrderOf(order),
        this.#until(notAfter, clOrdId),
      );
      sent(outcomeOfPlacing(outcome), evidenceOf(outcome));
    } catch (error) {
      sent(this.#bug('place', error), null);
    }
  }

  async #cancel(
    { order, venueAccount, notAfter }: Of<'CancelOrder'>,
    line: AccountLine | null,
    committedMs: number,
  ): Promise<void> {
    const { clOrdId } = order;
    const sent = (outcome: SendOutcome, evidence: Evidence | null) =>
      this.#tellSent('Cancel', { clOrdId, venueAccount, outcome, evidence, line, committedMs });
    if (line === null) return sent(NO_LINE, null);
    try {
      const outcome = await line.execution.cancel(order, { notAfter });
      sent(outcomeOfCancel(outcome), evidenceOf(outcome));
    } catch (error) {
      sent(this.#bug('cancel', error), null);
    }
  }

  async #replace(
    { order, to, venueAccount, notAfter }: Of<'ReplaceOrder'>,
    line: AccountLine | null,
    committedMs: number,
  ): Promise<void> {
    const { clOrdId } = order;
    const tell = (canceled: SendOutcome, placed: SendOutcome | null, came: Evidence | null) => {
      const evidence = came === null ? null : this.#parts.keepEvidence(venueAccount, came);
      this.#count('Replace', placed ?? canceled, came, line, committedMs);
      this.#parts.offer({ kind: 'Replaced', clOrdId, canceled, placed, evidence });
    };
    const refusal = this.#refusalOf(line);
    if (line === null || refusal !== null) return tell(refusal ?? NO_LINE, null, null);
    try {
      const urgency = this.#until(notAfter, clOrdId);
      const { canceled, placed } = await line.execution.replace(order, venueOrderOf(to), urgency);
      const came = evidenceOf(placed) ?? evidenceOf(canceled);
      tell(outcomeOfCancel(canceled), placed === null ? null : outcomeOfPlacing(placed), came);
    } catch (error) {
      const unknown = this.#bug('replace', error);
      tell(unknown, unknown, null);
    }
  }

  async #ask(
    { order, question, request, venueAccount }: Of<'AskVenue'>,
    line: AccountLine | null,
  ): Promise<void> {
    const { clOrdId } = order;
    const askedMs = Math.floor(this.#parts.clock.monotonicMs());
    const tell = (answer: VenueAnswer | null, came: Evidence | null) => {
      const evidence = came === null ? null : this.#parts.keepEvidence(venueAccount, came);
      this.#parts.offer({ kind: 'Answered', clOrdId, request, askedMs, answer, evidence });
    };
    if (line === null) return tell(null, null);
    try {
      const { answer, evidence } = await questionOf(line.execution, question, order);
      tell(answer, evidence);
    } catch (error) {
      this.#bug('ask', error);
      tell(null, null);
    }
  }

  /** One at a time for an account; of those that are asked for meanwhile, one that reaches back as far as all. */
  async #snapshot(effect: Of<'TakeSnapshot'>, line: AccountLine | null): Promise<void> {
    const { venueAccount, since } = effect;
    if (this.#snapshots.has(venueAccount)) {
      const next = this.#snapshots.get(venueAccount) ?? null;
      const reachesFurther = next === null || compareTimes(since, next.since) < 0;
      this.#snapshots.set(venueAccount, reachesFurther ? effect : next);
      return;
    }
    this.#snapshots.set(venueAccount, null);
    this.#parts.offer(await this.#taken(effect, line));
    const next = this.#snapshots.get(venueAccount) ?? null;
    this.#snapshots.delete(venueAccount);
    if (next !== null) await this.#snapshot(next, this.#parts.lineOf(venueAccount));
  }

  async #taken(
    { venueAccount, why, since }: Of<'TakeSnapshot'>,
    line: AccountLine | null,
  ): Promise<VenueInput> {
    const failed = (detail: string): VenueInput => ({
      kind: 'SnapshotFailed',
      venueAccount,
      detail,
    });
    if (line === null) return failed('There is no connection with a key.');
    try {
      return await takeSnapshot(line.execution, { venueAccount, why, since });
    } catch (error) {
      this.#bug('snapshot', error);
      return failed('The adapter threw.');
    }
  }

  async #arm(
    { venueAccount, seconds }: Of<'ArmDeadManSwitch'>,
    line: AccountLine | null,
  ): Promise<void> {
    if (line === null || (seconds > 0 && (this.#isHeld || this.#parts.sendableMs() <= 0))) return;
    const outcome = await line.execution.armDeadManSwitch(seconds).catch(() => null);
    if (outcome?.kind === 'Accepted') return;
    const why = outcome?.kind ?? 'Threw';
    this.#parts.log.warn("A dead man's switch is not armed.", { venueAccount, seconds, why });
  }

  /** Why nothing that makes an order may leave now; null where it may. */
  #refusalOf(line: AccountLine | null): SendOutcome | null {
    if (line === null) return NO_LINE;
    if (this.#isHeld) return notSent('Stopped', 'A kill holds it.');
    if (this.#parts.sendableMs() > 0) return null;
    return notSent('LeaseEnding', 'The lease ends too soon.');
  }

  /**
   * A request waits for its turn on the line: not for longer than the lease allows either, and while it
   * waits a kill may come to hold it, or its cancel be decided.
   */
  #until(notAfter: UtcTime, clOrdId: ClOrdId): Urgency {
    const { clock, sendableMs, isWanted } = this.#parts;
    const byLease = addMs(clock.now(), Math.floor(sendableMs()));
    return {
      notAfter: compareTimes(byLease, notAfter) < 0 ? byLease : notAfter,
      isWanted: () => !this.#isHeld && isWanted(clOrdId),
    };
  }

  #tellSent(
    request: 'New' | 'Cancel',
    sent: {
      readonly clOrdId: VenueOrder['clOrdId'];
      readonly venueAccount: VenueAccountId;
      readonly outcome: SendOutcome;
      readonly evidence: Evidence | null;
      readonly line: AccountLine | null;
      readonly committedMs: number;
    },
  ): void {
    const { clOrdId, venueAccount, outcome, evidence, line, committedMs } = sent;
    const toWireMs = this.#count(request, outcome, evidence, line, committedMs);
    this.#parts.offer({
      kind: 'Sent',
      request,
      clOrdId,
      outcome,
      evidence: evidence === null ? null : this.#parts.keepEvidence(venueAccount, evidence),
      toWireMs,
      roundTripMs: evidence === null ? null : Math.round(evidence.durationMs),
    });
  }

  /** @returns whole milliseconds from the commit to the first byte out; null where none left. */
  #count(
    request: 'New' | 'Cancel' | 'Replace',
    outcome: SendOutcome,
    evidence: Evidence | null,
    line: AccountLine | null,
    committedMs: number,
  ): number | null {
    const { clock, acts, onSent } = this.#parts;
    const lastMs = clock.monotonicMs();
    // The answer was read a moment before now: what is told is never too short.
    const exactMs = evidence === null ? null : lastMs - evidence.durationMs - committedMs;
    const toWireMs = exactMs === null ? null : Math.max(0, exactMs);
    if (line !== null) {
      const { venue } = line;
      onSent?.({ venue, request, outcome: outcome.kind, toWireMs });
      if (evidence !== null && request === 'New') {
        const isRefused = outcome.kind === 'RejectedProven' || outcome.kind === 'Refused';
        acts.note(venue, { roundTripMs: evidence.durationMs, isRefused });
      }
    }
    return toWireMs === null ? null : Math.round(toWireMs);
  }

  #bug(call: string, error: unknown): SendOutcome {
    this.#parts.log.error('An adapter threw. This is a bug in the program.', { call, error });
    return outcomeOfThrow(error);
  }
}

const NO_LINE = notSent('NoConnection', 'There is no connection with a key.');

async function questionOf(
  execution: ExecutionClient,
  question: Of<'AskVenue'>['question'],
  order: Of<'AskVenue'>['order'],
): Promise<{ readonly answer: VenueAnswer | null; readonly evidence: Evidence | null }> {
  const told = <T>(answer: Answer<T>, of: (value: T) => VenueAnswer) => ({
    answer: answer.kind === 'Told' ? of(answer.value) : null,
    evidence: answer.evidence,
  });
  switch (question) {
    case 'Order':
      return told(await execution.find(order), (report) => ({ question, report }));
    case 'Fills':
      return told(await execution.fills(order.sentAt), (fills) => ({
        question,
        fills: fills.filter(({ instrument }) => instrument === order.instrument),
      }));
    case 'Balances':
      return told(await execution.balances(), (balances) => ({ question, balances }));
  }
}
