/** This shard's part of limits that shards share. */
import { equals, greatest, least, lessThan, mapGet, signOf } from '../../../kernel/index.ts';
import type { Draft } from '../draft.ts';
import type { Input } from '../input.ts';
import { sharedLimitsOf, usedOf } from '../sharing.ts';

/**
 * More is taken as it is told. Less is taken down to what is in use, and not at all while that is not
 * known: whoever gives a part back waits for the event that says how much of it is free.
 */
export function onAllotmentTold(
  draft: Draft,
  { limit, cap, amount }: Extract<Input, { kind: 'AllotmentTold' }>,
): void {
  const { state, moment } = draft;
  const { sharing } = state.config;
  const approved = sharedLimitsOf(state.config).get(limit);
  if (sharing === undefined || approved === undefined || signOf(amount) < 0) return;
  // Of a value that is not in force yet, or not any more: it is told again.
  if (!equals(approved.cap, cap)) return;
  const now = mapGet(sharing.allotments, limit);
  let next = amount;
  if (now !== undefined && lessThan(amount, now.amount)) {
    const used = usedOf(state, approved.of, moment.at);
    if (used === null) return;
    next = greatest(amount, least(now.amount, used));
  }
  if (now !== undefined && equals(now.amount, next) && equals(now.cap, cap)) return;
  draft.add({ type: 'AllotmentSet', at: moment.at, limit, cap, amount: next });
}
