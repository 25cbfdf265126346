'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useMay } from '@/features/identity/use-may.ts';
import { useTRPC } from '@/trpc/client.ts';
import { dataStateOf } from '@/trpc/data-state.ts';
import { FailureLine } from '@/trpc/failure-line.tsx';
import { useAct } from '@/trpc/use-act.ts';
import { useScopes } from '@/trpc/use-scopes.ts';
import { Button } from '@/ui/button.tsx';
import { Drawer } from '@/ui/drawer.tsx';
import { PageHead } from '@/ui/page-head.tsx';
import { DataTable } from '@/ui/table/data-table.tsx';
import { Tabs } from '@/ui/tabs.tsx';
import { BreakView } from './break-view.tsx';
import { breakColumns, standingColumns, unconfirmedColumns } from './columns.tsx';
import type { BreakRow, StandingRow, UnconfirmedRow } from './model.ts';
import { UnconfirmedView } from './unconfirmed-view.tsx';
import { useBreaks, useUnconfirmed } from './use-doubts.ts';

const VIEWS = ['breaks', 'unconfirmed', 'accounts', 'closed'] as const;
type View = (typeof VIEWS)[number];
const FIELDS = {
  view: parseAsStringLiteral(VIEWS).withDefault('breaks'),
  open: parseAsString,
};
const STANDINGS_AGAIN_MS = 5_000;
const doubtKey = ({ clOrdId, request }: UnconfirmedRow) => `${clOrdId}|${request}`;

/** Where our books and the venues' differ, what nobody knows yet, and what each account agrees to. */
export function ReconciliationPage() {
  const trpc = useTRPC();
  const [{ view, open }, set] = useQueryStates(FIELDS, { history: 'replace' });
  const { nameOf } = useScopes();
  const breaks = useBreaks('Open');
  const closed = useBreaks('Closed');
  const doubts = useUnconfirmed();
  const standings = useQuery(
    trpc.trading.listStandings.queryOptions(undefined, { refetchInterval: STANDINGS_AGAIN_MS }),
  );
  const openRows = breaks.data?.breaks ?? [];
  const doubtRows = doubts.data?.unconfirmed ?? [];
  const accounts = standings.data?.accounts ?? [];
  const show = (id: string | null) => void set({ open: id });
  return (
    <div className="flex flex-1 flex-col pb-7">
      <PageHead
        title={headline(openRows.length, doubtRows.length, breaks.data !== undefined)}
        about="Every account at a venue is compared with our books by itself. What differs is closed by two people, what is not known stays reserved until it is proven."
      />
      <Tabs<View>
        label="Parts of the reconciliation"
        className="px-gutter"
        value={view}
        onValueChange={(next) => void set({ view: next, open: null })}
        tabs={[
          { value: 'breaks', label: 'Breaks', ...count(breaks.data && openRows.length, false) },
          {
            value: 'unconfirmed',
            label: 'Unconfirmed',
            ...count(doubts.data && doubtRows.length, true),
          },
          { value: 'accounts', label: 'Venue accounts' },
          { value: 'closed', label: 'Closed breaks' },
        ]}
      />
      <div className="px-gutter">
        {view === 'breaks' && <Breaks isOpen found={breaks} nameOf={nameOf} onOpen={show} />}
        {view === 'unconfirmed' && (
          <DataTable<UnconfirmedRow>
            id="unconfirmed"
            title="Unconfirmed requests"
            summary={`${doubtRows.length} unconfirmed requests`}
            columns={unconfirmedColumns(nameOf)}
            rows={doubtRows}
            idOf={doubtKey}
            onOpen={(row) => show(doubtKey(row))}
            state={dataStateOf(doubts, 'Unconfirmed orders could not be read.')}
            empty={{ sentence: 'Every request has its answer.' }}
            expectedRows={3}
          />
        )}
        {view === 'accounts' && (
          <Accounts
            accounts={accounts}
            isLive={standings.data?.isLive ?? true}
            state={dataStateOf(standings, 'Accounts at venues could not be read.')}
            nameOf={nameOf}
          />
        )}
        {view === 'closed' && (
          <Breaks isOpen={false} found={closed} nameOf={nameOf} onOpen={show} />
        )}
      </div>
      <Drawers
        open={open}
        breaks={[...openRows, ...(closed.data?.breaks ?? [])]}
        doubts={doubtRows}
        onClose={() => show(null)}
      />
    </div>
  );
}

