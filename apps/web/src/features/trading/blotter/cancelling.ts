/** Cancels many orders one by one, each under its own key, and says of each what came of it. */
import type { IdempotencyKey } from '@ultrathink/domain/kernel';
import type { OrderRow } from '../model.ts';

export type Outcome =
  | { readonly kind: 'Waiting' }
  /** Its venues were asked; what they answer the live stream tells. */
  | { readonly kind: 'Asked'; readonly children: number }
  | { readonly kind: 'Refused'; readonly sentence: string }
  /** Nobody knows: it is asked again under the same key. */
  | { readonly kind: 'Unknown'; readonly sentence: string };

export interface Cancelling {
  readonly row: OrderRow;
  readonly key: IdempotencyKey;
  readonly outcome: Outcome;
}

/** So many are under way at once. */
const AT_ONCE = 4;

/**
 * Asks for those that have no answer yet.
 * @param tell called with each answer as it comes.
 */
export async function cancelAll(
  all: readonly Cancelling[],
  ask: (one: Cancelling) => Promise<Outcome>,
  tell: (clOrdId: string, outcome: Outcome) => void,
): Promise<void> {
  const queue = all.filter(({ outcome }) => !isSettled(outcome));
  const next = async (): Promise<void> => {
    for (let one = queue.shift(); one !== undefined; one = queue.shift()) {
      tell(one.row.clOrdId, await ask(one));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
}

export const isSettled = ({ kind }: Outcome): boolean => kind === 'Asked' || kind === 'Refused';

/** Orders that can be cancelled among these rows: of a child it is its parent, and each once. */
export function ordersToCancel(
  chosen: readonly OrderRow[],
  working: readonly OrderRow[],
): readonly OrderRow[] {
  const ids = new Set(chosen.map(({ clOrdId, parentClOrdId }) => parentClOrdId ?? clOrdId));
  return working.filter(({ clOrdId, ordStatus }) => ids.has(clOrdId) && !ENDED.has(ordStatus));
}

const ENDED: ReadonlySet<string> = new Set(['Filled', 'Canceled', 'Rejected', 'Expired']);

/** "Cancel 14 orders at 3 venues?" */
export function cancelQuestion(orders: number, venues: number): string {
  const what = orders === 1 ? 'this order' : `${orders} orders`;
  if (venues === 0) return `Cancel ${what}? No venue has any of it.`;
  return `Cancel ${what} at ${venues === 1 ? '1 venue' : `${venues} venues`}?`;
}
