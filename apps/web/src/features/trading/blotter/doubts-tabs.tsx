'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { venueName } from '@ultrathink/domain/market-data';
import { useMemo } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import { dataStateOf } from '@/trpc/data-state.ts';
import { Drawer } from '@/ui/drawer.tsx';
import { FactList } from '@/ui/facts.tsx';
import { Unconfirmed } from '@/ui/status.tsx';
import { Severity } from '@/ui/tag.tsx';
import { Age, DayTime } from '@/ui/time.tsx';
import { Money, NotApplicable, Quantity } from '@/ui/value.tsx';
import { SideWord } from '../side-word.tsx';
import type { BlotterActs, BreakRow, UnconfirmedRow } from './acts.ts';
import { breakColumns, breakName } from './break-columns.tsx';
import { type TabProps, TabTable } from './tab-table.tsx';
import { unconfirmedColumns } from './unconfirmed-columns.tsx';
import type { Naming } from './use-lists.ts';

/** Told of nowhere by name, so it is looked at again. */
const LOOK_AGAIN_MS = 5_000;
const kept = { refetchInterval: LOOK_AGAIN_MS, placeholderData: keepPreviousData } as const;

interface DoubtTabProps extends TabProps {
  readonly naming: Naming;
  readonly acts: BlotterActs;
  /** The row whose evidence is open, by its id. */
  readonly open: string | null;
  readonly onOpen: (id: string | null) => void;
}

const idOfDoubt = ({ clOrdId, request }: UnconfirmedRow) => `${clOrdId}.${request}`;

/** Requests whose outcome nobody has proven; each keeps its reservation and its clock. */
export function UnconfirmedTab({
  naming,
  acts,
  open,
  onOpen,
  instrument,
  ...frame
}: DoubtTabProps) {
  const trpc = useTRPC();
  const listed = useQuery(trpc.trading.listUnconfirmed.queryOptions({}, kept));
  const columns = useMemo(() => unconfirmedColumns(naming), [naming]);
  const rows = useMemo(
    () =>
      (listed.data?.unconfirmed ?? []).filter(
        (row) => instrument === null || row.instrument === instrument,
      ),
    [listed.data, instrument],
  );
  const chosen = rows.find((row) => idOfDoubt(row) === open);
  return (
    <>
      <TabTable<UnconfirmedRow>
        {...frame}
        id="unconfirmed"
        title="Unconfirmed"
        address="u-"
        summary={`${rows.length} requests without a proven outcome`}
        columns={columns}
        rows={rows}
        idOf={idOfDoubt}
        toneOf={() => 'warn'}
        onOpen={(row) => onOpen(idOfDoubt(row))}
        state={dataStateOf(listed, 'What is unconfirmed could not be read.')}
        empty={{ sentence: 'Every request has a proven outcome.' }}
        expectedRows={3}
      />
      <Drawer
        open={chosen !== undefined}
        onOpenChange={(isOpen) => !isOpen && onOpen(null)}
        title="Unconfirmed request"
        foot={chosen && acts.unconfirmed?.(chosen)}
      >
        {chosen !== undefined && (
          <>
            <UnconfirmedFacts row={chosen} naming={naming} />
            {acts.unconfirmedEvidence?.(chosen)}
          </>
        )}
      </Drawer>
    </>
  );
}

