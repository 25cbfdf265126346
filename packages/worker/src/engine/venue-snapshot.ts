/** All that a venue says of an account, asked in an order in which what is told later covers what was told before. */
import type { InputBody, VenueSnapshot } from '@ultrathink/domain/engine/core';
import type { UtcTime } from '@ultrathink/domain/kernel';
import type { VenueAccountId } from '@ultrathink/domain/market-data';
import type { Answer, ExecutionClient } from '@ultrathink/venues';

type Taken = Extract<InputBody, { kind: 'SnapshotTaken' | 'SnapshotFailed' }>;

export interface SnapshotAsk {
  readonly venueAccount: VenueAccountId;
  readonly why: Extract<InputBody, { kind: 'SnapshotTaken' }>['why'];
  readonly since: UtcTime;
}

/** Whole or not at all: a part of a snapshot would read as "there is nothing". */
export async function takeSnapshot(
  execution: ExecutionClient,
  { venueAccount, why, since }: SnapshotAsk,
): Promise<Taken> {
  const failed = <T>(what: string, answer: Answer<T>): Taken => ({
    kind: 'SnapshotFailed',
    venueAccount,
    detail: `${what}: ${answer.kind === 'NoInformation' ? answer.detail : ''}`.slice(0, 300),
  });
  const open = await execution.openOrders();
  if (open.kind !== 'Told') return failed('open orders', open);
  const closed = await execution.closedOrders(since);
  if (closed.kind !== 'Told') return failed('closed orders', closed);
  const fills = await execution.fills(since);
  if (fills.kind !== 'Told') return failed('fills', fills);
  const balances = await execution.balances();
  if (balances.kind !== 'Told') return failed('balances', balances);
  const snapshot: VenueSnapshot = {
    openOrders: open.value,
    closedOrders: closed.value,
    fills: fills.value,
    balances: balances.value,
    since,
  };
  return { kind: 'SnapshotTaken', venueAccount, why, snapshot };
}
