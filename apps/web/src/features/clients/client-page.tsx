'use client';

import { useQuery } from '@tanstack/react-query';
import { venueName } from '@ultrathink/domain/market-data';
import { type ReactNode, useState } from 'react';
import { useMay } from '@/features/identity/use-may.ts';
import { useTRPC } from '@/trpc/client.ts';
import { toldError } from '@/trpc/told-error.ts';
import { Button } from '@/ui/button.tsx';
import { FactList } from '@/ui/facts.tsx';
import { Link } from '@/ui/link.tsx';
import { PageHead } from '@/ui/page-head.tsx';
import { SectionHeading } from '@/ui/section-heading.tsx';
import { Skeleton } from '@/ui/skeleton.tsx';
import { EmptyState, ErrorState, ForbiddenState } from '@/ui/states.tsx';
import { DayTime, Zone } from '@/ui/time.tsx';
import { listed, sentenceCase } from '@/ui/words.ts';
import { MandateDialog } from './mandate-dialog.tsx';
import type { Account, ClientTerms, Terms } from './model.ts';
import { TermsDialog } from './terms-dialog.tsx';
import { TradersDialog } from './traders-dialog.tsx';
import { CATEGORY_WORDS, cutOffText, LOT_WORDS, STATE_WORDS, TIER_WORDS } from './words.ts';

const nameOf = (person: { readonly name: string | null } | null) => person?.name ?? 'somebody';

function agreedText({ proposer, approvers }: Pick<Terms, 'proposer' | 'approvers'>): string {
  const others = listed(approvers.map(nameOf));
  return `${nameOf(proposer)}, agreed to by ${others === '' ? 'others' : others}`;
}

/** One client: its terms, and of each account what it lets us do and who may do it. */
export function ClientPage({
  clientId,
  base,
  after,
}: {
  readonly clientId: string;
  readonly base: string;
  /** What other contexts know of the client, under its accounts. */
  readonly after?: (client: ClientTerms) => ReactNode;
}) {
  const trpc = useTRPC();
  const found = useQuery(trpc.clients.getTerms.queryOptions({ clientId: clientId as never }));
  if (found.data === undefined) {
    return (
      <div className="px-gutter pt-4.5">
        {found.error === null ? (
          <div className="flex max-w-lg flex-col gap-3" aria-busy="true">
            <Skeleton className="h-7 w-64" />
            <Skeleton className="h-40 w-full" />
            <Skeleton className="h-24 w-full" />
          </div>
        ) : (
          <NotRead error={found.error} onRetry={() => void found.refetch()} />
        )}
        <p className="pt-3">
          <Link href={base}>All clients</Link>
        </p>
      </div>
    );
  }
  return <ClientView client={found.data} base={base} after={after?.(found.data)} />;
}

