'use client';

import { useQuery } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@ultrathink/api/client';
import { decimal, subtract, toText } from '@ultrathink/domain/kernel';
import { useTRPC } from '@/trpc/client.ts';
import { dataStateOf } from '@/trpc/data-state.ts';
import { LimitLine } from '@/ui/bar.tsx';
import { SectionHeading } from '@/ui/section-heading.tsx';
import { EmptyState } from '@/ui/states.tsx';
import { Compact, Percent } from '@/ui/value.tsx';
import { KIND_WORDS } from './words.ts';

type Use = inferRouterOutputs<AppRouter>['risk']['listLimitUse']['uses'][number];

const AGAIN_MS = 10_000;
const MOST_SHOWN = 8;

/** How much of one's own limits is used, the fullest first. */
export function LimitUses() {
  const trpc = useTRPC();
  const asked = useQuery(trpc.risk.listLimitUse.queryOptions({}, { refetchInterval: AGAIN_MS }));
  const own = useQuery(trpc.clients.getOwn.queryOptions());
  const state = dataStateOf(asked, 'Your limits could not be read.');
  const names = new Map((own.data?.accounts ?? []).map(({ id, name }) => [id as string, name]));
  const uses = (asked.data?.uses ?? []).toSorted((a, b) => usedOf(b) - usedOf(a));
  return (
    <section aria-label="Your limits">
      <SectionHeading
        title="Your limits"
        about={uses.length > MOST_SHOWN ? `the fullest ${MOST_SHOWN} of ${uses.length}` : undefined}
      />
      {(state.kind === 'error' || state.kind === 'forbidden') && (
        <EmptyState>{state.sentence}</EmptyState>
      )}
      {state.kind === 'ready' && uses.length === 0 && (
        <EmptyState>No limit of yours is set, so every order is refused.</EmptyState>
      )}
      {uses.slice(0, MOST_SHOWN).map((use) => (
        <UseLine
          key={`${use.scope} ${use.kind} ${use.instrument ?? ''}`}
          use={use}
          account={use.level === 'account' ? (names.get(use.scope) ?? null) : null}
        />
      ))}
    </section>
  );
}

/** For a bar and for the order of lines; what is not known stands first. */
function usedOf({ actual, limit }: Use): number {
  const share = actual === null ? 1 : Number(actual) / Number(limit);
  return Number.isFinite(share) ? share : 1;
}

function UseLine({ use, account }: { readonly use: Use; readonly account: string | null }) {
  const { kind, unit, instrument, asset, actual, limit } = use;
  const about = [instrument ?? asset, account].filter((part) => part !== null).join(', ');
  const left = actual === null ? null : toText(subtract(decimal(limit), decimal(actual)));
  return (
    <LimitLine
      name={about === '' ? KIND_WORDS[kind] : `${KIND_WORDS[kind]}, ${about}`}
      actual={actual === null ? 'not known' : <Amount unit={unit} value={actual} />}
      limit={<Amount unit={unit} value={limit} />}
      used={actual === null ? 0 : usedOf(use)}
      left={
        left === null ? (
          'A figure it needs is not known, so orders that need it are refused.'
        ) : left.startsWith('-') ? (
          'Over the limit: only what reduces it is let through.'
        ) : (
          <>
            <Amount unit={unit} value={left} /> left
          </>
        )
      }
    />
  );
}

function Amount({ unit, value }: { readonly unit: Use['unit']; readonly value: string }) {
  if (unit === 'Ratio') return <Percent value={value} decimals={1} />;
  return <Compact value={value} unit={unit === 'Money' ? 'USD' : ''} decimals={2} />;
}
