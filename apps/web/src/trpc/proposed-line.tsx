'use client';

import { usePathname } from 'next/navigation';
import { type ReactNode, useId } from 'react';
import { Button } from '@/ui/button.tsx';
import { FloatFoot } from '@/ui/dialog.tsx';
import { FactList } from '@/ui/facts.tsx';
import { Link } from '@/ui/link.tsx';
import { DayTime, Zone } from '@/ui/time.tsx';
import { AgreeingGroups } from './approval-path.tsx';
import type { Proposal, Proposed } from './use-proposal.ts';

/** After a proposal: that nothing has changed yet, and where it waits for whoever agrees. */
export function ProposedLine({
  proposalId,
  id,
  onOpen,
  children,
}: {
  readonly proposalId: string;
  /** Of the sentence, for what has the focus beside it. */
  readonly id?: string;
  readonly onOpen?: () => void;
  /** What one may do with the line itself. */
  readonly children?: ReactNode;
}) {
  const [, audience = 'operations'] = usePathname().split('/');
  return (
    <div role="status" className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
      <p id={id}>
        It is proposed; nothing has changed yet.{' '}
        <Link
          href={`/${audience}/approvals?view=mine&proposal=${proposalId}`}
          {...(onOpen && { onClick: onOpen })}
        >
          Open it
        </Link>
      </p>
      {children}
    </div>
  );
}

/** By the terms that were sealed with it: a policy of another day changes nothing of them. */
export function WhoAgrees({
  proposed: { rule, groups, expiresAt },
}: {
  readonly proposed: Proposed;
}) {
  return (
    <section aria-label="Who may agree">
      <h3 className="border-b pb-1 font-medium">Who may agree</h3>
      <ul>
        <AgreeingGroups groups={groups} />
        <li className="py-1.5 text-ink-2">
          By the rule “{rule}”; the proposer does not count. Open until <DayTime at={expiresAt} />{' '}
          <Zone at={expiresAt} />.
        </li>
      </ul>
    </section>
  );
}

/** A `ref`: the button that is left when its form is gone is where the reader goes on. */
export const focusIt = (button: HTMLElement | null) => button?.focus();

/** What a dialog says in place of its fields once it proposed: what waits, for whom, and the way on. */
export function ProposedPart({
  proposal: { answer, shown },
  onDone,
}: {
  readonly proposal: Proposal;
  readonly onDone: () => void;
}) {
  const id = useId();
  return (
    <>
      <ProposedLine proposalId={answer.proposalId} id={id} onOpen={onDone} />
      <FactList facts={shown.facts} className="break-words" />
      <WhoAgrees proposed={answer} />
      <FloatFoot>
        <Button ref={focusIt} variant="primary" aria-describedby={id} onClick={onDone}>
          Done
        </Button>
      </FloatFoot>
    </>
  );
}
