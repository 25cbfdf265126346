/**
 * Writes down what time and the policy have made of open proposals. Whoever reads one settles it for
 * himself, so nothing waits for this; it is what makes the row, the list and the trail say so too.
 */
import { clientOf, type ProposalId, settle } from '@ultrathink/domain/access';
import {
  type ClientId,
  type CorrelationId,
  err,
  type IdempotencyKey,
  invariant,
  ok,
  type ProcessId,
} from '@ultrathink/domain/kernel';
import { type Door, write } from '../door.ts';
import { read } from '../read.ts';
import { currentPolicy } from './policy.ts';
import { lockProposal, moveStatus, proposalsToSettle } from './proposals.ts';

/** Settles at most 100 proposals, each in a transaction of its own; answers how many. Role `jobs`. */
export async function settleProposals(door: Door, process: ProcessId): Promise<number> {
  const actor = { id: process, scope: { kind: 'Firm' }, kind: 'System' } as const;
  const open = await read(door.database, actor, async (tx) => {
    const { policy } = await currentPolicy(tx);
    return proposalsToSettle(tx, { now: door.clock.now(), policyVersion: policy.version });
  });
  let settled = 0;
  for (const { approval } of open) {
    const { id, resource } = approval.proposal;
    if (await settleOne(door, process, id, clientOf(resource))) settled += 1;
  }
  return settled;
}

async function settleOne(
  door: Door,
  process: ProcessId,
  id: ProposalId,
  clientId: ClientId | undefined,
): Promise<boolean> {
  const written = await write(
    door,
    {
      actor: { id: process, scope: { kind: 'Firm' }, kind: 'System' },
      ...(clientId !== undefined && { clientId }),
      idempotencyKey: door.ids.next<IdempotencyKey>(),
      correlationId: door.ids.next<CorrelationId>(),
      kind: 'approval.settle',
      input: { proposal: id },
    },
    async (tx, at) => {
      const stored = await lockProposal(tx, id);
      if (stored === undefined) return err('Gone' as const);
      const { approval } = stored;
      const { policy } = await currentPolicy(tx);
      const { status } = settle(approval, { at, policyVersion: policy.version });
      if (status === approval.status) return err('StillOpen' as const);
      const why = status === 'Stale' ? { why: 'PolicyChanged' } : {};
      const isMoved = await moveStatus(tx, { id, from: approval.status, to: status, at, ...why });
      invariant(isMoved, 'A proposal that is locked by us was moved by somebody else.');
      return ok({
        answer: { status },
        events: [
          {
            action: 'approval.settle',
            subject: { kind: 'Proposal', id },
            before: { status: approval.status },
            after: { status },
          },
        ],
      });
    },
  );
  return written.ok;
}
