/** Who agreed to a version, as the rows of its proposal say. */
import type { ProposalId } from '@ultrathink/domain/access';
import type { PersonId } from '@ultrathink/domain/kernel';
import type { Tx } from '../../connect.ts';

export interface Agreement {
  readonly proposer: PersonId;
  readonly approvers: readonly PersonId[];
  readonly reason: string;
}

/** Of those the transaction shows; of the firm's own proposals a client is shown none. */
export async function agreementsOf(
  tx: Tx,
  ids: readonly ProposalId[],
): Promise<ReadonlyMap<ProposalId, Agreement>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.proposal.findMany({
    where: { id: { in: [...new Set(ids)] } },
    select: {
      id: true,
      proposer: true,
      reason: true,
      decisions: { where: { verdict: 'Approve' }, select: { personId: true } },
    },
  });
  return new Map(
    rows.map(({ id, proposer, reason, decisions }) => [
      id as ProposalId,
      {
        proposer: proposer as PersonId,
        approvers: decisions.map(({ personId }) => personId as PersonId),
        reason,
      },
    ]),
  );
}
