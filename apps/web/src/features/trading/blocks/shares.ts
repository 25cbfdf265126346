/** Each account's part of a block as it is written, and whether it can hold it. Pure. */
import { allocate, type Decimal, decimal, sum, toText } from '@ultrathink/domain/kernel';
import type { Check, Decision } from '../model.ts';
import type { BlockWish } from './draft.ts';

/** To the satoshi: what the server divides by. */
const SCALE = 8;

export interface ShareLine {
  readonly account: string;
  readonly quantity: string;
  /** The check that refuses it, of those that are made of this account; null: it may, and can. */
  readonly refused: Check | null;
  /** What it would hold for it, in the asset that it gives; null where nothing is routed. */
  readonly holds: string | null;
}

const refuses = ({ verdict }: Check): boolean => verdict === 'Refuse' || verdict === 'CannotTell';

/**
 * In the order in which the legs were written. The engine decides on each child, then on each part of it:
 * those stand in the order of account ids.
 */
export function shareLines(wish: BlockWish, decision: Decision | null): readonly ShareLine[] {
  const weights = wish.legs.map(({ weight }) => decimal(weight));
  const parts = partsOf(decimal(wish.orderQty), weights);
  const sorted = wish.legs.map(({ account }) => account as string).sort();
  const all = decision?.decisions ?? [];
  return wish.legs.map(({ account }, index): ShareLine => {
    const place = sorted.indexOf(account) + 1;
    const own = all
      .filter((_, n) => n % (sorted.length + 1) === place)
      .flatMap(({ checks }) => checks);
    const held = own.flatMap(({ code, actual }) => (code === 'FreeBalance' ? (actual ?? []) : []));
    return {
      account,
      quantity: toText(parts[index] ?? decimal('0')),
      refused: own.find(refuses) ?? null,
      holds: held.length === 0 ? null : toText(sum(held.map((one) => decimal(one)))),
    };
  });
}

function partsOf(orderQty: Decimal, weights: readonly Decimal[]): readonly Decimal[] {
  const parts = allocate(orderQty, weights, SCALE);
  return parts.ok ? parts.value : [];
}
