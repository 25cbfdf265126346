/** How a venue has served: what trading there cost, over all instruments and both sides. */
import { add, type Decimal, divide, multiply, signOf, ZERO } from '../kernel/index.ts';
import type { Side } from '../market-data/index.ts';
import { against, bps, worse } from './bps.ts';
import type { Beside, BesideLater } from './facts.ts';

/** Sums over the fills of one instrument and side at one venue, in quote asset but for quantities. */
export interface VenueTrades {
  readonly side: Side;
  /** Money of one unit of the quote asset; null: not known, and these have no part in any mean. */
  readonly rate: Decimal | null;
  readonly notional: Decimal;
  /** Null: of a fill it is not known. */
  readonly fees: Decimal | null;
  /** Part of `notional` that rested and was taken. */
  readonly made: Decimal;
  readonly atFill: Beside;
  readonly after: readonly BesideLater[];
}

export interface VenueQuality {
  /** Money. */
  readonly traded: Decimal;
  readonly feeBps: Decimal | null;
  readonly makerShare: Decimal | null;
  readonly effectiveBps: Decimal | null;
  readonly markouts: readonly { readonly afterMs: number; readonly bps: Decimal | null }[];
}

const SHARE_SCALE = 4;

/** A part and the whole it is a part of, in the asset of the trades. */
type Figure = (trades: VenueTrades) => readonly [Decimal | null, Decimal] | undefined;

export function qualityOf(
  trades: readonly VenueTrades[],
  markoutsMs: readonly number[],
): VenueQuality {
  const all = (figure: Figure) => totalOf(trades, figure);
  const [, traded] = all(({ notional }) => [ZERO, notional]);
  const [made, whole] = all(({ made: part, notional }) => [part, notional]);
  const [half, mids] = all(({ side, atFill }) => [
    worse(side, atFill.notional, atFill.mids),
    atFill.mids,
  ]);
  return {
    traded,
    feeBps: bps(...all(({ fees, notional }) => [fees, notional])),
    makerShare: shareOf(made ?? ZERO, whole),
    effectiveBps: bps(half === null ? null : twice(half), mids),
    markouts: markoutsMs.map((afterMs) => ({
      afterMs,
      bps: bps(
        ...all(({ side, after }) => {
          const later = after.find((one) => one.afterMs === afterMs);
          if (later === undefined) return undefined;
          return [against(side, worse('Buy', later.later, later.notional) ?? ZERO), later.notional];
        }),
      ),
    })),
  };
}

const twice = (value: Decimal): Decimal => add(value, value);

/** In money; what has no rate, or no such figure, counts on neither side. */
function totalOf(trades: readonly VenueTrades[], figure: Figure): [Decimal | null, Decimal] {
  let part: Decimal = ZERO;
  let whole: Decimal = ZERO;
  for (const one of trades) {
    const found = figure(one);
    if (found === undefined || one.rate === null) continue;
    const [share, of] = found;
    if (share === null) continue;
    part = add(part, multiply(share, one.rate));
    whole = add(whole, multiply(of, one.rate));
  }
  return [part, whole];
}

/** Null where there is no whole: a venue that was sent nothing has no rate. */
export function shareOf(part: Decimal, whole: Decimal): Decimal | null {
  return signOf(whole) > 0 ? divide(part, whole, SHARE_SCALE, 'HalfEven') : null;
}