function UnconfirmedFacts({
  row,
  naming,
}: {
  readonly row: UnconfirmedRow;
  readonly naming: Naming;
}) {
  return (
    <FactList
      className="pb-4"
      facts={[
        {
          name: 'Stands',
          value: <Unconfirmed clock={<Age since={row.since} running />} />,
        },
        { name: 'Request', value: `${row.request} at ${venueName(row.venue ?? 'no venue')}` },
        {
          name: 'Order',
          value: (
            <>
              <SideWord side={row.side} /> <Quantity value={row.orderQty} /> {row.instrument}
            </>
          ),
        },
        { name: 'May still trade', value: <Quantity value={row.leavesQty} /> },
        { name: 'Account', value: naming.accounts.get(row.account) ?? row.account },
        {
          name: 'Held for it',
          value:
            row.held === null ? (
              <NotApplicable />
            ) : (
              <Money value={row.held.amount} asset={row.held.asset} />
            ),
        },
        { name: 'Asked again', value: `${row.resends} times` },
        { name: 'Since', value: <DayTime at={row.since} precision="millisecond" /> },
        { name: 'ClOrdID', value: <code className="break-all font-mono">{row.clOrdId}</code> },
        {
          name: 'Evidence',
          value:
            row.evidence === null ? (
              <NotApplicable />
            ) : (
              <code className="break-all font-mono">{row.evidence}</code>
            ),
        },
      ]}
    />
  );
}

/** Differences between our books and venues', oldest first. */
export function BreaksTab({ naming, acts, open, onOpen, instrument, ...frame }: DoubtTabProps) {
  const trpc = useTRPC();
  const listed = useQuery(trpc.portfolio.listBreaks.queryOptions({ show: 'Open' }, kept));
  const columns = useMemo(() => breakColumns(naming), [naming]);
  const rows = useMemo(() => {
    const parts = instrument === null ? null : [instrument, ...instrument.split('/')];
    return (listed.data?.breaks ?? []).filter(
      ({ subject }) => parts === null || parts.some((part) => subject.includes(part)),
    );
  }, [listed.data, instrument]);
  const chosen = rows.find(({ id }) => id === open);
  return (
    <>
      <TabTable<BreakRow>
        {...frame}
        id="breaks"
        title="Breaks"
        address="k-"
        summary={`${rows.length} open breaks`}
        columns={columns}
        rows={rows}
        idOf={({ id }) => id}
        toneOf={({ severity }) => (severity === 'Low' ? undefined : 'warn')}
        onOpen={({ id }) => onOpen(id)}
        state={dataStateOf(listed, 'The breaks could not be read.')}
        empty={{ sentence: 'Our books agree with every venue.' }}
        expectedRows={3}
      />
      <Drawer
        open={chosen !== undefined}
        onOpenChange={(isOpen) => !isOpen && onOpen(null)}
        title="Break"
        foot={chosen && acts.brk?.(chosen)}
      >
        {chosen !== undefined && (
          <>
            <BreakFacts row={chosen} naming={naming} />
            {acts.breakEvidence?.(chosen)}
          </>
        )}
      </Drawer>
    </>
  );
}

function BreakFacts({ row, naming }: { readonly row: BreakRow; readonly naming: Naming }) {
  const { clientId, proposed, owner, value } = row;
  return (
    <FactList
      className="pb-4"
      facts={[
        { name: 'What', value: breakName(row.kind) },
        { name: 'Severity', value: <Severity level={row.severity} /> },
        { name: 'About', value: <span className="break-all">{row.subject}</span> },
        { name: 'Ours', value: row.ours ?? <NotApplicable /> },
        { name: 'Theirs', value: row.theirs ?? <NotApplicable /> },
        {
          name: 'In money',
          value: value === null ? 'not known' : <Money value={value} asset="USD" decimals={2} />,
        },
        { name: 'Venue', value: placeOf(row) },
        {
          name: 'Client',
          value: clientId === null ? 'nobody’s alone' : (naming.clients.get(clientId) ?? clientId),
        },
        {
          name: 'Would mend it',
          value:
            proposed === null ? (
              <NotApplicable />
            ) : (
              <Money value={proposed.amount} asset={proposed.asset} />
            ),
        },
        { name: 'Seen to by', value: owner?.person.name ?? 'nobody yet' },
        {
          name: 'Open for',
          value: (
            <>
              <Age since={row.openedAt} />, since <DayTime at={row.openedAt} />
            </>
          ),
        },
      ]}
    />
  );
}

function placeOf({ venue, venueAccountLabel }: BreakRow): string {
  const name = venue === null ? 'unknown' : venueName(venue);
  return venueAccountLabel === null ? name : `${name}, ${venueAccountLabel}`;
}
