'use client';

import { formatInteger } from '@ultrathink/domain/kernel';
import { useLocale } from '@/ui/locale.tsx';
import { Skeleton } from '@/ui/skeleton.tsx';
import { EmptyState } from '@/ui/states.tsx';
import { ProofState } from '@/ui/status.tsx';
import { type DataState, READY } from '@/ui/table/data-state.ts';
import { Age, Day } from '@/ui/time.tsx';
import { Hash } from '@/ui/value.tsx';
import type { ChainTip, CheckpointRow, LogCheck, LogHead, SigningKey } from './model.ts';
import { PaneHeading } from './pane-heading.tsx';
import { StateNotice } from './state-notice.tsx';

/** The head of the log: its chains and their tips, the last checkpoint, who signs, where copies lie. */
export function LogPanel({
  head,
  state = READY,
}: {
  readonly head: LogHead | null;
  readonly state?: DataState;
}) {
  if (head === null && state.kind !== 'loading') return <StateNotice state={state} />;
  if (head === null) return <Skeleton className="mt-6 h-40 w-full" />;
  return (
    <>
      <ChainTips chains={head.chains} />
      <LastCheckpoint checkpoint={head.checkpoint} />
      <OwnCheck check={head.lastCheck} />
      <SigningKeys keys={head.keys} />
    </>
  );
}

export function ChainTips({ chains }: { readonly chains: readonly ChainTip[] }) {
  const { locale } = useLocale();
  return (
    <section aria-label="Chains">
      <PaneHeading title="Chains" about="last event of each" />
      <ul>
        {chains.map(({ chain, sequence, hash }) => (
          <li key={chain} className="flex items-center gap-3 border-line-faint border-b py-1">
            <span className="min-w-0 flex-1 truncate">{chain}</span>
            <Hash
              value={hash}
              label={`hash of the last event of ${chain}`}
              className="text-ink-2"
            />
            <span className="w-18 text-right">{formatInteger(sequence, locale)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function LastCheckpoint({ checkpoint }: { readonly checkpoint: CheckpointRow | null }) {
  const { locale } = useLocale();
  return (
    <section aria-label="Last checkpoint">
      <PaneHeading
        title="Last checkpoint"
        about={
          checkpoint && (
            <>
              signed <Age since={checkpoint.at} /> ago
            </>
          )
        }
      />
      {checkpoint === null ? (
        <EmptyState next="One is signed each minute while there are events." className="py-0">
          No checkpoint yet.
        </EmptyState>
      ) : (
        <dl className="grid grid-cols-[84px_1fr] gap-y-1">
          <dt className="text-ink-3">Tree size</dt>
          <dd>{formatInteger(checkpoint.size, locale)} events</dd>
          <dt className="text-ink-3">Root</dt>
          <dd>
            <Hash value={checkpoint.root} label="root of the last checkpoint" />
          </dd>
          <dt className="text-ink-3">Signed with</dt>
          <dd>{checkpoint.algorithms.join(' and ')}</dd>
        </dl>
      )}
    </section>
  );
}

/** What the platform's own regular verification found, also about the copies outside the database. */
function OwnCheck({ check }: { readonly check: LogCheck | null }) {
  const { locale } = useLocale();
  if (check === null) return null;
  const count = (value: number) => formatInteger(value, locale);
  return (
    <section aria-label="The platform's own check">
      <PaneHeading
        title="The platform’s own check"
        about={
          <>
            ended <Age since={check.at} /> ago
          </>
        }
      >
        <ProofState state={check.finding === null ? 'verified' : 'broken'} />
      </PaneHeading>
      {check.finding === null ? (
        <p className="text-ink-2">
          {count(check.events)} events, {count(check.checkpoints)} checkpoints and{' '}
          {count(check.copies)} copies outside the database agree.
        </p>
      ) : (
        <p role="alert" className="border-danger border-l-2 pl-3">
          {check.finding}
        </p>
      )}
    </section>
  );
}

export function SigningKeys({ keys }: { readonly keys: readonly SigningKey[] }) {
  return (
    <section aria-label="Signing keys">
      <PaneHeading title="Signing keys" about="compare the fingerprints with those given to you" />
      {keys.length === 0 ? (
        <EmptyState className="py-0">No key has signed yet.</EmptyState>
      ) : (
        <ul>
          {keys.map(({ name, algorithm, fingerprint, since, until }) => (
            <li
              key={fingerprint}
              className="flex items-center gap-3 border-line-faint border-b py-1"
            >
              <span className="w-20 shrink-0">{algorithm}</span>
              <span className="min-w-0 flex-1 truncate text-ink-2" title={name}>
                {name}
              </span>
              <Hash value={fingerprint} label={`fingerprint of ${algorithm}`} />
              <span className="whitespace-nowrap text-ink-3 text-label">
                {until === null ? 'since ' : 'until '}
                <Day at={until ?? since} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
