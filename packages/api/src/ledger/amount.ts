/** What a proposal moves, in the asset of the approval policy. */
import type { Tx } from '@ultrathink/db';
import { currentPolicy } from '@ultrathink/db/access';
import { type Asset, absolute, type Decimal, decimal, sum } from '@ultrathink/domain/kernel';

/** Null where a part is of another asset: what is not known is above every threshold. */
export async function amountOf(
  tx: Tx,
  parts: readonly { readonly asset: Asset; readonly amount: string }[],
): Promise<Decimal | null> {
  const { policy } = await currentPolicy(tx);
  if (parts.some(({ asset }) => asset !== policy.asset)) return null;
  return sum(parts.map(({ amount }) => absolute(decimal(amount))));
}
