import type { Door } from '@ultrathink/db';
import { settleProposals } from '@ultrathink/db/access';
import type { ProcessId } from '@ultrathink/domain/kernel';
import type { JobHandler } from '../job.ts';
import type { SettleProposalsInput } from './definition.ts';

/** Running it twice settles once: each proposal is moved by compare-and-set. */
export function createSettleProposals(parts: {
  readonly door: Door;
  readonly processId: ProcessId;
}): JobHandler<SettleProposalsInput> {
  return async ({ log }) => {
    const settled = await settleProposals(parts.door, parts.processId);
    if (settled > 0) log.info('Open proposals have ended by time or by a new policy.', { settled });
  };
}
