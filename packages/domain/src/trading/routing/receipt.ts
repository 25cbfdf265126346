/**
 * The routing receipt: what a route was decided from, the plan, and what else could have been done
 * with its cost. `replayReceipt` makes the decision again from the stored snapshot and compares texts,
 * so that a receipt proves itself; `counterfactuals` says after the fills what each single venue
 * would have cost, by the book of the decision.
 */
import {
  add,
  canonicalJson,
  type Decimal,
  type Digest,
  divide,
  err,
  hexOf,
  least,
  lessThan,
  ok,
  type Result,
  signOf,
  subtract,
  sum,
  textDigest,
  unwrap,
  ZERO,
} from '../../kernel/index.ts';
import type { Side, VenueId } from '../../market-data/index.ts';
import type { Alternative } from './alternative.ts';
import { type RoutingInput, routingInputSchema } from './inputs.ts';
import { betterCost, costOf, type Rung } from './ladder.ts';
import { laddersOf, type Routed, type RoutingPlan, routed } from './route.ts';
import { type Part, type RankedBy, type Split, Splitter } from './split.ts';
import { alternativesText, planText, snapshotText } from './text.ts';
import { bpsOf } from './verdict.ts';

export interface RoutingReceipt {
  /** Canonical JSON of the input: books, fees, terms, funds, health and policy as they stood. */
  readonly snapshot: string;
  readonly feeTableVersion: string;
  /** Canonical JSON. */
  readonly plan: string;
  readonly alternatives: string;
  /** Of the canonical bytes of `snapshot`; hexadecimal, as is `hash`. */
  readonly snapshotHash: string;
  /** Of everything above, by canonical JSON in which the snapshot's hash stands for the snapshot. */
  readonly hash: string;
}

export type ReceiptRefusal =
  | { readonly code: 'Tampered'; readonly field: 'snapshot' | 'receipt' | 'feeTableVersion' }
  | { readonly code: 'Unreadable'; readonly detail: string }
  | { readonly code: 'Differs'; readonly field: 'plan' | 'alternatives' };

const textHash = (text: string, digest: Digest): string => hexOf(textDigest(text, digest));

/** Members in their order, all of them texts. */
function bodyText(body: Omit<RoutingReceipt, 'hash' | 'snapshot'>): string {
  const { alternatives, feeTableVersion, plan, snapshotHash } = body;
  return JSON.stringify({ alternatives, feeTableVersion, plan, snapshotHash });
}

/** What was hashed once: receipts that older programs kept say it so. */
const wholeText = (body: Omit<RoutingReceipt, 'hash'>): string => unwrap(canonicalJson(body));

function takenOf({ ladder, cost }: Part): readonly Rung[] {
  const rungs: Rung[] = [];
  for (let at = 0; ; at += 1) {
    const rung = ladder.at(at);
    if (rung === undefined) return rungs;
    const left = subtract(cost.quantity, subtract(rung.depth, rung.quantity));
    if (signOf(left) <= 0) return rungs;
    rungs.push({ ...rung, quantity: least(rung.quantity, left) });
  }
}

/** What some parts come to, and what the best so much of them would. */
class Taken {
  readonly quantity: Decimal;
  readonly notional: Decimal;
  readonly allIn: Decimal;
  readonly #side: Side;
  readonly #by: RankedBy;
  readonly #parts: readonly Part[];

  constructor(side: Side, parts: readonly Part[], by: RankedBy) {
    this.#side = side;
    this.#by = by;
    this.#parts = parts;
    this.quantity = sum(parts.map(({ cost }) => cost.quantity));
    this.notional = sum(parts.map(({ cost }) => cost.notional));
    this.allIn = sum(parts.map(({ cost }) => cost.allIn));
  }

  /** With fees, of the best so much. */
  allInOf(quantity: Decimal): Decimal {
    if (!lessThan(quantity, this.quantity)) return this.allIn;
    if (signOf(quantity) === 0) return ZERO;
    const by = this.#by;
    const rungs = this.#parts.flatMap(takenOf).sort((a, b) => betterCost(this.#side, a[by], b[by]));
    return costOf(rungs, quantity).allIn;
  }
}

/** What the plan's children take, of the ladders they take it from. */
function planned({ plan, ladders }: Routed, side: Side): Taken {
  const parts = plan.children.flatMap(({ venue, purpose, ...cost }): Part[] => {
    const ladder = ladders.find((one) => one.venue === venue);
    if (purpose !== 'Take' || ladder === undefined) return [];
    return [{ ladder, cost: { ...cost, ranked: ZERO } }];
  });
  return new Taken(side, parts, 'ranked');
}

