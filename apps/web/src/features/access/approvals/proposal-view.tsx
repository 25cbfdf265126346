'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ProposalId } from '@ultrathink/domain/access';
import { lazy, Suspense } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import { toldError } from '@/trpc/told-error.ts';
import { CopyButton } from '@/ui/copy-button.tsx';
import { FactList } from '@/ui/facts.tsx';
import { SkeletonRows } from '@/ui/skeleton.tsx';
import { ErrorState } from '@/ui/states.tsx';
import { Status } from '@/ui/status.tsx';
import { DayTime, Zone } from '@/ui/time.tsx';
import { untilLoaded } from '@/ui/until-loaded.ts';
import { actTitle, PROPOSAL_STATUS, personName, rolesText } from '../words.ts';
import { DecisionForm } from './decision-form.tsx';
import { DiffLines } from './diff-lines.tsx';
import type { ProposalParts } from './model.ts';
import { useNamed } from './use-named.ts';

const LOADING = { count: 2, className: 'grid-cols-[132px_1fr] gap-3' };

/** It reckons by the domain's own allocation, which no other proposal needs. */
const ReallocationFacts = lazy(() => untilLoaded(() => import('./reallocation-facts.tsx')));

/** Values of a list by their places say little of limits: theirs stand side by side. */
const LimitFacts = lazy(() => untilLoaded(() => import('./limit-facts.tsx')));

/** Everything about one proposal, in the order in which one decides: what, by whom, who agreed. */
export function ProposalView({ id }: { readonly id: ProposalId }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { data, error, refetch, isFetching } = useQuery(
    trpc.approval.get.queryOptions({ proposalId: id }),
  );
  if (error !== null) {
    const { sentence, quote } = toldError(error);
    return (
      <ErrorState safe={sentence} quote={quote} onRetry={() => void refetch()} busy={isFetching}>
        This proposal could not be read.
      </ErrorState>
    );
  }
  if (data === undefined) {
    return <SkeletonRows rows={8} columns={LOADING} label="Reading the proposal" />;
  }
  const again = () => queryClient.invalidateQueries(trpc.approval.pathFilter());
  const { proposal, diff, concerns, terms } = data;
  return (
    <div className="flex flex-col gap-5">
      <div>
        <h2 className="text-title">{actTitle(proposal.act, proposal.phrase)}</h2>
        <p className="pt-0.5 text-ink-2">{proposal.reason}</p>
      </div>
      <FactList
        facts={[
          { name: 'Status', value: <Status look={PROPOSAL_STATUS[proposal.status]} /> },
          { name: 'Proposed by', value: personName(proposal.proposer) },
          ...(concerns.length > 0
            ? [{ name: 'Concerns', value: concerns.map(personName).join(', ') }]
            : []),
          { name: 'Proposed', value: <When at={proposal.proposedAt} /> },
          { name: 'Ends', value: <When at={proposal.expiresAt} /> },
          { name: 'Rule', value: `${proposal.rule}, policy version ${proposal.policyVersion}` },
          { name: 'Payload', value: <HashText hash={proposal.payloadHash} /> },
          { name: 'Sealed terms', value: <HashText hash={terms} /> },
        ]}
      />
      <Facts parts={data} />
      <DiffLines
        diff={diff}
        payload={data.payload}
        people={concerns}
        first={proposal.act === 'risk.proposeLimit' ? 'exact' : 'words'}
      />
      <Quorum parts={data} />
      <DecisionForm parts={data} onDecided={again} />
    </div>
  );
}

/** Of acts whose values say little one by one. */
function Facts({
  parts: { proposal, payload, diff, concerns },
}: {
  readonly parts: ProposalParts;
}) {
  const named = useNamed(concerns);
  if (proposal.act === 'risk.proposeLimit') {
    return (
      <Suspense fallback={<SkeletonRows rows={4} columns={LOADING} label="Reading the limits" />}>
        <LimitFacts payload={payload} diff={diff} named={named} />
      </Suspense>
    );
  }
  return proposal.act === 'trading.proposeReallocation' ? (
    <Suspense fallback={<SkeletonRows rows={4} columns={LOADING} label="Reading the division" />}>
      <ReallocationFacts payload={payload} named={named} />
    </Suspense>
  ) : null;
}

function When({ at }: { readonly at: string }) {
  return (
    <>
      <DayTime at={at} /> <Zone at={at} />
    </>
  );
}

function HashText({ hash }: { readonly hash: string }) {
  return (
    <span className="inline-flex items-center gap-1.5 font-mono">
      {hash.slice(0, 8)}…{hash.slice(-8)}
      <CopyButton text={hash} label="Copy the hash" />
    </span>
  );
}

/** Who has to agree, who has, and what each of them said. */
function Quorum({ parts: { proposal, decisions } }: { readonly parts: ProposalParts }) {
  return (
    <section aria-label="Who agrees">
      <h3 className="border-b pb-1 font-medium">Who agrees</h3>
      <ul>
        {proposal.groups.map(({ name, roles, needed, approvals }) => (
          <li key={name} className="flex items-baseline gap-3 border-line-faint border-b py-1.5">
            <span className="min-w-0 flex-1">
              {name}
              <span className="block text-ink-3 text-label">{rolesText(roles)}</span>
            </span>
            <span className="tabular-nums">
              {approvals} of {needed}
            </span>
          </li>
        ))}
      </ul>
      <ol>
        {decisions.map(({ person, group, verdict, reason, at }) => (
          <li key={person.id} className="border-line-faint border-b py-1.5">
            <span className={verdict === 'Refuse' ? 'text-danger' : 'text-accent'}>
              {verdict === 'Refuse' ? 'Refused' : 'Approved'}
            </span>{' '}
            by {personName(person)} for {group}, <When at={at} />
            <span className="block text-ink-2">{reason}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
