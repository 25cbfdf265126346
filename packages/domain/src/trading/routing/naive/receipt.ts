/**
 * The routing receipt: what a route was decided from, the plan, and what else could have been done
 * with its cost. `replayReceipt` makes the decision again from the stored snapshot and compares texts,
 * so that a receipt proves itself; `counterfactuals` says after the fills what each single venue
 * would have cost, by the book of the decision.
 */
import {
  add,
  canonicalDigest,
  canonicalJson,
  type Decimal,
  type Digest,
  divide,
  err,
  least,
  ok,
  type Result,
  signOf,
  subtract,
  unwrap,
  ZERO,
} from '../../../kernel/index.ts';
import type { Side } from '../../../market-data/index.ts';
import type { Alternative } from '../alternative.ts';
import type { RoutingInput } from '../inputs.ts';
import {
  type Counterfactual,
  type Got,
  type ReceiptRefusal,
  type RoutingReceipt,
  readSnapshot,
} from '../receipt.ts';
import type { RoutingPlan } from '../route.ts';
import { betterCost, costOf, type Ladder, type Rung } from './ladder.ts';
import { laddersOf, route } from './route.ts';
import { bestSplit } from './split.ts';
import { bpsOf } from './verdict.ts';

/** Plain JSON of a value whose decimals write themselves as text. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const canonical = (value: unknown): string => unwrap(canonicalJson(plain(value)));
const hex = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
const hashOf = (value: unknown, digest: Digest): string =>
  hex(unwrap(canonicalDigest(plain(value), digest)));

/** Everything that can be bought or sold of an order by the plan's taking children, best first. */
function planRungs(plan: RoutingPlan, ladders: readonly Ladder[], side: Side): readonly Rung[] {
  const rungs = plan.children
    .filter(({ purpose }) => purpose === 'Take')
    .flatMap(({ venue, quantity }) =>
      takenOf(ladders.find((one) => one.venue === venue)?.rungs ?? [], quantity),
    );
  return [...rungs].sort((a, b) => betterCost(side, a.ranked, b.ranked));
}

function takenOf(rungs: readonly Rung[], quantity: Decimal): readonly Rung[] {
  return rungs.flatMap((rung) => {
    const left = subtract(quantity, subtract(rung.depth, rung.quantity));
    return signOf(left) > 0 ? [{ ...rung, quantity: least(rung.quantity, left) }] : [];
  });
}

export function alternativesOf(input: RoutingInput, plan: RoutingPlan): readonly Alternative[] {
  const { side, quantity } = input;
  const { ladders } = laddersOf(input);
  const planned = planRungs(plan, ladders, side);
  const named = (name: Alternative['name'], of: readonly Ladder[]): Alternative => {
    const { parts } = bestSplit(side, of, quantity);
    const rungs = parts
      .flatMap((part) => takenOf(part.ladder.rungs, part.cost.quantity))
      .sort((a, b) => betterCost(side, a.ranked, b.ranked));
    const whole = costOf(rungs, quantity);
    const shared = least(whole.quantity, costOf(planned, quantity).quantity);
    const [ours, theirs] = [costOf(planned, shared).allIn, costOf(rungs, shared).allIn];
    return {
      name,
      quantity: whole.quantity,
      notional: whole.notional,
      allIn: whole.allIn,
      dearerBps: savedBps(side, ours, theirs),
    };
  };
  const byPrice = ladders.map((ladder) => ({
    ...ladder,
    rungs: ladder.rungs.map((rung) => ({ ...rung, ranked: rung.price })),
  }));
  return [
    ...ladders.map((ladder) => named({ kind: 'Only', venue: ladder.venue }, [ladder])),
    named({ kind: 'BestPrice' }, byPrice),
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
  const plan = route(input);
  const body = {
    snapshot: canonical(input),
    feeTableVersion: input.feeTableVersion,
    plan: canonical(plan),
    alternatives: canonical(alternativesOf(input, plan)),
    snapshotHash: hashOf(input, digest),
  };
  const { snapshot: _, ...hashed } = body;
  return { plan, receipt: { ...body, hash: hashOf(hashed, digest) } };
}

/** The plan made again; refused where one byte of the receipt is not what it was. */
export function replayReceipt(
  receipt: RoutingReceipt,
  digest: Digest,
): Result<RoutingPlan, ReceiptRefusal> {
  const { hash, ...body } = receipt;
  const { snapshot: _, ...hashed } = body;
  if (hashOf(hashed, digest) !== hash) return err({ code: 'Tampered', field: 'receipt' });
  const read = readSnapshot(receipt.snapshot);
  if (!read.ok) return read;
  const input = read.value;
  const isSame = canonical(input) === receipt.snapshot;
  if (!isSame || hashOf(input, digest) !== receipt.snapshotHash) {
    return err({ code: 'Tampered', field: 'snapshot' });
  }
  if (input.feeTableVersion !== receipt.feeTableVersion) {
    return err({ code: 'Tampered', field: 'feeTableVersion' });
  }
  const plan = route(input);
  if (canonical(plan) !== receipt.plan) return err({ code: 'Differs', field: 'plan' });
  const isAlternative = canonical(alternativesOf(input, plan)) === receipt.alternatives;
  return isAlternative ? ok(plan) : err({ code: 'Differs', field: 'alternatives' });
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
