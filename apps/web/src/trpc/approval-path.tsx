'use client';

import { useQuery } from '@tanstack/react-query';
import { holds, type ProposalAct, ROLE_SPECS } from '@ultrathink/domain/access';
import type { ClientId } from '@ultrathink/domain/kernel';
import { useSession } from '@/features/identity/session-context.ts';
import { useMay } from '@/features/identity/use-may.ts';
import { useTRPC } from './client.ts';

const HOUR_MS = 3_600_000;

/** Who would have to agree if this were proposed now, by the approval policy in force. */
export function ApprovalPath({
  act,
  clientId = null,
  amount = null,
}: {
  readonly act: ProposalAct;
  readonly clientId?: ClientId | null;
  /** In the policy's asset; null where there is none. */
  readonly amount?: string | null;
}) {
  const trpc = useTRPC();
  const { roles } = useSession();
  const mayTry = useMay('approval.tryPolicy');
  const proposing = roles.filter((role) => holds(role, act));
  const found = useQuery(
    trpc.approval.tryPolicy.queryOptions(
      { act, roles: proposing, clientId, amount },
      { enabled: mayTry && proposing.length > 0 },
    ),
  );
  return (
    <section aria-label="Who has to agree">
      <h3 className="border-b pb-1 font-medium">Who has to agree</h3>
      {found.data === undefined ? (
        <p className="py-1.5 text-ink-2">
          Another person; the rule that governs it is told once it is proposed.
        </p>
      ) : (
        <Path {...found.data} />
      )}
    </section>
  );
}

export interface AgreeingGroup {
  readonly name: string;
  readonly roles: readonly (keyof typeof ROLE_SPECS)[];
  readonly needed: number;
}

/** Lines of a list: how many of each group have to agree, and who is of it. */
export function AgreeingGroups({ groups }: { readonly groups: readonly AgreeingGroup[] }) {
  return groups.map(({ name, roles, needed }) => (
    <li key={name} className="border-line-faint border-b py-1.5">
      {needed} of {name}
      <span className="block text-ink-3 text-label">
        {roles.map((role) => ROLE_SPECS[role].title).join(', ')}
      </span>
    </li>
  ));
}

function Path({
  title,
  blocks,
  groups,
  lifeMs,
}: {
  readonly title: string;
  readonly blocks: string | null;
  readonly groups: readonly AgreeingGroup[];
  readonly lifeMs: number | null;
}) {
  if (blocks !== null) {
    return (
      <p className="py-1.5 text-danger">
        The approval policy blocks this: {blocks} ({title})
      </p>
    );
  }
  return (
    <ul>
      <AgreeingGroups groups={groups} />
      <li className="py-1.5 text-ink-2">
        By the rule “{title}”; the proposer does not count.
        {lifeMs !== null && ` Open for ${lifeMs / HOUR_MS} hours.`}
      </li>
    </ul>
  );
}