function alternativesTo(input: RoutingInput, routed: Routed): readonly Alternative[] {
  const { side, quantity } = input;
  const { ladders, splitter } = routed;
  const ours = planned(routed, side);
  const named = (name: Alternative['name'], split: Split, by: RankedBy): Alternative => {
    const theirs = new Taken(side, split.parts, by);
    const shared = least(theirs.quantity, ours.quantity);
    return {
      name,
      quantity: theirs.quantity,
      notional: theirs.notional,
      allIn: theirs.allIn,
      dearerBps: savedBps(side, ours.allInOf(shared), theirs.allInOf(shared)),
    };
  };
  const byPrice = new Splitter(side, ladders, quantity, 'price');
  return [
    ...ladders.map(({ venue }, n) => named({ kind: 'Only', venue }, splitter.only(n), 'ranked')),
    named({ kind: 'BestPrice' }, byPrice.best(), 'price'),
  ];
}

/** What `ours` spares against `theirs`, of theirs: positive is better for the client. */
function savedBps(side: Side, ours: Decimal, theirs: Decimal): Decimal | null {
  return bpsOf(side === 'Buy' ? subtract(theirs, ours) : subtract(ours, theirs), theirs);
}

export function receiptOf(
  input: RoutingInput,
  digest: Digest,
): { readonly plan: RoutingPlan; readonly receipt: RoutingReceipt } {
  const made = routed(input);
  const snapshot = snapshotText(input);
  const body = {
    snapshot,
    feeTableVersion: input.feeTableVersion,
    plan: planText(made.plan),
    alternatives: alternativesText(alternativesTo(input, made)),
    snapshotHash: textHash(snapshot, digest),
  };
  return { plan: made.plan, receipt: { ...body, hash: textHash(bodyText(body), digest) } };
}

/** The plan made again; refused where one byte of the receipt is not what it was. */
export function replayReceipt(
  receipt: RoutingReceipt,
  digest: Digest,
): Result<RoutingPlan, ReceiptRefusal> {
  const { hash, ...body } = receipt;
  const { snapshot: _, ...short } = body;
  // Of all that is there, what has no place in a receipt included.
  const texts = [unwrap(canonicalJson(short)), wholeText(body)];
  const isOurs = texts.some((text) => textHash(text, digest) === hash);
  if (!isOurs) return err({ code: 'Tampered', field: 'receipt' });
  const read = readSnapshot(receipt.snapshot);
  if (!read.ok) return read;
  const input = read.value;
  const isSame = snapshotText(input) === receipt.snapshot;
  if (!isSame || textHash(receipt.snapshot, digest) !== receipt.snapshotHash) {
    return err({ code: 'Tampered', field: 'snapshot' });
  }
  if (input.feeTableVersion !== receipt.feeTableVersion) {
    return err({ code: 'Tampered', field: 'feeTableVersion' });
  }
  const made = routed(input);
  if (planText(made.plan) !== receipt.plan) return err({ code: 'Differs', field: 'plan' });
  const isAlternative = alternativesText(alternativesTo(input, made)) === receipt.alternatives;
  return isAlternative ? ok(made.plan) : err({ code: 'Differs', field: 'alternatives' });
}

export function readSnapshot(text: string): Result<RoutingInput, ReceiptRefusal> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return err({ code: 'Unreadable', detail: 'The snapshot is not JSON.' });
  }
  const parsed = routingInputSchema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const [issue] = parsed.error.issues;
  return err({ code: 'Unreadable', detail: `${issue?.path.join('.')}: ${issue?.message}` });
}

/** What was traded of the order in all. */
export interface Got {
  readonly quantity: Decimal;
  readonly notional: Decimal;
  /** Valued in quote asset; negative is a rebate. */
  readonly fees: Decimal;
}

export interface Counterfactual {
  readonly venue: VenueId;
  /** What this venue alone could have traded of it at once. */
  readonly quantity: Decimal;
  /** Per unit with fees, rounded to 18 decimals; null where it could have traded nothing. */
  readonly price: Decimal | null;
  /** Positive: what was got is better. Averages are compared where the venue is too thin for all. */
  readonly savedBps: Decimal | null;
}

const SCALE = 18;

/** After the fills: "saved 3.1 bps vs Kraken-only". */
export function counterfactuals(input: RoutingInput, got: Got): readonly Counterfactual[] {
  const { side } = input;
  const allIn = add(got.notional, side === 'Buy' ? got.fees : subtract(ZERO, got.fees));
  const isTraded = signOf(got.quantity) > 0;
  const ours = isTraded ? divide(allIn, got.quantity, SCALE, 'HalfEven') : null;
  return laddersOf(input).ladders.map(({ venue, rungs }) => {
    const cost = costOf(rungs, got.quantity);
    if (ours === null || signOf(cost.quantity) === 0) {
      return { venue, quantity: cost.quantity, price: null, savedBps: null };
    }
    const price = divide(cost.allIn, cost.quantity, SCALE, 'HalfEven');
    return { venue, quantity: cost.quantity, price, savedBps: savedBps(side, ours, price) };
  });
}
