'use client';

import { formatInteger } from '@ultrathink/domain/kernel';
import type { ReactNode } from 'react';
import { cn } from '@/ui/cn.ts';
import { useLocale } from '@/ui/locale.tsx';
import { Mark } from '@/ui/mark.tsx';
import { Skeleton } from '@/ui/skeleton.tsx';
import { type DataState, READY } from '@/ui/table/data-state.ts';
import { StateWord } from '@/ui/table/state-word.tsx';
import { Age, Time, Zone } from '@/ui/time.tsx';
import type { LogCheck, LogHead } from './model.ts';
import { progressOf, type Verification } from './verification.ts';

/** Leads every page of the log: how long it is, whether it is intact, and until when it is signed. */
export function LogLine({
  head,
  state = READY,
  own = false,
  verification,
  children,
}: {
  readonly head: LogHead | null;
  /** Of the head: while it could not be read, its age and length are not known. */
  readonly state?: DataState;
  /** A client reads its own events of the same log. */
  readonly own?: boolean;
  readonly verification: Verification;
  readonly children: ReactNode;
}) {
  const { locale } = useLocale();
  return (
    <div className="flex flex-wrap items-center gap-x-8 gap-y-2.5 border-b px-gutter py-3">
      <div className="flex items-center gap-5 max-md:gap-3">
        <Mark size={34} className="max-md:hidden" />
        <h1 className="flex items-baseline gap-2 text-title">
          {head !== null && <span className="sr-only">Audit trail</span>}
          {head === null ? (
            <Unread state={state} />
          ) : (
            <>
              <span className="text-[1.5rem] leading-7.5 tracking-[-0.03em]">
                {formatInteger(head.treeSize, locale)}
              </span>
              <span className="font-normal text-body text-ink-2">
                AuditEvents{own ? ' of the firm’s log' : ''}
                <VerdictWord state={verification} />
              </span>
            </>
          )}
        </h1>
      </div>
      <Cell label="Checkpoint">
        {head?.checkpoint ? (
          <>
            <b className="font-medium">{formatInteger(head.checkpoint.size, locale)}</b>{' '}
            <span className="text-ink-2">
              events signed <Age since={head.checkpoint.at} /> ago
            </span>
          </>
        ) : (
          <span className="text-ink-2">{head === null ? 'not known' : 'none yet'}</span>
        )}
      </Cell>
      <Cell label="Last verified">
        <Verified state={verification} check={head?.lastCheck ?? null} />
      </Cell>
      <Cell label="Chains" className="max-lg:hidden">
        <b className="font-medium">
          {head === null ? '–' : formatInteger(head.chains.length, locale)}
        </b>{' '}
        <span className="text-ink-2">{head?.chains.map(({ chain }) => chain).join(', ')}</span>
      </Cell>
      <div className="ml-auto flex flex-wrap items-center gap-2">{children}</div>
    </div>
  );
}

function Unread({ state }: { readonly state: DataState }) {
  if (state.kind === 'loading') {
    return (
      <>
        <span className="sr-only">Audit trail</span>
        <Skeleton className="h-5 w-40" />
      </>
    );
  }
  return (
    <span className="flex items-center gap-2 font-normal text-body">
      <span className="text-title">Audit trail</span>
      <StateWord state={state} />
    </span>
  );
}

function Cell({
  label,
  className,
  children,
}: {
  readonly label: string;
  readonly className?: string;
  readonly children: ReactNode;
}) {
  return (
    <div className={cn('min-w-0', className)}>
      <div className="text-ink-3 text-label">{label}</div>
      <div className="max-w-64 truncate">{children}</div>
    </div>
  );
}

function VerdictWord({ state }: { readonly state: Verification }) {
  if (state.kind === 'intact') return ', intact';
  if (state.kind === 'broken') return <span className="font-medium text-danger">, broken</span>;
  return null;
}

/** What this tab verified, else what the platform itself did. */
function Verified({
  state,
  check,
}: {
  readonly state: Verification;
  readonly check: LogCheck | null;
}) {
  if (state.kind === 'running') {
    return <span className="text-ink-2">running, {Math.floor(progressOf(state) * 100)}%</span>;
  }
  if (state.kind === 'intact' || state.kind === 'broken') {
    return (
      <>
        <b className="font-medium">
          <Time at={state.at} />
        </b>{' '}
        <span className="text-ink-2">
          <Zone at={state.at} />, here
        </span>
      </>
    );
  }
  if (check === null) return <span className="text-ink-2">not in this tab yet</span>;
  return (
    <span className={check.finding === null ? 'text-ink-2' : 'text-danger'}>
      by the platform, <Age since={check.at} /> ago
      {check.finding !== null && ': not intact'}
    </span>
  );
}
