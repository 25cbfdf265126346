/** Who is sent the newest checkpoint each day, so that it lies where nobody of ours can change it. */
import type { PersonId, UtcTime } from '@ultrathink/domain/kernel';
import type { Tx } from '../../connect.ts';

/** Those whose duty is the trail, at the firm, at this moment. Role `jobs`. */
export async function listOfficers(tx: Tx, at: UtcTime): Promise<PersonId[]> {
  const rows = await tx.roleGrant.findMany({
    where: {
      role: { in: ['HeadOfCompliance', 'Auditor'] },
      clientId: null,
      from: { lte: at },
      OR: [{ until: null }, { until: { gt: at } }],
      endedAt: null,
      person: { state: 'Active' },
    },
    distinct: ['personId'],
    select: { personId: true },
  });
  return rows.map(({ personId }) => personId as string as PersonId);
}
