'use client';

import { useQuery } from '@tanstack/react-query';
import { useMay } from '@/features/identity/use-may.ts';
import { useTRPC } from '@/trpc/client.ts';
import { dataStateOf } from '@/trpc/data-state.ts';
import { useScopes } from '@/trpc/use-scopes.ts';
import { Link } from '@/ui/link.tsx';
import { NotReady } from '@/ui/not-ready.tsx';
import { SectionHeading } from '@/ui/section-heading.tsx';
import { EmptyState } from '@/ui/states.tsx';
import { DayTime, Zone } from '@/ui/time.tsx';

const MOST_SHOWN = 6;
const COLUMNS = { count: 2, className: 'grid-cols-[1fr_140px] gap-3' };

/** What nobody, or one client, may trade now. */
export function RestrictionsInForce() {
  const mayRead = useMay('compliance.readRestrictions');
  const trpc = useTRPC();
  const scopes = useScopes();
  const listed = useQuery(
    trpc.compliance.listRestrictions.queryOptions(undefined, { enabled: mayRead }),
  );
  if (!mayRead) return null;
  const state = dataStateOf(listed, 'The restricted list could not be read.');
  const rows = (listed.data?.restrictions ?? []).filter(({ isInForce }) => isInForce);
  return (
    <section aria-label="Restricted now">
      <SectionHeading
        title="Restricted now"
        about={rows.length > MOST_SHOWN ? `${MOST_SHOWN} of ${rows.length}` : undefined}
      >
        <Link href="/compliance/restrictions">Restricted list</Link>
      </SectionHeading>
      {state.kind !== 'ready' ? (
        <NotReady state={state} rows={2} columns={COLUMNS} />
      ) : rows.length === 0 ? (
        <EmptyState>Nothing is restricted.</EmptyState>
      ) : (
        <ul className="border-t">
          {rows.slice(0, MOST_SHOWN).map(({ id, instrument, side, clientId, agreed, from }) => (
            <li key={id} className="border-line-faint border-b py-2.25">
              <p>
                <span className="font-medium">{instrument}</span>, {sideWords(side)}, for{' '}
                {clientId === null ? 'everybody' : scopes.nameOf(clientId)}
              </p>
              <p className="text-ink-2">{agreed.reason}</p>
              <p className="text-ink-3 text-label">
                Since <DayTime at={from} /> <Zone at={from} />
              </p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

const sideWords = (side: string | null) =>
  side === null ? 'buy and sell' : `${side.toLowerCase()} alone`;