function NotRead({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const told = toldError(error);
  if (told.code === 'NotFound') return <EmptyState>There is no such client.</EmptyState>;
  if (told.code === 'Forbidden') {
    return <ForbiddenState ask="somebody who is assigned to it">{told.sentence}</ForbiddenState>;
  }
  return (
    <ErrorState safe={told.sentence} quote={told.quote ?? 'none'} onRetry={onRetry}>
      The client could not be read.
    </ErrorState>
  );
}

function ClientView({
  client,
  base,
  after,
}: {
  readonly client: ClientTerms;
  readonly base: string;
  readonly after: ReactNode;
}) {
  const mayPropose = useMay('clients.proposeState');
  const [isOpen, setOpen] = useState(false);
  const [now, ...before] = client.terms;
  return (
    <div className="flex flex-1 flex-col pb-7">
      <PageHead
        title={client.name}
        about={
          <>
            {now === undefined
              ? 'Not admitted yet: nothing is traded for it. '
              : `${TIER_WORDS[now.tier]}, ${STATE_WORDS[now.state]}. `}
            <Link href={base}>All clients</Link>
          </>
        }
      >
        {mayPropose && <Button onClick={() => setOpen(true)}>Propose other terms</Button>}
      </PageHead>
      <section aria-label="Terms" className="border-t px-gutter">
        <SectionHeading
          title="Terms"
          about={now === undefined ? undefined : `version ${now.version}`}
        />
        {now === undefined ? (
          <EmptyState>Nothing was decided yet.</EmptyState>
        ) : (
          <FactList facts={factsOf(now)} className="max-w-2xl" />
        )}
        {before.length > 0 && (
          <ul className="flex flex-col gap-1 pt-3 text-ink-2">
            {before.map((one) => (
              <li key={one.version}>
                Version {one.version}, from <DayTime at={one.from} />: {TIER_WORDS[one.tier]},{' '}
                {STATE_WORDS[one.state]}, {CATEGORY_WORDS[one.category].toLowerCase()};{' '}
                {agreedText(one)}.
              </li>
            ))}
          </ul>
        )}
      </section>
      {client.accounts.map((account) => (
        <AccountView key={account.id} client={client} account={account} />
      ))}
      {client.accounts.length === 0 && (
        <section aria-label="Accounts" className="mt-4 border-t px-gutter">
          <EmptyState>This client has no account.</EmptyState>
        </section>
      )}
      {after}
      {isOpen && <TermsDialog client={client} now={now ?? null} onClose={() => setOpen(false)} />}
    </div>
  );
}

function factsOf(terms: Terms) {
  return [
    { name: 'State', value: sentenceCase(STATE_WORDS[terms.state]) },
    { name: 'Tier', value: TIER_WORDS[terms.tier] },
    { name: 'Category', value: CATEGORY_WORDS[terms.category] },
    { name: 'Lots', value: sentenceCase(LOT_WORDS[terms.lotMethod]) },
    { name: 'Day orders end', value: cutOffText(terms.dayCutOffMs) },
    {
      name: 'Since',
      value: (
        <>
          <DayTime at={terms.from} /> <Zone at={terms.from} />
        </>
      ),
    },
    { name: 'Decided by', value: agreedText(terms) },
    { name: 'Reason', value: terms.reason ?? 'Not yours to see' },
  ];
}

function AccountView({
  client,
  account,
}: {
  readonly client: ClientTerms;
  readonly account: Account;
}) {
  const { name, mandates, traders } = account;
  const mayPropose = useMay('clients.proposeMandate');
  const mayTraders = useMay('clients.proposeTraders');
  const [open, setOpen] = useState<'mandate' | 'traders' | null>(null);
  const [mandate] = mandates;
  const [allowed] = traders;
  return (
    <section aria-label={`Account ${name}`} className="mt-4 border-t px-gutter">
      <SectionHeading title={name} about="account">
        {mayTraders && (
          <Button
            size="small"
            variant="quiet"
            aria-label={`Propose other traders: ${name}`}
            onClick={() => setOpen('traders')}
          >
            Propose other traders
          </Button>
        )}
        {mayPropose && (
          <Button
            size="small"
            variant="quiet"
            aria-label={`Propose another mandate: ${name}`}
            onClick={() => setOpen('mandate')}
          >
            Propose another mandate
          </Button>
        )}
      </SectionHeading>
      <FactList
        className="max-w-3xl"
        facts={[
          ...(mandate === undefined
            ? [{ name: 'Mandate', value: 'none: nothing is traded here' }]
            : [
                { name: 'Instruments', value: mandate.instruments.join(', ') || 'None' },
                { name: 'Venues', value: mandate.venues.map(venueName).join(', ') || 'None' },
                {
                  name: 'Sides',
                  value: sentenceCase(mandate.sides.join(' and ').toLowerCase()) || 'None',
                },
                {
                  name: 'Mandate',
                  value: (
                    <>
                      Version {mandate.version}, from <DayTime at={mandate.from} />{' '}
                      <Zone at={mandate.from} />;{agreedText(mandate)}
                    </>
                  ),
                },
              ]),
          {
            name: 'Traders',
            value: allowed?.traders.map(nameOf).join(', ') || 'nobody',
          },
          ...(allowed === undefined
            ? []
            : [
                {
                  name: 'Their consent',
                  value: (
                    <>
                      Version {allowed.version}, from <DayTime at={allowed.from} />{' '}
                      <Zone at={allowed.from} />;{agreedText(allowed)}
                    </>
                  ),
                },
              ]),
        ]}
      />
      {open === 'mandate' && (
        <MandateDialog client={client} account={account} onClose={() => setOpen(null)} />
      )}
      {open === 'traders' && (
        <TradersDialog client={client} account={account} onClose={() => setOpen(null)} />
      )}
    </section>
  );
}