function Breaks({
  isOpen,
  found,
  nameOf,
  onOpen,
}: {
  readonly isOpen: boolean;
  readonly found: ReturnType<typeof useBreaks>;
  readonly nameOf: (scope: string) => string;
  readonly onOpen: (id: string) => void;
}) {
  const rows = found.data?.breaks ?? [];
  return (
    <DataTable<BreakRow>
      id={isOpen ? 'breaks' : 'closed-breaks'}
      title={isOpen ? 'Open breaks' : 'Closed breaks'}
      summary={`${rows.length} ${isOpen ? 'open' : 'closed'} breaks`}
      columns={breakColumns(nameOf)}
      rows={rows}
      idOf={({ id }) => id}
      onOpen={({ id }) => onOpen(id)}
      state={dataStateOf(found, 'Breaks could not be read.')}
      empty={
        isOpen
          ? {
              sentence: 'No break is open.',
              next: 'A difference stands here as soon as it is seen.',
            }
          : { sentence: 'No break was ever closed.' }
      }
      expectedRows={3}
    />
  );
}

function count(of: number | undefined, warns: boolean) {
  if (of === undefined || of === 0) return {};
  return { count: String(of), ...(warns && { tone: 'warn' as const }) };
}

function headline(breaks: number, doubts: number, isKnown: boolean): string {
  if (!isKnown) return 'Reconciliation';
  if (breaks === 0 && doubts === 0) return 'Our books agree with every venue.';
  const parts = [
    ...(breaks > 0 ? [breaks === 1 ? 'One break' : `${breaks} breaks`] : []),
    ...(doubts > 0
      ? [doubts === 1 ? 'one unconfirmed order' : `${doubts} unconfirmed orders`]
      : []),
  ];
  const said = parts.join(' and ');
  return `${said.charAt(0).toUpperCase()}${said.slice(1)} open.`;
}

function Drawers({
  open,
  breaks,
  doubts,
  onClose,
}: {
  readonly open: string | null;
  readonly breaks: readonly BreakRow[];
  readonly doubts: readonly UnconfirmedRow[];
  readonly onClose: () => void;
}) {
  const found = breaks.find(({ id }) => id === open);
  const doubt = doubts.find((row) => doubtKey(row) === open);
  return (
    <Drawer
      open={found !== undefined || doubt !== undefined}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={found === undefined ? 'Unconfirmed' : 'Break'}
    >
      {found !== undefined && <BreakView key={found.id} row={found} />}
      {doubt !== undefined && <UnconfirmedView key={doubtKey(doubt)} row={doubt} />}
    </Drawer>
  );
}

function Accounts({
  accounts,
  isLive,
  state,
  nameOf,
}: {
  readonly accounts: readonly StandingRow[];
  readonly isLive: boolean;
  readonly state: ReturnType<typeof dataStateOf>;
  readonly nameOf: (scope: string) => string;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const mayAsk = useMay('trading.askVenue');
  const compare = useAct(trpc.trading.compareVenue, {
    onDone: () => queryClient.invalidateQueries(trpc.trading.listStandings.pathFilter()),
  });
  const button = ({ id, label, standing }: StandingRow) => (
    <Button
      size="small"
      variant="quiet"
      aria-label={`Compare ${label} now`}
      disabled={standing?.hasKey !== true || compare.isPending}
      onClick={() => compare.mutate({ venueAccountId: id })}
    >
      Compare now
    </Button>
  );
  return (
    <>
      {!isLive && (
        <p className="py-2 text-warn">The engine does not answer: nothing is known of now.</p>
      )}
      <FailureLine error={compare.error} />
      <DataTable<StandingRow>
        id="standings"
        title="Accounts at venues"
        summary={`${accounts.length} accounts at venues`}
        columns={standingColumns(nameOf, mayAsk ? button : null)}
        rows={accounts}
        idOf={({ id }) => id}
        state={state}
        empty={{ sentence: 'No account at a venue was named yet.' }}
        expectedRows={3}
      />
    </>
  );
}
